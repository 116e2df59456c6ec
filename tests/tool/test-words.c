/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-words.c: sentences for people. */
#include "config.h"

#include "bgt-words.h"

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static char *
words_for (BgError code, guint http_status)
{
  const BgJobError error = {
    .code = code,
    .http_status = http_status,
    .url = (char *) "https://files.example.org/a.iso",
    .message = (char *) "detail 42",
  };

  return bgt_words_for_error (&error, "/home/me/Downloads");
}

static void
test_every_error_has_one_sentence_of_its_own (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint code = BG_ERROR_FAILED; code < BG_N_ERRORS; code++)
    {
      char *sentence = words_for ((BgError) code, 418);

      g_test_message ("%s", sentence);
      g_assert_true (g_utf8_validate (sentence, -1, NULL));
      g_assert_true (g_str_has_suffix (sentence, ".") || g_str_has_suffix (sentence, "?"));
      g_assert_false (g_str_has_suffix (sentence, ".."));
      g_assert_null (strchr (sentence, '\n'));
      g_assert_null (strstr (sentence, "(null)"));
      g_assert_true (g_hash_table_add (seen, sentence));
    }
}

static void
test_only_other_errors_go_wrong_somehow (void)
{
  for (guint code = BG_ERROR_FAILED + 1; code < BG_N_ERRORS; code++)
    {
      g_autofree char *sentence = words_for ((BgError) code, 418);

      g_assert_null (strstr (sentence, "Something went wrong"));
    }
}

static void
test_http_errors_name_the_status (void)
{
  g_autofree char *sentence = words_for (BG_ERROR_HTTP_SERVER, 503);

  g_assert_nonnull (strstr (sentence, "(503)"));
}

static void
test_network_errors_name_the_host (void)
{
  g_autofree char *sentence = words_for (BG_ERROR_HOST_NOT_FOUND, 0);

  g_assert_nonnull (strstr (sentence, "“files.example.org”"));
}

static void
test_folder_errors_name_the_folder (void)
{
  g_autofree char *sentence = words_for (BG_ERROR_DISK_FULL, 0);

  g_assert_nonnull (strstr (sentence, "“/home/me/Downloads”"));
}

static void
test_errors_without_anything_are_sentences_too (void)
{
  for (guint code = BG_ERROR_FAILED; code < BG_N_ERRORS; code++)
    {
      const BgJobError error = { .code = (BgError) code };
      g_autofree char *sentence = bgt_words_for_error (&error, NULL);

      g_assert_null (strstr (sentence, "(null)"));
    }
}

static void
test_foreign_errors_keep_their_detail (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It broke.");
  g_autofree char *sentence = bgt_words_for_call (error, NULL, NULL);

  g_assert_cmpstr (sentence, ==, "Something went wrong: It broke.");
}

static void
assert_progress (guint64 transferred, guint64 total, const char *wanted)
{
  const BgJobProgress progress = { .bytes_total = total, .bytes_transferred = transferred };
  g_autofree char *got = bgt_words_for_progress (&progress);

  /* GLib puts a no-break space between number and unit. */
  g_autoptr (GRegex) space = g_regex_new ("\u00a0", 0, 0, NULL);
  g_autofree char *plain = g_regex_replace_literal (space, got, -1, 0, " ", 0, NULL);

  g_assert_cmpstr (plain, ==, wanted);
}

static void
test_progress_knows_what_it_does_not_know (void)
{
  assert_progress (2000, 4000, "2.0 kB of 4.0 kB");
  assert_progress (2000, BG_SIZE_UNKNOWN, "2.0 kB, size unknown");
  assert_progress (4000, 4000, "4.0 kB");
  assert_progress (0, 0, "0 bytes");
  assert_progress (5000, 4000, "5.0 kB");
}

static void
assert_time_left (gint64 seconds, const char *wanted)
{
  g_autofree char *got = bgt_words_for_time_left (seconds);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_time_left_is_as_fine_as_it_matters (void)
{
  assert_time_left (-1, NULL);
  assert_time_left (0, "0 seconds left");
  assert_time_left (1, "1 second left");
  assert_time_left (20, "20 seconds left");
  assert_time_left (21, "25 seconds left");
  assert_time_left (89, "90 seconds left");
  assert_time_left (90, "2 minutes left");
  assert_time_left (89 * MINUTE, "89 minutes left");
  assert_time_left (90 * MINUTE, "2 hours left");
  assert_time_left (48 * HOUR, "2 days left");
  assert_time_left (30 * DAY, "30 days left");
  assert_time_left (31 * DAY, "More than a month left");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/words/every-error-has-one-sentence-of-its-own",
                   test_every_error_has_one_sentence_of_its_own);
  g_test_add_func ("/words/only-other-errors-go-wrong-somehow",
                   test_only_other_errors_go_wrong_somehow);
  g_test_add_func ("/words/http-errors-name-the-status", test_http_errors_name_the_status);
  g_test_add_func ("/words/network-errors-name-the-host", test_network_errors_name_the_host);
  g_test_add_func ("/words/folder-errors-name-the-folder", test_folder_errors_name_the_folder);
  g_test_add_func ("/words/errors-without-anything-are-sentences-too",
                   test_errors_without_anything_are_sentences_too);
  g_test_add_func ("/words/foreign-errors-keep-their-detail",
                   test_foreign_errors_keep_their_detail);
  g_test_add_func ("/words/progress-knows-what-it-does-not-know",
                   test_progress_knows_what_it_does_not_know);
  g_test_add_func ("/words/time-left-is-as-fine-as-it-matters",
                   test_time_left_is_as_fine_as_it_matters);

  return g_test_run ();
}
