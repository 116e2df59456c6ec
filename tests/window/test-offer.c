/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What drops, pastes and files have to offer. */
#include "config.h"

#include "bgw-offer.h"

#include <string.h>

typedef BgwOffer *(*Reader) (const char *bytes, gsize length);

static void
assert_offers (Reader reader, const char *bytes, const char *addresses, const char *refusal)
{
  g_autoptr (BgwOffer) offer = reader (bytes, strlen (bytes));
  g_autofree char *joined = g_strjoinv (" ", offer->addresses);

  g_assert_cmpstr (joined, ==, addresses);
  g_assert_cmpstr (offer->refusal, ==, refusal);
}

static void
text_has_addresses_or_a_reason (void)
{
  assert_offers (bgw_offer_new_from_text, "see http://a/b, and http://c/", "http://a/b http://c/",
                 NULL);
  assert_offers (bgw_offer_new_from_text, "only words", "", NULL);
  assert_offers (bgw_offer_new_from_text, "", "", NULL);
  assert_offers (bgw_offer_new_from_text, "gopher://a/b\n", "",
                 "Cannot download from “gopher:” addresses");
  assert_offers (bgw_offer_new_from_text, "javascript:alert(1)", "",
                 "Cannot download from “javascript:” addresses");
  assert_offers (bgw_offer_new_from_text, "magnet:?xt=urn:btih:c12", "",
                 "Torrents are not supported");
}

static void
a_command_in_text_is_read (void)
{
  const char *text = "curl 'http://a/b' -H 'X: y'";
  g_autoptr (BgwOffer) offer = bgw_offer_new_from_text (text, strlen (text));

  g_assert_nonnull (offer->command);
  g_assert_cmpstr (offer->command->headers[0], ==, "X: y");
  g_assert_cmpstr (offer->addresses[0], ==, "http://a/b");
  assert_offers (bgw_offer_new_from_text, "curl http://a/ -d x", "",
                 "This command sends data, which is not supported");
  assert_offers (bgw_offer_new_from_text, "curl http://a/ -x p", "",
                 "“--proxy” in this command is not supported");
  assert_offers (bgw_offer_new_from_text, "curl 'http://a/", "", "This command is not complete");
}

static void
local_files_are_opened_if_they_list_addresses (void)
{
  static const struct
  {
    const char *list;
    const char *document;
    const char *refusal;
  } cases[] = {
    { "file:///a/b.txt\r\n", "file:///a/b.txt",
      "Only Metalink documents and lists of addresses can be opened" },
    { "file:///a/b.META4", "file:///a/b.META4",
      "Only Metalink documents and lists of addresses can be opened" },
    { "file:///etc/passwd\n", NULL,
      "Only Metalink documents and lists of addresses can be opened" },
    { "file:///a/b.torrent", NULL, "Torrents are not supported" },
    { "# nothing", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BgwOffer) offer =
          bgw_offer_new_from_uri_list (cases[i].list, strlen (cases[i].list));

      g_assert_cmpuint (g_strv_length (offer->addresses), ==, 0);
      g_assert_cmpstr (offer->document, ==, cases[i].document);
      g_assert_cmpstr (offer->refusal, ==, cases[i].refusal);
      g_assert_cmpint (bgw_offer_is_empty (offer), ==, cases[i].document == NULL);
    }
}

static void
text_that_claims_to_be_a_list_is_text (void)
{
  assert_offers (bgw_offer_new_from_uri_list, "see http://a/b", "http://a/b", NULL);
  assert_offers (bgw_offer_new_from_uri_list, "curl 'http://a/b' -H 'c: d'", "http://a/b", NULL);
}

static void
links_of_mozilla_come_with_titles (void)
{
  assert_offers (bgw_offer_new_from_moz_url, "http://a/b\nhttp://title/\nhttp://c/\nTitle",
                 "http://a/b http://c/", NULL);
  assert_offers (bgw_offer_new_from_moz_url, "http://a/b", "http://a/b", NULL);
}

static void
lists_in_files_have_remarks_and_marks (void)
{
  static const char utf16[] =
      "\xff\xfeh\0t\0t\0p\0:\0/\0/\0a\0/\0\r\0\n\0h\0t\0t\0p\0:\0/\0/\0b\0/";
  g_autoptr (BgwOffer) wide = bgw_offer_new_from_list_file (utf16, sizeof utf16);

  assert_offers (bgw_offer_new_from_list_file,
                 "\xef\xbb\xbfhttp://a/\r\n\r\n# http://no/\r\n  http://b/ c \r\nwords\r\n",
                 "http://a/ http://b/%20c", NULL);
  assert_offers (bgw_offer_new_from_list_file, "#EXTM3U\n#EXTINF:1,x\nhttp://a/b.mp3\nc.mp3\n",
                 "http://a/b.mp3", NULL);
  assert_offers (bgw_offer_new_from_list_file, "One: http://a/\nTwo: http://b/",
                 "http://a/ http://b/", NULL);
  assert_offers (bgw_offer_new_from_list_file, "none", "", "No address found in this file");
  g_assert_cmpuint (g_strv_length (wide->addresses), ==, 2);
  g_assert_cmpstr (wide->addresses[1], ==, "http://b/");
}

static void
any_bytes_are_read (void)
{
  static const char bytes[] = "http://a/\0http://b/\xff http://c/\x1b[31m";
  g_autoptr (BgwOffer) text = bgw_offer_new_from_text (bytes, sizeof bytes - 1);
  g_autoptr (BgwOffer) list = bgw_offer_new_from_list_file (bytes, sizeof bytes - 1);
  g_autoptr (BgwOffer) none = bgw_offer_new_from_text (NULL, 0);

  g_assert_cmpuint (g_strv_length (text->addresses), ==, 3);
  g_assert_cmpstr (text->addresses[2], ==, "http://c/");
  g_assert_nonnull (list);
  g_assert_true (bgw_offer_is_empty (none));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/offer/text-has-addresses-or-a-reason", text_has_addresses_or_a_reason);
  g_test_add_func ("/offer/a-command-in-text-is-read", a_command_in_text_is_read);
  g_test_add_func ("/offer/local-files-are-opened-if-they-list-addresses",
                   local_files_are_opened_if_they_list_addresses);
  g_test_add_func ("/offer/text-that-claims-to-be-a-list-is-text",
                   text_that_claims_to_be_a_list_is_text);
  g_test_add_func ("/offer/links-of-mozilla-come-with-titles", links_of_mozilla_come_with_titles);
  g_test_add_func ("/offer/lists-in-files-have-remarks-and-marks",
                   lists_in_files_have_remarks_and_marks);
  g_test_add_func ("/offer/any-bytes-are-read", any_bytes_are_read);

  return g_test_run ();
}
