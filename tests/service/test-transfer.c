/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a file on its way: what arrives, what is told, how it stops and goes on. */
#include "config.h"

#include "bgd-transfer.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bgd-net.h"
#include "transfer-fixture.h"

static const FakeAnswer well_behaved = {
  .size = 3 * MIB + 12345,
  .seed = 1,
  .etag = ETAG,
  .last_modified = LAST_MODIFIED,
};

static FakeAnswer
slow (guint64 size, guint rate)
{
  FakeAnswer answer = well_behaved;

  answer.size = size;
  answer.rate = rate;

  return answer;
}

static void
test_whole_file_arrives (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, well_behaved.size);
  g_assert_cmpstr (fixture->log->str, ==, "answered safe finished ");
  g_assert_cmpuint (fixture->bytes_total, ==, well_behaved.size);
  g_assert_cmpstr (fixture->validators.etag, ==, ETAG);
  g_assert_cmpstr (fixture->validators.last_modified, ==, LAST_MODIFIED);
  g_assert_false (fixture->restarted);
}

static void
test_small_files_arrive (void)
{
  static const guint64 sizes[] = { 0, 1, 2, 4095, 4096, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      FakeAnswer answer = well_behaved;

      answer.size = sizes[i];
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fixture->connections = 4;
      transfer_fixture_run (fixture);
      transfer_fixture_assert_whole (fixture, 1, sizes[i]);
    }
}

static void
test_first_request_is_plain (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);

  transfer_fixture_run (fixture);

  const FakeRequest *request = fake_server_get_request (fixture->server, 0);

  g_assert_cmpstr (request->version, ==, "HTTP/1.1");
  g_assert_cmpstr (fake_request_get (request, "range"), ==, NULL);
  g_assert_cmpstr (fake_request_get (request, "if-range"), ==, NULL);
  g_assert_cmpstr (fake_request_get (request, "cookie"), ==, NULL);
  g_assert_cmpstr (fake_request_get (request, "referer"), ==, NULL);
  g_assert_cmpstr (fake_request_get (request, "accept-encoding"), ==, "identity");
  g_assert_cmpstr (fake_request_get (request, "user-agent"), ==, "Ferry/" PACKAGE_VERSION);
}

static void
test_file_of_unknown_size_arrives (void)
{
  for (guint i = 0; i < 2; i++)
    {
      FakeAnswer answer = well_behaved;

      answer.chunked = i == 0;
      answer.no_length = i == 1;
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fixture->connections = 4;
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, answer.size);
      g_assert_cmpuint (fixture->bytes_total, ==, BG_SIZE_UNKNOWN);
      g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
    }
}

static void
test_connection_is_used_again (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);

  for (guint i = 0; i < 3; i++)
    {
      bgd_ranges_clear (fixture->done);
      transfer_fixture_run (fixture);
      transfer_fixture_assert_whole (fixture, 1, well_behaved.size);
    }

  g_assert_cmpuint (fake_server_get_request (fixture->server, 2)->connection, ==, 0);
}

static void
test_long_transfer_is_safe_every_second (void)
{
  const FakeAnswer answer = slow (1 * MIB, 400 * KIB);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, answer.size);
  /* Twice on the way, and at the end. */
  g_assert_true (g_str_has_prefix (fixture->log->str, "answered safe safe safe "));
}

static void
test_stopped_transfer_goes_on (void)
{
  const FakeAnswer answer = slow (2 * MIB, 4 * MIB);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_start (fixture);
  transfer_fixture_wait_for_bytes (fixture, 500 * KIB);
  bgd_transfer_stop (fixture->transfer);
  bgd_transfer_stop (fixture->transfer);
  transfer_fixture_wait (fixture);

  g_assert_true (fixture->stopped);
  g_assert_cmpint (fixture->failure.code, ==, BG_ERROR_NONE);
  g_assert_cmpstr (fixture->log->str, ==, "answered safe finished ");

  guint64 first = bgd_ranges_get_end (fixture->done);
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-", first);

  g_assert_cmpuint (first, >=, 500 * KIB);
  g_assert_cmpuint (first, ==, fixture->bytes);

  transfer_fixture_run (fixture);

  const FakeRequest *request = fake_server_get_request (fixture->server, 1);

  transfer_fixture_assert_whole (fixture, 1, answer.size);
  g_assert_false (fixture->restarted);
  g_assert_cmpstr (fake_request_get (request, "range"), ==, range);
  g_assert_cmpstr (fake_request_get (request, "if-range"), ==, ETAG);
}

static void
test_stop_before_start_ends_it_at_once (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);
  BgdRanges *none = fixture->done;
  const BgdTransferRequest request = {
    .url = fixture->url,
    .directory = fixture->directory,
    .part_name = "never",
    .done = none,
    .validators = &fixture->validators,
    .bytes_total = BG_SIZE_UNKNOWN,
    .size_limit = BG_SIZE_UNKNOWN,
  };
  g_autoptr (BgdTransfer) transfer = bgd_transfer_new (&request);
  gboolean finished = FALSE;

  g_signal_connect_swapped (transfer, "finished", G_CALLBACK (g_atomic_int_inc), &finished);
  bgd_transfer_stop (transfer);
  bgd_transfer_start (transfer);
  g_assert_false (finished);
  while (!finished)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (bgd_transfer_was_stopped (transfer));
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 0);
}

static void
test_stop_is_prompt_although_the_server_is_mute (void)
{
  const FakeAnswer answer = { .mute = TRUE };
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);
  gint64 begin = g_get_monotonic_time ();

  transfer_fixture_start (fixture);
  while (fake_server_count_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, FALSE);
  bgd_transfer_stop (fixture->transfer);
  transfer_fixture_wait (fixture);

  g_assert_true (fixture->stopped);
  g_assert_cmpstr (fixture->log->str, ==, "finished ");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_dropped_transfer_is_silent (void)
{
  const FakeAnswer answer = slow (2 * MIB, 4 * MIB);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  transfer_fixture_start (fixture);
  transfer_fixture_wait_for_bytes (fixture, 100 * KIB);
  g_string_truncate (fixture->log, 0);
  g_assert_finalize_object (g_steal_pointer (&fixture->transfer));
  bgd_net_shutdown (); /* after all that was asked of it */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpstr (fixture->log->str, ==, "");
}

static void
test_transfer_may_be_dropped_by_its_last_signal (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);

  transfer_fixture_start (fixture);
  g_signal_connect (fixture->transfer, "finished", G_CALLBACK (g_object_unref), NULL);
  while (!fixture->finished)
    g_main_context_iteration (NULL, TRUE);
  fixture->transfer = NULL;

  transfer_fixture_assert_whole (fixture, 1, well_behaved.size);
}

/* Stops at any moment, again and again, as somebody with a bad line and little patience. */
static void
test_any_number_of_stops_gives_the_right_bytes (gconstpointer data)
{
  guint rounds = g_getenv ("BG_TEST_LONG") != NULL ? 200 : 8;
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA256, 1, 2 * MIB);

  for (guint i = 0; i < rounds; i++)
    {
      const FakeAnswer answer = slow (2 * MIB, 8 * MIB);
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);
      guint stops = 0;

      fixture->connections = GPOINTER_TO_UINT (data);
      fixture->checksum = g_strconcat ("sha-256:", hex, NULL);
      do
        {
          guint64 patience = (guint64) g_test_rand_int_range (1, 1024) * KIB;

          transfer_fixture_start (fixture);
          transfer_fixture_wait_for_bytes (fixture,
                                           bgd_ranges_get_bytes (fixture->done) + patience);
          bgd_transfer_stop (fixture->transfer);
          transfer_fixture_wait (fixture);
          g_assert_cmpint (fixture->failure.code, ==, BG_ERROR_NONE);
          g_assert_false (fixture->restarted);
        }
      while (fixture->stopped && stops++ < 100);

      transfer_fixture_assert_whole (fixture, 1, answer.size);
    }
}

static void
test_whole_part_needs_no_server (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);

  transfer_fixture_put_part (fixture, 1, well_behaved.size);
  fixture->bytes_total = well_behaved.size;
  bgd_validators_set (&fixture->validators, ETAG, NULL);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, well_behaved.size);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 0);
  g_assert_cmpstr (fixture->validators.etag, ==, ETAG);
}

static void
test_right_checksum_passes (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA256, 1, well_behaved.size);

  fixture->checksum = g_strdup_printf ("sha-256:%s", hex);
  fixture->connections = 4;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, well_behaved.size);
}

static void
test_wrong_checksum_fails (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA256, 2, well_behaved.size);

  fixture->checksum = g_strdup_printf ("sha-256:%s", hex);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_VALIDATION_FAILED);
  g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER);
}

static void
test_longer_rubbish_of_an_earlier_try_goes (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);

  transfer_fixture_put_part (fixture, 7, well_behaved.size + 1 * MIB);
  bgd_ranges_clear (fixture->done);
  fixture->seed = 1;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, well_behaved.size);
  g_assert_false (fixture->restarted);
}

static void
test_folder_that_is_gone_fails (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&well_behaved);
  g_autofree char *directory = g_build_filename (fixture->directory, "gone", NULL);

  g_free (g_steal_pointer (&fixture->directory));
  fixture->directory = g_steal_pointer (&directory);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_FOLDER_NOT_FOUND);
  g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_LOCAL_FILE);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 0);
}

static void
test_addresses_are_judged (void)
{
  static const struct
  {
    const char *url;
    BgError code;
  } cases[] = {
    { "http://host/file", BG_ERROR_NONE },
    { "https://host", BG_ERROR_NONE },
    { "HTTP://HOST/", BG_ERROR_NONE },
    { "http://[::1]:8080/a?b#c", BG_ERROR_NONE },
    { "http://user:secret@host/", BG_ERROR_NONE },
    { "http://", BG_ERROR_INVALID_URL },
    { "http:///file", BG_ERROR_INVALID_URL },
    { "http://host:99999/", BG_ERROR_INVALID_URL },
    { "http:file", BG_ERROR_INVALID_URL },
    { "host/file", BG_ERROR_INVALID_URL },
    { "", BG_ERROR_INVALID_URL },
    { "ftp://host/file", BG_ERROR_UNSUPPORTED_SCHEME },
    { "file:///etc/passwd", BG_ERROR_UNSUPPORTED_SCHEME },
    { "magnet:?xt=urn", BG_ERROR_UNSUPPORTED_SCHEME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean supported = bgd_transfer_supports (cases[i].url, &error);

      g_test_message ("%s", cases[i].url);
      if (cases[i].code == BG_ERROR_NONE)
        g_assert_no_error (error);
      else
        g_assert_error (error, BG_ERROR, (int) cases[i].code);
      g_assert_cmpint (supported, ==, cases[i].code == BG_ERROR_NONE);
    }
}

/* In KiB, from /proc. */
static guint64
peak_memory (void)
{
  g_autofree char *status = NULL;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);

  return g_ascii_strtoull (strstr (status, "VmHWM:") + strlen ("VmHWM:"), NULL, 10);
}

static void
test_memory_does_not_grow_with_the_file (void)
{
  FakeAnswer answer = well_behaved;

  answer.size = g_getenv ("BG_TEST_LONG") != NULL ? 4096 * MIB : 128 * MIB;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);
  guint64 before = peak_memory ();

  fixture->connections = 4;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, answer.size);
  g_test_message ("%" G_GUINT64_FORMAT " KiB more", peak_memory () - before);
  g_assert_cmpuint (peak_memory () - before, <, 16 * KIB);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/whole-file-arrives", test_whole_file_arrives);
  g_test_add_func ("/transfer/small-files-arrive", test_small_files_arrive);
  g_test_add_func ("/transfer/first-request-is-plain", test_first_request_is_plain);
  g_test_add_func ("/transfer/file-of-unknown-size-arrives", test_file_of_unknown_size_arrives);
  g_test_add_func ("/transfer/connection-is-used-again", test_connection_is_used_again);
  g_test_add_func ("/transfer/long-transfer-is-safe-every-second",
                   test_long_transfer_is_safe_every_second);
  g_test_add_func ("/transfer/stopped-transfer-goes-on", test_stopped_transfer_goes_on);
  g_test_add_func ("/transfer/stop-before-start-ends-it-at-once",
                   test_stop_before_start_ends_it_at_once);
  g_test_add_func ("/transfer/stop-is-prompt-although-the-server-is-mute",
                   test_stop_is_prompt_although_the_server_is_mute);
  g_test_add_func ("/transfer/dropped-transfer-is-silent", test_dropped_transfer_is_silent);
  g_test_add_func ("/transfer/transfer-may-be-dropped-by-its-last-signal",
                   test_transfer_may_be_dropped_by_its_last_signal);
  g_test_add_data_func ("/transfer/any-number-of-stops-gives-the-right-bytes", GUINT_TO_POINTER (1),
                        test_any_number_of_stops_gives_the_right_bytes);
  g_test_add_data_func ("/transfer/any-number-of-stops-of-four-connections-gives-the-right-bytes",
                        GUINT_TO_POINTER (4), test_any_number_of_stops_gives_the_right_bytes);
  g_test_add_func ("/transfer/whole-part-needs-no-server", test_whole_part_needs_no_server);
  g_test_add_func ("/transfer/right-checksum-passes", test_right_checksum_passes);
  g_test_add_func ("/transfer/wrong-checksum-fails", test_wrong_checksum_fails);
  g_test_add_func ("/transfer/longer-rubbish-of-an-earlier-try-goes",
                   test_longer_rubbish_of_an_earlier_try_goes);
  g_test_add_func ("/transfer/folder-that-is-gone-fails", test_folder_that_is_gone_fails);
  g_test_add_func ("/transfer/addresses-are-judged", test_addresses_are_judged);
  g_test_add_func ("/transfer/memory-does-not-grow-with-the-file",
                   test_memory_does_not_grow_with_the_file);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
