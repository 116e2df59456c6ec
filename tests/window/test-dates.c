/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of points in time, and of what a job waits for. */
#include "config.h"

#include "bgw-dates.h"
#include "bgw-wait-words.h"

static GDateTime *
at (const char *text)
{
  GDateTime *time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return time;
}

static void
test_days_are_called_by_their_names (void)
{
  static const char *const cases[][2] = {
    { "2026-11-25T00:00:00Z", "Today, 00:00" },
    { "2026-11-24T23:59:59Z", "Yesterday, 23:59" },
    { "2026-11-26T22:00:00Z", "Tomorrow, 22:00" },
    { "2026-11-23T14:32:00Z", "23 Nov 2026, 14:32" },
    { "2025-01-05T07:05:00Z", "5 Jan 2025, 07:05" },
  };
  g_autoptr (GDateTime) now = at ("2026-11-25T08:00:00Z");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) time = at (cases[i][0]);
      g_autofree char *text = bgw_date_format (time, now);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_each_wait_has_its_words (void)
{
  static const struct
  {
    BgWaitReason reason;
    const char *row;
    const char *sentence;
  } cases[] = {
    { BG_WAIT_TURN, "Waiting for a free place",
      "Other jobs are running. This one starts when there is a place for it." },
    { BG_WAIT_SERVER_PLACES, "Waiting for a free place",
      "All connections to this server are in use by other jobs." },
    { BG_WAIT_NETWORK, "Waiting for a network",
      "There is no network. The job goes on when you are online." },
    { BG_WAIT_METERED, "Paused: metered network",
      "This network costs by the byte. The job goes on over another one." },
    { BG_WAIT_POWER, "Paused: saving power",
      "The machine saves power. The job goes on when it does not." },
    { BG_WAIT_SCHEDULE, "Starts at 22:00",
      "Downloads are set to certain hours. The next: Today, 22:00." },
    { BG_WAIT_POLICY, "Paused by your administrator",
      "Your administrator does not allow transfers before: Today, 22:00." },
    { BG_WAIT_RETRY, "Waiting for a free place", "The last try failed. Next try in 14 hours." },
    { BG_WAIT_RETRY_AFTER, "Waiting for a free place",
      "The server asked to wait. Next try in 14 hours." },
    { BG_WAIT_DISK, "Waiting for room on the disk",
      "There is no room on the disk, or the folder is not there. Next try in 14 hours." },
  };
  g_autoptr (GDateTime) now = at ("2026-11-25T08:00:00Z");
  g_autoptr (GDateTime) until = at ("2026-11-25T22:00:00Z");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *row = bgw_wait_row (cases[i].reason, until);
      g_autofree char *sentence = bgw_wait_sentence (cases[i].reason, until, now);

      g_assert_cmpstr (row, ==, cases[i].row);
      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }

  g_assert_null (bgw_wait_sentence (BG_WAIT_NONE, until, now));
}

static void
test_a_wait_without_an_end_names_none (void)
{
  g_autoptr (GDateTime) now = at ("2026-11-25T08:00:00Z");
  g_autofree char *row = bgw_wait_row (BG_WAIT_SCHEDULE, NULL);
  g_autofree char *schedule = bgw_wait_sentence (BG_WAIT_SCHEDULE, NULL, now);
  g_autofree char *retry = bgw_wait_sentence (BG_WAIT_RETRY, NULL, now);

  g_assert_cmpstr (row, ==, "Paused: outside of the set hours");
  g_assert_cmpstr (schedule, ==, "Downloads are set to certain hours, and this is none of them.");
  g_assert_cmpstr (retry, ==, "The last try failed.");
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dates/days", test_days_are_called_by_their_names);
  g_test_add_func ("/dates/waits", test_each_wait_has_its_words);
  g_test_add_func ("/dates/no-end", test_a_wait_without_an_end_names_none);

  return g_test_run ();
}
