/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences about jobs, as the design has them. */
#include "config.h"

#include "bgw-words.h"

#include "bgw-deed-words.h"
#include "bgw-durations.h"

#define MB G_GUINT64_CONSTANT (1000000)
#define GB (1000 * MB)

/* No-break blanks stand between number and unit; here they are written as blanks. */
static void
assert_words (char *text, const char *wanted)
{
  g_autofree char *owned = text;
  g_auto (GStrv) parts = g_strsplit (owned, "\u00a0", -1);
  g_autofree char *plain = g_strjoinv (" ", parts);

  g_assert_cmpstr (plain, ==, wanted);
}

static void
assert_described (const BgwFacts *facts, const char *wanted, const char *wanted_brief)
{
  assert_words (bgw_words_describe (facts, FALSE), wanted);
  assert_words (bgw_words_describe (facts, TRUE), wanted_brief);
}

static BgwFacts
facts_new (BgJobState state, guint64 total, guint64 transferred)
{
  BgwFacts facts = { 0 };

  facts.state = state;
  facts.progress.bytes_total = total;
  facts.progress.bytes_transferred = transferred;
  facts.progress.files_total = 1;
  facts.seconds_left = -1;
  facts.seconds_to_retry = -1;
  facts.directory = "/home/me/Downloads";

  return facts;
}

static void
test_a_queued_job_says_what_it_waits_for (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_QUEUED, 1400 * MB, 0);

  assert_described (&facts, "1.4 GB · Waiting for a free place", "Waiting for a free place");
  facts.progress.bytes_total = BG_SIZE_UNKNOWN;
  assert_described (&facts, "Waiting for a free place", "Waiting for a free place");
}

static void
test_a_connecting_job_names_the_host (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_CONNECTING, BG_SIZE_UNKNOWN, 0);

  assert_described (&facts, "Contacting the server", "Contacting the server");
  facts.host = "example.org";
  assert_described (&facts, "example.org", "example.org");
}

static void
test_a_transferring_job_says_how_far_fast_and_long (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSFERRING, 4 * GB, 2600 * MB);

  assert_described (&facts, "2.6 GB of 4.0 GB", "2.6 GB of 4.0 GB");
  facts.speed = 18400000;
  facts.seconds_left = 100;
  assert_described (&facts, "2.6 GB of 4.0 GB · 18.4 MB/s · 2 minutes left",
                    "18.4 MB/s · 2 min left");
  facts.progress.files_total = 5;
  facts.progress.files_transferred = 2;
  assert_described (&facts, "2.6 GB of 4.0 GB · 18.4 MB/s · 2 minutes left · 2 of 5 files",
                    "18.4 MB/s · 2 min left");
}

static void
test_an_unknown_size_is_said (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSFERRING, BG_SIZE_UNKNOWN, 186 * MB);

  facts.speed = 3100000;
  assert_described (&facts, "186.0 MB, size unknown · 3.1 MB/s", "3.1 MB/s · 186.0 MB");
}

static void
test_silence_takes_the_place_of_speed (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSFERRING, 4 * GB, 2600 * MB);

  facts.speed = 1;
  facts.seconds_left = 1;
  facts.seconds_silent = 20;
  assert_described (&facts, "2.6 GB of 4.0 GB · No data for 20 seconds", "No data for 20 seconds");
  facts.seconds_silent = 300;
  assert_described (&facts, "2.6 GB of 4.0 GB · No data for 5 minutes", "No data for 5 minutes");
}

static void
test_more_than_all_is_only_what_there_is (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSFERRING, 1 * MB, 2 * MB);

  assert_described (&facts, "2.0 MB", "2.0 MB");
  assert_words (bgw_words_percent (&facts.progress), "");
  facts.progress.bytes_total = 0;
  facts.progress.bytes_transferred = 0;
  assert_described (&facts, "0 bytes of 0 bytes", "0 bytes of 0 bytes");
  assert_words (bgw_words_percent (&facts.progress), "");
}

static void
test_a_resting_job_says_how_far_it_came (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_SUSPENDED, 149 * MB, 61 * MB);

  assert_described (&facts, "61.0 MB of 149.0 MB", "61.0 MB of 149.0 MB");
  facts.state = BG_JOB_STATE_CANCELLED;
  assert_described (&facts, "61.0 MB of 149.0 MB", "61.0 MB of 149.0 MB");
  facts.progress.bytes_total = BG_SIZE_UNKNOWN;
  facts.progress.bytes_transferred = 0;
  assert_described (&facts, "", "");
}

static void
test_a_failed_job_says_why (void)
{
  BgJobError error = { .code = BG_ERROR_HTTP_NOT_FOUND, .http_status = 404 };
  BgwFacts facts = facts_new (BG_JOB_STATE_ERROR, BG_SIZE_UNKNOWN, 0);

  assert_described (&facts, "", "");
  facts.error = &error;
  assert_described (&facts, "The server says the file does not exist (404)",
                    "File not found (404)");
}

static void
test_a_job_that_waits_says_when_it_tries_again (void)
{
  BgJobError error = { .code = BG_ERROR_TIMED_OUT };
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSIENT_ERROR, 88 * MB, 22 * MB);

  facts.error = &error;
  assert_described (&facts, "Connection timed out", "Connection timed out");
  facts.seconds_to_retry = 42;
  assert_described (&facts, "Next try in 42 seconds · Connection timed out", "Next try in 42 s");
  facts.seconds_to_retry = 1;
  assert_described (&facts, "Next try in 1 second · Connection timed out", "Next try in 1 s");
  facts.seconds_to_retry = 600;
  assert_described (&facts, "Next try in 10 minutes · Connection timed out", "Next try in 10 min");
  facts.seconds_to_retry = 7200;
  assert_described (&facts, "Next try in 2 hours · Connection timed out", "Next try in 120 min");
}

static void
test_a_finished_job_says_where_it_is (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSFERRED, 46 * MB, 46 * MB);

  assert_described (&facts, "46.0 MB · Ready to complete", "46.0 MB · Ready to complete");
  facts.state = BG_JOB_STATE_ACKNOWLEDGED;
  assert_described (&facts, "46.0 MB · Saved to Downloads", "46.0 MB · Saved to Downloads");
  facts.type = BG_JOB_TYPE_UPLOAD;
  assert_described (&facts, "46.0 MB · Uploaded", "46.0 MB · Uploaded");
}

static void
test_a_state_of_a_newer_service_says_nothing (void)
{
  BgwFacts facts = facts_new ((BgJobState) 99, 46 * MB, 46 * MB);

  assert_described (&facts, "", "");
}

static void
test_percent_reaches_one_hundred_only_at_the_end (void)
{
  BgJobProgress progress = { .bytes_total = 1000, .bytes_transferred = 999 };

  assert_words (bgw_words_percent (&progress), "99%");
  progress.bytes_transferred = 1000;
  assert_words (bgw_words_percent (&progress), "100%");
  progress.bytes_total = BG_SIZE_UNKNOWN;
  assert_words (bgw_words_percent (&progress), "");
}

static void
test_sizes_reach_to_the_end_of_the_number (void)
{
  assert_words (bgw_words_size (0), "0 bytes");
  assert_words (bgw_words_size (1), "1 byte");
  assert_words (bgw_words_size (G_MAXUINT64), "18.4 EB");
  assert_words (bgw_words_speed (1100000), "1.1 MB/s");
}

static void
test_time_left_is_counted_in_fitting_units (void)
{
  assert_words (bgw_duration_left (0, FALSE), "1 second left");
  assert_words (bgw_duration_left (19, FALSE), "19 seconds left");
  assert_words (bgw_duration_left (23, FALSE), "25 seconds left");
  assert_words (bgw_duration_left (89, FALSE), "90 seconds left");
  assert_words (bgw_duration_left (90, FALSE), "2 minutes left");
  assert_words (bgw_duration_left (89 * 60, FALSE), "89 minutes left");
  assert_words (bgw_duration_left (90 * 60, FALSE), "2 hours left");
  assert_words (bgw_duration_left (47 * 3600, FALSE), "47 hours left");
  assert_words (bgw_duration_left (48 * 3600, FALSE), "2 days left");
  assert_words (bgw_duration_left (30 * 86400, FALSE), "30 days left");
  assert_words (bgw_duration_left (40 * 86400, FALSE), "More than a month left");
  assert_words (bgw_duration_left (G_MAXINT64 / 2, FALSE), "More than a month left");
}

static void
test_time_left_is_short_where_there_is_little_room (void)
{
  assert_words (bgw_duration_left (12, TRUE), "12 s left");
  assert_words (bgw_duration_left (300, TRUE), "5 min left");
  assert_words (bgw_duration_left (3 * 3600, TRUE), "3 h left");
  assert_words (bgw_duration_left (3 * 86400, TRUE), "3 d left");
  assert_words (bgw_duration_left (90 * 86400, TRUE), "Over a month left");
}

static void
test_a_name_is_shown_with_what_it_hides (void)
{
  assert_words (bgw_words_name ("plain.iso"), "plain.iso");
  assert_words (bgw_words_name ("a\nb\tc"), "a\\nb\\u0009c");
  assert_words (bgw_words_name ("evil\u202eexe.fdp"), "evil\\u202eexe.fdp");
  assert_words (bgw_words_name ("\u2066x\u2069"), "\\u2066x\\u2069");
  assert_words (bgw_words_name ("<b>& friends</b>"), "<b>& friends</b>");
  assert_words (bgw_words_name ("\xff"), "\ufffd");
}

static void
test_a_name_in_a_sentence_keeps_its_direction_to_itself (void)
{
  assert_words (bgw_words_quotable ("a.iso"), "\u2068a.iso\u2069");
}

static void
test_a_folder_has_the_name_people_know (void)
{
  assert_words (bgw_words_folder ("/home/me/Downloads"), "Downloads");
  assert_words (bgw_words_folder (g_get_home_dir ()), "Home");
  assert_words (bgw_words_folder ("/"), "/");
  assert_words (bgw_words_folder (NULL), "the folder");
}

static void
test_a_row_is_read_aloud_as_one_sentence (void)
{
  BgwFacts facts = facts_new (BG_JOB_STATE_TRANSFERRING, 4 * GB, 2600 * MB);

  assert_words (bgw_words_row ("debian.iso", &facts), "debian.iso, Transferring, 65 percent");
  facts.seconds_left = 60;
  assert_words (bgw_words_row ("debian.iso", &facts),
                "debian.iso, Transferring, 65 percent, 60 seconds left");
  facts.state = BG_JOB_STATE_TRANSFERRED;
  assert_words (bgw_words_row ("debian.iso", &facts),
                "debian.iso, Transferred, 4.0 GB · Ready to complete");
}

static void
test_a_bar_is_read_aloud (void)
{
  BgJobProgress progress = { .bytes_total = 100, .bytes_transferred = 65 };

  assert_words (bgw_words_bar (&progress), "65 percent");
  progress.bytes_total = BG_SIZE_UNKNOWN;
  assert_words (bgw_words_bar (&progress), "size unknown");
}

static void
test_the_status_line_counts_what_there_is (void)
{
  assert_words (bgw_words_counts (6, 0, 1), "6 active, 1 suspended");
  assert_words (bgw_words_counts (1, 2, 3), "1 active, 2 waiting, 3 suspended");
  assert_words (bgw_words_counts (0, 0, 0), "Nothing active");
}

static void
test_a_job_of_several_files_is_named_after_the_first (void)
{
  assert_words (bgw_words_job_name ("film.mkv", 1), "film.mkv");
  assert_words (bgw_words_job_name ("film.mkv", 2), "film.mkv and 1 more");
  assert_words (bgw_words_job_name ("film.mkv", 12), "film.mkv and 11 more");
}

static void
test_deeds_are_told (void)
{
  assert_words (bgw_deed_words_done (BGW_DEED_CANCEL, "a", 1), "“\u2068a\u2069” canceled");
  assert_words (bgw_deed_words_done (BGW_DEED_CANCEL, "a", 3), "3 jobs canceled");
  assert_words (bgw_deed_words_done (BGW_DEED_REMOVE, "a", 1),
                "“\u2068a\u2069” removed from the list");
  assert_words (bgw_deed_words_done (BGW_DEED_COMPLETE, "a", 2), "2 jobs completed");
}

static void
test_deeds_that_fail_are_told_with_the_reason (void)
{
  g_autoptr (GError) error = g_error_new_literal (BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND, "detail");

  assert_words (bgw_deed_words_failed (BGW_DEED_COMPLETE, "a", "/home/me/Gone", error),
                "Could not complete “\u2068a\u2069”: Gone does not exist");
  assert_words (bgw_deed_words_failed (BGW_DEED_SUSPEND, "a", NULL, error),
                "Could not suspend “\u2068a\u2069”: the folder does not exist");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/words/a-queued-job-says-what-it-waits-for",
                   test_a_queued_job_says_what_it_waits_for);
  g_test_add_func ("/words/a-connecting-job-names-the-host", test_a_connecting_job_names_the_host);
  g_test_add_func ("/words/a-transferring-job-says-how-far-fast-and-long",
                   test_a_transferring_job_says_how_far_fast_and_long);
  g_test_add_func ("/words/an-unknown-size-is-said", test_an_unknown_size_is_said);
  g_test_add_func ("/words/silence-takes-the-place-of-speed",
                   test_silence_takes_the_place_of_speed);
  g_test_add_func ("/words/more-than-all-is-only-what-there-is",
                   test_more_than_all_is_only_what_there_is);
  g_test_add_func ("/words/a-resting-job-says-how-far-it-came",
                   test_a_resting_job_says_how_far_it_came);
  g_test_add_func ("/words/a-failed-job-says-why", test_a_failed_job_says_why);
  g_test_add_func ("/words/a-job-that-waits-says-when-it-tries-again",
                   test_a_job_that_waits_says_when_it_tries_again);
  g_test_add_func ("/words/a-finished-job-says-where-it-is", test_a_finished_job_says_where_it_is);
  g_test_add_func ("/words/a-state-of-a-newer-service-says-nothing",
                   test_a_state_of_a_newer_service_says_nothing);
  g_test_add_func ("/words/percent-reaches-one-hundred-only-at-the-end",
                   test_percent_reaches_one_hundred_only_at_the_end);
  g_test_add_func ("/words/sizes-reach-to-the-end-of-the-number",
                   test_sizes_reach_to_the_end_of_the_number);
  g_test_add_func ("/words/time-left-is-counted-in-fitting-units",
                   test_time_left_is_counted_in_fitting_units);
  g_test_add_func ("/words/time-left-is-short-where-there-is-little-room",
                   test_time_left_is_short_where_there_is_little_room);
  g_test_add_func ("/words/a-name-is-shown-with-what-it-hides",
                   test_a_name_is_shown_with_what_it_hides);
  g_test_add_func ("/words/a-name-in-a-sentence-keeps-its-direction-to-itself",
                   test_a_name_in_a_sentence_keeps_its_direction_to_itself);
  g_test_add_func ("/words/a-folder-has-the-name-people-know",
                   test_a_folder_has_the_name_people_know);
  g_test_add_func ("/words/a-row-is-read-aloud-as-one-sentence",
                   test_a_row_is_read_aloud_as_one_sentence);
  g_test_add_func ("/words/a-bar-is-read-aloud", test_a_bar_is_read_aloud);
  g_test_add_func ("/words/the-status-line-counts-what-there-is",
                   test_the_status_line_counts_what_there_is);
  g_test_add_func ("/words/a-job-of-several-files-is-named-after-the-first",
                   test_a_job_of_several_files_is_named_after_the_first);
  g_test_add_func ("/words/deeds-are-told", test_deeds_are_told);
  g_test_add_func ("/words/deeds-that-fail-are-told-with-the-reason",
                   test_deeds_that_fail_are_told_with_the_reason);

  return g_test_run ();
}
