/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the checksums that servers tell. All are of the five bytes "hello". */
#include "config.h"

#include "bgd-digest-field.h"

#define MD5 "XUFAKrxLKna5cZ2REBfFkg=="
#define MD5_HEX "md5:5d41402abc4b2a76b9719d911017c592"
#define SHA1 "qvTGHdzF6KLavt4PO0gs2a6pQ00="
#define SHA1_HEX "sha-1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
#define SHA256 "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
#define SHA256_HEX "sha-256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define SHA512                                                                                     \
  "m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw=="
#define SHA512_HEX                                                                                 \
  "sha-512:9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc" \
  "6e14b8c5da0c4663475c2e5c3adef46f73bcdec043"

static void
assert_choice (const BgdDigestFields *fields, gboolean body_is_file, const char *wanted)
{
  g_autofree char *choice = bgd_digest_field_choose (fields, body_is_file);

  g_assert_cmpstr (choice, ==, wanted);
}

static void
test_new_headers_are_read (void)
{
  assert_choice (&(BgdDigestFields){ .repr_digest = "sha-256=:" SHA256 ":" }, FALSE, SHA256_HEX);
  assert_choice (&(BgdDigestFields){ .repr_digest = "sha-512=:" SHA512 ":" }, FALSE, SHA512_HEX);
  assert_choice (&(BgdDigestFields){ .content_digest = "sha-256=:" SHA256 ":" }, TRUE, SHA256_HEX);
  assert_choice (&(BgdDigestFields){ .repr_digest = "sha-256=:" SHA256 ":;q=1" }, FALSE,
                 SHA256_HEX);
}

static void
test_old_headers_are_read (void)
{
  assert_choice (&(BgdDigestFields){ .digest = "SHA-256=" SHA256 }, FALSE, SHA256_HEX);
  assert_choice (&(BgdDigestFields){ .digest = "sha=" SHA1 }, FALSE, SHA1_HEX);
  assert_choice (&(BgdDigestFields){ .digest = "MD5=" MD5 }, FALSE, MD5_HEX);
  assert_choice (&(BgdDigestFields){ .content_md5 = " " MD5 " " }, TRUE, MD5_HEX);
}

static void
test_strongest_is_chosen (void)
{
  const BgdDigestFields all = {
    .repr_digest = "sha-256=:" SHA256 ":",
    .content_digest = "unknown=?1, sha-512=:" SHA512 ":",
    .digest = "MD5=" MD5 ",SHA=" SHA1,
    .content_md5 = MD5,
  };

  assert_choice (&all, TRUE, SHA512_HEX);
  assert_choice (&all, FALSE, SHA256_HEX);
  assert_choice (&(BgdDigestFields){ .digest = "UNIXsum=30637, MD5=" MD5 " , SHA=" SHA1 }, FALSE,
                 SHA1_HEX);
}

static void
test_digest_of_a_part_does_not_count (void)
{
  assert_choice (&(BgdDigestFields){ .content_digest = "sha-256=:" SHA256 ":" }, FALSE, NULL);
  assert_choice (&(BgdDigestFields){ .content_md5 = MD5 }, FALSE, NULL);
}

static void
test_nonsense_does_not_count (void)
{
  static const char *const structured[] = {
    "",
    ",",
    "sha-256",
    "sha-256=",
    "sha-256=:",
    "sha-256=::",
    "sha-256=" SHA256,
    "sha-256=:" SHA256,
    "sha-256=:" SHA256 ":rubbish",
    "sha-256=:" SHA512 ":",
    "sha-256=:" MD5 ":",
    "sha-257=:" SHA256 ":",
    "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLm!Q=:",
    "sha-256=:====:",
    "x=\"a, sha-256=:" SHA256 ":\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (structured); i++)
    {
      g_test_message ("%s", structured[i]);
      assert_choice (&(BgdDigestFields){ .repr_digest = structured[i] }, TRUE, NULL);
    }

  assert_choice (&(BgdDigestFields){ .digest = "SHA-256=:" SHA256 ":" }, TRUE, NULL);
  assert_choice (&(BgdDigestFields){ .digest = "SHA-256=" MD5 }, TRUE, NULL);
  assert_choice (&(BgdDigestFields){ .content_md5 = SHA256 }, TRUE, NULL);
  assert_choice (&(BgdDigestFields){ .content_md5 = "5d41402abc4b2a76b9719d911017c592" }, TRUE,
                 NULL);
  assert_choice (&(BgdDigestFields){ 0 }, TRUE, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/digest-field/new-headers-are-read", test_new_headers_are_read);
  g_test_add_func ("/digest-field/old-headers-are-read", test_old_headers_are_read);
  g_test_add_func ("/digest-field/strongest-is-chosen", test_strongest_is_chosen);
  g_test_add_func ("/digest-field/digest-of-a-part-does-not-count",
                   test_digest_of_a_part_does_not_count);
  g_test_add_func ("/digest-field/nonsense-does-not-count", test_nonsense_does_not_count);

  return g_test_run ();
}
