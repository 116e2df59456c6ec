/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what real answers say of their file: its checksum, its packing, and that it is none. */
#include "config.h"

#include "bgd-transfer.h"

#include <string.h>

#include "fake-packing.h"
#include "transfer-fixture.h"

#define SIZE (2 * MIB + 5)

static const FakeAnswer plain = { .size = SIZE, .seed = 1, .etag = ETAG };

/* ---- Checksums --------------------------------------------------------------------------- */

/* "TEMPLATE", in which "%s" is the base64 form of the checksum of the file with this seed. */
static char *
digest_header (const char *line, GChecksumType type, guint seed)
{
  g_autofree char *hex = fake_checksum (type, seed, SIZE);
  gsize length = strlen (hex) / 2;
  g_autofree guchar *bytes = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    bytes[i] =
        (guchar) (g_ascii_xdigit_value (hex[2 * i]) * 16 + g_ascii_xdigit_value (hex[2 * i + 1]));

  g_autofree char *base64 = g_base64_encode (bytes, length);
  g_auto (GStrv) parts = g_strsplit (line, "%s", 2);

  return g_strjoin (base64, parts[0], parts[1], NULL);
}

static const struct
{
  const char *line;
  GChecksumType type;
} digests[] = {
  { "Repr-Digest: sha-256=:%s:\r\n", G_CHECKSUM_SHA256 },
  { "Content-Digest: sha-512=:%s:\r\n", G_CHECKSUM_SHA512 },
  { "Digest: SHA-256=%s\r\n", G_CHECKSUM_SHA256 },
  { "Digest: SHA=%s\r\n", G_CHECKSUM_SHA1 },
  { "Content-MD5: %s\r\n", G_CHECKSUM_MD5 },
};

static void
test_servers_own_digest_is_checked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      g_autofree char *right = digest_header (digests[i].line, digests[i].type, 1);
      g_autofree char *wrong = digest_header (digests[i].line, digests[i].type, 2);
      FakeAnswer answer = plain;

      g_test_message ("%s", digests[i].line);
      answer.headers = right;
      g_autoptr (TransferFixture) good = transfer_fixture_new (&answer);
      good->connections = 4;
      transfer_fixture_run (good);
      transfer_fixture_assert_whole (good, 1, SIZE);

      answer.headers = wrong;
      g_autoptr (TransferFixture) bad = transfer_fixture_new (&answer);
      transfer_fixture_run (bad);
      transfer_fixture_assert_failed (bad, BG_ERROR_VALIDATION_FAILED);
      g_assert_nonnull (strstr (bad->failure.message, "server's own digest"));
    }
}

static void
test_both_checksums_count (void)
{
  g_autofree char *header = digest_header (digests[0].line, G_CHECKSUM_SHA256, 1);
  g_autofree char *right = fake_checksum (G_CHECKSUM_MD5, 1, SIZE);
  g_autofree char *wrong = fake_checksum (G_CHECKSUM_MD5, 2, SIZE);
  FakeAnswer answer = plain;

  answer.headers = header;
  g_autoptr (TransferFixture) good = transfer_fixture_new (&answer);
  good->checksum = g_strconcat ("md5:", right, NULL);
  transfer_fixture_run (good);
  transfer_fixture_assert_whole (good, 1, SIZE);

  g_autoptr (TransferFixture) bad = transfer_fixture_new (&answer);
  bad->checksum = g_strconcat ("md5:", wrong, NULL);
  transfer_fixture_run (bad);
  transfer_fixture_assert_failed (bad, BG_ERROR_VALIDATION_FAILED);
  g_assert_null (strstr (bad->failure.message, "server's own digest"));
}

static void
test_digest_of_the_rest_is_not_that_of_the_file (void)
{
  g_autofree char *content = digest_header (digests[1].line, G_CHECKSUM_SHA512, 2);
  g_autofree char *repr = digest_header (digests[0].line, G_CHECKSUM_SHA256, 2);
  FakeAnswer answer = plain;

  answer.headers = content;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);
  transfer_fixture_put_part (fixture, 1, 1 * MIB);
  bgd_validators_set (&fixture->validators, ETAG, NULL);
  transfer_fixture_run (fixture);
  transfer_fixture_assert_whole (fixture, 1, SIZE);

  answer.headers = repr;
  g_autoptr (TransferFixture) bad = transfer_fixture_new (&answer);
  transfer_fixture_put_part (bad, 1, 1 * MIB);
  bgd_validators_set (&bad->validators, ETAG, NULL);
  transfer_fixture_run (bad);
  transfer_fixture_assert_failed (bad, BG_ERROR_VALIDATION_FAILED);
}

static void
test_digest_that_makes_no_sense_is_ignored (void)
{
  FakeAnswer answer = plain;

  answer.headers = "Digest: SHA-256=rubbish\r\nRepr-Digest: :::\r\nContent-MD5: 42\r\n";
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);
  transfer_fixture_run (fixture);
  transfer_fixture_assert_whole (fixture, 1, SIZE);
}

/* The bytes that were read on the way are not those of the file in the end. */
static void
change_file (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == 0)
    return;

  answer->seed = 2;
  answer->etag = "\"two\"";
  answer->cuts = FALSE;
  answer->headers = user_data;
}

static void
test_file_that_changes_is_read_anew (void)
{
  FakeAnswer answer = plain;
  g_autofree char *header = digest_header (digests[0].line, G_CHECKSUM_SHA256, 2);
  g_autofree char *hex = fake_checksum (G_CHECKSUM_MD5, 2, SIZE);

  /* Long enough for a checkpoint or two before it breaks. */
  answer.rate = 1 * MIB;
  answer.cuts = TRUE;
  answer.cut_at = SIZE - 1;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fake_server_set_script (fixture->server, change_file, header);
  fixture->checksum = g_strconcat ("md5:", hex, NULL);
  fixture->restart_seed = 2;
  transfer_fixture_run (fixture);

  g_assert_true (fixture->restarted);
  transfer_fixture_assert_whole (fixture, 2, SIZE);
}

/* Slow enough for checkpoints on the way, and stopped after one: what was there before is read too,
 * and nothing twice. */
static void
test_slow_file_that_was_stopped_is_right (void)
{
  g_autofree char *header = digest_header (digests[0].line, G_CHECKSUM_SHA256, 1);
  g_autofree char *hex = fake_checksum (G_CHECKSUM_MD5, 1, SIZE);

  for (guint connections = 1; connections <= 4; connections += 3)
    {
      FakeAnswer answer = plain;

      answer.rate = 600 * KIB;
      answer.headers = header;
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      fixture->connections = connections;
      fixture->checksum = g_strconcat ("md5:", hex, NULL);
      transfer_fixture_start (fixture);
      transfer_fixture_wait_for_bytes (fixture, 800 * KIB);
      bgd_transfer_stop (fixture->transfer);
      transfer_fixture_wait (fixture);
      g_assert_true (fixture->stopped);

      transfer_fixture_run (fixture);
      transfer_fixture_assert_whole (fixture, 1, SIZE);
    }
}

/* ---- Packing ----------------------------------------------------------------------------- */

#define CHUNK 1000

/* A whole answer, with a packed body. */
static GByteArray *
packed_answer (const char *headers, const GByteArray *body, gboolean chunked)
{
  GByteArray *raw = g_byte_array_new ();
  g_autofree char *length = g_strdup_printf ("Content-Length: %u\r\n", body->len);
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nETag: " ETAG "\r\n%s%s\r\n", headers,
                                           chunked ? "Transfer-Encoding: chunked\r\n" : length);

  g_byte_array_append (raw, (const guint8 *) head, (guint) strlen (head));
  for (guint at = 0; chunked && at < body->len; at += CHUNK)
    {
      guint n = MIN (CHUNK, body->len - at);
      g_autofree char *size = g_strdup_printf ("%x\r\n", n);

      g_byte_array_append (raw, (const guint8 *) size, (guint) strlen (size));
      g_byte_array_append (raw, body->data + at, n);
      g_byte_array_append (raw, (const guint8 *) "\r\n", 2);
    }
  if (chunked)
    g_byte_array_append (raw, (const guint8 *) "0\r\n\r\n", 5);
  else
    g_byte_array_append (raw, body->data, body->len);

  return raw;
}

static TransferFixture *
new_raw_fixture (const GByteArray *raw)
{
  const FakeAnswer answer = { .raw = (const char *) raw->data, .raw_length = raw->len, .seed = 1 };
  TransferFixture *fixture = transfer_fixture_new (&answer);

  fixture->connections = 4;

  return fixture;
}

static const struct
{
  const char *header;
  GZlibCompressorFormat format;
} codings[] = {
  { "Content-Encoding: gzip\r\n", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
  { "Content-Encoding: x-gzip\r\n", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
  { "Content-Encoding: deflate\r\n", G_ZLIB_COMPRESSOR_FORMAT_ZLIB },
  { "Content-Encoding: deflate\r\n", G_ZLIB_COMPRESSOR_FORMAT_RAW },
};

static void
test_packed_file_is_unpacked (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (codings); i++)
    {
      g_autoptr (GByteArray) body = fake_pack (1, SIZE, codings[i / 2].format);
      g_autoptr (GByteArray) raw = packed_answer (codings[i / 2].header, body, i % 2 == 1);
      g_autoptr (TransferFixture) fixture = new_raw_fixture (raw);

      transfer_fixture_run (fixture);

      transfer_fixture_assert_whole (fixture, 1, SIZE);
      g_assert_cmpuint (fixture->bytes_total, ==, BG_SIZE_UNKNOWN);
      g_assert_cmpstr (fixture->validators.etag, ==, NULL);
      g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
    }
}

static void
test_packed_file_that_is_cut_off_fails (void)
{
  static const guint cuts[] = { 1, 8, 1000, 1024 * 1024 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (GByteArray) body = fake_pack (1, SIZE, G_ZLIB_COMPRESSOR_FORMAT_GZIP);

      g_byte_array_set_size (body, body->len - cuts[i / 2]);
      g_autoptr (GByteArray) raw = packed_answer (codings[0].header, body, i % 2 == 1);
      g_autoptr (TransferFixture) fixture = new_raw_fixture (raw);

      transfer_fixture_run (fixture);
      transfer_fixture_assert_failed (fixture, BG_ERROR_CONNECTION_CLOSED);
    }
}

static void
test_file_that_is_not_packed_as_it_says_fails (void)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_set_size (body, 5000);
  fake_fill (1, 0, body->data, body->len);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GByteArray) raw = packed_answer (codings[0].header, body, i % 2 == 1);
      g_autoptr (TransferFixture) fixture = new_raw_fixture (raw);

      transfer_fixture_run (fixture);
      transfer_fixture_assert_failed (fixture, BG_ERROR_INVALID_SERVER_RESPONSE);
    }
}

static void
test_much_comes_out_of_little (void)
{
  gsize size = 64 * MIB;
  g_autofree char *zeros = g_malloc0 (size);
  g_autoptr (GByteArray) body = fake_pack_bytes (zeros, size, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) raw = packed_answer (codings[0].header, body, FALSE);
  g_autoptr (TransferFixture) fixture = new_raw_fixture (raw);

  fixture->seed = ANY_BYTES;
  transfer_fixture_run (fixture);

  g_assert_cmpstr (fixture->failure.message, ==, NULL);
  g_assert_cmpuint (fixture->bytes, ==, size);
}

/* A server that begins to pack between two tries. */
static void
test_packed_file_starts_anew (void)
{
  g_autoptr (GByteArray) body = fake_pack (1, SIZE, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) raw = packed_answer (codings[0].header, body, FALSE);
  g_autoptr (TransferFixture) fixture = new_raw_fixture (raw);

  transfer_fixture_put_part (fixture, 1, 1 * MIB);
  bgd_validators_set (&fixture->validators, ETAG, NULL);
  transfer_fixture_run (fixture);

  g_assert_true (fixture->restarted);
  transfer_fixture_assert_whole (fixture, 1, SIZE);
}

/* That an explanation is packed says nothing about the file. */
static void
test_packed_refusal_is_understood (void)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 416 No\r\nETag: " ETAG "\r\n"
                                           "Content-Range: bytes */%" G_GUINT64_FORMAT "\r\n"
                                           "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
                                           SIZE);
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  g_byte_array_append (raw, (const guint8 *) head, (guint) strlen (head));
  g_autoptr (TransferFixture) fixture = new_raw_fixture (raw);

  transfer_fixture_put_part (fixture, 1, SIZE);
  bgd_validators_set (&fixture->validators, ETAG, NULL);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_whole (fixture, 1, SIZE);
  g_assert_cmpuint (fake_server_count_requests (fixture->server), ==, 1);
}

/* ---- Pages ------------------------------------------------------------------------------- */

#define HTML "Content-Type: text/html; charset=utf-8\r\n"

static void
test_page_instead_of_a_file_is_told (void)
{
  static const struct
  {
    const char *path, *name, *headers;
    gboolean fails;
  } cases[] = {
    { "/a.zip", NULL, HTML, TRUE },
    { "/get?id=1", "a.zip", HTML, TRUE },
    { "/a.zip", NULL, HTML "Content-Disposition: attachment; filename=login.html\r\n", TRUE },
    { "/a.zip", NULL, HTML "Content-Disposition: attachment; filename=a.zip\r\n", FALSE },
    { "/a.zip", NULL, "Content-Type: application/zip\r\n", FALSE },
    { "/a.zip", NULL, "", FALSE },
    { "/a.zip", "page.html", HTML, FALSE },
    { "/a.html", NULL, HTML, FALSE },
    { "/a.php", NULL, HTML, FALSE },
    { "/", NULL, HTML, FALSE },
    { "/get?file=a.zip", NULL, HTML, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeAnswer answer = plain;

      answer.headers = cases[i].headers;
      g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

      g_test_message ("%s %s", cases[i].path, cases[i].headers);
      g_free (fixture->url);
      fixture->url = fake_server_get_url (fixture->server, cases[i].path);
      fixture->name = cases[i].name;
      transfer_fixture_run (fixture);

      if (!cases[i].fails)
        {
          transfer_fixture_assert_whole (fixture, 1, SIZE);
          continue;
        }
      transfer_fixture_assert_failed (fixture, BG_ERROR_LOGIN_PAGE);
      g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_REMOTE_FILE);
      g_assert_true (fake_check_file (fixture->part, 0, 0));
    }
}

/* Somebody is signed out in the middle: what is here waits for the next sign-in. */
static void
test_page_instead_of_the_rest_costs_nothing (void)
{
  FakeAnswer answer = plain;

  answer.ignores_range = TRUE;
  answer.headers = HTML;
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  g_free (fixture->url);
  fixture->url = fake_server_get_url (fixture->server, "/a.zip");
  transfer_fixture_put_part (fixture, 1, 1 * MIB);
  bgd_validators_set (&fixture->validators, ETAG, NULL);
  transfer_fixture_run (fixture);

  transfer_fixture_assert_failed (fixture, BG_ERROR_LOGIN_PAGE);
  g_assert_false (fixture->restarted);
  g_assert_true (fake_check_file (fixture->part, 1, 1 * MIB));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/http-answer/" name, test_##function)
  ADD ("servers-own-digest-is-checked", servers_own_digest_is_checked);
  ADD ("both-checksums-count", both_checksums_count);
  ADD ("digest-of-the-rest-is-not-that-of-the-file", digest_of_the_rest_is_not_that_of_the_file);
  ADD ("digest-that-makes-no-sense-is-ignored", digest_that_makes_no_sense_is_ignored);
  ADD ("file-that-changes-is-read-anew", file_that_changes_is_read_anew);
  ADD ("slow-file-that-was-stopped-is-right", slow_file_that_was_stopped_is_right);
  ADD ("packed-file-is-unpacked", packed_file_is_unpacked);
  ADD ("packed-file-that-is-cut-off-fails", packed_file_that_is_cut_off_fails);
  ADD ("file-that-is-not-packed-as-it-says-fails", file_that_is_not_packed_as_it_says_fails);
  ADD ("much-comes-out-of-little", much_comes_out_of_little);
  ADD ("packed-file-starts-anew", packed_file_starts_anew);
  ADD ("packed-refusal-is-understood", packed_refusal_is_understood);
  ADD ("page-instead-of-a-file-is-told", page_instead_of_a_file_is_told);
  ADD ("page-instead-of-the-rest-costs-nothing", page_instead_of_the_rest_costs_nothing);

  return g_test_run ();
}
