/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-value.c: values of the command line. */
#include "config.h"

#include "bgt-value.h"

#include <glib/gstdio.h>

#define SHA_256 "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
#define SHA_256_LOWER "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define MD5 "d41d8cd98f00b204e9800998ecf8427e"

static void
assert_bad (const GError *error)
{
  g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_numbers_have_bounds (void)
{
  static const char *const bad[] = { "0", "33", "-1", "", "x", "3x", "1.5", "99999999999999" };
  guint value = 0;

  g_assert_true (bgt_value_parse_number ("--connections", "32", 1, 32, &value, NULL));
  g_assert_cmpuint (value, ==, 32);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (bgt_value_parse_number ("--connections", bad[i], 1, 32, &value, &error));
      assert_bad (error);
    }
}

static void
test_booleans_are_words (void)
{
  g_autoptr (GError) error = NULL;
  gboolean value = FALSE;

  g_assert_true (bgt_value_parse_boolean ("auto-complete", "yes", &value, NULL));
  g_assert_true (value);
  g_assert_true (bgt_value_parse_boolean ("auto-complete", "false", &value, NULL));
  g_assert_false (value);
  g_assert_false (bgt_value_parse_boolean ("auto-complete", "perhaps", &value, &error));
  assert_bad (error);
}

static void
test_priorities_are_four (void)
{
  g_autoptr (GError) error = NULL;
  BgJobPriority priority = BG_JOB_PRIORITY_NORMAL;

  g_assert_true (bgt_value_parse_priority ("foreground", &priority, NULL));
  g_assert_cmpint (priority, ==, BG_JOB_PRIORITY_FOREGROUND);
  g_assert_true (bgt_value_parse_priority ("low", &priority, NULL));
  g_assert_cmpint (priority, ==, BG_JOB_PRIORITY_LOW);
  g_assert_false (bgt_value_parse_priority ("urgent", &priority, &error));
  assert_bad (error);
}

static void
test_checksums_get_one_form (void)
{
  static const char *const same[] = { "sha-256:" SHA_256, "SHA256:" SHA_256_LOWER };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *checksum = bgt_value_parse_checksum (same[i], NULL);

      g_assert_cmpstr (checksum, ==, "sha-256:" SHA_256_LOWER);
    }
}

static void
test_all_algorithms_are_known (void)
{
  static const struct
  {
    const char *name;
    guint digits;
  } algorithms[] = {
    { "sha-256", 64 }, { "sha-384", 96 }, { "sha-512", 128 }, { "sha-1", 40 }, { "md5", 32 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *digits = g_strnfill (algorithms[i].digits, 'a');
      g_autofree char *text = g_strconcat (algorithms[i].name, ":", digits, NULL);
      g_autofree char *checksum = bgt_value_parse_checksum (text, NULL);

      g_assert_cmpstr (checksum, ==, text);
    }
}

static void
test_bad_checksums_are_refused (void)
{
  static const char *const bad[] = {
    "",
    ":",
    "md5",
    MD5,
    "md5:",
    "crc32:00",
    "md5:d41d8cd98f00b204e9800998ecf8427e0",
    "sha-256:d41d8cd98f00b204e9800998ecf8427e",
    "md5:g41d8cd98f00b204e9800998ecf8427e",
    "md5:d41d8cd98f00b204e9800998ecf8427 ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *checksum = bgt_value_parse_checksum (bad[i], &error);

      g_assert_null (checksum);
      assert_bad (error);
    }
}

static void
test_names_have_bounds (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *long_name = g_strnfill (257, 'a');
  g_autofree char *name = bgt_value_parse_name ("  Holiday  ", NULL);

  g_assert_cmpstr (name, ==, "Holiday");
  g_assert_null (bgt_value_parse_name (long_name, &error));
  assert_bad (error);
  g_clear_error (&error);
  g_assert_null (bgt_value_parse_name ("   ", &error));
  assert_bad (error);
}

static void
test_headers_are_lines (void)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (bgt_value_parse_header ("Accept: text/plain", headers, NULL));
  g_assert_true (bgt_value_parse_header ("X-Empty:", headers, NULL));
  g_assert_cmpuint (headers->len, ==, 2);
  g_assert_cmpstr (headers->pdata[0], ==, "Accept: text/plain");
}

static void
test_headers_cannot_smuggle (void)
{
  static const char *const bad[] = {
    "no colon", ": no name", "bad name: x", "A: b\r\nC: d", "A\n: b", "A: \001", "Ä: b",
  };
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (bgt_value_parse_header (bad[i], headers, &error));
      assert_bad (error);
    }

  g_assert_cmpuint (headers->len, ==, 0);
}

static void
test_headers_are_not_repeated_in_errors (void)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_false (bgt_value_parse_header ("Authorization Bearer secret", headers, &error));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_headers_can_come_from_a_file (void)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "headers", NULL);
  g_autofree char *argument = g_strconcat ("@", path, NULL);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (path, "A: b\r\n\nC: d", -1, NULL));
  g_assert_true (bgt_value_parse_header (argument, headers, NULL));
  g_assert_cmpuint (headers->len, ==, 2);
  g_assert_cmpstr (headers->pdata[0], ==, "A: b");
  g_assert_cmpstr (headers->pdata[1], ==, "C: d");

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (bgt_value_parse_header (argument, headers, &error));
  assert_bad (error);
}

static void
test_headers_have_a_limit (void)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = g_strnfill (16384, 'a');
  g_autofree char *header = g_strconcat ("A: ", value, NULL);

  g_assert_false (bgt_value_parse_header (header, headers, &error));
  assert_bad (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/value/numbers-have-bounds", test_numbers_have_bounds);
  g_test_add_func ("/value/booleans-are-words", test_booleans_are_words);
  g_test_add_func ("/value/priorities-are-four", test_priorities_are_four);
  g_test_add_func ("/value/checksums-get-one-form", test_checksums_get_one_form);
  g_test_add_func ("/value/all-algorithms-are-known", test_all_algorithms_are_known);
  g_test_add_func ("/value/bad-checksums-are-refused", test_bad_checksums_are_refused);
  g_test_add_func ("/value/names-have-bounds", test_names_have_bounds);
  g_test_add_func ("/value/headers-are-lines", test_headers_are_lines);
  g_test_add_func ("/value/headers-cannot-smuggle", test_headers_cannot_smuggle);
  g_test_add_func ("/value/headers-are-not-repeated-in-errors",
                   test_headers_are_not_repeated_in_errors);
  g_test_add_func ("/value/headers-can-come-from-a-file", test_headers_can_come_from_a_file);
  g_test_add_func ("/value/headers-have-a-limit", test_headers_have_a_limit);

  return g_test_run ();
}
