/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the contract: enumerations and their labels, errors and their names. */
#include "config.h"

#include <gio/gio.h>

#include "bg-enums.h"
#include "bg-error.h"
#include "bg-manager.h"

static void
test_labels_are_those_of_bits (void)
{
  const char *const labels[] = {
    "Queued",          "Connecting",  "Transferring", "Suspended", "Error",
    "Transient Error", "Transferred", "Acknowledged", "Canceled",
  };

  g_assert_cmpuint (G_N_ELEMENTS (labels), ==, BG_N_JOB_STATES);

  for (int state = 0; state < BG_N_JOB_STATES; state++)
    {
      g_assert_cmpstr (JobStates[state], ==, labels[state]);
      g_assert_cmpstr (bg_job_state_get_label ((BgJobState) state), ==, labels[state]);
    }
}

static void
test_states_have_the_numbers_of_bits (void)
{
  const BgJobState states[] = {
    BG_JOB_STATE_QUEUED,      BG_JOB_STATE_CONNECTING,   BG_JOB_STATE_TRANSFERRING,
    BG_JOB_STATE_SUSPENDED,   BG_JOB_STATE_ERROR,        BG_JOB_STATE_TRANSIENT_ERROR,
    BG_JOB_STATE_TRANSFERRED, BG_JOB_STATE_ACKNOWLEDGED, BG_JOB_STATE_CANCELLED,
  };
  g_autoptr (GEnumClass) class = g_type_class_ref (BG_TYPE_JOB_STATE);

  g_assert_cmpuint (class->n_values, ==, BG_N_JOB_STATES);

  for (int i = 0; i < BG_N_JOB_STATES; i++)
    g_assert_cmpint (states[i], ==, i);
}

static void
test_states_that_change_are_not_final (void)
{
  for (int i = 0; i < BG_N_JOB_STATES; i++)
    {
      BgJobState state = (BgJobState) i;

      g_assert_false (bg_job_state_can_change (state) && bg_job_state_is_final (state));
    }

  g_assert_true (bg_job_state_can_change (BG_JOB_STATE_TRANSIENT_ERROR));
  g_assert_false (bg_job_state_can_change (BG_JOB_STATE_SUSPENDED));
  g_assert_true (bg_job_state_is_final (BG_JOB_STATE_CANCELLED));
  g_assert_false (bg_job_state_is_final (BG_JOB_STATE_TRANSFERRED));
}

static void
test_state_of_a_newer_service_has_a_label (void)
{
  g_assert_cmpstr (bg_job_state_get_label ((BgJobState) 9), ==, "?");
  g_assert_cmpstr (bg_job_state_to_string ((BgJobState) 9), ==, "unknown");
}

static void
test_priorities_have_names (void)
{
  for (int i = BG_JOB_PRIORITY_FOREGROUND; i <= BG_JOB_PRIORITY_LOW; i++)
    {
      BgJobPriority priority;

      g_assert_true (
          bg_job_priority_from_string (bg_job_priority_to_string ((BgJobPriority) i), &priority));
      g_assert_cmpint (priority, ==, i);
    }

  g_assert_false (bg_job_priority_from_string ("urgent", &(BgJobPriority){ 0 }));
}

/* As a client sees an error that the service has sent. */
static GError *
send (BgError code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (BG_ERROR, (int) code, message);
  g_autofree char *name = g_dbus_error_encode_gerror (error);

  g_assert_cmpstr (name, ==, bg_error_to_dbus_name (code));

  return g_dbus_error_new_for_dbus_error (name, message);
}

static void
test_every_error_arrives_as_itself (void)
{
  for (int code = BG_ERROR_FAILED; code < BG_N_ERRORS; code++)
    {
      g_autoptr (GError) error = send ((BgError) code, "text");

      g_assert_error (error, BG_ERROR, code);
      g_assert_true (g_dbus_error_strip_remote_error (error));
      g_assert_cmpstr (error->message, ==, "text");
    }
}

static void
test_every_error_has_a_name_of_its_own (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GEnumClass) class = g_type_class_ref (BG_TYPE_ERROR);

  g_assert_cmpuint (class->n_values, ==, BG_N_ERRORS);

  for (int i = 0; i < BG_N_ERRORS; i++)
    {
      const char *name = bg_error_to_dbus_name ((BgError) i);

      g_assert_true (g_dbus_is_interface_name (name));
      g_assert_true (g_str_has_prefix (name, BUS_NAME ".Error."));
      g_assert_true (g_str_has_suffix (name, bg_error_to_string ((BgError) i)));
      g_assert_true (g_hash_table_add (names, (char *) name));
    }
}

static void
test_http_errors_have_the_codes_of_bits (void)
{
  g_assert_cmphex (bg_error_to_bits (BG_ERROR_HTTP_NOT_FOUND, 404), ==, 0x80190194);
  g_assert_cmphex (bg_error_to_bits (BG_ERROR_HTTP_SERVER, 503), ==, 0x801901f7);
  g_assert_cmphex (bg_error_to_bits (BG_ERROR_EMPTY, 0), ==, 0x80200003);
  g_assert_cmphex (bg_error_to_bits (BG_ERROR_NONE, 0), ==, 0);
}

static void
test_error_of_a_newer_service_is_a_failure (void)
{
  BgError code = (BgError) BG_N_ERRORS;

  g_assert_cmpstr (bg_error_to_string (code), ==, "Failed");
  g_assert_false (bg_error_is_transient (code));
}

/* In a process of its own, where nobody has named the domain yet. */
static void
test_manager_names_the_domain_before_the_first_error (void)
{
  if (g_test_subprocess ())
    {
      gpointer class = g_type_class_ref (BG_TYPE_MANAGER);
      g_autoptr (GError) error = g_dbus_error_new_for_dbus_error (BUS_NAME ".Error.Empty", "text");

      g_assert_nonnull (class);
      g_assert_cmpstr (g_quark_to_string (error->domain), ==, "bg-error-quark");
      g_assert_cmpint (error->code, ==, BG_ERROR_EMPTY);
      g_type_class_unref (class);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

#define ADD(name, function) g_test_add_func (name, test_##function)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/enums/labels-are-those-of-bits", labels_are_those_of_bits);
  ADD ("/enums/states-have-the-numbers-of-bits", states_have_the_numbers_of_bits);
  ADD ("/enums/states-that-change-are-not-final", states_that_change_are_not_final);
  ADD ("/enums/state-of-a-newer-service-has-a-label", state_of_a_newer_service_has_a_label);
  ADD ("/enums/priorities-have-names", priorities_have_names);
  ADD ("/error/every-error-arrives-as-itself", every_error_arrives_as_itself);
  ADD ("/error/every-error-has-a-name-of-its-own", every_error_has_a_name_of_its_own);
  ADD ("/error/http-errors-have-the-codes-of-bits", http_errors_have_the_codes_of_bits);
  ADD ("/error/error-of-a-newer-service-is-a-failure", error_of_a_newer_service_is_a_failure);
  ADD ("/error/manager-names-the-domain-before-the-first-error",
       manager_names_the_domain_before_the_first_error);

  return g_test_run ();
}
