/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums as people paste them. */
#include "config.h"

#include "bgw-checksum.h"

#define MD5 "d41d8cd98f00b204e9800998ecf8427e"
#define SHA_256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
assert_parsed (const char *text, const char *wanted)
{
  g_autofree char *checksum = bgw_checksum_parse (text);

  g_assert_cmpstr (checksum, ==, wanted);
}

static void
test_the_length_tells_the_algorithm (void)
{
  g_autofree char *sha_512 = g_strnfill (128, 'A');
  g_autofree char *sha_384 = g_strnfill (96, '0');
  g_autofree char *sha_1 = g_strnfill (40, '9');
  g_autofree char *found_512 = bgw_checksum_parse (sha_512);
  g_autofree char *found_384 = bgw_checksum_parse (sha_384);
  g_autofree char *found_1 = bgw_checksum_parse (sha_1);

  assert_parsed (SHA_256, "sha-256:" SHA_256);
  assert_parsed (MD5, "md5:" MD5);
  g_assert_true (g_str_has_prefix (found_512, "sha-512:aaaa"));
  g_assert_true (g_str_has_prefix (found_384, "sha-384:0000"));
  g_assert_true (g_str_has_prefix (found_1, "sha-1:9999"));
}

static void
test_a_named_algorithm_may_be_spelled_freely (void)
{
  assert_parsed ("sha-256:" SHA_256, "sha-256:" SHA_256);
  assert_parsed ("SHA256: " SHA_256, "sha-256:" SHA_256);
  assert_parsed ("  Sha-256:" SHA_256 "\n", "sha-256:" SHA_256);
  assert_parsed ("MD5:" MD5, "md5:" MD5);
}

static void
test_nonsense_is_no_checksum (void)
{
  assert_parsed ("", NULL);
  assert_parsed ("hello", NULL);
  assert_parsed (SHA_256 "00", NULL);
  assert_parsed ("sha-512:" SHA_256, NULL);
  assert_parsed ("sha-256:", NULL);
  assert_parsed (":" SHA_256, NULL);
  assert_parsed ("g" MD5, NULL);
  assert_parsed ("é", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/checksum/the-length-tells-the-algorithm", test_the_length_tells_the_algorithm);
  g_test_add_func ("/checksum/a-named-algorithm-may-be-spelled-freely",
                   test_a_named_algorithm_may_be_spelled_freely);
  g_test_add_func ("/checksum/nonsense-is-no-checksum", test_nonsense_is_no_checksum);

  return g_test_run ();
}
