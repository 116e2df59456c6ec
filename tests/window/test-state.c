/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be done in each state, and what it looks like: the table of the design, whole. */
#include "config.h"

#include "bgw-state.h"

/* One letter for each deed that is allowed: Suspend, Resume, Complete, cancel (X), remove (D),
 * Open, show in Folder, start Again, download again (G), Keep finished files, move to the Trash,
 * reName, change the address (U). */
static const struct
{
  const char *allowed;
  const char *style;
  const char *button;
  gboolean has_bar;
} wanted[BG_N_JOB_STATES] = {
  [BG_JOB_STATE_QUEUED] = { "SXNU", "waiting", "Suspend", TRUE },
  [BG_JOB_STATE_CONNECTING] = { "SXN", "running", "Suspend", TRUE },
  [BG_JOB_STATE_TRANSFERRING] = { "SXKN", "running", "Suspend", TRUE },
  [BG_JOB_STATE_SUSPENDED] = { "RXKNU", "waiting", "Resume", TRUE },
  [BG_JOB_STATE_ERROR] = { "RXKNUI", "failed", "Try Again", FALSE },
  [BG_JOB_STATE_TRANSIENT_ERROR] = { "SRXKNU", "troubled", "Try Now", TRUE },
  [BG_JOB_STATE_TRANSFERRED] = { "CXN", "finished", "Complete", FALSE },
  [BG_JOB_STATE_ACKNOWLEDGED] = { "DOFGT", "finished", "Show in Folder", FALSE },
  [BG_JOB_STATE_CANCELLED] = { "DA", "waiting", "Start Again", FALSE },
};

static void
test_each_deed_is_allowed_where_the_table_says (void)
{
  const char letters[] = "SRCXDOFAGKTNUI";

  for (guint state = 0; state < BG_N_JOB_STATES; state++)
    {
      g_autoptr (GString) allowed = g_string_new (NULL);

      for (guint deed = 0; deed < BGW_N_DEEDS; deed++)
        {
          if (bgw_state_allows (state, deed))
            g_string_append_c (allowed, letters[deed]);
        }
      g_assert_cmpstr (allowed->str, ==, wanted[state].allowed);
    }
}

static void
test_the_button_does_what_is_allowed_and_says_so (void)
{
  for (guint state = 0; state < BG_N_JOB_STATES; state++)
    {
      BgwDeed deed = bgw_state_get_main_deed (state);

      g_assert_true (bgw_state_allows (state, deed));
      g_assert_cmpstr (bgw_deed_get_label (deed, state), ==, wanted[state].button);
    }
}

static void
test_each_state_has_its_look (void)
{
  for (guint state = 0; state < BG_N_JOB_STATES; state++)
    {
      g_assert_cmpstr (bgw_state_get_style (state), ==, wanted[state].style);
      g_assert_cmpint (bgw_state_has_bar (state), ==, wanted[state].has_bar);
      g_assert_nonnull (bgw_state_get_badge (state, BG_JOB_TYPE_DOWNLOAD));
    }
}

static void
test_only_complete_is_a_word_and_no_icon (void)
{
  for (guint state = 0; state < BG_N_JOB_STATES; state++)
    {
      const char *icon_name = bgw_deed_get_icon_name (bgw_state_get_main_deed (state), state);

      g_assert_cmpint (icon_name == NULL, ==, state == BG_JOB_STATE_TRANSFERRED);
    }
}

static void
test_the_arrow_points_where_the_bytes_go (void)
{
  g_assert_cmpstr (bgw_state_get_badge (BG_JOB_STATE_TRANSFERRING, BG_JOB_TYPE_DOWNLOAD), ==,
                   "ferry-badge-down-symbolic");
  g_assert_cmpstr (bgw_state_get_badge (BG_JOB_STATE_TRANSFERRING, BG_JOB_TYPE_UPLOAD), ==,
                   "ferry-badge-up-symbolic");
  g_assert_cmpstr (bgw_state_get_badge (BG_JOB_STATE_TRANSFERRING, BG_JOB_TYPE_UPLOAD_REPLY), ==,
                   "ferry-badge-both-symbolic");
}

static void
test_each_view_holds_its_states (void)
{
  /* By number of the state; a job may be in two views. */
  const char *active = "111101000", *finished = "000000110", *failed = "000011000";

  for (guint state = 0; state < BG_N_JOB_STATES; state++)
    {
      g_assert_true (bgw_state_is_in_view (state, BGW_VIEW_ALL));
      g_assert_cmpint (bgw_state_is_in_view (state, BGW_VIEW_ACTIVE), ==, active[state] == '1');
      g_assert_cmpint (bgw_state_is_in_view (state, BGW_VIEW_FINISHED), ==, finished[state] == '1');
      g_assert_cmpint (bgw_state_is_in_view (state, BGW_VIEW_FAILED), ==, failed[state] == '1');
    }
}

static void
test_a_state_of_a_newer_service_is_shown_and_offers_nothing (void)
{
  BgJobState unknown = (BgJobState) 99;

  g_assert_cmpstr (bgw_state_get_style (unknown), ==, "waiting");
  g_assert_false (bgw_state_allows (unknown, bgw_state_get_main_deed (unknown)));
  g_assert_false (bgw_state_has_bar (unknown));
  g_assert_nonnull (bgw_state_get_badge (unknown, BG_JOB_TYPE_DOWNLOAD));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/state/each-deed-is-allowed-where-the-table-says",
                   test_each_deed_is_allowed_where_the_table_says);
  g_test_add_func ("/state/the-button-does-what-is-allowed-and-says-so",
                   test_the_button_does_what_is_allowed_and_says_so);
  g_test_add_func ("/state/each-state-has-its-look", test_each_state_has_its_look);
  g_test_add_func ("/state/only-complete-is-a-word-and-no-icon",
                   test_only_complete_is_a_word_and_no_icon);
  g_test_add_func ("/state/the-arrow-points-where-the-bytes-go",
                   test_the_arrow_points_where_the_bytes_go);
  g_test_add_func ("/state/each-view-holds-its-states", test_each_view_holds_its_states);
  g_test_add_func ("/state/a-state-of-a-newer-service-is-shown-and-offers-nothing",
                   test_a_state_of_a_newer_service_is_shown_and_offers_nothing);

  return g_test_run ();
}
