/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a file on its way from servers, over lines and onto disks that do what they should not.
 */
#include "config.h"

#include "bgd-transfer.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "bgd-net.h"
#include "transfer-fixture.h"

#define SIZE (2 * MIB + 345)
#define HEAD "HTTP/1.1 200 Yes\r\n"

/* ---- Answers that bring no file ----------------------------------------------------------------
 */

typedef struct
{
  guint status;
  BgError code;
} StatusCase;

static const StatusCase status_cases[] = {
  { 204, BG_ERROR_HTTP_UNEXPECTED },
  { 205, BG_ERROR_HTTP_UNEXPECTED },
  { 300, BG_ERROR_HTTP_UNEXPECTED },
  { 304, BG_ERROR_HTTP_UNEXPECTED },
  { 400, BG_ERROR_HTTP_CLIENT },
  { 401, BG_ERROR_HTTP_UNAUTHORIZED },
  { 403, BG_ERROR_HTTP_FORBIDDEN },
  { 404, BG_ERROR_HTTP_NOT_FOUND },
  { 407, BG_ERROR_HTTP_PROXY_AUTHENTICATION },
  { 408, BG_ERROR_HTTP_BUSY },
  { 409, BG_ERROR_HTTP_BUSY },
  { 410, BG_ERROR_HTTP_NOT_FOUND },
  { 412, BG_ERROR_HTTP_CLIENT },
  { 416, BG_ERROR_HTTP_CLIENT },
  { 429, BG_ERROR_HTTP_BUSY },
  { 451, BG_ERROR_HTTP_CLIENT },
  { 500, BG_ERROR_HTTP_SERVER },
  { 501, BG_ERROR_HTTP_NOT_IMPLEMENTED },
  { 502, BG_ERROR_HTTP_SERVER },
  { 503, BG_ERROR_HTTP_SERVER },
  { 504, BG_ERROR_HTTP_SERVER },
  { 505, BG_ERROR_HTTP_NOT_IMPLEMENTED },
  { 599, BG_ERROR_HTTP_SERVER },
  { 206, BG_ERROR_INVALID_SERVER_RESPONSE },
};

static void
test_status_is_told (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_cases); i++)
    {
      const FakeAnswer answer = { .size = SIZE, .status = status_cases[i].status };
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fixture->connections = 4;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_failed (fixture, status_cases[i].code);
      g_assert_cmpuint (fixture->failure.http_status, ==, status_cases[i].status);
      g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_REMOTE_FILE);
      g_assert_cmpuint (fixture->failure.file, ==, BGD_NO_FILE);
      g_assert_cmpstr (fixture->log->str, ==, "finished ");
      g_assert_true (fake_check_file (fixture->part, 0, 0));
    }
}

static void
test_wish_to_wait_is_told (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, 90);
  g_autofree char *date = g_date_time_format (then, "Retry-After: %a, %d %b %Y %H:%M:%S GMT\r\n");
  const struct
  {
    const char *header;
    guint least, most;
  } cases[] = {
    { "Retry-After: 17\r\n", 17, 17 },
    { date, 60, 91 },
    { "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", 0, 0 },
    { "Retry-After: soon\r\n", 0, 0 },
    { "Retry-After: -5\r\n", 0, 0 },
    { "Retry-After: 99999999999999999999\r\n", 0, 0 },
    { "", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeAnswer answer = { .status = 503, .headers = cases[i].header };
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      transfer_fixture_run (fixture);

      transfer_fixture_assert_failed (fixture, BG_ERROR_HTTP_SERVER);
      g_assert_cmpuint (fixture->retry_after, >=, cases[i].least);
      g_assert_cmpuint (fixture->retry_after, <=, cases[i].most);
    }
}

static void
test_what_is_not_http_fails (void)
{
  g_autofree char *megabyte = g_strnfill (MIB, 'a');
  g_autofree char *long_header = g_strconcat (HEAD "X: ", megabyte, "\r\n\r\nfile", NULL);
  const struct
  {
    const char *raw;
    BgError code;
  } cases[] = {
    { "", BG_ERROR_CONNECTION_CLOSED },
    { HEAD, BG_ERROR_CONNECTION_CLOSED },
    { HEAD "Server: a\r\n", BG_ERROR_CONNECTION_CLOSED },
    { HEAD "Content-Length: 4\r\n", BG_ERROR_CONNECTION_CLOSED },
    { "\r\n\r\n\r\n", BG_ERROR_INVALID_SERVER_RESPONSE },
    { "220 mail.example ESMTP\r\n\r\n", BG_ERROR_INVALID_SERVER_RESPONSE },
    { "<html>an answer from the nineties</html>\r\n\r\n", BG_ERROR_INVALID_SERVER_RESPONSE },
    { "\x16\x03\x01\x02\x00\r\n\r\n", BG_ERROR_INVALID_SERVER_RESPONSE },
    { "HTTP/1.1 2xx Yes\r\n\r\nfile", BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Transfer-Encoding: rot13\r\n\r\nfile", BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Content-Length: 4\r\nContent-Length: 5\r\n\r\nfile.",
      BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Content-Length: 4, 5\r\n\r\nfile.", BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Content-Length: -4\r\n\r\nfile", BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Content-Length: 0x4\r\n\r\nfile", BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Content-Length: 99999999999999999999\r\n\r\nfile", BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Content-Length: 9223372036854775808\r\n\r\nfile", BG_ERROR_INVALID_SERVER_RESPONSE },
    { long_header, BG_ERROR_INVALID_SERVER_RESPONSE },
    { HEAD "Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n", BG_ERROR_CONNECTION_CLOSED },
    { HEAD "Transfer-Encoding: chunked\r\n\r\n40\r\nfile", BG_ERROR_CONNECTION_CLOSED },
  };

  /* libsoup itself warns of a negative length. */
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeAnswer answer = { .raw = cases[i].raw };
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      g_test_message ("%.60s", cases[i].raw);
      fixture->seed = ANY_BYTES;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_failed (fixture, cases[i].code);
    }

  g_log_set_always_fatal (fatal);
}

static void
cut_the_first_head (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == 0)
    answer->raw = user_data;
}

static void
test_head_that_is_cut_off_is_asked_for_again (void)
{
  static const char *const heads[] = { "H", "HTTP/1.1 200", HEAD "Content-Le",
                                       HEAD "Content-Length: " };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      const FakeAnswer answer = { .size = SIZE, .etag = ETAG };
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fake_server_set_script (fixture->server, cut_the_first_head, (gpointer) heads[i]);
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 0, SIZE);
    }
}

static void
test_informational_answers_come_before (void)
{
  const FakeAnswer answer = {
    .raw = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" HEAD
           "Content-Length: 0\r\n\r\n",
  };
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 0, 0);
}

/* ---- Bodies that break off ---------------------------------------------------------------------
 */

/* Fails the first time, and goes well the second, from where it stopped. Several connections may
 * help each other over it. */
static void
assert_goes_on (const FakeAnswer *broken, BgError code, guint silence)
{
  static const guint connections[] = { 1, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (broken);
      FakeAnswer sane = {
        .size = broken->size,
        .seed = broken->seed,
        .etag = broken->etag,
        .last_modified = broken->last_modified,
      };

      fixture->connections = connections[i];
      fixture->silence = silence;
      transfer_fixture_run (fixture);
      if (connections[i] > 1 && fixture->failure.code == BG_ERROR_NONE)
        {
          transfer_fixture_assert_whole (fixture, broken->seed, broken->size);
          continue;
        }

      transfer_fixture_assert_failed (fixture, code);
      g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
      g_assert_true (bg_error_is_transient (fixture->failure.code));
      g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), >, 0);
      g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), ==, fixture->bytes);

      fake_server_set_answer (fixture->server, &sane);
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, broken->seed, broken->size);
      g_assert_false (fixture->restarted);
    }
}

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

static void
test_truncated_file_goes_on (void)
{
  FakeAnswer answer = file_of (3);

  answer.cuts = TRUE;
  answer.cut_at = 200 * KIB;
  assert_goes_on (&answer, BG_ERROR_CONNECTION_CLOSED, 0);
}

/* libsoup takes the end of a connection that was to be closed for the end of the body. */
static void
test_truncated_file_of_a_closing_server_goes_on (void)
{
  FakeAnswer answer = file_of (3);

  answer.closes = TRUE;
  answer.cuts = TRUE;
  answer.cut_at = 200 * KIB;
  assert_goes_on (&answer, BG_ERROR_CONNECTION_CLOSED, 0);
}

static void
test_truncated_chunks_go_on (void)
{
  FakeAnswer answer = file_of (3);

  answer.chunked = TRUE;
  answer.cuts = TRUE;
  answer.cut_at = 200 * KIB;
  assert_goes_on (&answer, BG_ERROR_CONNECTION_CLOSED, 0);
}

static void
test_reset_connection_goes_on (void)
{
  FakeAnswer answer = file_of (4);

  answer.cuts = TRUE;
  answer.resets = TRUE;
  answer.cut_at = 200 * KIB;
  answer.rate = 8 * MIB; /* a reset takes along what was not yet read */
  assert_goes_on (&answer, BG_ERROR_CONNECTION_CLOSED, 0);
}

static void
test_silent_connection_goes_on (void)
{
  FakeAnswer answer = file_of (5);

  answer.stalls = TRUE;
  answer.stall_at = 200 * KIB;
  assert_goes_on (&answer, BG_ERROR_TIMED_OUT, 1);
}

static void
test_announced_bytes_that_do_not_come_are_missed (void)
{
  FakeAnswer answer = file_of (6);
  g_autoptr (TransferFixture) fixture = NULL;

  answer.length_lie = 100;
  answer.closes = TRUE;
  fixture = transfer_fixture_new (&answer);
  transfer_fixture_run (fixture);

  /* Asked for the rest the server says that the file is shorter: it is not the one that it was. */
  transfer_fixture_assert_failed (fixture, BG_ERROR_REMOTE_FILE_CHANGED);
}

static void
test_file_that_breaks_off_always_comes_in_the_end (void)
{
  FakeAnswer answer = file_of (6);
  g_autoptr (TransferFixture) fixture = NULL;
  guint tries = 0;

  answer.cuts = TRUE;
  answer.cut_at = 100 * KIB;
  fixture = transfer_fixture_new (&answer);
  do
    {
      transfer_fixture_run (fixture);
      tries++;
    }
  while (fixture->failure.code == BG_ERROR_CONNECTION_CLOSED && tries < 100);

  transfer_fixture_assert_whole (fixture, 6, SIZE);
  g_assert_cmpuint (tries, ==, 21);
}

static void
test_connection_that_was_of_use_is_replaced (void)
{
  FakeAnswer answer = file_of (6);
  g_autoptr (TransferFixture) fixture = NULL;

  answer.cuts = TRUE;
  answer.cut_at = 600 * KIB;
  fixture = transfer_fixture_new (&answer);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 6, SIZE);
  g_assert_cmpuint (fixture->answers, ==, 1);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 4);
}

static void
test_file_that_cannot_be_continued_is_not_asked_for_again (void)
{
  FakeAnswer answer = file_of (6);
  g_autoptr (TransferFixture) fixture = NULL;

  answer.cuts = TRUE;
  answer.cut_at = 600 * KIB;
  answer.headers = "Accept-Ranges: none\r\n";
  answer.ignores_range = TRUE;
  fixture = transfer_fixture_new (&answer);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_CONNECTION_CLOSED);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
}

static void
test_mute_server_times_out (void)
{
  const FakeAnswer answer = { .mute = TRUE };
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->silence = 1;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_TIMED_OUT);
}

static void
test_slow_drip_is_not_silence (void)
{
  FakeAnswer answer = file_of (7);

  answer.size = 3000;
  answer.rate = 1000;

  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->silence = 1;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 7, 3000);
}

static void
test_surplus_is_not_written (void)
{
  static const gint64 lies[] = { 0, -100 };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      FakeAnswer answer = file_of (8);

      answer.surplus = lies[i] == 0 ? 5000 : 0;
      answer.length_lie = lies[i];

      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      for (guint again = 0; again < 2; again++)
        {
          bgd_ranges_clear (fixture->done);
          transfer_fixture_run (fixture);
          transfer_fixture_assert_whole (fixture, 8, SIZE + lies[i]);
        }
    }
}

/* ---- No way there ------------------------------------------------------------------------------
 */

static void
test_closed_port_fails (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&(FakeAnswer){ 0 });

  g_clear_pointer (&fixture->server, fake_server_free);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_CONNECT_FAILURE);
  g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
}

static void
test_unknown_host_fails (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (NULL);

  fixture->url = g_strdup ("http://nowhere.invalid/secret?token=hunter2");
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_HOST_NOT_FOUND);
  g_assert_nonnull (strstr (fixture->failure.message, "nowhere.invalid"));
  g_assert_null (strstr (fixture->failure.message, "hunter2"));
}

/* ---- Disks -------------------------------------------------------------------------------------
 */

static void
test_full_disk_goes_on (void)
{
  FakeAnswer answer = file_of (9);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);
  struct rlimit old;

  /* The nearest thing to a full disk that a test may make. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  const struct rlimit small = { 1 * MIB, old.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  transfer_fixture_run (fixture);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  transfer_fixture_assert_failed (fixture, BG_ERROR_DISK_FULL);
  g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_LOCAL_FILE);

  transfer_fixture_run (fixture);
  transfer_fixture_assert_whole (fixture, 9, SIZE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/faults/status-is-told", test_status_is_told);
  g_test_add_func ("/transfer/faults/wish-to-wait-is-told", test_wish_to_wait_is_told);
  g_test_add_func ("/transfer/faults/what-is-not-http-fails", test_what_is_not_http_fails);
  g_test_add_func ("/transfer/faults/head-that-is-cut-off-is-asked-for-again",
                   test_head_that_is_cut_off_is_asked_for_again);
  g_test_add_func ("/transfer/faults/informational-answers-come-before",
                   test_informational_answers_come_before);
  g_test_add_func ("/transfer/faults/truncated-file-goes-on", test_truncated_file_goes_on);
  g_test_add_func ("/transfer/faults/truncated-file-of-a-closing-server-goes-on",
                   test_truncated_file_of_a_closing_server_goes_on);
  g_test_add_func ("/transfer/faults/truncated-chunks-go-on", test_truncated_chunks_go_on);
  g_test_add_func ("/transfer/faults/reset-connection-goes-on", test_reset_connection_goes_on);
  g_test_add_func ("/transfer/faults/silent-connection-goes-on", test_silent_connection_goes_on);
  g_test_add_func ("/transfer/faults/announced-bytes-that-do-not-come-are-missed",
                   test_announced_bytes_that_do_not_come_are_missed);
  g_test_add_func ("/transfer/faults/file-that-breaks-off-always-comes-in-the-end",
                   test_file_that_breaks_off_always_comes_in_the_end);
  g_test_add_func ("/transfer/faults/connection-that-was-of-use-is-replaced",
                   test_connection_that_was_of_use_is_replaced);
  g_test_add_func ("/transfer/faults/file-that-cannot-be-continued-is-not-asked-for-again",
                   test_file_that_cannot_be_continued_is_not_asked_for_again);
  g_test_add_func ("/transfer/faults/mute-server-times-out", test_mute_server_times_out);
  g_test_add_func ("/transfer/faults/slow-drip-is-not-silence", test_slow_drip_is_not_silence);
  g_test_add_func ("/transfer/faults/surplus-is-not-written", test_surplus_is_not_written);
  g_test_add_func ("/transfer/faults/closed-port-fails", test_closed_port_fails);
  g_test_add_func ("/transfer/faults/unknown-host-fails", test_unknown_host_fails);
  g_test_add_func ("/transfer/faults/full-disk-goes-on", test_full_disk_goes_on);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
