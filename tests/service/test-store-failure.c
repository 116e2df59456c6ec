/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the store on a disk that fails at the n-th step, for every n, and in a process that is
 * killed at any moment: there is the old state or the new one, whole. */
#include "config.h"

#include "bgd-store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>

#include "fail-vfs.h"
#include "store-fixture.h"

typedef struct
{
  const char *name;
  int result;
  FailDuration duration;
  BgError code;
} Failure;

static const Failure failures[] = {
  { "hiccup", SQLITE_IOERR_WRITE, FAIL_ONCE, BG_ERROR_STORE },
  { "gone", SQLITE_IOERR_FSYNC, FAIL_FROM_ON, BG_ERROR_STORE },
  { "full", SQLITE_FULL, FAIL_FROM_ON, BG_ERROR_DISK_FULL },
  { "read-only", SQLITE_READONLY, FAIL_FROM_ON, BG_ERROR_STORE }, /* what a broken disk becomes */
};

/* A queue on the disk, and a change of it that touches all that can be touched. */
typedef struct
{
  char *content;   /* (owned) the file before the change */
  gsize length;    /* of content */
  char *old_text;  /* (owned) its jobs, as fixture_describe() has it */
  char *new_text;  /* (owned) the same after the change */
  BgdJob *changed; /* (owned) */
  BgdJob *gone;    /* (owned) */
  BgdJob *moved;   /* (owned) its last file got bytes */
  BgdJob *added;   /* (owned) */
} Change;

static Change *
change_new (void)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
  g_autofree char *path = fixture_get_file ("queue.db");
  g_autoptr (BgdStore) store = fixture_open ();
  Change *change = g_new0 (Change, 1);
  BgdFile *file;

  g_ptr_array_add (jobs, change->changed = fixture_new_job ("Changed", 3));
  g_ptr_array_add (jobs, change->gone = fixture_new_job ("Gone", 3));
  g_ptr_array_add (jobs, change->moved = fixture_new_job ("Moved", 3));
  for (guint i = 0; i < jobs->len; i++)
    fixture_insert (store, g_ptr_array_index (jobs, i));
  change->old_text = fixture_describe (jobs);
  g_clear_object (&store);
  g_assert_true (g_file_get_contents (path, &change->content, &change->length, NULL));

  change->changed->state = BG_JOB_STATE_QUEUED;
  g_ptr_array_remove (jobs, change->gone);
  file = bgd_job_get_file (change->moved, 2);
  bgd_ranges_add (file->done, 3000, 9000);
  file->bytes_transferred = 9000;
  g_ptr_array_add (jobs, change->added = fixture_new_job ("Added", 20));
  change->new_text = fixture_describe (jobs);

  return change;
}

static void
change_free (Change *change)
{
  g_free (change->content);
  g_free (change->old_text);
  g_free (change->new_text);
  bgd_job_unref (change->changed);
  bgd_job_unref (change->gone);
  bgd_job_unref (change->moved);
  bgd_job_unref (change->added);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static gboolean
change_try (const Change *change, BgdStore *store, GError **error)
{
  GPtrArray *files = change->added->files;

  if (!bgd_store_begin (store, error) || !bgd_store_update_job (store, change->changed, error) ||
      !bgd_store_delete_job (store, change->gone->id, error) ||
      !bgd_store_update_progress (store, change->moved, bgd_job_get_file (change->moved, 2),
                                  error) ||
      !bgd_store_insert_job (store, change->added, error))
    return FALSE;

  for (guint i = 0; i < files->len; i++)
    {
      if (!bgd_store_insert_file (store, change->added, g_ptr_array_index (files, i), error))
        return FALSE;
    }

  return bgd_store_commit (store, error);
}

static void
remove_queue (void)
{
  g_autofree char *path = fixture_get_directory ();
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = fixture_get_file (name);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
}

static void
restore_queue (const Change *change)
{
  g_autofree char *path = fixture_get_file ("queue.db");

  remove_queue ();
  g_assert_true (g_file_set_contents_full (path, change->content, (gssize) change->length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
test_change_may_fail_at_any_step (gconstpointer user_data)
{
  const Failure *failure = user_data;
  g_autoptr (Change) change = change_new ();
  gboolean failed = TRUE;
  guint n = 0;

  while (failed)
    {
      g_autoptr (BgdStore) store = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;
      g_autofree char *later = NULL;
      gboolean done;

      restore_queue (change);
      store = fixture_open ();
      fail_vfs_arm (++n, failure->result, failure->duration);
      done = change_try (change, store, &error);
      failed = fail_vfs_disarm ();

      if (!done)
        g_assert_error (error, BG_ERROR, (int) failure->code);
      now = fixture_describe_stored (store);
      g_assert_cmpstr (now, ==, done ? change->new_text : change->old_text);

      /* The disk works again: this process goes on, or the next one does. */
      if (!done && n % 2 == 0)
        {
          g_clear_error (&error);
          done = change_try (change, store, &error);
          g_assert_no_error (error);
        }

      g_clear_object (&store);
      store = fixture_open ();
      g_assert_null (bgd_store_get_rescued (store));
      later = fixture_describe_stored (store);
      if (done || g_strcmp0 (later, change->old_text) != 0)
        g_assert_cmpstr (later, ==, change->new_text);
    }

  g_assert_cmpuint (n, >, 3);
  g_test_message ("%u steps", n - 1);
}

static void
test_close_may_fail_at_any_step (gconstpointer user_data)
{
  const Failure *failure = user_data;
  g_autoptr (Change) change = change_new ();
  gboolean failed = TRUE;
  guint n = 0;

  while (failed)
    {
      g_autoptr (BgdStore) store = NULL;
      g_autofree char *later = NULL;

      restore_queue (change);
      store = fixture_open ();
      g_assert_true (change_try (change, store, NULL));
      fail_vfs_arm (++n, failure->result, failure->duration);
      g_clear_object (&store);
      failed = fail_vfs_disarm ();

      store = fixture_open ();
      g_assert_null (bgd_store_get_rescued (store));
      later = fixture_describe_stored (store);
      g_assert_cmpstr (later, ==, change->new_text);
    }

  g_assert_cmpuint (n, >, 3);
}

static void
test_first_start_may_fail_at_any_step (gconstpointer user_data)
{
  const Failure *failure = user_data;
  g_autofree char *directory = fixture_get_directory ();
  gboolean failed = TRUE;
  guint n = 0;

  while (failed)
    {
      g_autoptr (BgdStore) store = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *later = NULL;

      remove_queue ();
      fail_vfs_arm (++n, failure->result, failure->duration);
      store = bgd_store_open (directory, &error);
      failed = fail_vfs_disarm ();
      if (store == NULL)
        g_assert_error (error, BG_ERROR, (int) failure->code);

      g_clear_object (&store);
      store = fixture_open ();
      g_assert_null (bgd_store_get_rescued (store));
      later = fixture_describe_stored (store);
      g_assert_cmpstr (later, ==, "");
    }

  g_assert_cmpuint (n, >, 3);
}

static void
test_rescue_may_fail_at_any_step (gconstpointer user_data)
{
  const Failure *failure = user_data;
  g_autoptr (Change) change = change_new ();
  g_autofree char *directory = fixture_get_directory ();
  gboolean failed = TRUE;
  guint n = 0;

  fixture_allow_warnings ();
  while (failed)
    {
      g_autoptr (BgdStore) store = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *later = NULL;

      restore_queue (change);
      fixture_damage (18, 1);
      fail_vfs_arm (++n, failure->result, failure->duration);
      store = bgd_store_open (directory, &error);
      failed = fail_vfs_disarm ();
      if (store == NULL)
        g_assert_error (error, BG_ERROR, (int) failure->code);
      else
        g_assert_nonnull (bgd_store_get_rescued (store));

      g_clear_object (&store);
      store = fixture_open ();
      later = fixture_describe_stored (store);
      g_assert_cmpstr (later, ==, change->old_text);
    }

  g_assert_cmpuint (n, >, 3);
}

/* The other process: commits jobs and says so, one line after the other, until it is killed. */
G_NORETURN static void
commit_until_killed (const char *directory)
{
  g_autoptr (BgdStore) store = bgd_store_open (directory, NULL);

  for (;;)
    {
      g_autoptr (BgdJob) job = fixture_new_job ("Answered", 2);

      fixture_insert (store, job);
      g_print ("%s\n", job->id);
      job->state = BG_JOB_STATE_QUEUED;
      fixture_update (store, job);
    }
}

/* Reads what it says for as long as it likes to, kills it, and reads the rest. */
static void
kill_at_random (const char *program, const char *directory, GHashTable *answered)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program,
                                                    "--commit-until-killed", directory, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  gint32 until = g_test_rand_int_range (0, 60);
  char *line;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  for (gint32 i = 0; (line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL; i++)
    {
      if (i == until)
        g_subprocess_force_exit (child);
      if (g_uuid_string_is_valid (line))
        g_hash_table_add (answered, g_strdup (line));
      g_free (line);
    }

  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

static void
test_everything_answered_survives_a_kill (gconstpointer user_data)
{
  const char *program = user_data;
  guint rounds = g_getenv ("BG_TEST_LONG") != NULL ? 200 : 10;
  g_autofree char *directory = fixture_get_directory ();
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (BgdStore) store = NULL;
      g_autoptr (GPtrArray) jobs = NULL;
      guint found = 0;

      kill_at_random (program, directory, answered);

      store = fixture_open ();
      g_assert_null (bgd_store_get_rescued (store));
      jobs = bgd_store_load (store, NULL);
      for (guint j = 0; j < jobs->len; j++)
        {
          BgdJob *job = g_ptr_array_index (jobs, j);

          g_assert_cmpuint (job->files->len, ==, 2);
          found += g_hash_table_contains (answered, job->id) ? 1 : 0;
        }
      g_assert_cmpuint (found, ==, g_hash_table_size (answered));
      g_assert_cmpuint (jobs->len, <=, found + i + 1); /* one a round was not answered any more */
    }
}

static void
add_for_each_failure (const char *path, GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, failures[i].name);

      g_test_add_data_func (full, &failures[i], test);
    }
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--commit-until-killed"))
    commit_until_killed (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fail_vfs_install ();

  add_for_each_failure ("/store/change-may-fail-at-any-step", test_change_may_fail_at_any_step);
  add_for_each_failure ("/store/close-may-fail-at-any-step", test_close_may_fail_at_any_step);
  add_for_each_failure ("/store/first-start-may-fail-at-any-step",
                        test_first_start_may_fail_at_any_step);
  add_for_each_failure ("/store/rescue-may-fail-at-any-step", test_rescue_may_fail_at_any_step);
  g_test_add_data_func ("/store/everything-answered-survives-a-kill", argv[0],
                        test_everything_answered_survives_a_kill);

  return g_test_run ();
}
