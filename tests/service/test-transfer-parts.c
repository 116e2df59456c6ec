/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a file on its way in parts: going on after a break. */
#include "config.h"

#include "bgd-transfer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "bgd-net.h"
#include "transfer-fixture.h"

#define SIZE (2 * MIB + 345)
#define HALF (1 * MIB + 7)
#define OTHER_DATE "Wed, 02 Oct 2024 10:00:00 GMT"

static FakeAnswer
file_of (guint seed)
{
  return (FakeAnswer){
    .size = SIZE,
    .seed = seed,
    .etag = ETAG,
    .last_modified = LAST_MODIFIED,
  };
}

/* Half of the file of seed 1 is here; the server has what @answer says. */
static TransferFixture *
half_fetched (const FakeAnswer *answer, const char *etag, const char *last_modified)
{
  TransferFixture *fixture = transfer_fixture_new (answer);

  transfer_fixture_put_part (fixture, 1, HALF);
  fixture->bytes_total = SIZE;
  bgd_validators_set (&fixture->validators, etag, last_modified);

  return fixture;
}

static const char *
get_header (TransferFixture *fixture, guint number, const char *name)
{
  return fake_request_get (fake_server_get_request (fixture->server, number), name);
}

static void
test_rest_is_asked_for_by_strong_etag (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, LAST_MODIFIED);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_false (fixture->restarted);
  g_assert_cmpstr (get_header (fixture, 0, "range"), ==, "bytes=1048583-");
  g_assert_cmpstr (get_header (fixture, 0, "if-range"), ==, ETAG);
}

static void
test_weak_etag_is_never_a_condition (void)
{
  FakeAnswer answer = file_of (1);

  answer.etag = "W/\"one\"";
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, answer.etag, LAST_MODIFIED);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_false (fixture->restarted);
  g_assert_cmpstr (get_header (fixture, 0, "if-range"), ==, LAST_MODIFIED);
}

/* Where no validator tells, the bytes before the break do, and they are asked for as well. */
static void
test_bytes_are_compared_where_nothing_else_tells (void)
{
  static const char *const etags[] = { NULL, "W/\"one\"" };
  static const guint seeds[] = { 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (etags); i++)
    for (guint j = 0; j < G_N_ELEMENTS (seeds); j++)
      {
        FakeAnswer answer = file_of (seeds[j]);

        answer.etag = etags[i];
        answer.last_modified = NULL;
        g_autoptr (TransferFixture) fixture = half_fetched (&answer, etags[i], NULL);

        fixture->restart_seed = seeds[j];
        fixture->connections = 4;
        transfer_fixture_run (fixture);

        transfer_fixture_assert_whole (fixture, seeds[j], SIZE);
        g_assert_cmpint (fixture->restarted, ==, seeds[j] != 1);
        g_assert_cmpstr (get_header (fixture, 0, "range"), ==, "bytes=983047-");
        g_assert_cmpstr (get_header (fixture, 0, "if-range"), ==, NULL);
        g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, seeds[j]);
      }
}

/* One byte before the break differs: it is another file, whatever the date says. */
static void
test_date_alone_is_not_believed (void)
{
  FakeAnswer answer = file_of (2);

  answer.etag = NULL;
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, NULL, LAST_MODIFIED);

  fixture->restart_seed = 2;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 2, SIZE);
  g_assert_true (fixture->restarted);
}

/* Without a size there is nothing to compare but the bytes, and a longer file may begin alike. */
static void
test_nothing_is_continued_without_size_and_validator (void)
{
  FakeAnswer answer = file_of (1);

  answer.etag = NULL;
  answer.last_modified = NULL;
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, NULL, NULL);

  fixture->bytes_total = BG_SIZE_UNKNOWN;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_true (fixture->restarted);
  g_assert_cmpstr (get_header (fixture, 0, "range"), ==, NULL);
}

/* As mirrors do that put a token into it. */
static void
change_etag (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  static const char *const etags[] = { "\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\"", "\"6\"" };

  answer->etag = etags[request->number % G_N_ELEMENTS (etags)];
}

static void
test_etag_of_each_answer_does_not_hinder (void)
{
  static const gboolean ignores[] = { FALSE, TRUE };
  static const guint seeds[] = { 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (ignores); i++)
    for (guint j = 0; j < G_N_ELEMENTS (seeds); j++)
      {
        FakeAnswer answer = file_of (seeds[j]);

        answer.ignores_if_range = ignores[i];
        g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, LAST_MODIFIED);

        fake_server_set_script (fixture->server, change_etag, NULL);
        fixture->restart_seed = seeds[j];
        transfer_fixture_run (fixture);

        transfer_fixture_assert_whole (fixture, seeds[j], SIZE);
        g_assert_cmpint (fixture->restarted, ==, seeds[j] != 1);
        g_assert_cmpstr (get_header (fixture, 0, "range"), ==, "bytes=1048583-");
        g_assert_cmpstr (get_header (fixture, 1, "range"), ==, "bytes=983047-");
        g_assert_cmpstr (get_header (fixture, 1, "if-range"), ==, LAST_MODIFIED);
        g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1 + seeds[j]);
      }
}

static void
assert_restarts (const FakeAnswer *answer, guint requests)
{
  static const guint connections[] = { 1, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      g_autoptr (TransferFixture) fixture = half_fetched (answer, ETAG, LAST_MODIFIED);

      fixture->restart_seed = answer->seed;
      fixture->connections = connections[i];
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, answer->seed, answer->size);
      g_assert_true (fixture->restarted);
      g_assert_cmpuint (fixture->answers, ==, 1);
      g_assert_cmpuint (fixture->bytes_total, ==, answer->size);
      g_assert_cmpstr (fixture->validators.etag, ==, answer->etag);
      if (connections[i] == 1)
        g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, requests);
    }
}

static void
test_changed_file_starts_again (void)
{
  FakeAnswer answer = file_of (2);

  answer.etag = "\"two\"";
  answer.last_modified = OTHER_DATE;
  assert_restarts (&answer, 1);
}

static void
test_server_without_ranges_starts_again (void)
{
  FakeAnswer answer = file_of (1);

  answer.ignores_range = TRUE;
  assert_restarts (&answer, 1);
}

/* It was asked for the bytes before the break, too, and sends all: there is nothing to compare. */
static void
test_server_without_ranges_and_validators_starts_again (void)
{
  static const char *const dates[] = { NULL, LAST_MODIFIED };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.ignores_range = TRUE;
      answer.etag = NULL;
      answer.last_modified = dates[i];
      g_autoptr (TransferFixture) fixture = half_fetched (&answer, NULL, dates[i]);

      fixture->restart_seed = 1;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_true (fixture->restarted);
      g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
    }
}

static void
test_changed_file_is_noticed_although_the_server_does_not_care (void)
{
  FakeAnswer answer = file_of (2);

  answer.ignores_if_range = TRUE;
  answer.etag = "\"two\"";
  answer.last_modified = OTHER_DATE;
  assert_restarts (&answer, 2);
}

static void
test_changed_date_is_noticed (void)
{
  FakeAnswer answer = file_of (2);

  answer.ignores_if_range = TRUE;
  answer.etag = NULL;
  answer.last_modified = OTHER_DATE;
  assert_restarts (&answer, 2);
}

static void
test_changed_size_is_noticed (void)
{
  FakeAnswer answer = file_of (2);

  answer.size = SIZE + 1;
  assert_restarts (&answer, 2);
}

static void
test_file_that_became_shorter_starts_again (void)
{
  FakeAnswer answer = file_of (2);

  answer.size = 1000;
  assert_restarts (&answer, 2);
}

static void
change_each_time (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  static const char *const etags[] = { "\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\"" };

  /* A part of another version to every question, even to one for the whole. */
  answer->etag = etags[request->number % G_N_ELEMENTS (etags)];
  answer->status = request->number % 2 == 0 ? 206 : 416;
}

static void
test_file_that_never_holds_still_fails (void)
{
  FakeAnswer answer = file_of (2);
  g_autoptr (TransferFixture) fixture = NULL;

  answer.ignores_if_range = TRUE;
  fixture = half_fetched (&answer, ETAG, LAST_MODIFIED);
  fake_server_set_script (fixture->server, change_each_time, NULL);
  transfer_fixture_run (fixture);

  g_assert_cmpint (fixture->failure.code, !=, BG_ERROR_NONE);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), <, 6);
}

static void
test_file_whose_end_was_not_known_is_whole (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_put_part (fixture, 1, SIZE);
  bgd_validators_set (&fixture->validators, ETAG, NULL);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_false (fixture->restarted);
  g_assert_cmpuint (fixture->bytes_total, ==, SIZE);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
}

static void
test_chunked_file_is_continued (void)
{
  FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = NULL;

  answer.chunked = TRUE;
  fixture = half_fetched (&answer, ETAG, NULL);
  fixture->bytes_total = BG_SIZE_UNKNOWN;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_false (fixture->restarted);
}

static void
test_gaps_are_filled (void)
{
  const FakeAnswer answer = file_of (1);
  static const guint connections[] = { 1, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

      bgd_ranges_clear (fixture->done);
      bgd_ranges_add (fixture->done, 1000, 2000);
      bgd_ranges_add (fixture->done, 5000, 500000);
      bgd_ranges_add (fixture->done, 500001, HALF);
      fixture->connections = connections[i];
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_false (fixture->restarted);
    }
}

static void
test_part_that_is_gone_starts_again (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

  fixture->seed = ANY_BYTES;
  g_remove (fixture->part);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_true (fixture->restarted);
}

static void
test_part_that_was_shortened_starts_again (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

  fixture->seed = ANY_BYTES;
  g_assert_cmpint (truncate (fixture->part, HALF - 1), ==, 0);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_true (fixture->restarted);
}

static void
test_failed_try_keeps_what_is_here (void)
{
  const FakeAnswer answer = { .status = 503 };
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_HTTP_SERVER);
  g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), ==, HALF);
  g_assert_true (fake_check_file (fixture->part, 1, HALF));
  g_assert_cmpuint (fixture->bytes, ==, HALF);
}

static void
test_parts_that_make_no_sense_fail (void)
{
  static const char *const ranges[] = {
    "bytes 0-1/2097497",
    "bytes 1048584-2097496/2097497",
    "bytes 2097496-1048583/2097497",
    "bytes 1048583-2097497/2097497",
    "bytes 1048583-2097496",
    "bytes */2097497",
    "bytes 1048583-2097000/2097497", /* not what Content-Length says */
    "bytes -5-2097496/2097497",
    "bytes 1048583-99999999999999999999/99999999999999999999",
    "lines 1-2/3",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.content_range = ranges[i];
      g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

      g_test_message ("%s", ranges[i]);
      transfer_fixture_run (fixture);

      transfer_fixture_assert_failed (fixture, BG_ERROR_INVALID_SERVER_RESPONSE);
      g_assert_true (fake_check_file (fixture->part, 1, HALF));
    }
}

static void
test_short_parts_are_put_together (void)
{
  static const guint connections[] = { 1, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.part_limit = 300 * KIB;
      g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

      fixture->connections = connections[i];
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_cmpuint (fake_server_count_requests (fixture->server), >=, 4);
    }
}

static void
test_lying_part_is_caught_by_the_checksum (void)
{
  FakeAnswer answer = file_of (1);
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA1, 1, SIZE);

  answer.start_shift = 1;
  g_autoptr (TransferFixture) fixture = half_fetched (&answer, ETAG, NULL);

  fixture->seed = ANY_BYTES;
  fixture->checksum = g_strdup_printf ("sha-1:%s", hex);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_VALIDATION_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/parts/rest-is-asked-for-by-strong-etag",
                   test_rest_is_asked_for_by_strong_etag);
  g_test_add_func ("/transfer/parts/weak-etag-is-never-a-condition",
                   test_weak_etag_is_never_a_condition);
  g_test_add_func ("/transfer/parts/bytes-are-compared-where-nothing-else-tells",
                   test_bytes_are_compared_where_nothing_else_tells);
  g_test_add_func ("/transfer/parts/date-alone-is-not-believed", test_date_alone_is_not_believed);
  g_test_add_func ("/transfer/parts/nothing-is-continued-without-size-and-validator",
                   test_nothing_is_continued_without_size_and_validator);
  g_test_add_func ("/transfer/parts/etag-of-each-answer-does-not-hinder",
                   test_etag_of_each_answer_does_not_hinder);
  g_test_add_func ("/transfer/parts/changed-file-starts-again", test_changed_file_starts_again);
  g_test_add_func ("/transfer/parts/server-without-ranges-starts-again",
                   test_server_without_ranges_starts_again);
  g_test_add_func ("/transfer/parts/server-without-ranges-and-validators-starts-again",
                   test_server_without_ranges_and_validators_starts_again);
  g_test_add_func ("/transfer/parts/changed-file-is-noticed-although-the-server-does-not-care",
                   test_changed_file_is_noticed_although_the_server_does_not_care);
  g_test_add_func ("/transfer/parts/changed-date-is-noticed", test_changed_date_is_noticed);
  g_test_add_func ("/transfer/parts/changed-size-is-noticed", test_changed_size_is_noticed);
  g_test_add_func ("/transfer/parts/file-that-became-shorter-starts-again",
                   test_file_that_became_shorter_starts_again);
  g_test_add_func ("/transfer/parts/file-that-never-holds-still-fails",
                   test_file_that_never_holds_still_fails);
  g_test_add_func ("/transfer/parts/file-whose-end-was-not-known-is-whole",
                   test_file_whose_end_was_not_known_is_whole);
  g_test_add_func ("/transfer/parts/chunked-file-is-continued", test_chunked_file_is_continued);
  g_test_add_func ("/transfer/parts/gaps-are-filled", test_gaps_are_filled);
  g_test_add_func ("/transfer/parts/part-that-is-gone-starts-again",
                   test_part_that_is_gone_starts_again);
  g_test_add_func ("/transfer/parts/part-that-was-shortened-starts-again",
                   test_part_that_was_shortened_starts_again);
  g_test_add_func ("/transfer/parts/failed-try-keeps-what-is-here",
                   test_failed_try_keeps_what_is_here);
  g_test_add_func ("/transfer/parts/parts-that-make-no-sense-fail",
                   test_parts_that_make_no_sense_fail);
  g_test_add_func ("/transfer/parts/short-parts-are-put-together",
                   test_short_parts_are_put_together);
  g_test_add_func ("/transfer/parts/lying-part-is-caught-by-the-checksum",
                   test_lying_part_is_caught_by_the_checksum);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
