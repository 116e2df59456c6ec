/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How files of Metalink documents get into a job, with a store on a disk that can fail. */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "bgd-queue-private.h"
#include "fail-vfs.h"
#include "queue-fixture.h"

#define DOCUMENT_URL "http://127.0.0.1:1/list.meta4"
#define METALINK                                                                                   \
  "<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a'>"                              \
  "<description>Two files</description><size>5</size><url>http://127.0.0.1:1/a</url></file>"       \
  "<file name='b.meta4'><url>http://127.0.0.1:2/b</url>"                                           \
  "<url>http://127.0.0.1:3/b</url></file></metalink>"

static void
fill_disk (void)
{
  fail_vfs_arm (1, SQLITE_FULL, FAIL_FROM_ON);
}

static char *
get_part_path (const BgdFile *file)
{
  return g_build_filename (file->directory, file->part_name, NULL);
}

/* A job with one file that has just become whole. */
static BgdJob *
make_job (QueueFixture *fixture, const char *url, const char *text)
{
  const char *id = queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL);
  BgdJob *job = queue_fixture_get_job (fixture, id);
  BgdFile *document = bgd_job_get_file (job, 0);
  g_autofree char *path = get_part_path (document);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  document->metalink = BGD_METALINK_FOLLOW;
  document->state = BGD_FILE_TRANSFERRED;

  return job;
}

static void
assert_part (const BgdFile *file, gboolean is_there)
{
  g_autofree char *path = get_part_path (file);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_there);
}

static void
test_files_take_the_place_of_their_document (QueueFixture *fixture, gconstpointer data)
{
  BgdJob *job = make_job (fixture, DOCUMENT_URL, METALINK);
  const BgdFile *document = bgd_job_get_file (job, 0);
  const BgdFile *first;
  const BgdFile *second;

  bgd_queue_follow_metalink (fixture->queue, job, bgd_job_get_file (job, 0));

  g_assert_cmpint (document->state, ==, BGD_FILE_DROPPED);
  g_assert_true (bgd_file_was_replaced (document));
  assert_part (document, FALSE);
  g_assert_cmpstr (job->description, ==, "Two files");
  g_assert_cmpuint (job->files->len, ==, 3);

  first = bgd_job_get_file (job, 1);
  g_assert_cmpstr (first->wanted_name, ==, "a");
  g_assert_cmpstr (first->directory, ==, document->directory);
  g_assert_cmpuint (first->wanted_size, ==, 5);
  g_assert_false (first->without_headers);

  second = bgd_job_get_file (job, 2);
  g_assert_cmpstr (second->mirrors[0], ==, "http://127.0.0.1:3/b");
  g_assert_null (second->mirrors[1]);
  g_assert_true (second->without_headers);
  g_assert_cmpint (second->metalink, ==, BGD_METALINK_NO);
}

static void
test_a_document_is_followed_in_the_store_or_not_at_all (QueueFixture *fixture, gconstpointer data)
{
  BgdJob *job = make_job (fixture, DOCUMENT_URL, METALINK);
  BgdFile *document = bgd_job_get_file (job, 0);

  fill_disk ();
  g_test_expect_message ("bgd", G_LOG_LEVEL_MESSAGE, "“list.meta4” is kept as it is: *");
  bgd_queue_follow_metalink (fixture->queue, job, document);
  g_test_assert_expected_messages ();
  fail_vfs_disarm ();

  g_assert_cmpint (document->state, ==, BGD_FILE_TRANSFERRED);
  g_assert_cmpuint (job->files->len, ==, 1);
  g_assert_cmpstr (job->description, ==, "");
  assert_part (document, TRUE);

  bgd_queue_follow_metalink (fixture->queue, job, document);
  g_assert_cmpint (document->state, ==, BGD_FILE_DROPPED);
  g_assert_cmpuint (job->files->len, ==, 3);
}

static void
test_a_store_has_both_or_none (QueueFixture *fixture, gconstpointer data)
{
  BgdJob *job = make_job (fixture, DOCUMENT_URL, METALINK);
  g_autofree char *id = g_strdup (job->id);

  bgd_queue_follow_metalink (fixture->queue, job, bgd_job_get_file (job, 0));
  queue_fixture_close (fixture);
  queue_fixture_open (fixture);

  job = queue_fixture_get_job (fixture, id);
  g_assert_cmpuint (job->files->len, ==, 3);
  g_assert_true (bgd_file_was_replaced (bgd_job_get_file (job, 0)));
  g_assert_true (bgd_job_get_file (job, 2)->without_headers);
}

static void
test_a_file_is_known_by_its_name_or_its_address (QueueFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *url;
    guint n_files;
  } addresses[] = {
    { "http://127.0.0.1:1/list.meta4?mirror=de", 3 },
    { "http://127.0.0.1:1/LIST.METALINK", 3 },
    { "http://127.0.0.1:1/list", 1 },
    { "http://127.0.0.1:1/list?name=x.meta4", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      BgdJob *job = make_job (fixture, addresses[i].url, METALINK);

      bgd_queue_follow_metalink (fixture->queue, job, bgd_job_get_file (job, 0));
      g_assert_cmpuint (job->files->len, ==, addresses[i].n_files);
    }
}

static void
test_a_job_that_has_ended_gets_no_files (QueueFixture *fixture, gconstpointer data)
{
  BgdJob *job = make_job (fixture, DOCUMENT_URL, METALINK);

  job->state = BG_JOB_STATE_CANCELLED;
  g_test_expect_message ("bgd", G_LOG_LEVEL_MESSAGE, "“list.meta4” is kept as it is: *ended.");
  bgd_queue_follow_metalink (fixture->queue, job, bgd_job_get_file (job, 0));
  g_test_assert_expected_messages ();

  g_assert_cmpuint (job->files->len, ==, 1);
  job->state = BG_JOB_STATE_SUSPENDED;
}

static void
test_a_document_is_added_or_not (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);
  BgdJob *job = queue_fixture_get_job (fixture, id);
  g_autoptr (GBytes) document = g_bytes_new_static (METALINK, sizeof METALINK - 1);
  g_autoptr (GError) error = NULL;
  guint n_files = 0;

  fill_disk ();
  g_assert_false (bgd_queue_add_metalink (fixture->queue, id, document, fixture->target_directory,
                                          &n_files, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
  g_clear_error (&error);
  fail_vfs_disarm ();
  g_assert_cmpuint (job->files->len, ==, 1);
  g_assert_cmpstr (job->description, ==, "");

  g_assert_true (bgd_queue_add_metalink (fixture->queue, id, document, fixture->target_directory,
                                         &n_files, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_files, ==, 2);
  g_assert_cmpuint (job->files->len, ==, 3);
  g_assert_cmpstr (job->description, ==, "Two files");
  g_assert_false (bgd_job_get_file (job, 2)->without_headers);
}

static void
test_words_of_the_owner_stay (QueueFixture *fixture, gconstpointer data)
{
  BgdJob *job = make_job (fixture, DOCUMENT_URL, METALINK);
  const BgdSettings settings = { .description = "Mine" };

  g_assert_true (bgd_queue_set_properties (fixture->queue, job->id, &settings, NULL));
  bgd_queue_follow_metalink (fixture->queue, job, bgd_job_get_file (job, 0));
  g_assert_cmpuint (job->files->len, ==, 3);
  g_assert_cmpstr (job->description, ==, "Mine");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (QueueFixture *fixture, gconstpointer data);
  } tests[] = {
    { "files-take-the-place-of-their-document", test_files_take_the_place_of_their_document },
    { "a-document-is-followed-in-the-store-or-not-at-all",
      test_a_document_is_followed_in_the_store_or_not_at_all },
    { "a-store-has-both-or-none", test_a_store_has_both_or_none },
    { "a-file-is-known-by-its-name-or-its-address",
      test_a_file_is_known_by_its_name_or_its_address },
    { "a-job-that-has-ended-gets-no-files", test_a_job_that_has_ended_gets_no_files },
    { "a-document-is-added-or-not", test_a_document_is_added_or_not },
    { "words-of-the-owner-stay", test_words_of_the_owner_stay },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fail_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/queue-files/%s", tests[i].name);

      g_test_add (path, QueueFixture, NULL, queue_fixture_set_up, tests[i].function,
                  queue_fixture_tear_down);
    }

  return g_test_run ();
}
