/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From answers of the service to the list of jobs. */
#include "config.h"

#include <string.h>

#include "bg-job-private.h"
#include "bg-manager-private.h"
#include "fake-answer.h"

static void
log_items_changed (
    GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  GString *log = user_data;

  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static const char *
name_at (BgManager *manager, guint position)
{
  g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (manager), position);

  return job != NULL ? bg_job_get_name (job) : NULL;
}

static void
test_jobs_are_in_the_order_of_creation (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);

  give_jobs (manager, 3, BG_JOB_STATE_SUSPENDED);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (manager)), ==, 3);
  g_assert_cmpstr (name_at (manager, 0), ==, "job 1");
  g_assert_cmpstr (name_at (manager, 1), ==, "job 2");
  g_assert_cmpstr (name_at (manager, 2), ==, "job 3");
  g_assert_null (name_at (manager, 3));
}

static void
test_jobs_of_the_same_moment_are_in_the_order_of_their_ids (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  Answer answer;

  answer_init (&answer);
  answer_add (&answer, "b", BG_JOB_STATE_SUSPENDED, 0, "{'name': <'b'>, 'created': <int64 5>}");
  answer_add (&answer, "a", BG_JOB_STATE_SUSPENDED, 0, "{'name': <'a'>, 'created': <int64 5>}");
  answer_give (&answer, manager, 0, 1, TRUE);

  g_assert_cmpstr (name_at (manager, 0), ==, "a");
  g_assert_cmpstr (name_at (manager, 1), ==, "b");
}

static void
test_jobs_are_found_by_id (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);

  give_jobs (manager, 3, BG_JOB_STATE_SUSPENDED);

  g_assert_cmpstr (bg_job_get_name (bg_manager_get_job (manager, "000000")), ==, "job 3");
  g_assert_null (bg_manager_get_job (manager, "000003"));
}

static void
test_known_jobs_stay_the_same_objects (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  BgJob *job;

  give_jobs (manager, 5, BG_JOB_STATE_SUSPENDED);
  job = bg_manager_get_job (manager, "000002");
  g_signal_connect (manager, "items-changed", G_CALLBACK (log_items_changed), log);
  give_jobs (manager, 5, BG_JOB_STATE_QUEUED);

  assert_log (log, "");
  g_assert_true (bg_manager_get_job (manager, "000002") == job);
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_QUEUED);
}

static void
test_neighbours_come_with_one_signal (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Answer answer;

  g_signal_connect (manager, "items-changed", G_CALLBACK (log_items_changed), log);
  give_jobs (manager, 4, BG_JOB_STATE_SUSPENDED);
  assert_log (log, "0-0+4 ");

  answer_init (&answer);
  answer_add (&answer, "new 3", BG_JOB_STATE_SUSPENDED, 0, "{'created': <int64 9000000>}");
  answer_add (&answer, "new 1", BG_JOB_STATE_SUSPENDED, 0, "{'created': <int64 1500000>}");
  answer_add (&answer, "new 2", BG_JOB_STATE_SUSPENDED, 0, "{'created': <int64 1600000>}");
  answer_give_next (&answer, manager);
  assert_log (log, "1-0+2 6-0+1 ");
}

static void
test_neighbours_leave_with_one_signal (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Answer answer;

  give_jobs (manager, 6, BG_JOB_STATE_SUSPENDED);
  g_signal_connect (manager, "items-changed", G_CALLBACK (log_items_changed), log);

  answer_init (&answer);
  answer_add_gone (&answer, "000003"); /* Job 3. */
  answer_add_gone (&answer, "000000"); /* Job 6. */
  answer_add_gone (&answer, "000004"); /* Job 2. */
  answer_add_gone (&answer, "nobody");
  answer_give_next (&answer, manager);

  assert_log (log, "1-2+0 3-1+0 ");
  g_assert_cmpstr (name_at (manager, 0), ==, "job 1");
  g_assert_cmpstr (name_at (manager, 1), ==, "job 4");
  g_assert_cmpstr (name_at (manager, 2), ==, "job 5");
  g_assert_null (bg_manager_get_job (manager, "000003"));
}

static void
test_whole_answer_removes_all_others (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Answer answer;

  give_jobs (manager, 6, BG_JOB_STATE_SUSPENDED);
  g_signal_connect (manager, "items-changed", G_CALLBACK (log_items_changed), log);

  answer_init (&answer);
  answer_add (&answer, "000002", BG_JOB_STATE_SUSPENDED, 0, "{'name': <'kept'>}");
  answer_give (&answer, manager, manager->serial, 1, TRUE);

  assert_log (log, "0-3+0 1-2+0 ");
  g_assert_cmpstr (name_at (manager, 0), ==, "kept");
}

static void
test_removed_job_keeps_its_values (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (BgJob) job = NULL;
  Answer answer;

  give_jobs (manager, 1, BG_JOB_STATE_CANCELLED);
  job = g_object_ref (bg_manager_get_job (manager, "000000"));
  answer_init (&answer);
  answer_give (&answer, manager, 1, 2, TRUE);

  g_assert_cmpstr (bg_job_get_name (job), ==, "job 1");
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_CANCELLED);
}

static void
test_thousand_jobs_come_and_go_at_once (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Answer answer;

  g_signal_connect (manager, "items-changed", G_CALLBACK (log_items_changed), log);
  give_jobs (manager, 1000, BG_JOB_STATE_ACKNOWLEDGED);
  assert_log (log, "0-0+1000 ");

  answer_init (&answer);
  answer_give (&answer, manager, 1, 2, TRUE);
  assert_log (log, "0-1000+0 ");
}

static void
test_overtaken_answer_is_ignored (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  Answer answer;

  give_jobs (manager, 1, BG_JOB_STATE_QUEUED);
  g_assert_cmpuint (manager->serial, ==, 1);

  /* Two calls ask for what came after 1; the second answer is here first. */
  answer_init (&answer);
  answer_add (&answer, "000000", BG_JOB_STATE_TRANSFERRED, 1000, NUMBERS_ONLY);
  answer_give (&answer, manager, 1, 5, FALSE);
  answer_init (&answer);
  answer_add (&answer, "000000", BG_JOB_STATE_TRANSFERRING, 500, NUMBERS_ONLY);
  answer_give (&answer, manager, 1, 3, FALSE);

  g_assert_cmpint (bg_job_get_state (bg_manager_get_job (manager, "000000")), ==,
                   BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpuint (manager->serial, ==, 5);
}

static void
test_counter_of_a_new_store_is_taken (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  Answer answer;

  manager->serial = 1000;
  answer_init (&answer);
  answer_add (&answer, "x", BG_JOB_STATE_SUSPENDED, 0, "{'name': <'n'>}");
  answer_give (&answer, manager, 1000, 3, TRUE);

  g_assert_cmpuint (manager->serial, ==, 3);
  g_assert_cmpstr (name_at (manager, 0), ==, "n");
}

static void
test_can_change_while_any_job_can (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Answer answer;

  give_jobs (manager, 3, BG_JOB_STATE_SUSPENDED);
  g_signal_connect (manager, "notify", G_CALLBACK (log_notify), log);
  g_assert_false (bg_manager_get_can_change (manager));

  give_change (manager, "000000", BG_JOB_STATE_QUEUED, 0);
  give_change (manager, "000001", BG_JOB_STATE_TRANSIENT_ERROR, 0);
  assert_log (log, "can-change ");
  g_assert_true (bg_manager_get_can_change (manager));

  give_change (manager, "000000", BG_JOB_STATE_ERROR, 0);
  assert_log (log, "");
  g_assert_true (bg_manager_get_can_change (manager));

  answer_init (&answer);
  answer_add_gone (&answer, "000001");
  answer_give_next (&answer, manager);
  assert_log (log, "can-change ");
  g_assert_false (bg_manager_get_can_change (manager));
}

static void
on_state_finish_the_other (BgJob *job, GParamSpec *pspec, gpointer user_data)
{
  BgManager *manager = user_data;
  Answer answer;

  g_signal_handlers_disconnect_by_func (job, on_state_finish_the_other, user_data);

  answer_init (&answer);
  answer_add (&answer, "000001", BG_JOB_STATE_TRANSFERRED, 1000, NUMBERS_ONLY);
  answer_add_gone (&answer, "000002");
  answer_give_next (&answer, manager);
}

static void
test_handler_may_refresh (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  Answer answer;

  give_jobs (manager, 3, BG_JOB_STATE_QUEUED);
  g_signal_connect (bg_manager_get_job (manager, "000000"), "notify::state",
                    G_CALLBACK (on_state_finish_the_other), manager);

  answer_init (&answer);
  answer_add (&answer, "000000", BG_JOB_STATE_TRANSFERRING, 10, NUMBERS_ONLY);
  answer_add (&answer, "000001", BG_JOB_STATE_TRANSFERRING, 10, NUMBERS_ONLY);
  answer_add (&answer, "000002", BG_JOB_STATE_TRANSFERRING, 10, NUMBERS_ONLY);
  answer_give_next (&answer, manager);

  g_assert_cmpint (bg_job_get_state (bg_manager_get_job (manager, "000001")), ==,
                   BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (manager)), ==, 2);
}

static void
on_items_changed_remove_new (
    BgManager *manager, guint position, guint removed, guint added, gpointer user_data)
{
  Answer answer;

  g_signal_handlers_disconnect_by_func (manager, on_items_changed_remove_new, user_data);

  answer_init (&answer);
  answer_add_gone (&answer, "new 2");
  answer_add_gone (&answer, "000002");
  answer_give_next (&answer, manager);
}

static void
test_handler_may_remove_what_is_about_to_come_or_go (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  Answer answer;

  give_jobs (manager, 4, BG_JOB_STATE_SUSPENDED);
  g_signal_connect (manager, "items-changed", G_CALLBACK (on_items_changed_remove_new), NULL);

  /* Job 1 leaves first; its handler takes out job 2 and the second of the new ones. */
  answer_init (&answer);
  answer_add (&answer, "new 1", BG_JOB_STATE_SUSPENDED, 0,
              "{'name': <'new'>, 'created': <int64 1>}");
  answer_add (&answer, "new 2", BG_JOB_STATE_SUSPENDED, 0, "{'created': <int64 9000000>}");
  answer_add_gone (&answer, "000003");
  answer_add_gone (&answer, "000001");
  answer_give_next (&answer, manager);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (manager)), ==, 2);
  g_assert_cmpstr (name_at (manager, 0), ==, "new");
  g_assert_cmpstr (name_at (manager, 1), ==, "job 4");
}

static void
test_manager_measures_jobs_that_transfer (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);

  give_jobs (manager, 2, BG_JOB_STATE_QUEUED);
  give_change (manager, "000000", BG_JOB_STATE_TRANSFERRING, 0);

  g_assert_nonnull (bg_manager_get_job (manager, "000000")->rate);
  g_assert_null (bg_manager_get_job (manager, "000001")->rate);
}

#define ADD(name, function) g_test_add_func ("/manager-update/" name, test_##function)

/* The numbers of jobs that moved, as Poll packs them. */
static void
give_numbers (BgManager *manager, const guint64 *numbers, gsize n_numbers)
{
  g_autoptr (GVariant) answer = g_variant_ref_sink (
      g_variant_new ("(tb@a(suttuua{sv})@at@as)", manager->serial + 1, FALSE,
                     g_variant_new_array (G_VARIANT_TYPE ("(suttuua{sv})"), NULL, 0),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, numbers, n_numbers,
                                                sizeof *numbers),
                     g_variant_new_strv (NULL, 0)));

  bg_manager_update (manager, manager->serial, answer);
}

static void
test_numbers_are_taken_from_a_block (void)
{
  static const char id[] = "01234567-89ab-4cde-8f01-23456789abcd";
  static const guint64 first = G_GUINT64_CONSTANT (0x0123456789ab4cde);
  static const guint64 last = G_GUINT64_CONSTANT (0x8f0123456789abcd);
  const guint64 numbers[] = { first, last, BG_JOB_STATE_TRANSFERRING, 5000000000, 4000000001, 3, 2,
                              /* one that nobody knows, and a rest */
                              last, first, BG_JOB_STATE_TRANSFERRING, 1, 1, 1, 1, first, last };
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  BgJobProgress progress;
  Answer answer;
  BgJob *job;

  answer_init (&answer);
  answer_add (&answer, id, BG_JOB_STATE_QUEUED, 0, "{'name': <'a'>, 'created': <int64 5>}");
  answer_give (&answer, manager, 0, 1, TRUE);
  job = bg_manager_get_job (manager, id);
  g_signal_connect (job, "notify", G_CALLBACK (log_notify), log);

  give_numbers (manager, numbers, G_N_ELEMENTS (numbers));

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (manager)), ==, 1);
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_TRANSFERRING);
  g_assert_cmpstr (bg_job_get_name (job), ==, "a");
  bg_job_get_progress (job, &progress);
  g_assert_cmpuint (progress.bytes_total, ==, 5000000000);
  g_assert_cmpuint (progress.bytes_transferred, ==, 4000000001);
  g_assert_cmpuint (progress.files_total, ==, 3);
  g_assert_cmpuint (progress.files_transferred, ==, 2);
  g_assert_nonnull (strstr (log->str, "state"));
  g_assert_nonnull (strstr (log->str, "progress"));

  g_string_truncate (log, 0);
  give_numbers (manager, numbers, 7);
  g_assert_null (strstr (log->str, "progress"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("jobs-are-in-the-order-of-creation", jobs_are_in_the_order_of_creation);
  ADD ("jobs-of-the-same-moment-are-in-the-order-of-their-ids",
       jobs_of_the_same_moment_are_in_the_order_of_their_ids);
  ADD ("jobs-are-found-by-id", jobs_are_found_by_id);
  ADD ("known-jobs-stay-the-same-objects", known_jobs_stay_the_same_objects);
  ADD ("neighbours-come-with-one-signal", neighbours_come_with_one_signal);
  ADD ("neighbours-leave-with-one-signal", neighbours_leave_with_one_signal);
  ADD ("whole-answer-removes-all-others", whole_answer_removes_all_others);
  ADD ("removed-job-keeps-its-values", removed_job_keeps_its_values);
  ADD ("thousand-jobs-come-and-go-at-once", thousand_jobs_come_and_go_at_once);
  ADD ("overtaken-answer-is-ignored", overtaken_answer_is_ignored);
  ADD ("counter-of-a-new-store-is-taken", counter_of_a_new_store_is_taken);
  ADD ("can-change-while-any-job-can", can_change_while_any_job_can);
  ADD ("handler-may-refresh", handler_may_refresh);
  ADD ("handler-may-remove-what-is-about-to-come-or-go",
       handler_may_remove_what_is_about_to_come_or_go);
  ADD ("manager-measures-jobs-that-transfer", manager_measures_jobs_that_transfer);
  ADD ("numbers-are-taken-from-a-block", numbers_are_taken_from_a_block);

  return g_test_run ();
}
