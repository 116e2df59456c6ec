/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of what people drop, paste and type, friendly and hostile. */
#include "config.h"

#include "bgw-addresses.h"

#include <string.h>

/* Checks that @found is @wanted, joined with blanks, and frees it. */
static void
assert_addresses (char **found, const char *wanted)
{
  g_auto (GStrv) owned = found;
  g_autofree char *joined = g_strjoinv (" ", owned);

  g_assert_cmpstr (joined, ==, wanted);
}

static void
assert_text (const char *text, const char *wanted)
{
  assert_addresses (bgw_addresses_from_text (text, strlen (text)), wanted);
}

static void
assert_uri_list (const char *text, const char *wanted)
{
  assert_addresses (bgw_addresses_from_uri_list (text, strlen (text)), wanted);
}

static void
assert_good (const char *text, const char *wanted)
{
  g_autofree char *address = NULL;

  g_assert_cmpint (bgw_address_check (text, &address), ==, BGW_ADDRESS_GOOD);
  g_assert_cmpstr (address, ==, wanted);
}

static void
assert_bad (const char *text, BgwAddressProblem wanted)
{
  char *address = (char *) "untouched";

  g_assert_cmpint (bgw_address_check (text, &address), ==, wanted);
  g_assert_null (address);
}

static void
test_a_good_address_is_taken_as_it_is (void)
{
  assert_good ("https://example.org/a.iso", "https://example.org/a.iso");
  assert_good ("HTTP://Example.ORG:8080/a%20b?x=1&y=%2F#part",
               "HTTP://Example.ORG:8080/a%20b?x=1&y=%2F#part");
  assert_good ("http://[::1]:80/a", "http://[::1]:80/a");
  assert_good ("https://user:secret@example.org/", "https://user:secret@example.org/");
  assert_good ("  https://example.org/a\t", "https://example.org/a");
}

static void
test_what_people_paste_unescaped_is_escaped (void)
{
  assert_good ("https://example.org/a b.iso", "https://example.org/a%20b.iso");
  assert_good ("https://example.org/Größe", "https://example.org/Gr%C3%B6%C3%9Fe");
  assert_good ("https://example.org/{x}|100%", "https://example.org/%7Bx%7D%7C100%25");
}

static void
test_a_host_of_another_language_becomes_ascii (void)
{
  assert_good ("https://bücher.example/a", "https://xn--bcher-kva.example/a");
  assert_good ("https://me@bücher.example:81/a", "https://me@xn--bcher-kva.example:81/a");
}

static void
test_other_schemes_are_refused (void)
{
  assert_bad ("file:///etc/passwd", BGW_ADDRESS_UNSUPPORTED);
  assert_bad ("javascript:alert(1)", BGW_ADDRESS_UNSUPPORTED);
  assert_bad ("javascript://example.org/%0aalert(1)", BGW_ADDRESS_UNSUPPORTED);
  assert_bad ("data:text/html,x", BGW_ADDRESS_UNSUPPORTED);
  assert_bad ("gopher://example.org/", BGW_ADDRESS_UNSUPPORTED);
  assert_bad ("httpx://example.org/", BGW_ADDRESS_UNSUPPORTED);
}

static void
test_nonsense_is_refused (void)
{
  assert_bad ("", BGW_ADDRESS_MALFORMED);
  assert_bad ("hello", BGW_ADDRESS_MALFORMED);
  assert_bad ("/etc/passwd", BGW_ADDRESS_MALFORMED);
  assert_bad ("http:", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://", BGW_ADDRESS_MALFORMED);
  assert_bad ("http:///path", BGW_ADDRESS_MALFORMED);
  assert_bad ("http:example.org", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://exam ple.org/", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://example.org:port/", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://[::1/", BGW_ADDRESS_MALFORMED);
}

static void
test_control_characters_are_refused (void)
{
  assert_bad ("http://example.org/a\nHost: evil", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://example.org/a\x01", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://example.org/a\xc2\x85", BGW_ADDRESS_MALFORMED);
  assert_bad ("http://example.org/\xff\xfe", BGW_ADDRESS_MALFORMED);
}

static void
test_an_address_without_end_is_refused (void)
{
  g_autofree char *path = g_strnfill (BGW_ADDRESS_MAX, 'a');
  g_autofree char *address = g_strconcat ("http://example.org/", path, NULL);
  g_autofree char *blanks = g_strnfill (BGW_ADDRESS_MAX / 2, ' ');
  g_autofree char *swells = g_strconcat ("http://example.org/", blanks, "x", NULL);

  assert_bad (address, BGW_ADDRESS_TOO_LONG);
  assert_bad (swells, BGW_ADDRESS_TOO_LONG);
}

static void
test_addresses_are_found_in_running_text (void)
{
  assert_text ("See https://example.org/a.iso and HTTP://example.org/b.",
               "https://example.org/a.iso HTTP://example.org/b");
  assert_text ("(https://example.org/a_(b)), <http://example.org/c>; “http://example.org/d”!",
               "https://example.org/a_(b) http://example.org/c http://example.org/d");
  assert_text ("[link](https://example.org/x).", "https://example.org/x");
  assert_text ("<a href=\"http://example.org/e?a=1&b=2\">", "http://example.org/e?a=1&b=2");
}

static void
test_each_address_is_taken_once_in_order (void)
{
  assert_text ("http://example.org/2 http://example.org/1\nhttp://example.org/2",
               "http://example.org/2 http://example.org/1");
  assert_uri_list ("http://example.org/2\r\nhttp://example.org/1\r\nhttp://example.org/2\r\n",
                   "http://example.org/2 http://example.org/1");
}

static void
test_text_without_an_address_gives_none (void)
{
  assert_text ("", "");
  assert_text ("nothing here: example.org, ftp.example.org, ://, http://", "");
  assert_text ("file:///etc/passwd javascript:alert(1) xhttp://example.org/", "");
}

static void
test_a_uri_list_has_remarks_and_addresses_we_do_not_take (void)
{
  assert_uri_list ("# http://example.org/remark\r\nhttp://example.org/a(b).\r\n"
                   "file:///etc/passwd\r\n\r\nhttps://example.org/c",
                   "http://example.org/a(b). https://example.org/c");
}

static void
test_bytes_that_are_no_text_do_no_harm (void)
{
  static const char bytes[] =
      "\xff\xfe\x00http://example.org/a\x00\x80http://example.org/\xc3(\x00";

  assert_addresses (bgw_addresses_from_text (bytes, sizeof bytes - 1),
                    "http://example.org/a http://example.org/");
  assert_addresses (bgw_addresses_from_uri_list ("\xff\x00\n", 3), "");
  assert_addresses (bgw_addresses_from_text (NULL, 0), "");
}

static void
test_ten_megabytes_without_an_address_are_read_in_a_moment (void)
{
  const gsize size = 10 * 1000 * 1000;
  const char *const fillings[] = { "a", "://", "http://", "\xff", "h", "((((" };

  for (guint i = 0; i < G_N_ELEMENTS (fillings); i++)
    {
      g_autoptr (GString) text = g_string_sized_new (size + 8);
      gint64 begin = g_get_monotonic_time ();

      while (text->len < size)
        g_string_append (text, fillings[i]);
      assert_addresses (bgw_addresses_from_text (text->str, text->len), "");
      assert_addresses (bgw_addresses_from_uri_list (text->str, text->len), "");

      /* A quadratic reader would take hours. */
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_USEC_PER_SEC);
    }
}

static void
test_fifty_thousand_addresses_are_all_found (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) found = NULL;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "https://example.org/file-%u.iso\n", i);

  found = bgw_addresses_from_text (text->str, text->len);
  g_assert_cmpuint (g_strv_length (found), ==, 50000);
  g_assert_cmpstr (found[49999], ==, "https://example.org/file-49999.iso");
}

static void
assert_name (const char *address, const char *wanted)
{
  g_autofree char *name = bgw_address_get_name (address);

  g_assert_cmpstr (name, ==, wanted);
}

static void
test_the_name_is_the_last_part_of_the_path (void)
{
  assert_name ("https://example.org/pub/debian%20testing.iso?x=/y#z", "debian testing.iso");
  assert_name ("https://example.org/pub/", "pub");
  assert_name ("https://example.org/", "example.org");
  assert_name ("https://example.org", "example.org");
  assert_name ("https://example.org/%E2%82%AC.txt", "€.txt");
}

static void
test_a_hostile_name_stays_escaped (void)
{
  assert_name ("https://example.org/a%2F..%2Fb", "a%2F..%2Fb");
  assert_name ("https://example.org/a%0Ab", "a%0Ab");
  assert_name ("https://example.org/a%00b", "a%00b");
  assert_name ("https://example.org/%FF", "%FF");
}

static void
test_a_name_is_never_too_long (void)
{
  g_autofree char *letters = g_strnfill (2000, 'x');
  g_autofree char *address = g_strconcat ("https://example.org/", letters, NULL);
  g_autofree char *name = bgw_address_get_name (address);

  g_assert_cmpint (g_utf8_strlen (name, -1), ==, BGW_NAME_MAX);
}

static void
test_the_host_comes_without_secrets (void)
{
  g_autofree char *host = bgw_address_get_host ("https://me:secret@xn--bcher-kva.example:81/a");
  g_autofree char *none = bgw_address_get_host ("nonsense");
  g_autofree char *of_null = bgw_address_get_host (NULL);

  g_assert_cmpstr (host, ==, "bücher.example");
  g_assert_null (none);
  g_assert_null (of_null);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/addresses/a-good-address-is-taken-as-it-is",
                   test_a_good_address_is_taken_as_it_is);
  g_test_add_func ("/addresses/what-people-paste-unescaped-is-escaped",
                   test_what_people_paste_unescaped_is_escaped);
  g_test_add_func ("/addresses/a-host-of-another-language-becomes-ascii",
                   test_a_host_of_another_language_becomes_ascii);
  g_test_add_func ("/addresses/other-schemes-are-refused", test_other_schemes_are_refused);
  g_test_add_func ("/addresses/nonsense-is-refused", test_nonsense_is_refused);
  g_test_add_func ("/addresses/control-characters-are-refused",
                   test_control_characters_are_refused);
  g_test_add_func ("/addresses/an-address-without-end-is-refused",
                   test_an_address_without_end_is_refused);
  g_test_add_func ("/addresses/addresses-are-found-in-running-text",
                   test_addresses_are_found_in_running_text);
  g_test_add_func ("/addresses/each-address-is-taken-once-in-order",
                   test_each_address_is_taken_once_in_order);
  g_test_add_func ("/addresses/text-without-an-address-gives-none",
                   test_text_without_an_address_gives_none);
  g_test_add_func ("/addresses/a-uri-list-has-remarks-and-addresses-we-do-not-take",
                   test_a_uri_list_has_remarks_and_addresses_we_do_not_take);
  g_test_add_func ("/addresses/bytes-that-are-no-text-do-no-harm",
                   test_bytes_that_are_no_text_do_no_harm);
  g_test_add_func ("/addresses/ten-megabytes-without-an-address-are-read-in-a-moment",
                   test_ten_megabytes_without_an_address_are_read_in_a_moment);
  g_test_add_func ("/addresses/fifty-thousand-addresses-are-all-found",
                   test_fifty_thousand_addresses_are_all_found);
  g_test_add_func ("/addresses/the-name-is-the-last-part-of-the-path",
                   test_the_name_is_the_last_part_of_the_path);
  g_test_add_func ("/addresses/a-hostile-name-stays-escaped", test_a_hostile_name_stays_escaped);
  g_test_add_func ("/addresses/a-name-is-never-too-long", test_a_name_is_never_too_long);
  g_test_add_func ("/addresses/the-host-comes-without-secrets",
                   test_the_host_comes_without_secrets);

  return g_test_run ();
}
