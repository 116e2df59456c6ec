/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what may be written on a file about where it came from. */
#include "config.h"

#include "bgd-origin.h"

#include <string.h>

typedef struct
{
  const char *url;
  const char *origin; /* (nullable) */
} Row;

static void
check_rows (const Row *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *origin = bgd_origin_from_url (rows[i].url);

      g_test_message ("%s", rows[i].url);
      g_assert_cmpstr (origin, ==, rows[i].origin);
    }
}

static void
test_an_address_without_secrets_stays_as_it_is (void)
{
  static const Row rows[] = {
    { "https://example.com/file.iso", "https://example.com/file.iso" },
    { "http://example.com:8080/a/b", "http://example.com:8080/a/b" },
    { "http://[::1]:8080/a", "http://[::1]:8080/a" },
    { "https://example.com/", "https://example.com/" },
    { "https://example.com/f?id=7&lang=de", "https://example.com/f?id=7&lang=de" },
    { "https://example.com/f?id=7;lang=de", "https://example.com/f?id=7;lang=de" },
    { "https://example.com/f?q=a%20b%26c", "https://example.com/f?q=a%20b%26c" },
    { "https://example.com/f?name=debian-12.5.0-amd64-netinst-and-a-long-tail.iso",
      "https://example.com/f?name=debian-12.5.0-amd64-netinst-and-a-long-tail.iso" },
    { "https://example.com/f?v=20240101", "https://example.com/f?v=20240101" },
    { "https://example.com/a;v=1/b", "https://example.com/a;v=1/b" },
    { "https://example.com/%E6%97%A5", "https://example.com/%E6%97%A5" },
    { "https://example.com/f?design=new&spx=1", "https://example.com/f?design=new&spx=1" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_who_fetched_it_is_nobody_elses_business (void)
{
  static const Row rows[] = {
    { "https://user:pass@example.com/f", "https://example.com/f" },
    { "https://user@example.com/f", "https://example.com/f" },
    { "https://us%40er:p%3Ass@example.com/f?id=1", "https://example.com/f?id=1" },
    { "https://example.com/f#access_token=abc", "https://example.com/f" },
    { "https://example.com/f?id=1#part", "https://example.com/f?id=1" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_a_query_with_a_secret_is_left_out (void)
{
  static const char *const queries[] = {
    "token=abc",
    "id=1&token=abc",
    "TOKEN=abc",
    "access_token=abc",
    "to%6ben=abc",
    "sig=abc",
    "signature=abc",
    "Signature=x&Expires=1&Key-Pair-Id=y",
    "key=abc",
    "api_key=abc",
    "apikey=abc",
    "password=abc",
    "pwd=abc",
    "auth=abc",
    "Authorization=abc",
    "session=abc",
    "PHPSESSID=abc",
    "client_secret=abc",
    "X-Amz-Date=20240101",
    "x-amz-algorithm=AWS4-HMAC-SHA256",
    "X-Goog-SignedHeaders=host",
    "policy=abc",
    "expires=1700000000",
    "sv=2022-11-02",
    "se=2024-01-01",
    "sp=r",
    "sr=b",
    "a=1;token=abc",
    "token",
    "hdnea=exp=1",
    "d41d8cd98f00b204e9800998ecf8427e",
    "x=d41d8cd98f00b204e9800998ecf8427e",
    "x=ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUl4TWpN",
    "to%ken=abc",
    "%zz=abc",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *url = g_strconcat ("https://example.com/f?", queries[i], NULL);
      g_autofree char *origin = bgd_origin_from_url (url);

      g_test_message ("%s", url);
      g_assert_cmpstr (origin, ==, "https://example.com/f");
    }
}

static void
test_a_session_in_the_path_is_left_out (void)
{
  static const Row rows[] = {
    { "https://example.com/a;jsessionid=1A2B/f", "https://example.com/a/f" },
    { "https://example.com/f;JSESSIONID=1A2B", "https://example.com/f" },
    { "https://example.com/f;v=1;token=x?id=1", "https://example.com/f?id=1" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_what_is_no_address_tells_nothing (void)
{
  static const Row rows[] = {
    { "", NULL },
    { "file", NULL },
    { "/a/b", NULL },
    { "data:text/plain,hello", NULL },
    { "javascript:alert(1)", NULL },
    { "http://", NULL },
    { "http://[::1/a", NULL },
    { "about:blank", NULL },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_nothing_but_visible_ascii_comes_out (void)
{
  static const char *const urls[] = {
    "https://example.com/\x1b[31m", "https://example.com/a\nb",     "https://example.com/\xff\xfe",
    "https://example.com/日本",     "https://example.com/f?q=\x07", "https://example.com/a b",
    "https://exa\nmple.com/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *origin = bgd_origin_from_url (urls[i]);

      for (const char *p = origin; p != NULL && *p != '\0'; p++)
        g_assert_true (g_ascii_isgraph (*p));
    }
}

static void
test_what_is_too_long_is_cut_at_a_border (void)
{
  g_autofree char *long_text = g_strnfill (BGD_ORIGIN_MAXIMUM, '.');
  g_autofree char *long_query = g_strconcat ("https://example.com/f?a=", long_text, NULL);
  g_autofree char *long_path = g_strconcat ("https://example.com/", long_text, NULL);
  g_autofree char *without_query = bgd_origin_from_url (long_query);
  g_autofree char *nothing = bgd_origin_from_url (long_path);

  g_assert_cmpstr (without_query, ==, "https://example.com/f");
  g_assert_null (nothing);
}

static void
test_the_referrer_is_found_among_the_headers (void)
{
  static const char *const none[] = { "X-Referer: https://a.example/", "Cookie: a=1", NULL };
  static const char *const one[] = {
    "Accept: */*",
    "referer:  https://me:pw@a.example/page?id=1#top ",
    NULL,
  };
  static const char *const odd[] = { "Referer:", NULL };
  g_autofree char *referrer = bgd_origin_from_headers (one);

  g_assert_cmpstr (referrer, ==, "https://a.example/page?id=1");
  g_assert_null (bgd_origin_from_headers (none));
  g_assert_null (bgd_origin_from_headers (odd));
  g_assert_null (bgd_origin_from_headers (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/origin/an-address-without-secrets-stays-as-it-is",
                   test_an_address_without_secrets_stays_as_it_is);
  g_test_add_func ("/origin/who-fetched-it-is-nobody-elses-business",
                   test_who_fetched_it_is_nobody_elses_business);
  g_test_add_func ("/origin/a-query-with-a-secret-is-left-out",
                   test_a_query_with_a_secret_is_left_out);
  g_test_add_func ("/origin/a-session-in-the-path-is-left-out",
                   test_a_session_in_the_path_is_left_out);
  g_test_add_func ("/origin/what-is-no-address-tells-nothing",
                   test_what_is_no_address_tells_nothing);
  g_test_add_func ("/origin/nothing-but-visible-ascii-comes-out",
                   test_nothing_but_visible_ascii_comes_out);
  g_test_add_func ("/origin/what-is-too-long-is-cut-at-a-border",
                   test_what_is_too_long_is_cut_at_a_border);
  g_test_add_func ("/origin/the-referrer-is-found-among-the-headers",
                   test_the_referrer_is_found_among_the_headers);

  return g_test_run ();
}
