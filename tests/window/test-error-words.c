/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every error has a sentence for people; none shows the service's English where there is a better
 * one. */
#include "config.h"

#include "bgw-error-words.h"

#include <string.h>

#define DETAIL "detail for experts"

static BgJobError
error_new (BgError code, guint http_status, const char *url)
{
  BgJobError error = { 0 };

  error.code = code;
  error.http_status = http_status;
  error.url = (char *) url;
  error.message = (char *) DETAIL;

  return error;
}

static void
assert_row (BgError code, guint http_status, const char *wanted, const char *wanted_brief)
{
  BgJobError error = error_new (code, http_status, "https://me:secret@example.org/a.iso");
  g_autofree char *row = bgw_error_row (&error, "/home/me/Downloads", FALSE);
  g_autofree char *brief = bgw_error_row (&error, "/home/me/Downloads", TRUE);

  g_assert_cmpstr (row, ==, wanted);
  g_assert_cmpstr (brief, ==, wanted_brief);
}

static void
test_answers_of_the_server_are_explained (void)
{
  assert_row (BG_ERROR_HTTP_NOT_FOUND, 404, "The server says the file does not exist (404)",
              "File not found (404)");
  assert_row (BG_ERROR_HTTP_NOT_FOUND, 410, "The server says the file does not exist (410)",
              "File not found (410)");
  assert_row (BG_ERROR_HTTP_UNAUTHORIZED, 401, "The server asks for a user name and password",
              "Sign-in needed (401)");
  assert_row (BG_ERROR_HTTP_FORBIDDEN, 403, "The server refuses access (403)",
              "Access denied (403)");
  assert_row (BG_ERROR_LOGIN_PAGE, 0, "The server sent a web page, probably to sign in",
              "Web page instead of the file");
  assert_row (BG_ERROR_HTTP_BUSY, 429, "The server asks to wait", "Too many requests (429)");
  assert_row (BG_ERROR_HTTP_SERVER, 503, "The server has a problem (503)", "Server problem (503)");
}

static void
test_the_host_is_named_without_secrets (void)
{
  assert_row (BG_ERROR_HOST_NOT_FOUND, 0, "Could not find example.org", "Server not found");
  assert_row (BG_ERROR_CONNECT_FAILURE, 0, "example.org does not answer", "Could not connect");
  assert_row (BG_ERROR_TLS, 0, "The certificate of example.org is not valid",
              "Connection not secure");
}

static void
test_the_folder_is_named (void)
{
  assert_row (BG_ERROR_DISK_FULL, 0, "Not enough space in Downloads", "Disk full");
  assert_row (BG_ERROR_ACCESS_DENIED, 0, "Downloads is not writable", "Could not write the file");
  assert_row (BG_ERROR_FOLDER_NOT_FOUND, 0, "Downloads does not exist", "Folder not found");
}

static void
test_the_network_is_explained (void)
{
  assert_row (BG_ERROR_TIMED_OUT, 0, "Connection timed out", "Connection timed out");
  assert_row (BG_ERROR_NETWORK_DISCONNECTED, 0, "Waiting for a network", "No network");
  assert_row (BG_ERROR_VALIDATION_FAILED, 0, "The checksum does not match", "Damaged file");
  assert_row (BG_ERROR_REMOTE_FILE_CHANGED, 0, "The file changed while downloading",
              "File changed on the server");
}

static void
test_what_is_missing_does_not_matter (void)
{
  BgJobError error = error_new (BG_ERROR_HOST_NOT_FOUND, 0, NULL);
  g_autofree char *without_url = bgw_error_row (&error, NULL, FALSE);
  g_autofree char *without_folder = NULL;

  g_assert_cmpstr (without_url, ==, "Server not found");
  error.code = BG_ERROR_DISK_FULL;
  without_folder = bgw_error_row (&error, NULL, FALSE);
  g_assert_cmpstr (without_folder, ==, "Not enough space in the folder");
}

static void
test_only_what_has_no_words_shows_the_detail (void)
{
  for (guint code = BG_ERROR_SERVICE_UNAVAILABLE; code < BG_N_ERRORS; code++)
    {
      BgJobError error = error_new (code, 404, "https://example.org/a");
      g_autofree char *row = bgw_error_row (&error, "/tmp", FALSE);
      g_autofree char *brief = bgw_error_row (&error, "/tmp", TRUE);

      g_assert_null (strstr (row, DETAIL));
      g_assert_cmpstr (brief, !=, "Something went wrong (404)");
      g_assert_nonnull (bgw_error_advice (&error));
    }

  assert_row (BG_ERROR_FAILED, 0, DETAIL, "Something went wrong");
}

static void
test_a_code_of_a_newer_service_shows_the_detail (void)
{
  BgJobError error = error_new ((BgError) 12345, 0, NULL);
  g_autofree char *row = bgw_error_row (&error, NULL, FALSE);

  g_assert_cmpstr (row, ==, DETAIL);
  g_assert_null (bgw_error_advice (&error));
}

static void
test_a_call_that_fails_is_explained (void)
{
  g_autoptr (GError) ours = g_error_new_literal (BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND, DETAIL);
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_PERM, "No\nway");
  g_autofree char *of_ours = bgw_error_of_call (ours, "/home/me/Films");
  g_autofree char *of_foreign = bgw_error_of_call (foreign, NULL);

  g_assert_cmpstr (of_ours, ==, "Films does not exist");
  g_assert_cmpstr (of_foreign, ==, "No\\nway");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/error-words/answers-of-the-server-are-explained",
                   test_answers_of_the_server_are_explained);
  g_test_add_func ("/error-words/the-host-is-named-without-secrets",
                   test_the_host_is_named_without_secrets);
  g_test_add_func ("/error-words/the-folder-is-named", test_the_folder_is_named);
  g_test_add_func ("/error-words/the-network-is-explained", test_the_network_is_explained);
  g_test_add_func ("/error-words/what-is-missing-does-not-matter",
                   test_what_is_missing_does_not_matter);
  g_test_add_func ("/error-words/only-what-has-no-words-shows-the-detail",
                   test_only_what_has_no_words_shows_the_detail);
  g_test_add_func ("/error-words/a-code-of-a-newer-service-shows-the-detail",
                   test_a_code_of_a_newer_service_shows_the_detail);
  g_test_add_func ("/error-words/a-call-that-fails-is-explained",
                   test_a_call_that_fails_is_explained);

  return g_test_run ();
}
