/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How jobs end, and what is left of them: with a real server, real files, and a store on a disk
 * that can fail. */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "fail-vfs.h"
#include "fake-server.h"
#include "queue-fixture.h"

#define SIZE 100000

static FakeServer *
new_server (guint64 size, guint rate)
{
  const FakeAnswer answer = { .size = size, .rate = rate, .etag = "\"one\"" };

  return fake_server_new (&answer);
}

static void
fill_disk (void)
{
  fail_vfs_arm (1, SQLITE_FULL, FAIL_FROM_ON);
}

static guint
count_entries (QueueFixture *fixture)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->target_directory, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (directory) != NULL)
    count++;

  return count;
}

static gboolean
has_target (QueueFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->target_directory, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static BgdFile *
get_file (QueueFixture *fixture, const char *id, guint index)
{
  return bgd_job_get_file (queue_fixture_get_job (fixture, id), index);
}

static void
wait_for_file (BgdFile *file, BgdFileState state)
{
  while (file->state != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_rest (QueueFixture *fixture)
{
  while (bgd_queue_is_moving (fixture->queue))
    g_main_context_iteration (NULL, TRUE);
}

static void
add_file (QueueFixture *fixture, const char *id, const char *url)
{
  g_autoptr (GError) error = NULL;
  const BgdNewFile file = { .url = url, .directory = fixture->target_directory };

  bgd_queue_add_files (fixture->queue, id, &file, 1, &error);
  g_assert_no_error (error);
}

static void
reopen (QueueFixture *fixture)
{
  queue_fixture_close (fixture);
  queue_fixture_open (fixture);
}

/* A job with one file that is whole. */
static char *
make_transferred (QueueFixture *fixture, FakeServer *server)
{
  g_autofree char *url = fake_server_get_url (server, "/a");
  const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);

  return g_strdup (id);
}

static void
test_cancel_deletes_nothing_before_the_store_knows (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *id = make_transferred (fixture, server);
  g_autoptr (GError) error = NULL;

  fill_disk ();
  g_assert_true (bgd_queue_apply (fixture->queue, id, BGD_EVENT_CANCEL, NULL, NULL));
  g_assert_false (bgd_queue_flush (fixture->queue, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
  g_assert_cmpuint (count_entries (fixture), ==, 1);
  g_assert_true (bgd_queue_is_busy (fixture->queue));
  g_assert_false (bgd_queue_remove (fixture->queue, id, NULL));

  fail_vfs_disarm ();
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  g_assert_cmpuint (count_entries (fixture), ==, 0);
  g_assert_true (bgd_queue_remove (fixture->queue, id, NULL));
}

static void
test_a_cancel_while_bytes_come_leaves_nothing (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE * 100, SIZE);
  g_autofree char *url = fake_server_get_url (server, "/a");
  const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRING);
  queue_fixture_apply (fixture, id, BGD_EVENT_CANCEL);
  g_assert_cmpuint (count_entries (fixture), ==, 0);
  g_assert_cmpint (get_file (fixture, id, 0)->state, !=, BGD_FILE_DROPPED);
  wait_for_rest (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, 0);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_DROPPED);
}

/* As after a crash between the store and the disk. */
static void
test_a_start_deletes_what_a_cancel_left (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
      g_strdup (queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL));
  BgdJob *job = queue_fixture_get_job (fixture, id);
  g_autofree char *part =
      g_build_filename (fixture->target_directory, get_file (fixture, id, 0)->part_name, NULL);

  job->state = BG_JOB_STATE_CANCELLED;
  g_assert_true (bgd_store_begin (fixture->store, &error) &&
                 bgd_store_update_job (fixture->store, job, &error) &&
                 bgd_store_commit (fixture->store, &error));
  g_assert_true (g_file_set_contents (part, "bytes", -1, NULL));
  reopen (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, 0);
}

/* As kill -9 ends it. */
static void
crash (QueueFixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->queue));
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

/* A transfer makes its part file when the answer comes, which may be just after the Cancel. */
static void
test_a_start_deletes_what_a_removed_job_left (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE * 100, SIZE);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));
  g_autofree char *part =
      g_build_filename (fixture->target_directory, get_file (fixture, id, 0)->part_name, NULL);
  g_autoptr (GPtrArray) jobs = NULL;

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRING);
  queue_fixture_apply (fixture, id, BGD_EVENT_CANCEL);
  g_assert_true (bgd_queue_is_moving (fixture->queue));
  g_assert_true (bgd_queue_remove (fixture->queue, id, NULL));
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  g_assert_null (bgd_queue_get_job (fixture->queue, id, NULL));

  crash (fixture);
  g_assert_true (g_file_set_contents (part, "bytes", -1, NULL));
  queue_fixture_open (fixture);
  g_assert_null (bgd_queue_get_job (fixture->queue, id, NULL));
  g_assert_cmpuint (count_entries (fixture), ==, 0);

  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  jobs = bgd_store_load (fixture->store, NULL);
  g_assert_cmpuint (jobs->len, ==, 0);
}

static void
test_the_store_forgets_a_removed_job_when_its_transfers_have_stopped (QueueFixture *fixture,
                                                                      gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE * 100, SIZE);
  g_autofree char *url = fake_server_get_url (server, "/a");
  const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRING);
  queue_fixture_apply (fixture, id, BGD_EVENT_CANCEL);
  g_assert_true (bgd_queue_remove (fixture->queue, id, NULL));
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  before = bgd_store_load (fixture->store, NULL);
  g_assert_cmpuint (before->len, ==, 1);

  wait_for_rest (fixture);
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  after = bgd_store_load (fixture->store, NULL);
  g_assert_cmpuint (after->len, ==, 0);
  g_assert_cmpuint (count_entries (fixture), ==, 0);
}

static void
test_complete_of_a_running_job_keeps_what_is_whole (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) quick = new_server (SIZE, 0);
  g_autoptr (FakeServer) slow = new_server (SIZE * 100, SIZE);
  g_autofree char *quick_url = fake_server_get_url (quick, "/quick");
  g_autofree char *slow_url = fake_server_get_url (slow, "/slow");
  const char *id = queue_fixture_make_job (fixture, quick_url, BG_JOB_PRIORITY_NORMAL);
  gboolean partial = FALSE;

  add_file (fixture, id, slow_url);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  wait_for_file (get_file (fixture, id, 0), BGD_FILE_TRANSFERRED);
  g_assert_true (bgd_queue_apply (fixture->queue, id, BGD_EVENT_COMPLETE, &partial, NULL));
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  g_assert_true (partial);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_ACKNOWLEDGED);
  g_assert_true (has_target (fixture, "quick"));
  g_assert_cmpuint (count_entries (fixture), ==, 1);
  wait_for_rest (fixture);
  g_assert_cmpuint (count_entries (fixture), ==, 1);
}

/* The transfer thread is done with it, and we have not heard of that. */
static void
test_a_file_that_comes_after_the_end_is_not_whole (QueueFixture *fixture, gconstpointer data)
{
  static const BgdEvent ends[] = { BGD_EVENT_COMPLETE, BGD_EVENT_CANCEL };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (FakeServer) server = new_server (SIZE, SIZE * 5);
      g_autofree char *url = fake_server_get_url (server, "/a");
      const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);
      gboolean partial = FALSE;

      queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
      queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRING);
      g_usleep (G_USEC_PER_SEC / 2);
      g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_WAITING);
      g_assert_true (bgd_queue_apply (fixture->queue, id, ends[i], &partial, NULL));
      g_assert_true (bgd_queue_flush (fixture->queue, NULL));
      g_assert_cmpint (partial, ==, ends[i] == BGD_EVENT_COMPLETE);

      while (bgd_queue_is_moving (fixture->queue))
        {
          g_main_context_iteration (NULL, TRUE);
          g_assert_false (bgd_file_is_whole (get_file (fixture, id, 0)));
        }
      g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_DROPPED);
      g_assert_cmpuint (count_entries (fixture), ==, 0);
    }
}

static void
test_a_failed_complete_keeps_what_moved (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));
  g_autofree char *part = NULL;
  BgdJob *job = queue_fixture_get_job (fixture, id);
  gboolean partial;

  add_file (fixture, id, url);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
  part = g_build_filename (fixture->target_directory, bgd_job_get_file (job, 0)->part_name, NULL);
  g_assert_cmpint (g_unlink (part), ==, 0);

  g_assert_false (bgd_queue_apply (fixture->queue, id, BGD_EVENT_COMPLETE, &partial, NULL));
  g_assert_cmpint (job->state, ==, BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpuint (job->failure.file, ==, 0);
  g_assert_cmpint (job->failure.context, ==, BG_ERROR_CONTEXT_LOCAL_FILE);

  reopen (fixture);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_WAITING);
  g_assert_cmpint (get_file (fixture, id, 1)->state, ==, BGD_FILE_COMPLETED);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
  g_assert_true (bgd_queue_apply (fixture->queue, id, BGD_EVENT_COMPLETE, &partial, NULL));
  g_assert_false (partial);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->failure.code, ==, BG_ERROR_NONE);
  g_assert_cmpuint (count_entries (fixture), ==, 2);
}

static void
test_complete_without_a_store_moves_nothing (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *id = make_transferred (fixture, server);
  g_autoptr (GError) error = NULL;
  gboolean partial;

  fill_disk ();
  g_assert_false (bgd_queue_apply (fixture->queue, id, BGD_EVENT_COMPLETE, &partial, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_TRANSFERRED);
  g_assert_false (has_target (fixture, "a"));

  fail_vfs_disarm ();
  g_assert_true (bgd_queue_apply (fixture->queue, id, BGD_EVENT_COMPLETE, &partial, NULL));
  g_assert_true (has_target (fixture, "a"));
}

/* The move was made, and the service ended before it wrote that down. */
static void
test_a_move_that_was_made_is_remembered (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *id = make_transferred (fixture, server);
  g_autofree char *part =
      g_build_filename (fixture->target_directory, get_file (fixture, id, 0)->part_name, NULL);
  g_autofree char *final = g_build_filename (fixture->target_directory, "a", NULL);
  BgdFile *file = get_file (fixture, id, 0);

  file->final_name = g_strdup ("a");
  g_assert_true (
      bgd_store_begin (fixture->store, NULL) &&
      bgd_store_update_file (fixture->store, queue_fixture_get_job (fixture, id), file, NULL) &&
      bgd_store_commit (fixture->store, NULL));
  g_assert_cmpint (g_rename (part, final), ==, 0);

  reopen (fixture);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_COMPLETED);
  g_assert_cmpint (g_unlink (final), ==, 0); /* as its owner may */
  reopen (fixture);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_COMPLETED);
}

static void
test_a_job_completes_as_soon_as_that_is_wanted (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *id = make_transferred (fixture, server);
  gboolean yes = TRUE;
  const BgdSettings settings = { .auto_complete = &yes };

  g_assert_true (bgd_queue_set_properties (fixture->queue, id, &settings, NULL));
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_ACKNOWLEDGED);
  g_assert_true (has_target (fixture, "a"));
}

static void
test_a_new_file_is_not_dropped_by_a_start (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *id = make_transferred (fixture, server);
  gboolean yes = TRUE;
  const BgdSettings settings = { .auto_complete = &yes };

  add_file (fixture, id, REFUSING);
  g_assert_true (bgd_queue_set_properties (fixture->queue, id, &settings, NULL));
  reopen (fixture);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpint (get_file (fixture, id, 1)->state, ==, BGD_FILE_WAITING);
}

static void
test_a_suspend_after_the_last_byte_loses_none (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *url = fake_server_get_url (server, "/a");
  const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);
  guint requests;

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  wait_for_file (get_file (fixture, id, 0), BGD_FILE_TRANSFERRED);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_TRANSFERRING);
  queue_fixture_apply (fixture, id, BGD_EVENT_SUSPEND);
  wait_for_rest (fixture);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_SUSPENDED);

  requests = fake_server_count_requests (server);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpuint (fake_server_count_requests (server), ==, requests);
}

static void
test_a_new_file_of_a_running_job_starts_at_once (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *url = fake_server_get_url (server, "/a");
  const char *id = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  add_file (fixture, id, url);
  wait_for_file (get_file (fixture, id, 1), BGD_FILE_TRANSFERRED);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_WAITING);
}

/* The last file has just ended, and the job not yet. */
static void
test_a_new_file_keeps_a_job_going (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *url = fake_server_get_url (server, "/a");
  const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  wait_for_file (get_file (fixture, id, 0), BGD_FILE_TRANSFERRED);
  add_file (fixture, id, url);
  while (get_file (fixture, id, 1)->state != BGD_FILE_TRANSFERRED)
    {
      g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_TRANSFERRING);
      g_main_context_iteration (NULL, TRUE);
    }
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpuint (fixture->log->len, ==, 1);
}

static void
test_a_checkpoint_is_no_news_of_the_file (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE * 100, SIZE * 2);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));
  BgdFile *file = get_file (fixture, id, 0);
  guint64 serial, bytes;

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  while (bgd_ranges_get_length (file->done) == 0)
    g_main_context_iteration (NULL, TRUE);
  serial = file->serial;
  bytes = bgd_ranges_get_bytes (file->done);
  while (bgd_ranges_get_bytes (file->done) == bytes)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (file->serial, ==, serial);
  g_assert_cmpuint (file->progress_serial, >, serial);

  bytes = bgd_ranges_get_bytes (file->done);
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
  reopen (fixture);
  g_assert_cmpuint (bgd_ranges_get_bytes (get_file (fixture, id, 0)->done), >=, bytes);
}

static void
test_an_error_is_gone_once_bytes_come (QueueFixture *fixture, gconstpointer data)
{
  const FakeAnswer busy = { .status = 503 };
  const FakeAnswer good = { .size = SIZE * 100, .rate = SIZE };
  g_autoptr (FakeServer) server = fake_server_new (&busy);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));
  BgdJob *job = queue_fixture_get_job (fixture, id);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  fake_server_set_answer (server, &good);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  g_assert_cmpint (job->state, ==, BG_JOB_STATE_QUEUED);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_HTTP_SERVER);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_HTTP_SERVER);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRING);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_NONE);
  reopen (fixture);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->failure.code, ==, BG_ERROR_NONE);
  g_assert_cmpuint (queue_fixture_get_job (fixture, id)->error_count, ==, 1);
}

static void
test_files_are_added_all_or_none (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const BgdNewFile files[] = {
    { .url = "http://user:password@h/a", .directory = fixture->target_directory },
    { .url = "http://h/b", .directory = fixture->target_directory },
  };
  g_autofree char *id =
      g_strdup (queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL));

  fill_disk ();
  g_assert_false (bgd_queue_add_files (fixture->queue, id, files, 2, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
  fail_vfs_disarm ();
  g_assert_cmpuint (queue_fixture_get_job (fixture, id)->files->len, ==, 1);
  g_assert_false (queue_fixture_get_job (fixture, id)->had_secrets);
  reopen (fixture);
  g_assert_cmpuint (queue_fixture_get_job (fixture, id)->files->len, ==, 1);

  g_assert_true (bgd_queue_add_files (fixture->queue, id, files, 2, NULL));
  reopen (fixture);
  g_assert_cmpuint (queue_fixture_get_job (fixture, id)->files->len, ==, 3);
  g_assert_true (queue_fixture_get_job (fixture, id)->had_secrets);
}

static void
test_a_job_is_made_or_not (QueueFixture *fixture, gconstpointer data)
{
  const BgdSettings settings = { .name = "job" };

  fill_disk ();
  g_assert_null (bgd_queue_create_job (fixture->queue, BG_JOB_TYPE_DOWNLOAD, &settings, NULL));
  fail_vfs_disarm ();
  g_assert_cmpuint (bgd_queue_get_jobs (fixture->queue)->length, ==, 0);
}

static void
test_a_full_disk_at_the_start_stops_nobody (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id =
      g_strdup (queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL));
  g_autoptr (GError) error = NULL;

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  queue_fixture_close (fixture);
  fixture->store = bgd_store_open (fixture->state_directory, &error);
  g_assert_no_error (error);
  fixture->queue = bgd_queue_new (BGD_HOST (fixture->host), fixture->store);

  fill_disk ();
  bgd_queue_load (fixture->queue, &error);
  g_assert_no_error (error);
  g_assert_false (bgd_queue_flush (fixture->queue, NULL));
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  fail_vfs_disarm ();
  g_assert_true (bgd_queue_flush (fixture->queue, NULL));
}

/* Part files of one name in one folder: ever so many. */
static void
test_part_files_never_meet (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);
  g_autofree BgdNewFile *files = g_new0 (BgdNewFile, 20000);
  const GPtrArray *made = queue_fixture_get_job (fixture, id)->files;

  for (guint i = 0; i < 20000; i++)
    files[i] = (BgdNewFile){ .url = REFUSING, .directory = fixture->target_directory };
  g_assert_true (bgd_queue_add_files (fixture->queue, id, files, 20000, NULL));

  for (guint i = 0; i < made->len; i++)
    g_assert_true (g_hash_table_add (names, ((BgdFile *) made->pdata[i])->part_name));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (QueueFixture *fixture, gconstpointer data);
  } tests[] = {
    { "cancel-deletes-nothing-before-the-store-knows",
      test_cancel_deletes_nothing_before_the_store_knows },
    { "a-cancel-while-bytes-come-leaves-nothing", test_a_cancel_while_bytes_come_leaves_nothing },
    { "a-start-deletes-what-a-cancel-left", test_a_start_deletes_what_a_cancel_left },
    { "a-start-deletes-what-a-removed-job-left", test_a_start_deletes_what_a_removed_job_left },
    { "the-store-forgets-a-removed-job-when-its-transfers-have-stopped",
      test_the_store_forgets_a_removed_job_when_its_transfers_have_stopped },
    { "complete-of-a-running-job-keeps-what-is-whole",
      test_complete_of_a_running_job_keeps_what_is_whole },
    { "a-file-that-comes-after-the-end-is-not-whole",
      test_a_file_that_comes_after_the_end_is_not_whole },
    { "a-failed-complete-keeps-what-moved", test_a_failed_complete_keeps_what_moved },
    { "complete-without-a-store-moves-nothing", test_complete_without_a_store_moves_nothing },
    { "a-move-that-was-made-is-remembered", test_a_move_that_was_made_is_remembered },
    { "a-job-completes-as-soon-as-that-is-wanted", test_a_job_completes_as_soon_as_that_is_wanted },
    { "a-new-file-is-not-dropped-by-a-start", test_a_new_file_is_not_dropped_by_a_start },
    { "a-suspend-after-the-last-byte-loses-none", test_a_suspend_after_the_last_byte_loses_none },
    { "a-new-file-of-a-running-job-starts-at-once",
      test_a_new_file_of_a_running_job_starts_at_once },
    { "a-new-file-keeps-a-job-going", test_a_new_file_keeps_a_job_going },
    { "a-checkpoint-is-no-news-of-the-file", test_a_checkpoint_is_no_news_of_the_file },
    { "an-error-is-gone-once-bytes-come", test_an_error_is_gone_once_bytes_come },
    { "files-are-added-all-or-none", test_files_are_added_all_or_none },
    { "a-job-is-made-or-not", test_a_job_is_made_or_not },
    { "a-full-disk-at-the-start-stops-nobody", test_a_full_disk_at_the_start_stops_nobody },
    { "part-files-never-meet", test_part_files_never_meet },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fail_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/queue-ends/%s", tests[i].name);

      g_test_add (path, QueueFixture, NULL, queue_fixture_set_up, tests[i].function,
                  queue_fixture_tear_down);
    }

  return g_test_run ();
}
