/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-url.c: addresses as people type them. */
#include "config.h"

#include "bgt-url.h"

#include <gio/gio.h>

static void
assert_parsed (const char *text, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = bgt_url_parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, wanted);
}

static void
assert_refused (const char *text, const char *hint)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = bgt_url_parse (text, &error);

  g_assert_null (got);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, hint));
}

static void
test_good_addresses_stay (void)
{
  assert_parsed ("https://example.org/a%20b?c=d%2Fe#f", "https://example.org/a%20b?c=d%2Fe#f");
  assert_parsed ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x");
  assert_parsed ("http://[::1]/x", "http://[::1]/x");
  assert_parsed ("https://me:secret@example.org/", "https://me:secret@example.org/");
}

static void
test_letters_of_all_languages_are_escaped (void)
{
  assert_parsed ("https://example.org/Über uns.pdf?q=ä ö",
                 "https://example.org/%C3%9Cber%20uns.pdf?q=%C3%A4%20%C3%B6");
  assert_parsed ("https://münchen.example/", "https://xn--mnchen-3ya.example/");
}

static void
test_other_schemes_are_left_to_the_service (void)
{
  assert_parsed ("gopher://example.org/x", "gopher://example.org/x");
  assert_parsed ("magnet:?xt=1", "magnet:?xt=1");
  assert_parsed ("file:///etc/hosts", "file:///etc/hosts");
}

static void
test_a_missing_scheme_is_guessed (void)
{
  assert_refused ("example.org/x", "https://example.org/x?");
  assert_refused ("localhost:8080/x", "https://localhost:8080/x?");
}

static void
test_nonsense_is_refused (void)
{
  static const char *const bad[] = { "",
                                     "x",
                                     "./file",
                                     "/etc/hosts",
                                     "http://",
                                     "http:///x",
                                     "http:x",
                                     "//example.org/x",
                                     "http://a b/c",
                                     "http://x:99999/",
                                     "https://[::1/x" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i], "https://example.org/file");
}

static void
test_passwords_are_not_repeated (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = bgt_url_parse ("https://me:sec/ret@example.org/x", &error);
  g_autofree char *hidden = bgt_url_hide_secrets ("https://me:secret@example.org/x");
  g_autofree char *plain = bgt_url_hide_secrets ("https://example.org/x");

  g_assert_null (url);
  g_assert_null (strstr (error->message, "sec"));
  g_assert_cmpstr (hidden, ==, "https://…@example.org/x");
  g_assert_cmpstr (plain, ==, "https://example.org/x");
}

static void
assert_name (const char *url, const char *wanted)
{
  g_autofree char *got = bgt_url_get_name (url);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_jobs_are_named_after_the_path (void)
{
  assert_name ("https://example.org/a/b%20c.iso?d=/e", "b c.iso");
  assert_name ("https://example.org/a/", "a");
  assert_name ("https://example.org/a%2Fb", "a/b");
  assert_name ("https://example.org/%FF", "%FF");
}

static void
test_without_a_path_jobs_are_named_after_the_host (void)
{
  assert_name ("https://example.org/", "example.org");
  assert_name ("https://example.org", "example.org");
  assert_name ("https://xn--mnchen-3ya.example/", "münchen.example");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/url/good-addresses-stay", test_good_addresses_stay);
  g_test_add_func ("/url/letters-of-all-languages-are-escaped",
                   test_letters_of_all_languages_are_escaped);
  g_test_add_func ("/url/other-schemes-are-left-to-the-service",
                   test_other_schemes_are_left_to_the_service);
  g_test_add_func ("/url/a-missing-scheme-is-guessed", test_a_missing_scheme_is_guessed);
  g_test_add_func ("/url/nonsense-is-refused", test_nonsense_is_refused);
  g_test_add_func ("/url/passwords-are-not-repeated", test_passwords_are_not_repeated);
  g_test_add_func ("/url/jobs-are-named-after-the-path", test_jobs_are_named_after_the_path);
  g_test_add_func ("/url/without-a-path-jobs-are-named-after-the-host",
                   test_without_a_path_jobs_are_named_after_the_host);

  return g_test_run ();
}
