/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets the room on a disk, and who waits for it: with a real server, and disks of any size. */
#include "config.h"

#include <glib/gstdio.h>

#include "bgd-space.h"
#include "fake-server.h"
#include "queue-fixture.h"

#define SIZE G_GUINT64_CONSTANT (10000000)
#define RATE 100000    /* bytes a second: does not end within a test */
#define BRISK 10000000 /* ends, but not before it could be stopped */

static FakeServer *
new_server (guint64 size, guint rate)
{
  const FakeAnswer answer = { .size = size, .rate = rate, .etag = "\"one\"" };

  return fake_server_new (&answer);
}

/* So much beyond what is left for the system. */
static void
set_free (QueueFixture *fixture, guint64 free)
{
  fake_host_set_free_space (fixture->host, fixture->target_directory, 7, BGD_SPACE_RESERVE + free);
}

static char *
start (QueueFixture *fixture, FakeServer *server, const char *path, BgJobPriority priority)
{
  g_autofree char *url = fake_server_get_url (server, path);
  char *id = g_strdup (queue_fixture_make_job (fixture, url, priority));

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);

  return id;
}

static BgdFile *
get_file (QueueFixture *fixture, const char *id, guint index)
{
  return bgd_job_get_file (queue_fixture_get_job (fixture, id), index);
}

static void
assert_lacks_space (QueueFixture *fixture, const char *id, const char *words)
{
  BgdJob *job = queue_fixture_get_job (fixture, id);

  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_DISK_FULL);
  g_assert_cmpint (job->failure.context, ==, BG_ERROR_CONTEXT_LOCAL_FILE);
  g_assert_nonnull (strstr (job->failure.message, words));
}

static void
test_a_file_that_does_not_fit_waits (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autofree char *id = NULL;

  set_free (fixture, SIZE - 1);
  id = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, id, "needs 10.0\u00a0MB, 10.0\u00a0MB are free");
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_WAITING);
}

static void
test_a_file_that_just_fits_is_fetched (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *id = NULL;

  set_free (fixture, SIZE);
  id = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
}

static void
test_no_server_is_asked_before_there_is_room (QueueFixture *fixture, gconstpointer data)
{
  const FakeAnswer quick = { .size = SIZE, .etag = "\"one\"" };
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autofree char *id = NULL;
  BgdJob *job;
  guint64 bytes;

  set_free (fixture, SIZE / 2);
  id = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, id, "are free");
  fake_server_set_answer (server, &quick);
  job = queue_fixture_get_job (fixture, id);
  bytes = bgd_ranges_get_bytes (get_file (fixture, id, 0)->done);

  for (guint minute = 0; minute < 60; minute++)
    {
      gint64 now;

      fake_host_advance (fixture->host, 60 * SECOND);
      queue_fixture_settle ();
      now = bgd_host_get_monotonic (BGD_HOST (fixture->host));
      g_assert_cmpint (job->state, ==, BG_JOB_STATE_TRANSIENT_ERROR);
      g_assert_cmpint (job->retry_at, >, now);
      g_assert_cmpint (job->retry_at, <=, now + 60 * SECOND);
    }
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
  g_assert_cmpuint (job->error_count, ==, 1);

  set_free (fixture, SIZE);
  fake_host_advance (fixture->host, 60 * SECOND);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpuint (fake_server_count_requests (server), >, 1);
  g_assert_cmpuint (job->failure.code, ==, BG_ERROR_NONE);
  g_assert_cmpuint (get_file (fixture, id, 0)->bytes_transferred, ==, SIZE);
  g_assert_cmpuint (bytes, <, SIZE);
}

static void
test_a_job_that_cannot_fit_asks_no_server_when_it_is_resumed (QueueFixture *fixture,
                                                              gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autofree char *id = NULL;
  BgdJob *job;

  set_free (fixture, SIZE / 2);
  id = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, id, "are free");
  job = queue_fixture_get_job (fixture, id);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  g_assert_cmpint (job->state, ==, BG_JOB_STATE_QUEUED);
  assert_lacks_space (fixture, id, "are free");
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
  g_assert_cmpuint (job->error_count, ==, 2);
}

static void
test_a_later_job_leaves_room_for_an_earlier_one (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  set_free (fixture, SIZE * 3 / 2);
  first = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, first, BG_JOB_STATE_TRANSFERRING);
  second = start (fixture, server, "/b", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, second, "of which files ahead of it need ");
  g_assert_cmpint (queue_fixture_get_job (fixture, first)->state, ==, BG_JOB_STATE_TRANSFERRING);
}

static void
test_an_earlier_job_is_not_held_up_by_a_later_one (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autoptr (FakeServer) brisk = new_server (SIZE, BRISK);
  g_autofree char *url = fake_server_get_url (brisk, "/a");
  g_autofree char *first = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));
  g_autofree char *second = NULL;

  set_free (fixture, SIZE * 3 / 2);
  second = start (fixture, server, "/b", BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, second, BG_JOB_STATE_TRANSFERRING);
  queue_fixture_apply (fixture, first, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, first, BG_JOB_STATE_TRANSFERRED);
  g_assert_cmpint (queue_fixture_get_job (fixture, second)->state, ==, BG_JOB_STATE_TRANSFERRING);
}

static void
test_a_higher_priority_gets_its_room_first (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *low = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_LOW));
  g_autofree char *high = NULL;

  set_free (fixture, SIZE * 3 / 2);
  high = start (fixture, server, "/b", BG_JOB_PRIORITY_FOREGROUND);
  queue_fixture_wait (fixture, high, BG_JOB_STATE_TRANSFERRING);
  queue_fixture_apply (fixture, low, BGD_EVENT_RESUME);
  assert_lacks_space (fixture, low, "of which files ahead of it need ");
}

static void
test_another_disk_is_another_matter (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autoptr (FakeServer) brisk = new_server (SIZE, BRISK);
  g_autofree char *elsewhere = g_dir_make_tmp ("ferry-elsewhere-XXXXXX", NULL);
  g_autofree char *url = fake_server_get_url (brisk, "/b");
  g_autofree char *first = NULL;

  set_free (fixture, SIZE * 3 / 2);
  first = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, first, BG_JOB_STATE_TRANSFERRING);

  for (guint64 device = 8; device >= 7; device--)
    {
      g_autofree char *second =
          g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));
      BgdFile *file = get_file (fixture, second, 0);

      fake_host_set_free_space (fixture->host, elsewhere, device, BGD_SPACE_RESERVE + SIZE);
      g_free (file->directory);
      file->directory = g_strdup (elsewhere);
      queue_fixture_apply (fixture, second, BGD_EVENT_RESUME);
      if (device == 8)
        queue_fixture_wait (fixture, second, BG_JOB_STATE_TRANSFERRED);
      else /* the same disk under another name */
        assert_lacks_space (fixture, second, "of which files ahead of it need ");

      queue_fixture_apply (fixture, second, BGD_EVENT_CANCEL);
      while (file->state != BGD_FILE_DROPPED)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (g_rmdir (elsewhere), ==, 0);
}

static void
test_who_waits_for_room_holds_up_nobody (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) large = new_server (SIZE, RATE);
  g_autoptr (FakeServer) small = new_server (SIZE / 10, BRISK / 10);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  set_free (fixture, SIZE / 2);
  first = start (fixture, large, "/a", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, first, "are free");
  second = start (fixture, small, "/b", BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, second, BG_JOB_STATE_TRANSFERRED);
}

/* It is the network that it waits for. */
static void
test_who_waits_for_the_network_keeps_its_claim (QueueFixture *fixture, gconstpointer data)
{
  const FakeAnswer cut = { .size = SIZE, .etag = "\"one\"", .cuts = TRUE, .cut_at = 1000 };
  g_autoptr (FakeServer) bad = fake_server_new (&cut);
  g_autoptr (FakeServer) good = new_server (SIZE, BRISK);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  set_free (fixture, SIZE * 3 / 2);
  first = start (fixture, bad, "/a", BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, first, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpint (queue_fixture_get_job (fixture, first)->failure.code, !=, BG_ERROR_DISK_FULL);
  second = start (fixture, good, "/b", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, second, "of which files ahead of it need ");

  /* Who was stopped by its owner has none. */
  queue_fixture_apply (fixture, first, BGD_EVENT_SUSPEND);
  fake_host_advance (fixture->host, 60 * SECOND);
  queue_fixture_wait (fixture, second, BG_JOB_STATE_TRANSFERRED);
}

static void
test_what_was_taken_in_advance_needs_no_room (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, 0);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));

  fake_host_set_free_space (fixture->host, fixture->target_directory, 7, 0);
  fake_host_set_allocated (fixture->host, get_file (fixture, id, 0)->part_name, SIZE);
  get_file (fixture, id, 0)->bytes_total = SIZE;
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
}

static void
test_without_any_room_nobody_is_asked_for_the_size (QueueFixture *fixture, gconstpointer data)
{
  const FakeAnswer chunked = { .size = 1000, .chunked = TRUE };
  g_autoptr (FakeServer) server = fake_server_new (&chunked);
  g_autofree char *id = NULL;

  set_free (fixture, 0);
  id = start (fixture, server, "/a", BG_JOB_PRIORITY_NORMAL);
  assert_lacks_space (fixture, id, "are free");
  g_assert_cmpuint (fake_server_count_requests (server), ==, 0);

  set_free (fixture, 1);
  fake_host_advance (fixture->host, 60 * SECOND);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSFERRED);
}

static void
test_one_that_does_not_fit_does_not_hinder_the_others (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) large = new_server (SIZE, RATE);
  g_autoptr (FakeServer) small = new_server (SIZE / 10, 0);
  g_autofree char *large_url = fake_server_get_url (large, "/a");
  g_autofree char *small_url = fake_server_get_url (small, "/b");
  g_autofree char *id =
      g_strdup (queue_fixture_make_job (fixture, large_url, BG_JOB_PRIORITY_NORMAL));
  const BgdNewFile file = { .url = small_url, .directory = fixture->target_directory };

  g_assert_true (bgd_queue_add_files (fixture->queue, id, &file, 1, NULL));
  set_free (fixture, SIZE / 2);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  assert_lacks_space (fixture, id, "needs 10.0\u00a0MB");
  g_assert_cmpuint (queue_fixture_get_job (fixture, id)->failure.file, ==, 0);
  g_assert_cmpint (get_file (fixture, id, 0)->state, ==, BGD_FILE_WAITING);
  g_assert_cmpint (get_file (fixture, id, 1)->state, ==, BGD_FILE_TRANSFERRED);
}

static void
test_who_does_not_want_to_wait_does_not (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) server = new_server (SIZE, RATE);
  g_autofree char *url = fake_server_get_url (server, "/a");
  g_autofree char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));

  set_free (fixture, SIZE / 2);
  queue_fixture_set_timeouts (fixture, id, 10, 100);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  assert_lacks_space (fixture, id, "are free");
  for (guint i = 0; i < 11; i++)
    {
      fake_host_advance (fixture->host, 10 * SECOND);
      queue_fixture_settle ();
    }
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_ERROR);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (QueueFixture *fixture, gconstpointer data);
  } tests[] = {
    { "a-file-that-does-not-fit-waits", test_a_file_that_does_not_fit_waits },
    { "a-file-that-just-fits-is-fetched", test_a_file_that_just_fits_is_fetched },
    { "no-server-is-asked-before-there-is-room", test_no_server_is_asked_before_there_is_room },
    { "a-job-that-cannot-fit-asks-no-server-when-it-is-resumed",
      test_a_job_that_cannot_fit_asks_no_server_when_it_is_resumed },
    { "a-later-job-leaves-room-for-an-earlier-one",
      test_a_later_job_leaves_room_for_an_earlier_one },
    { "an-earlier-job-is-not-held-up-by-a-later-one",
      test_an_earlier_job_is_not_held_up_by_a_later_one },
    { "a-higher-priority-gets-its-room-first", test_a_higher_priority_gets_its_room_first },
    { "another-disk-is-another-matter", test_another_disk_is_another_matter },
    { "who-waits-for-room-holds-up-nobody", test_who_waits_for_room_holds_up_nobody },
    { "who-waits-for-the-network-keeps-its-claim", test_who_waits_for_the_network_keeps_its_claim },
    { "what-was-taken-in-advance-needs-no-room", test_what_was_taken_in_advance_needs_no_room },
    { "without-any-room-nobody-is-asked-for-the-size",
      test_without_any_room_nobody_is_asked_for_the_size },
    { "one-that-does-not-fit-does-not-hinder-the-others",
      test_one_that_does_not_fit_does_not_hinder_the_others },
    { "who-does-not-want-to-wait-does-not", test_who_does_not_want_to_wait_does_not },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/queue-space/", tests[i].name, NULL);

      g_test_add (path, QueueFixture, NULL, queue_fixture_set_up, tests[i].function,
                  queue_fixture_tear_down);
    }

  return g_test_run ();
}
