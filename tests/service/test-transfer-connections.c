/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of several connections that share a file, and of servers that do not like that. */
#include "config.h"

#include "bgd-transfer.h"

#include "bgd-net.h"
#include "transfer-fixture.h"

#define SIZE (2 * MIB + 345)

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

static const char *
get_header (TransferFixture *fixture, guint number, const char *name)
{
  return fake_request_get (fake_server_get_request (fixture->server, number), name);
}

/* Slow enough that the others are of use. */
static FakeAnswer
slow_file_of (guint seed)
{
  FakeAnswer answer = file_of (seed);

  answer.rate = 10 * MIB;

  return answer;
}

static guint
count_connections (TransferFixture *fixture)
{
  g_autoptr (GHashTable) connections = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < fake_server_count_requests (fixture->server); i++)
    g_hash_table_add (connections,
                      GUINT_TO_POINTER (fake_server_get_request (fixture->server, i)->connection));

  return g_hash_table_size (connections);
}

static void
test_four_connections_share_a_file (void)
{
  FakeAnswer answer = slow_file_of (1);

  answer.rate = MIB / 2; /* time for the others to be made, also on a machine that pauses */
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->connections = 4;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_cmpuint (fixture->answers, ==, 1);
  g_assert_cmpstr (get_header (fixture, 0, "range"), ==, NULL);
  for (guint i = 0; i < fake_server_count_requests (fixture->server); i++)
    {
      if (i > 0)
        g_assert_cmpstr (get_header (fixture, i, "if-range"), ==, ETAG);
    }
  g_assert_cmpuint (count_connections (fixture), >=, 4);
}

/* Whatever the speed of this machine: each connection is limited, so that more are faster. */
static void
test_default_grows_where_connections_are_limited (void)
{
  FakeAnswer answer = file_of (1);

  answer.size = 8 * MIB;
  answer.rate = 1 * MIB;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->connections = 0;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, 8 * MIB);
  g_assert_cmpuint (count_connections (fixture), >=, 4);
  /* All in all, 16 at a time: one whose piece was shortened is closed, and another one is made. */
  g_assert_cmpuint (count_connections (fixture), <=, 64);
  g_assert_cmpuint (fixture->answers, ==, 1);
}

static void
test_default_stays_alone_with_a_small_file (void)
{
  FakeAnswer answer = slow_file_of (1);

  answer.size = 200 * KIB;
  answer.rate = 1 * MIB;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->connections = 0;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, 200 * KIB);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
}

/* It would take an hour. */
static void
crawl (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == GPOINTER_TO_UINT (user_data))
    answer->rate = 1 * KIB;
}

static void
test_crawling_connection_is_overtaken (void)
{
  static const guint crawlers[] = { 0, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (crawlers); i++)
    {
      FakeAnswer answer = slow_file_of (1);

      answer.size = 4 * MIB;
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fake_server_set_script (fixture->server, crawl, GUINT_TO_POINTER (crawlers[i]));
      fixture->connections = 4;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, 4 * MIB);
    }
}

static void
stall_first (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  answer->stalls = request->number == 0;
  answer->stall_at = 700 * KIB;
}

/* Long before it counts as lost. */
static void
test_only_connection_that_stalls_gets_help (void)
{
  const FakeAnswer answer = slow_file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, stall_first, NULL);
  fixture->connections = 0;
  fixture->silence = 3600;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), >, 1);
}

static void
test_server_that_refuses_ranges_gets_one_request (void)
{
  FakeAnswer answer = slow_file_of (1);

  answer.headers = "Accept-Ranges: none\r\n";
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->connections = 4;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
}

/* What happens to all connections but the first. */
static void
treat_others (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  const FakeAnswer *others = user_data;

  if (request->number > 0)
    *answer = *others;
}

static void
test_limit_of_the_server_is_no_failure (void)
{
  FakeAnswer others[] = {
    { .status = 403 },
    { .status = 429, .headers = "Retry-After: 60\r\n" },
    { .status = 503 },
    { .status = 404 },
    { .status = 416 },
    { .size = SIZE, .seed = 1, .etag = ETAG, .ignores_range = TRUE },
    { .raw = "" },
    { .raw = "rubbish\r\n\r\n" },
    { .mute = TRUE },
    { .size = SIZE, .seed = 9, .etag = "\"two\"", .ignores_if_range = TRUE },
    { .size = SIZE + 9, .seed = 9, .etag = ETAG },
    { .size = SIZE, .seed = 9, .etag = ETAG, .content_range = "bytes 0-1/2097497" },
    { .size = SIZE, .seed = 9, .etag = ETAG, .headers = "Content-Encoding: gzip\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      const FakeAnswer answer = slow_file_of (1);
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      g_test_message ("case %u", i);
      fake_server_set_script (fixture->server, treat_others, &others[i]);
      fixture->connections = 4;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_cmpuint (fixture->answers, ==, 1);
      g_assert_cmpuint (fixture->retry_after, ==, 0);
      /* It is asked for the rest once more than the limit, not for ever. */
      g_assert_cmpuint (fake_server_count_requests (fixture->server), <, 9);
    }
}

static void
break_off (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  gboolean first = request->number == 0;

  if (first == (gboolean) GPOINTER_TO_INT (user_data))
    {
      answer->cuts = TRUE;
      answer->cut_at = 300 * KIB;
    }
}

static void
test_lost_connection_is_replaced (void)
{
  static const gboolean firsts[] = { TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      const FakeAnswer answer = slow_file_of (1);
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fake_server_set_script (fixture->server, break_off, GINT_TO_POINTER (firsts[i]));
      fixture->connections = 4;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
    }
}

static void
stall_others (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  answer->stalls = request->number > 0 && request->number < 4;
  answer->stall_at = 50 * KIB;
}

static void
test_stalled_connections_are_replaced (void)
{
  const FakeAnswer answer = slow_file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, stall_others, NULL);
  fixture->connections = 4;
  fixture->silence = 1;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
}

static void
change_after_the_first (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == 0)
    {
      answer->cuts = TRUE;
      answer->cut_at = 200 * KIB;
      return;
    }

  answer->seed = 2;
  answer->etag = "\"two\"";
}

static void
test_file_that_changes_half_way_starts_again (void)
{
  const FakeAnswer answer = slow_file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, change_after_the_first, NULL);
  fixture->connections = 4;
  fixture->restart_seed = 2;
  transfer_fixture_run (fixture);

  if (fixture->failure.code != BG_ERROR_NONE)
    {
      transfer_fixture_assert_failed (fixture, BG_ERROR_CONNECTION_CLOSED);
      transfer_fixture_run (fixture);
    }

  transfer_fixture_assert_whole (fixture, 2, SIZE);
  g_assert_true (fixture->restarted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/connections/four-connections-share-a-file",
                   test_four_connections_share_a_file);
  g_test_add_func ("/transfer/connections/default-grows-where-connections-are-limited",
                   test_default_grows_where_connections_are_limited);
  g_test_add_func ("/transfer/connections/default-stays-alone-with-a-small-file",
                   test_default_stays_alone_with_a_small_file);
  g_test_add_func ("/transfer/connections/crawling-connection-is-overtaken",
                   test_crawling_connection_is_overtaken);
  g_test_add_func ("/transfer/connections/only-connection-that-stalls-gets-help",
                   test_only_connection_that_stalls_gets_help);
  g_test_add_func ("/transfer/connections/server-that-refuses-ranges-gets-one-request",
                   test_server_that_refuses_ranges_gets_one_request);
  g_test_add_func ("/transfer/connections/limit-of-the-server-is-no-failure",
                   test_limit_of_the_server_is_no_failure);
  g_test_add_func ("/transfer/connections/lost-connection-is-replaced",
                   test_lost_connection_is_replaced);
  g_test_add_func ("/transfer/connections/stalled-connections-are-replaced",
                   test_stalled_connections_are_replaced);
  g_test_add_func ("/transfer/connections/file-that-changes-half-way-starts-again",
                   test_file_that_changes_half_way_starts_again);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
