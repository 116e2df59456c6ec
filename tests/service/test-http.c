/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is said to servers, and of where they send us. */
#include "config.h"

#include "bgd-transfer.h"

#include <string.h>

#include "bgd-net.h"
#include "transfer-fixture.h"

#define SIZE 5000

static const FakeAnswer plain = { .size = SIZE, .seed = 1, .etag = ETAG };

/* ---- Redirections ------------------------------------------------------------------------ */

/* "/file.bin" leads to where @user_data says, with the status in the query, or 302. */
static void
lead_away (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (!g_str_has_prefix (request->path, "/file.bin"))
    return;

  const char *status = strchr (request->path, '?');

  answer->status = status != NULL ? (guint) g_ascii_strtoull (status + 1, NULL, 10) : 302;
  answer->location = user_data;
}

static void
test_redirections_are_followed (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);
      g_autofree char *path = g_strdup_printf ("/file.bin?%u", statuses[i]);

      fake_server_set_script (fixture->server, lead_away, (gpointer) "/elsewhere");
      g_free (fixture->url);
      fixture->url = fake_server_get_url (fixture->server, path);
      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
    }
}

static void
test_addresses_of_redirections_are_understood (void)
{
  static const struct
  {
    const char *location, *path;
  } cases[] = {
    { "/a/b", "/a/b" },
    { "other", "/other" },
    { "?x=y", "/file.bin" },
    { "./../../up", "/up" },
    { "/with%20blank", "/with%20blank" },
    { "/with blank", "/with%20blank" },
    { "/ümlaut", "/%C3%BCmlaut" },
    { "/fragment#part", "/fragment" },
    { "/query?a=b&c=%2F#part", "/query?a=b&c=%2F" },
    { "/double//slash", "/double//slash" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);

      if (cases[i].location[0] == '?')
        continue;

      g_test_message ("%s", cases[i].location);
      fake_server_set_script (fixture->server, lead_away, (gpointer) cases[i].location);
      transfer_fixture_run (fixture);

      const FakeRequest *request = fake_server_get_request (fixture->server, 1);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_cmpstr (request->path, ==, cases[i].path);
      g_assert_cmpuint (request->connection, ==, 0); /* the same as before */
    }
}

static void
test_circles_end (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);

  fake_server_set_script (fixture->server, lead_away, (gpointer) "/file.bin");
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_TOO_MANY_REDIRECTS);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 21);
}

static void
test_other_protocols_are_refused (void)
{
  static const char *const locations[] = {
    "file:///etc/passwd",
    "ftp://127.0.0.1/file",
    "javascript:alert(1)",
    "data:text/plain,hello",
    "http://",
    "https:///file",
    "mailto:nobody@example.org",
    "http://[::1",
    "http://127.0.0.1:99999/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);

      g_test_message ("%s", locations[i]);
      fake_server_set_script (fixture->server, lead_away, (gpointer) locations[i]);
      transfer_fixture_run (fixture);

      transfer_fixture_assert_failed (fixture, BG_ERROR_REDIRECT_REFUSED);
    }
}

static void
test_redirection_to_nowhere_fails (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);

  fake_server_set_script (fixture->server, lead_away, NULL);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_INVALID_SERVER_RESPONSE);
}

static void
test_parts_are_fetched_from_where_the_file_is (void)
{
  FakeAnswer answer = plain;

  answer.size = 2 * MIB;
  answer.rate = 4 * MIB;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, lead_away, (gpointer) "/elsewhere");
  fixture->connections = 4;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, answer.size);
  for (guint i = 1; i < fake_server_count_requests (fixture->server); i++)
    g_assert_cmpstr (fake_server_get_request (fixture->server, i)->path, ==, "/elsewhere");
}

/* ---- Headers ----------------------------------------------------------------------------- */

static const char *const secrets[] = {
  "Authorization: Basic c2VjcmV0",
  "X-Token:   tight  ",
  "Range: bytes=5-",
  "If-Range: \"other\"",
  "Accept-Encoding: gzip",
  "User-Agent: Somebody Else",
  "no colon",
  NULL,
};

static void
test_headers_of_the_job_are_sent (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);

  fixture->headers = secrets;
  transfer_fixture_run (fixture);

  const FakeRequest *request = fake_server_get_request (fixture->server, 0);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_cmpstr (fake_request_get (request, "authorization"), ==, "Basic c2VjcmV0");
  g_assert_cmpstr (fake_request_get (request, "x-token"), ==, "tight");
  g_assert_cmpstr (fake_request_get (request, "user-agent"), ==, "Somebody Else");

  /* What is asked for is not theirs to say. */
  g_assert_cmpstr (fake_request_get (request, "range"), ==, NULL);
  g_assert_cmpstr (fake_request_get (request, "if-range"), ==, NULL);
  g_assert_cmpstr (fake_request_get (request, "accept-encoding"), ==, "identity");
}

static void
test_headers_stay_with_their_host (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);
  g_autoptr (FakeServer) other = fake_server_new (&plain);
  g_autofree char *back = fake_server_get_url (fixture->server, "/back");
  g_autofree char *away = fake_server_get_url (other, "/file.bin");

  /* There, and back again. */
  fake_server_set_script (fixture->server, lead_away, away);
  fake_server_set_script (other, lead_away, back);
  fixture->headers = secrets;
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);

  const FakeRequest *foreign = fake_server_get_request (other, 0);

  g_assert_cmpstr (fake_request_get (foreign, "authorization"), ==, NULL);
  g_assert_cmpstr (fake_request_get (foreign, "x-token"), ==, NULL);
  g_assert_cmpstr (fake_request_get (foreign, "user-agent"), ==, "Ferry/" PACKAGE_VERSION);
  g_assert_nonnull (
      fake_request_get (fake_server_get_request (fixture->server, 1), "authorization"));
}

static void
test_password_of_a_redirection_is_not_used (void)
{
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);
  g_autofree char *location = g_strdup_printf ("http://user:secret@127.0.0.1:%u/elsewhere",
                                               fake_server_get_port (fixture->server));

  fake_server_set_script (fixture->server, lead_away, location);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_cmpstr (fake_request_get (fake_server_get_request (fixture->server, 1), "authorization"),
                   ==, NULL);
}

/* ---- Names and codings ------------------------------------------------------------------- */

static void
test_suggested_names_are_understood (void)
{
  static const struct
  {
    const char *value, *name;
  } cases[] = {
    { "attachment; filename=plain.txt", "plain.txt" },
    { "attachment; filename=\"with blank.txt\"", "with blank.txt" },
    { "attachment; filename=\"quo\\\"ted.txt\"", "quo\"ted.txt" },
    { "inline; filename=\"shown.pdf\"", "shown.pdf" },
    { "attachment; filename*=UTF-8''%e2%82%ac%20rates", "€ rates" },
    { "attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates", "€ rates" },
    { "attachment; filename*=iso-8859-1'en'%A3%20rates", "£ rates" },
    { "attachment; filename=\"ümlaut.txt\"", "ümlaut.txt" },
    { "attachment; filename=\"\xfcmlaut.txt\"", "\uFFFDmlaut.txt" },
    { "attachment; filename=\"../../etc/passwd\"", "../../etc/passwd" },
    { "filename=bare.txt", "bare.txt" },
    { "attachment;filename=tight.txt;size=3", "tight.txt" },
    { "attachment; FILENAME=\"upper.txt\"", "upper.txt" },
    { "attachment", NULL },
    { "attachment; filename=", NULL },
    { "attachment; filename=\"\"", NULL },
    { "", NULL },
    { ";;;===", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Content-Disposition: %s\r\n", cases[i].value);
      FakeAnswer answer = plain;

      answer.headers = header;
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_cmpstr (fixture->suggested_name, ==, cases[i].name);
    }
}

static void
test_codings_are_taken_for_what_they_are (void)
{
  static const struct
  {
    const char *path, *headers;
    gboolean passes;
  } cases[] = {
    /* It says so, but is not packed. */
    { "/page", "Content-Encoding: gzip\r\nContent-Type: text/html\r\n", FALSE },
    { "/page", "Content-Encoding: br\r\n", FALSE },
    { "/page", "Content-Encoding: identity\r\n", TRUE },
    { "/page", "Content-Encoding:\r\n", TRUE },
    { "/a.tar.gz", "Content-Encoding: gzip\r\nContent-Type: application/x-tar\r\n", TRUE },
    { "/a.tgz", "Content-Encoding: x-gzip\r\n", TRUE },
    { "/get?id=1", "Content-Encoding: gzip\r\nContent-Type: application/gzip\r\n", TRUE },
    { "/get", "Content-Encoding: gzip\r\nContent-Disposition: attachment; filename=a.gz\r\n",
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeAnswer answer = plain;

      answer.headers = cases[i].headers;
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      g_test_message ("%s %s", cases[i].path, cases[i].headers);
      g_free (fixture->url);
      fixture->url = fake_server_get_url (fixture->server, cases[i].path);
      transfer_fixture_run (fixture);

      if (cases[i].passes)
        transfer_fixture_assert_whole (fixture, 1, SIZE);
      else
        transfer_fixture_assert_failed (fixture, BG_ERROR_INVALID_SERVER_RESPONSE);
    }
}

/* ---- Encryption -------------------------------------------------------------------------- */

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "localhost.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

/* What this process trusts from now on: nothing but our own certificate, or as before. */
static void
trust_certificate (gboolean trust)
{
  static GTlsDatabase *usual;
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "localhost.pem", NULL);
  g_autoptr (GTlsDatabase) own = NULL;
  g_autoptr (GError) error = NULL;

  if (usual == NULL)
    usual = g_tls_backend_get_default_database (backend);

  own = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (backend, trust ? own : usual);

  /* The session has its own idea, from when it was made. */
  bgd_net_shutdown ();
}

static gboolean
has_tls (void)
{
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return TRUE;

  g_test_skip ("glib-networking is not there");
  return FALSE;
}

static TransferFixture *
new_tls_fixture (const FakeAnswer *answer)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();
  TransferFixture *fixture = transfer_fixture_new (NULL);

  fixture->server = fake_server_new_tls (answer, certificate);
  fixture->url =
      g_strdup_printf ("https://localhost:%u/file.bin", fake_server_get_port (fixture->server));
  fixture->seed = answer->seed;

  return fixture;
}

static void
test_unknown_issuer_is_not_trusted (void)
{
  if (!has_tls ())
    return;

  g_autoptr (TransferFixture) fixture = new_tls_fixture (&plain);

  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_TLS);
  g_assert_nonnull (strstr (fixture->failure.message, "unknown authority"));
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 0);
}

static void
test_encrypted_file_arrives (void)
{
  if (!has_tls ())
    return;

  FakeAnswer answer = plain;

  answer.size = 3 * MIB;
  answer.rate = 4 * MIB;
  g_autoptr (TransferFixture) fixture = new_tls_fixture (&answer);

  trust_certificate (TRUE);
  for (guint connections = 1; connections <= 4; connections += 3)
    {
      bgd_ranges_clear (fixture->done);
      fixture->connections = connections;
      transfer_fixture_run (fixture);
      transfer_fixture_assert_whole (fixture, 1, answer.size);
    }
  trust_certificate (FALSE);

  for (guint i = 0; i < fake_server_count_requests (fixture->server); i++)
    g_assert_cmpstr (fake_server_get_request (fixture->server, i)->protocol, ==, "http/1.1");
}

static void
test_wrong_host_is_not_trusted (void)
{
  if (!has_tls ())
    return;

  g_autoptr (TransferFixture) fixture = new_tls_fixture (&plain);

  /* The certificate is for localhost. */
  g_free (fixture->url);
  fixture->url = fake_server_get_url (fixture->server, "/file.bin");
  trust_certificate (TRUE);
  transfer_fixture_run (fixture);
  trust_certificate (FALSE);

  transfer_fixture_assert_failed (fixture, BG_ERROR_TLS);
  g_assert_nonnull (strstr (fixture->failure.message, "another host"));
}

static void
test_way_from_https_to_http_is_refused (void)
{
  if (!has_tls ())
    return;

  g_autoptr (TransferFixture) fixture = new_tls_fixture (&plain);
  g_autoptr (FakeServer) other = fake_server_new (&plain);
  g_autofree char *location = fake_server_get_url (other, "/plain");

  fake_server_set_script (fixture->server, lead_away, location);
  trust_certificate (TRUE);
  transfer_fixture_run (fixture);
  trust_certificate (FALSE);

  transfer_fixture_assert_failed (fixture, BG_ERROR_REDIRECT_REFUSED);
  g_assert_cmpuint (fake_server_count_requests (other), ==, 0);
}

static void
test_plain_answer_to_encrypted_request_fails (void)
{
  if (!has_tls ())
    return;

  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&plain);

  g_free (fixture->url);
  fixture->url = g_strdup_printf ("https://127.0.0.1:%u/", fake_server_get_port (fixture->server));
  fake_server_set_answer (fixture->server, &(FakeAnswer){ .raw = "HTTP/1.1 400 Plain\r\n\r\n" });
  transfer_fixture_run (fixture);

  g_assert_cmpint (fixture->failure.code, !=, BG_ERROR_NONE);
  transfer_fixture_assert_failed (fixture, fixture->failure.code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/http/redirections-are-followed", test_redirections_are_followed);
  g_test_add_func ("/http/addresses-of-redirections-are-understood",
                   test_addresses_of_redirections_are_understood);
  g_test_add_func ("/http/circles-end", test_circles_end);
  g_test_add_func ("/http/other-protocols-are-refused", test_other_protocols_are_refused);
  g_test_add_func ("/http/redirection-to-nowhere-fails", test_redirection_to_nowhere_fails);
  g_test_add_func ("/http/parts-are-fetched-from-where-the-file-is",
                   test_parts_are_fetched_from_where_the_file_is);
  g_test_add_func ("/http/headers-of-the-job-are-sent", test_headers_of_the_job_are_sent);
  g_test_add_func ("/http/headers-stay-with-their-host", test_headers_stay_with_their_host);
  g_test_add_func ("/http/password-of-a-redirection-is-not-used",
                   test_password_of_a_redirection_is_not_used);
  g_test_add_func ("/http/suggested-names-are-understood", test_suggested_names_are_understood);
  g_test_add_func ("/http/codings-are-taken-for-what-they-are",
                   test_codings_are_taken_for_what_they_are);
  g_test_add_func ("/http/unknown-issuer-is-not-trusted", test_unknown_issuer_is_not_trusted);
  g_test_add_func ("/http/encrypted-file-arrives", test_encrypted_file_arrives);
  g_test_add_func ("/http/wrong-host-is-not-trusted", test_wrong_host_is_not_trusted);
  g_test_add_func ("/http/way-from-https-to-http-is-refused",
                   test_way_from_https_to_http_is_refused);
  g_test_add_func ("/http/plain-answer-to-encrypted-request-fails",
                   test_plain_answer_to_encrypted_request_fails);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
