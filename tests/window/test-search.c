/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found by which words. */
#include "config.h"

#include "bgw-search.h"

static gboolean
found (const char *typed, const char *name, const char *address)
{
  g_auto (GStrv) words = bgw_search_parse (typed);

  return bgw_search_matches ((const char *const *) words, name, address);
}

static void
test_nothing_typed_finds_all (void)
{
  g_assert_true (found ("", "debian.iso", NULL));
  g_assert_true (found (" \t ", "debian.iso", "https://example.org/"));
}

static void
test_part_of_a_word_is_enough (void)
{
  g_assert_true (found ("bian", "debian.iso", NULL));
  g_assert_true (found (".iso", "debian.iso", NULL));
  g_assert_false (found ("ubuntu", "debian.iso", NULL));
}

static void
test_case_and_accents_do_not_matter (void)
{
  g_assert_true (found ("DEBIAN", "Debian.iso", NULL));
  g_assert_true (found ("resume", "Résumé.pdf", NULL));
  g_assert_true (found ("RÉSUMÉ", "resume.pdf", NULL));
  g_assert_true (found ("re\xcc\x81sume\xcc\x81", "Résumé.pdf", NULL));
  g_assert_true (found ("strasse", "Hauptstraße", NULL));
  g_assert_true (found ("οδοσ", "ΟΔΟΣ", NULL));
  g_assert_false (found ("rosume", "Résumé.pdf", NULL));
}

static void
test_addresses_are_searched_as_written_and_as_read (void)
{
  g_assert_true (found ("example", "a.bin", "https://Example.org/a%20b/%C3%A9t%C3%A9.bin"));
  g_assert_true (found ("a%20b", "a.bin", "https://example.org/a%20b/c"));
  g_assert_true (found ("ete", "a.bin", "https://example.org/%C3%A9t%C3%A9.bin"));
  g_assert_false (found ("org/b", "a.bin", "https://example.org/a%20b/c"));
}

static void
test_all_words_must_be_there_in_any_place (void)
{
  g_assert_true (found ("iso debian", "debian.iso", NULL));
  g_assert_true (found ("debian example", "debian.iso", "https://example.org/1"));
  g_assert_false (found ("debian fedora", "debian.iso", NULL));
}

static void
test_bytes_that_are_no_text_do_no_harm (void)
{
  g_assert_true (found ("end",
                        "\xff\xfe"
                        "end",
                        "https://h/%ff%00"));
  g_assert_false (found ("\xff", "name", "https://h/%ff%00"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/search/nothing-typed-finds-all", test_nothing_typed_finds_all);
  g_test_add_func ("/search/part-of-a-word-is-enough", test_part_of_a_word_is_enough);
  g_test_add_func ("/search/case-and-accents-do-not-matter", test_case_and_accents_do_not_matter);
  g_test_add_func ("/search/addresses-are-searched-as-written-and-as-read",
                   test_addresses_are_searched_as_written_and_as_read);
  g_test_add_func ("/search/all-words-must-be-there-in-any-place",
                   test_all_words_must_be_there_in_any_place);
  g_test_add_func ("/search/bytes-that-are-no-text-do-no-harm",
                   test_bytes_that_are_no_text_do_no_harm);

  return g_test_run ();
}
