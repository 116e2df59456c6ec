/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of checksums that are made while the file still grows. */
#include "config.h"

#include "bgd-worker.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bg-error.h"
#include "fake-content.h"

#define SIZE ((gsize) 700 * 1024)

typedef struct
{
  char *directory;   /* (owned) */
  BgdWorker *worker; /* (owned) (nullable) */
  char *right;       /* (owned) the checksum of the file with seed 1 */
  guint told;
  GError *error; /* (owned) (nullable) what was told last */
} Fixture;

static void
write_bytes (Fixture *fixture, guint seed, gsize start, gsize end)
{
  g_autofree char *bytes = g_malloc (end - start);
  g_autoptr (GError) error = NULL;

  fake_fill (seed, start, bytes, end - start);
  bgd_sink_write (bgd_worker_get_sink (fixture->worker), bytes, end - start, start, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA256, 1, SIZE);
  g_autoptr (GError) error = NULL;
  BgdSink *sink;

  fixture->directory = g_dir_make_tmp ("ferry-test-XXXXXX", &error);
  g_assert_no_error (error);
  sink = bgd_sink_open (fixture->directory, "file", &error);
  g_assert_no_error (error);
  fixture->worker = bgd_worker_new (sink, fixture);
  fixture->right = g_strconcat ("sha-256:", hex, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->worker, bgd_worker_release);
  bgd_sink_remove (fixture->directory, "file", NULL);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->right);
  g_clear_error (&fixture->error);
}

static void
on_done (const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  fixture->error = error != NULL ? g_error_copy (error) : NULL;
  fixture->told++;
}

static void
wait (Fixture *fixture)
{
  guint before = fixture->told;

  while (fixture->told == before)
    g_main_context_iteration (NULL, TRUE);
}

static void
hash (Fixture *fixture, gsize end)
{
  bgd_worker_hash (fixture->worker, end, on_done);
  wait (fixture);
  g_assert_no_error (fixture->error);
}

static void
check (Fixture *fixture)
{
  bgd_worker_check (fixture->worker, on_done);
  wait (fixture);
}

static void
test_growing_file_is_right_in_the_end (Fixture *fixture, gconstpointer data)
{
  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  for (gsize end = 0; end < SIZE; end += SIZE / 7)
    {
      write_bytes (fixture, 1, end, SIZE);
      if (end > 0)
        hash (fixture, end);
    }

  check (fixture);
  g_assert_no_error (fixture->error);
}

/* Nothing is read twice: what was final and is changed after all does not show. */
static void
test_bytes_are_read_once (Fixture *fixture, gconstpointer data)
{
  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  write_bytes (fixture, 1, 0, SIZE);
  g_assert_true (bgd_worker_wants_bytes (fixture->worker, SIZE / 2));
  hash (fixture, SIZE / 2);
  g_assert_false (bgd_worker_wants_bytes (fixture->worker, SIZE / 2));
  write_bytes (fixture, 2, 0, SIZE / 2);

  check (fixture);
  g_assert_no_error (fixture->error);
}

static void
test_new_expectation_reads_from_the_beginning (Fixture *fixture, gconstpointer data)
{
  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  write_bytes (fixture, 2, 0, SIZE);
  hash (fixture, SIZE);

  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  g_assert_true (bgd_worker_wants_bytes (fixture->worker, 1));
  write_bytes (fixture, 1, 0, SIZE);
  hash (fixture, SIZE / 2);

  check (fixture);
  g_assert_no_error (fixture->error);
}

/* The thread may be in the middle of the old bytes. */
static void
test_expectation_may_change_while_it_reads (Fixture *fixture, gconstpointer data)
{
  write_bytes (fixture, 2, 0, SIZE);
  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  bgd_worker_hash (fixture->worker, SIZE, on_done);
  bgd_worker_expect (fixture->worker, NULL, fixture->right);
  wait (fixture);
  write_bytes (fixture, 1, 0, SIZE);

  check (fixture);
  g_assert_no_error (fixture->error);
}

static void
test_both_checksums_are_compared (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hex = fake_checksum (G_CHECKSUM_MD5, 2, SIZE);
  g_autofree char *wrong = g_strconcat ("md5:", hex, NULL);

  write_bytes (fixture, 1, 0, SIZE);
  bgd_worker_expect (fixture->worker, fixture->right, wrong);
  hash (fixture, 1000);
  check (fixture);
  g_assert_error (fixture->error, BG_ERROR, BG_ERROR_VALIDATION_FAILED);
  g_assert_nonnull (strstr (fixture->error->message, "server's own digest"));

  bgd_worker_expect (fixture->worker, wrong, fixture->right);
  check (fixture);
  g_assert_error (fixture->error, BG_ERROR, BG_ERROR_VALIDATION_FAILED);
  g_assert_null (strstr (fixture->error->message, "server's own digest"));

  bgd_worker_expect (fixture->worker, fixture->right, fixture->right);
  check (fixture);
  g_assert_no_error (fixture->error);
}

static void
test_only_the_owner_hears_of_bad_checksums (Fixture *fixture, gconstpointer data)
{
  write_bytes (fixture, 1, 0, SIZE);
  bgd_worker_expect (fixture->worker, NULL, "crc32:00");
  check (fixture);
  g_assert_no_error (fixture->error);

  bgd_worker_expect (fixture->worker, "crc32:00", NULL);
  hash (fixture, SIZE);
  check (fixture);
  g_assert_error (fixture->error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
}

static void
test_nothing_is_read_without_a_checksum (Fixture *fixture, gconstpointer data)
{
  bgd_worker_expect (fixture->worker, NULL, NULL);
  g_assert_false (bgd_worker_wants_bytes (fixture->worker, SIZE));
  g_assert_false (bgd_worker_can_check (fixture->worker));
}

static void
test_check_can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  write_bytes (fixture, 1, 0, SIZE);
  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  bgd_worker_cancel_check (fixture->worker);
  check (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_released_worker_is_silent (Fixture *fixture, gconstpointer data)
{
  bgd_worker_expect (fixture->worker, fixture->right, NULL);
  write_bytes (fixture, 1, 0, SIZE);
  bgd_worker_hash (fixture->worker, SIZE, on_done);
  g_clear_pointer (&fixture->worker, bgd_worker_release);
  g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (fixture->told, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/worker/" name, Fixture, NULL, set_up, test_##function, tear_down)
  ADD ("growing-file-is-right-in-the-end", growing_file_is_right_in_the_end);
  ADD ("bytes-are-read-once", bytes_are_read_once);
  ADD ("new-expectation-reads-from-the-beginning", new_expectation_reads_from_the_beginning);
  ADD ("expectation-may-change-while-it-reads", expectation_may_change_while_it_reads);
  ADD ("both-checksums-are-compared", both_checksums_are_compared);
  ADD ("only-the-owner-hears-of-bad-checksums", only_the_owner_hears_of_bad_checksums);
  ADD ("nothing-is-read-without-a-checksum", nothing_is_read_without_a_checksum);
  ADD ("check-can-be-cancelled", check_can_be_cancelled);
  ADD ("released-worker-is-silent", released_worker_is_silent);

  return g_test_run ();
}
