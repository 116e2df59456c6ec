/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a file on its way from servers that send something else than they say, or than they were
 * asked for. */
#include "config.h"

#include "bgd-transfer.h"

#include "bgd-net.h"
#include "transfer-fixture.h"

#define SIZE (2 * MIB + 345)
#define HALF (SIZE / 2)

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

/* As after a kill of the service in the middle of the file. */
static TransferFixture *
half_fetched (const FakeAnswer *answer)
{
  TransferFixture *fixture = transfer_fixture_new (answer);

  transfer_fixture_put_part (fixture, answer->seed, HALF);
  fixture->bytes_total = SIZE;
  bgd_validators_set (&fixture->validators, ETAG, LAST_MODIFIED);

  return fixture;
}

/* ---- Parts ------------------------------------------------------------------------------------
 */

static void
test_more_than_the_part_is_not_written (void)
{
  static const guint connections[] = { 1, 4, 16 };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.overlong = TRUE;
      answer.rate = 4 * MIB;
      g_autoptr (TransferFixture) fixture = half_fetched (&answer);

      fixture->connections = connections[i];
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_false (fixture->restarted);
    }
}

static void
test_another_part_fails (void)
{
  static const gint64 slips[] = { -1, -1000, 1, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.start_slip = slips[i];
      g_autoptr (TransferFixture) fixture = half_fetched (&answer);

      transfer_fixture_run (fixture);

      transfer_fixture_assert_failed (fixture, BG_ERROR_INVALID_SERVER_RESPONSE);
      g_assert_true (fake_check_file (fixture->part, 1, HALF));
    }
}

static void
test_other_total_starts_again (void)
{
  static const gint64 lies[] = { 1, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.total_lie = lies[i];
      g_autoptr (TransferFixture) fixture = half_fetched (&answer);

      fixture->restart_seed = 1;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_true (fixture->restarted);
    }
}

static void
refuse_parts (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (fake_request_get (request, "range") != NULL)
    answer->status = 416;
}

static void
test_part_that_is_refused_although_it_is_there_starts_again (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = half_fetched (&answer);

  fake_server_set_script (fixture->server, refuse_parts, NULL);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_true (fixture->restarted);
}

/* ---- Versions --------------------------------------------------------------------------------
 */

static void
make_up_an_etag (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  static const char *const etags[] = { "\"0\"", "\"1\"", "\"2\"", "\"3\"" };

  answer->etag = etags[request->number % G_N_ELEMENTS (etags)];
}

static void
test_etag_that_means_nothing_costs_time_alone (void)
{
  static const guint connections[] = { 1, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.last_modified = NULL;
      g_autoptr (TransferFixture) fixture = half_fetched (&answer);

      fixture->connections = connections[i];
      fake_server_set_script (fixture->server, make_up_an_etag, NULL);
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_true (fixture->restarted);
    }
}

static void
change_in_the_middle (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == 0)
    {
      answer->cuts = TRUE;
      answer->cut_at = HALF;
      return;
    }

  answer->seed = 2;
  answer->etag = "\"two\"";
}

/* Size and date are still the same: only the bytes before the break tell, and they are of this very
 * try. */
static void
test_other_file_with_the_date_of_the_first_starts_again (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, change_in_the_middle, NULL);
  fixture->connections = 1;
  fixture->restart_seed = 2;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 2, SIZE);
  g_assert_true (fixture->restarted);
}

/* ---- Heads ------------------------------------------------------------------------------------
 */

static void
test_file_follows_informational_answers (void)
{
  FakeAnswer answer = file_of (1);

  answer.prelude = "HTTP/1.1 102 Processing\r\n\r\n"
                   "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\nContent-Length: 7\r\n\r\n";
  g_autoptr (TransferFixture) fixture = half_fetched (&answer);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_false (fixture->restarted);
}

/* RFC 9112, section 6.3: the chunks count. */
static void
test_length_of_a_chunked_file_is_ignored (void)
{
  static const char *const lengths[] = { "Content-Length: 100\r\n",
                                         "Content-Length: 99999999\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      FakeAnswer answer = file_of (1);

      answer.chunked = TRUE;
      answer.headers = lengths[i];
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
    }
}

static void
test_megabyte_of_headers_is_refused (void)
{
  g_autoptr (GString) head = g_string_new ("HTTP/1.1 200 Yes\r\n");

  for (guint i = 0; head->len < MIB; i++)
    g_string_append_printf (head, "X-%u: a short one\r\n", i);
  g_string_append (head, "Content-Length: 4\r\n\r\nfile");

  const FakeAnswer answer = { .raw = head->str, .raw_length = head->len };
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_INVALID_SERVER_RESPONSE);
}

static void
test_wish_of_a_busy_server_is_told (void)
{
  const FakeAnswer answer = { .status = 429, .headers = "Retry-After: 7\r\n" };
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_HTTP_BUSY);
  g_assert_true (bg_error_is_transient (fixture->failure.code));
  g_assert_cmpuint (fixture->retry_after, ==, 7);
}

/* ---- Connections ----------------------------------------------------------------------------- */

static void
hang_up_on_the_second_request (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == 1)
    answer->raw = "";
}

/* A server may close a connection that nobody uses at the moment at which somebody does. */
static void
test_connection_that_closes_under_a_request_is_replaced (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, hang_up_on_the_second_request, NULL);
  for (guint i = 0; i < 2; i++)
    {
      bgd_ranges_clear (fixture->done);
      transfer_fixture_run (fixture);
      transfer_fixture_assert_whole (fixture, 1, SIZE);
    }

  g_assert_cmpuint (fake_server_get_request (fixture->server, 1)->connection, ==, 0);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/lies/more-than-the-part-is-not-written",
                   test_more_than_the_part_is_not_written);
  g_test_add_func ("/transfer/lies/another-part-fails", test_another_part_fails);
  g_test_add_func ("/transfer/lies/other-total-starts-again", test_other_total_starts_again);
  g_test_add_func ("/transfer/lies/part-that-is-refused-although-it-is-there-starts-again",
                   test_part_that_is_refused_although_it_is_there_starts_again);
  g_test_add_func ("/transfer/lies/etag-that-means-nothing-costs-time-alone",
                   test_etag_that_means_nothing_costs_time_alone);
  g_test_add_func ("/transfer/lies/other-file-with-the-date-of-the-first-starts-again",
                   test_other_file_with_the_date_of_the_first_starts_again);
  g_test_add_func ("/transfer/lies/file-follows-informational-answers",
                   test_file_follows_informational_answers);
  g_test_add_func ("/transfer/lies/length-of-a-chunked-file-is-ignored",
                   test_length_of_a_chunked_file_is_ignored);
  g_test_add_func ("/transfer/lies/megabyte-of-headers-is-refused",
                   test_megabyte_of_headers_is_refused);
  g_test_add_func ("/transfer/lies/wish-of-a-busy-server-is-told",
                   test_wish_of_a_busy_server_is_told);
  g_test_add_func ("/transfer/lies/connection-that-closes-under-a-request-is-replaced",
                   test_connection_that_closes_under_a_request_is_replaced);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
