/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of checksums. */
#include "config.h"

#include "bgd-digest.h"

#include <glib/gstdio.h>

#include "bg-error.h"
#include "fake-content.h"

#define SIZE (700 * 1024 + 1)

typedef struct
{
  char *directory; /* (owned) */
  BgdSink *sink;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_malloc (SIZE);

  fixture->directory = g_dir_make_tmp ("ferry-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->sink = bgd_sink_open (fixture->directory, "file", &error);
  g_assert_no_error (error);
  fake_fill (1, 0, bytes, SIZE);
  bgd_sink_write (fixture->sink, bytes, SIZE, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  bgd_sink_close (fixture->sink);
  bgd_sink_remove (fixture->directory, "file", NULL);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
}

static const struct
{
  const char *name;
  GChecksumType type;
} types[] = {
  { "md5", G_CHECKSUM_MD5 },        { "sha-1", G_CHECKSUM_SHA1 },
  { "sha-256", G_CHECKSUM_SHA256 }, { "sha-384", G_CHECKSUM_SHA384 },
  { "sha-512", G_CHECKSUM_SHA512 },
};

static void
test_right_ones_pass (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *hex = fake_checksum (types[i].type, 1, SIZE);
      g_autofree char *checksum = g_strdup_printf ("%s:%s", types[i].name, hex);
      g_autoptr (GError) error = NULL;

      g_autoptr (BgdDigest) digest = bgd_digest_new (checksum, &error);

      g_assert_no_error (error);
      g_assert_true (bgd_digest_finish (digest, fixture->sink, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_wrong_ones_fail (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *hex = fake_checksum (types[i].type, 2, SIZE);
      g_autofree char *checksum = g_strdup_printf ("%s:%s", types[i].name, hex);
      g_autoptr (GError) error = NULL;

      g_autoptr (BgdDigest) digest = bgd_digest_new (checksum, &error);

      g_assert_no_error (error);
      g_assert_false (bgd_digest_finish (digest, fixture->sink, NULL, &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_VALIDATION_FAILED);
    }
}

static void
test_check_can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA256, 1, SIZE);
  g_autofree char *checksum = g_strdup_printf ("sha-256:%s", hex);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_autoptr (BgdDigest) digest = bgd_digest_new (checksum, &error);

  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (bgd_digest_finish (digest, fixture->sink, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Stops in between, a beginning that was fed twice, and an end beyond the file change nothing. */
static void
test_file_may_be_fed_in_any_pieces (Fixture *fixture, gconstpointer data)
{
  static const guint64 ends[] = { 0, 1, 1000, 500, 300 * 1024, 300 * 1024, SIZE, G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *hex = fake_checksum (types[i].type, 1, SIZE);
      g_autofree char *checksum = g_strdup_printf ("%s:%s", types[i].name, hex);
      g_autoptr (GError) error = NULL;
      g_autoptr (BgdDigest) digest = bgd_digest_new (checksum, &error);

      for (guint j = 0; j < G_N_ELEMENTS (ends); j++)
        g_assert_true (bgd_digest_feed (digest, fixture->sink, ends[j], NULL, &error));
      g_assert_true (bgd_digest_finish (digest, fixture->sink, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_ways_to_write_them_are_known (void)
{
  static const char md5[] = "d41d8cd98f00b204e9800998ecf8427e";
  static const char sha1[] = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
  static const struct
  {
    const char *name, *hex, *normal;
  } cases[] = {
    { "md5", md5, "md5" },      { "MD5", md5, "md5" },     { "MD-5", md5, "md5" },
    { "sha-1", sha1, "sha-1" }, { "sha1", sha1, "sha-1" }, { "SHA1", sha1, "sha-1" },
    { "sha-11", sha1, NULL },   { "", sha1, NULL },        { "crc32", sha1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *checksum = g_strdup_printf ("%s:%s", cases[i].name, cases[i].hex);
      g_autofree char *wanted =
          cases[i].normal != NULL ? g_strdup_printf ("%s:%s", cases[i].normal, cases[i].hex) : NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *normal = bgd_digest_normalize (checksum, &error);

      g_test_message ("%s", checksum);
      g_assert_cmpstr (normal, ==, wanted);
      if (wanted == NULL)
        g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_digits_become_lower_case (void)
{
  g_autofree char *normal = bgd_digest_normalize ("md5:D41D8CD98F00B204E9800998ECF8427E", NULL);

  g_assert_cmpstr (normal, ==, "md5:d41d8cd98f00b204e9800998ecf8427e");
}

static void
test_nonsense_is_refused (void)
{
  static const char *const cases[] = {
    "",
    ":",
    "md5",
    "md5:",
    "md5:d41d8cd98f00b204e9800998ecf8427",
    "md5:d41d8cd98f00b204e9800998ecf8427e0",
    "md5:d41d8cd98f00b204e9800998ecf8427g",
    "md5: d41d8cd98f00b204e9800998ecf8427e",
    "sha-256:d41d8cd98f00b204e9800998ecf8427e",
    "d41d8cd98f00b204e9800998ecf8427e",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_null (bgd_digest_normalize (cases[i], &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/digest/" name, Fixture, NULL, set_up, test_##function, tear_down)
  ADD ("right-ones-pass", right_ones_pass);
  ADD ("wrong-ones-fail", wrong_ones_fail);
  ADD ("check-can-be-cancelled", check_can_be_cancelled);
  ADD ("file-may-be-fed-in-any-pieces", file_may_be_fed_in_any_pieces);
  g_test_add_func ("/digest/ways-to-write-them-are-known", test_ways_to_write_them_are_known);
  g_test_add_func ("/digest/digits-become-lower-case", test_digits_become_lower_case);
  g_test_add_func ("/digest/nonsense-is-refused", test_nonsense_is_refused);

  return g_test_run ();
}
