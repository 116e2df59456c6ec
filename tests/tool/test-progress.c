/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-progress.c: the line on a terminal. */
#include "config.h"

#include "bgt-progress.h"

#include "bgt-text.h"

static const BgtProgressView half = {
  .state = BG_JOB_STATE_TRANSFERRING,
  .progress = { .bytes_total = 2000000,
                .bytes_transferred = 1000000,
                .files_total = 1,
                .files_transferred = 0 },
  .speed = 100000,
  .seconds_left = 10,
  .retry_in = -1,
};

/* Without the no-break spaces of GLib. */
static char *
format (const BgtProgressView *view, guint columns, gboolean unicode, gboolean colour, guint step)
{
  const BgtProgressTerminal terminal = {
    .columns = columns,
    .unicode = unicode,
    .colour = colour,
  };
  g_autoptr (GRegex) space = g_regex_new ("\u00a0", 0, 0, NULL);
  g_autofree char *line = bgt_progress_format (view, &terminal, step);

  return g_regex_replace_literal (space, line, -1, 0, " ", 0, NULL);
}

static void
test_everything_is_said_where_there_is_room (void)
{
  g_autofree char *line = format (&half, 82, TRUE, FALSE, 0);

  g_assert_cmpstr (line, ==,
                   "Transferring ━━━━━───── 50% · 1.0 MB of 2.0 MB · 100.0 kB/s · 10 seconds "
                   "left");
}

static void
test_plain_terminals_get_plain_characters (void)
{
  g_autofree char *line = format (&half, 82, FALSE, FALSE, 0);

  g_assert_cmpstr (line, ==,
                   "Transferring #####----- 50%, 1.0 MB of 2.0 MB, 100.0 kB/s, 10 seconds left");
}

static void
test_bytes_give_way_to_the_time_left (void)
{
  g_autofree char *line = format (&half, 60, TRUE, FALSE, 0);

  g_assert_cmpstr (line, ==, "Transferring ━━━━──── 50% · 100.0 kB/s · 10 seconds left");
}

static void
test_several_files_are_counted (void)
{
  BgtProgressView view = half;
  g_autofree char *line = NULL;

  view.progress.files_total = 5;
  view.progress.files_transferred = 2;
  line = format (&view, 100, TRUE, FALSE, 0);
  g_assert_nonnull (strstr (line, "2 of 5 files"));
}

static void
test_colour_adds_no_width (void)
{
  g_autofree char *line = format (&half, 82, TRUE, TRUE, 0);
  g_autofree char *plain = format (&half, 82, TRUE, FALSE, 0);
  g_autoptr (GRegex) escapes = g_regex_new ("\033\\[[0-9]*m", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (escapes, line, -1, 0, "", 0, NULL);

  g_assert_nonnull (strchr (line, '\033'));
  g_assert_cmpstr (bare, ==, plain);
  g_assert_true (strstr (line, "\033[0m") != NULL);
}

static void
test_no_line_is_wider_than_its_terminal (void)
{
  for (BgJobState state = BG_JOB_STATE_QUEUED; state <= BG_JOB_STATE_CANCELLED; state++)
    for (guint columns = 20; columns < 200; columns++)
      {
        BgtProgressView view = half;
        g_autofree char *line = NULL;

        view.state = state;
        view.retry_in = 42;
        view.reason = "The server “example.org” could not be found. Check the address.";
        line = format (&view, columns, TRUE, FALSE, columns);
        g_assert_cmpuint (bgt_text_get_width (line), <, columns);
      }
}

static void
test_the_block_of_an_unknown_size_moves (void)
{
  BgtProgressView view = half;

  view.progress.bytes_total = BG_SIZE_UNKNOWN;
  view.seconds_left = -1;

  for (guint step = 0; step < 100; step++)
    {
      g_autofree char *line = format (&view, 80, FALSE, FALSE, step);
      g_autofree char *next = format (&view, 80, FALSE, FALSE, step + 1);
      const char *bar = line + strlen ("Transferring ");

      g_assert_nonnull (strstr (line, "1.0 MB, size unknown"));
      g_assert_cmpuint (strspn (bar, "#-"), ==, 8);
      g_assert_nonnull (strstr (bar, "##"));
      g_assert_cmpstr (line, !=, next);
    }
}

static void
test_nothing_moves_where_nothing_is_transferred (void)
{
  BgtProgressView view = half;

  view.state = BG_JOB_STATE_QUEUED;
  view.progress.bytes_total = BG_SIZE_UNKNOWN;
  view.speed = 0;

  for (guint step = 0; step < 20; step++)
    {
      g_autofree char *line = format (&view, 80, FALSE, FALSE, step);

      g_assert_cmpstr (line, ==, "Queued -------- 1.0 MB, size unknown");
    }
}

static void
test_odd_numbers_do_no_harm (void)
{
  BgtProgressView view = half;

  view.progress.bytes_transferred = 3000000;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *line = format (&view, 80, TRUE, TRUE, 0);

      g_assert_true (g_utf8_validate (line, -1, NULL));
      view.progress.bytes_total = 0;
    }
}

static void
test_a_transient_error_says_when_and_why (void)
{
  BgtProgressView view = half;
  g_autofree char *line = NULL;

  view.state = BG_JOB_STATE_TRANSIENT_ERROR;
  view.retry_in = 42;
  view.reason = "The server\033 asks to wait (429).";
  line = format (&view, 80, TRUE, FALSE, 0);
  g_assert_cmpstr (line, ==,
                   "Transient Error: next try in 42 seconds · The server\\x1b asks to wait "
                   "(429).");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/progress/everything-is-said-where-there-is-room",
                   test_everything_is_said_where_there_is_room);
  g_test_add_func ("/progress/plain-terminals-get-plain-characters",
                   test_plain_terminals_get_plain_characters);
  g_test_add_func ("/progress/bytes-give-way-to-the-time-left",
                   test_bytes_give_way_to_the_time_left);
  g_test_add_func ("/progress/several-files-are-counted", test_several_files_are_counted);
  g_test_add_func ("/progress/colour-adds-no-width", test_colour_adds_no_width);
  g_test_add_func ("/progress/no-line-is-wider-than-its-terminal",
                   test_no_line_is_wider_than_its_terminal);
  g_test_add_func ("/progress/the-block-of-an-unknown-size-moves",
                   test_the_block_of_an_unknown_size_moves);
  g_test_add_func ("/progress/nothing-moves-where-nothing-is-transferred",
                   test_nothing_moves_where_nothing_is_transferred);
  g_test_add_func ("/progress/odd-numbers-do-no-harm", test_odd_numbers_do_no_harm);
  g_test_add_func ("/progress/a-transient-error-says-when-and-why",
                   test_a_transient_error_says_when_and_why);

  return g_test_run ();
}
