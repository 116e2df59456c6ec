/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real service on a bus of its own, servers that fail it, and somebody who kills it. */
#include "config.h"

#include "matrix-world.h"

#include <signal.h>
#include <stdlib.h>

#include "matrix-store.h"

#define OBJECT_PATH "/io/github/ferrydm/Ferry/Bg1"
#define CALL_TIMEOUT_MS (120 * 1000)

/* Between two looks at the service. */
#define LOOK_MS 25

/* A kill comes at last, although its moment does not: the server may be silent. */
#define PATIENCE_SECONDS 2

/* A kill comes so much after its moment, at most: the last sync, the store and the move into place
 * take some milliseconds each. */
#define JITTER_US (40 * 1000)

/* A job that has not ended by then never will. */
#define END_SECONDS 240

/* The folder of a job is clean soon after its end. */
#define CLEAN_SECONDS 20

static const char *const moments[] = {
  "before the first byte", "after the first bytes", "in the middle",
  "near the end",          "during completion",
};

G_STATIC_ASSERT (G_N_ELEMENTS (moments) == MATRIX_N_MOMENTS);

/* In a thread of a server. The first part of a path is the number of the job. */
static void
on_request (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  MatrixWorld *self = user_data;
  guint index = (guint) strtoul (request->path + 1, NULL, 10);
  MatrixJob *job = g_ptr_array_index (self->jobs, index);

  matrix_fault_answer (&job->cell, request, answer);
}

static GVariant *
call (MatrixWorld *self, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (self->connection, BUS_NAME, OBJECT_PATH, BUS_NAME,
                                                 method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE,
                                                 CALL_TIMEOUT_MS, NULL, &error);

  g_assert_no_error (error);

  return reply;
}

/**
 * matrix_world_new:
 * @seed: decides about everything that is left to chance
 */
MatrixWorld *
matrix_world_new (guint seed)
{
  MatrixWorld *self = g_new0 (MatrixWorld, 1);
  g_autoptr (GError) error = NULL;

  bus_fixture_set_up (&self->bus, NULL);
  self->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus.bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);

  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) matrix_job_free);
  self->random = g_rand_new_with_seed (seed);
  self->story = g_string_new (NULL);
  g_string_printf (self->story, "seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (self->servers); i++)
    {
      self->servers[i] = fake_server_new (&(FakeAnswer){ 0 });
      fake_server_set_script (self->servers[i], on_request, self);
    }

  return self;
}

void
matrix_world_free (MatrixWorld *self)
{
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
  bus_fixture_tear_down (&self->bus, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->servers); i++)
    fake_server_free (self->servers[i]);

  g_ptr_array_unref (self->jobs);
  g_rand_free (self->random);
  g_string_free (self->story, TRUE);
  g_free (self);
}

/* Before the start. */
void
matrix_world_add (MatrixWorld *self, const MatrixFault *fault, guint connections)
{
  g_autofree char *name = g_strdup_printf ("job-%u", self->jobs->len);
  g_autofree char *path = g_strdup_printf ("/%u/1/" MATRIX_NAME, self->jobs->len);
  char *folder = bus_fixture_make_folder (&self->bus, name);
  MatrixJob *job = matrix_job_new (fault, connections, self->random, folder);

  job->cell.abroad = fake_server_get_url (self->servers[1], path);
  g_ptr_array_add (self->jobs, job);
}

static void
create_job (MatrixWorld *self, guint index)
{
  MatrixJob *job = g_ptr_array_index (self->jobs, index);
  g_autofree char *path = g_strdup_printf ("/%u/0/" MATRIX_NAME, index);
  g_autofree char *url = fake_server_get_url (self->servers[0], path);
  g_auto (GVariantDict) properties = G_VARIANT_DICT_INIT (NULL);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) added = NULL;

  /* Only jobs in the foreground run all at the same time. */
  g_variant_dict_insert (&properties, "auto-complete", "b", TRUE);
  g_variant_dict_insert (&properties, "minimum-retry-delay", "u", 1);
  g_variant_dict_insert (&properties, "priority", "u", BG_JOB_PRIORITY_FOREGROUND);
  g_variant_dict_insert (&properties, "connections", "u", job->cell.connections);
  reply = call (self, "CreateJob",
                g_variant_new ("(su@a{sv})", job->cell.fault->name, 0,
                               g_variant_dict_end (&properties)));
  g_variant_get (reply, "(s)", &job->id);

  g_variant_dict_insert (&options, "directory", "^ay", job->folder);
  g_variant_dict_insert (&options, "name", "s", MATRIX_NAME);
  added = call (self, "AddFiles",
                g_variant_new ("(s@a(sa{sv}))", job->id,
                               g_variant_new_parsed ("[(%s, %@a{sv})]", url,
                                                     g_variant_dict_end (&options))));
}

static void
call_verb (MatrixWorld *self, const char *verb, const char *const *ids)
{
  g_autoptr (GVariant) reply = call (self, verb, g_variant_new ("(^as)", ids));
  g_autoptr (GVariant) refused = g_variant_get_child_value (reply, 0);

  g_assert_cmpuint (g_variant_n_children (refused), ==, 0);
}

static void
check_error (MatrixJob *job, GVariant *properties)
{
  guint32 code, context, file, status, bits;
  const char *url, *message;

  if (!g_variant_lookup (properties, "error", "(uuu&suu&s)", &code, &context, &file, &url, &status,
                         &bits, &message) ||
      code == BG_ERROR_NONE || *message == '\0')
    matrix_job_complain (job, "it failed and does not say why");
}

static MatrixJob *
find_job (MatrixWorld *self, const char *id)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      MatrixJob *job = g_ptr_array_index (self->jobs, i);

      if (g_str_equal (job->id, id))
        return job;
    }

  return NULL;
}

static void
take_state (MatrixWorld *self, GVariant *view)
{
  const char *id;
  guint32 state, n_files, n_transferred;
  guint64 total, transferred;
  g_autoptr (GVariant) properties = NULL;
  MatrixJob *job;

  g_variant_get (view, "(&suttuu@a{sv})", &id, &state, &total, &transferred, &n_files,
                 &n_transferred, &properties);
  job = find_job (self, id);
  g_assert_nonnull (job);
  if (state == BG_JOB_STATE_ERROR && job->state != state)
    check_error (job, properties);
  job->state = state;
}

/* Brings the service back if it is gone. After that all jobs must be there. */
static void
look (MatrixWorld *self)
{
  g_autoptr (GVariant) reply = call (self, "Refresh", g_variant_new ("(t)", self->serial));
  g_autoptr (GVariant) changed = g_variant_get_child_value (reply, 2);
  gsize n_changed = g_variant_n_children (changed);

  if (self->serial == 0)
    g_assert_cmpuint (n_changed, ==, self->jobs->len);

  g_variant_get_child (reply, 0, "t", &self->serial);
  for (gsize i = 0; i < n_changed; i++)
    {
      g_autoptr (GVariant) view = g_variant_get_child_value (changed, i);

      take_state (self, view);
    }
  for (guint i = 0; i < self->jobs->len; i++)
    matrix_job_sample (g_ptr_array_index (self->jobs, i));
}

static void
wait_a_moment (void)
{
  g_usleep (LOOK_MS * 1000);
}

/* All jobs begin at once. */
void
matrix_world_start (MatrixWorld *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < self->jobs->len; i++)
    {
      create_job (self, i);
      g_ptr_array_add (ids, ((MatrixJob *) g_ptr_array_index (self->jobs, i))->id);
    }
  g_ptr_array_add (ids, NULL);
  call_verb (self, "Resume", (const char *const *) ids->pdata);
}

static gboolean
has_come (MatrixJob *job, MatrixMoment moment, double chance)
{
  double progress = matrix_job_get_progress (job);

  switch (moment)
    {
    case MATRIX_BEFORE_THE_FIRST_BYTE:
      return atomic_load (&job->cell.asked) > job->asked_before;
    case MATRIX_AFTER_THE_FIRST_BYTES:
      return atomic_load (&job->cell.sent) > job->sent_before;
    case MATRIX_IN_THE_MIDDLE:
      return progress >= 0.3 + 0.4 * chance;
    case MATRIX_NEAR_THE_END:
      return progress >= 0.85 + 0.14 * chance;
    case MATRIX_DURING_COMPLETION:
      return progress >= 1;
    case MATRIX_N_MOMENTS:
    default:
      g_assert_not_reached ();
    }
}

/* One whose moment can still come, preferably one that has it before its end; none: all have ended.
 */
static MatrixJob *
choose_target (MatrixWorld *self)
{
  guint start = (guint) g_rand_int_range (self->random, 0, (gint32) self->jobs->len);
  MatrixJob *other = NULL;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      MatrixJob *job = g_ptr_array_index (self->jobs, (start + i) % self->jobs->len);

      if (matrix_job_is_over (job))
        continue;
      if (job->cell.fault->end == MATRIX_ARRIVES)
        return job;
      other = job;
    }

  return other;
}

/* How many kills are still to come is known beforehand, so that what only a kill can end is done
 * only as long as there will be one. */
static void
set_kills_to_survive (MatrixWorld *self, guint kills)
{
  for (guint i = 0; i < self->jobs->len; i++)
    atomic_store (&((MatrixJob *) g_ptr_array_index (self->jobs, i))->cell.to_survive, kills);
}

/* A call takes longer than the end of a job: nothing is asked while that is near. */
static void
wait_for (MatrixMoment moment, MatrixJob *target)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC / 2;

  if (moment != MATRIX_DURING_COMPLETION || matrix_job_get_progress (target) < 0.9)
    {
      wait_a_moment ();
      return;
    }

  while (matrix_job_get_progress (target) < 1 && g_get_monotonic_time () < end)
    g_usleep (200);
}

/**
 * matrix_world_kill:
 * @self: a world that was started
 * @moment: when, for a job that chance chooses; for all others it is just some moment
 *
 * Waits for the moment, kills the service, and compares its store with the disk. The next call
 * starts it again.
 */
void
matrix_world_kill (MatrixWorld *self, MatrixMoment moment)
{
  g_autofree char *state = g_build_filename (self->bus.folder, "state", "ferry", NULL);
  g_autofree char *scratch = bus_fixture_make_folder (&self->bus, "scratch");
  double chance = g_rand_double (self->random);
  gulong jitter = (gulong) g_rand_int_range (self->random, 0, JITTER_US);
  gint64 end = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  look (self);

  MatrixJob *target = choose_target (self);

  if (target == NULL)
    return;

  set_kills_to_survive (self, 1);
  while (!has_come (target, moment, chance) && g_get_monotonic_time () < end)
    {
      MatrixJob *next = matrix_job_is_over (target) ? choose_target (self) : target;

      target = next != NULL ? next : target;
      wait_for (moment, target);
      if (!has_come (target, moment, chance))
        look (self);
    }
  g_usleep (jitter);
  bus_fixture_end_service (&self->bus, SIGKILL);
  set_kills_to_survive (self, 0);

  self->kills++;
  self->serial = 0;
  g_string_append_printf (self->story, ", killed %s of %s/%s", moments[moment],
                          target->cell.fault->group, target->cell.fault->name);
  for (guint i = 0; i < self->jobs->len; i++)
    matrix_job_note_kill (g_ptr_array_index (self->jobs, i));
  matrix_store_check (state, scratch, self->jobs);
}

/* Somebody changes their mind about a job. */
void
matrix_world_cancel_one (MatrixWorld *self)
{
  look (self);

  MatrixJob *job = choose_target (self);

  if (job == NULL)
    return;

  const char *const ids[] = { job->id, NULL };
  g_autoptr (GVariant) reply = call (self, "Cancel", g_variant_new ("(^as)", ids));
  g_autoptr (GVariant) refused = g_variant_get_child_value (reply, 0);

  /* It may have ended since we looked. */
  job->is_cancelled = g_variant_n_children (refused) == 0;
}

static gboolean
are_over (MatrixWorld *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    if (!matrix_job_is_over (g_ptr_array_index (self->jobs, i)))
      return FALSE;

  return TRUE;
}

/* What failed is given up by its owner, and must leave nothing. */
static void
cancel_failed (MatrixWorld *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < self->jobs->len; i++)
    {
      MatrixJob *job = g_ptr_array_index (self->jobs, i);

      if (job->state == BG_JOB_STATE_ERROR)
        g_ptr_array_add (ids, job->id);
    }
  g_ptr_array_add (ids, NULL);
  call_verb (self, "Cancel", (const char *const *) ids->pdata);
}

/* Waits for the end of all jobs, and judges them. */
void
matrix_world_finish (MatrixWorld *self)
{
  gint64 end = g_get_monotonic_time () + END_SECONDS * G_USEC_PER_SEC;

  for (look (self); !are_over (self) && g_get_monotonic_time () < end; look (self))
    wait_a_moment ();

  cancel_failed (self);
  for (guint i = 0; i < self->jobs->len; i++)
    {
      MatrixJob *job = g_ptr_array_index (self->jobs, i);

      matrix_job_check_end (job);
      if (job->trouble->len == 0)
        continue;

      g_autofree char *cell = matrix_job_describe (job);

      g_test_message ("%s: %s (%s)", cell, job->trouble->str, self->story->str);
    }
}

/* Adds the figures of a world that has finished. */
void
matrix_world_sum_up (MatrixWorld *self, MatrixTotals *totals)
{
  totals->rounds++;
  totals->kills += self->kills;
  for (guint i = 0; i < self->jobs->len; i++)
    {
      MatrixJob *job = g_ptr_array_index (self->jobs, i);

      totals->jobs++;
      totals->wrong += job->trouble->len > 0;
      totals->ends += job->ends;
      totals->cancelled += job->state == BG_JOB_STATE_CANCELLED;
      totals->failed += job->state == BG_JOB_STATE_ERROR;
      if (job->state != BG_JOB_STATE_ACKNOWLEDGED)
        continue;

      totals->arrived++;
      totals->bytes += job->cell.versions[1].size;
      if ((job->cell.fault->flags & MATRIX_WASTES) == 0)
        totals->resent += job->resent;
      else
        totals->wasted += job->resent;
    }
}
