/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line on a terminal that tells how far a job is. */
#include "config.h"

#include "bgt-progress.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "bgt-print.h"
#include "bgt-text.h"
#include "bgt-words.h"

#define MIN_BAR 8
#define MAX_BAR 40

/* What usually stands beside the bar. The bar's width follows from that of the terminal alone, so
 * that it does not dance with the numbers. */
#define TEXT_COLUMNS 72
#define FILES_COLUMNS 17

#define SEPARATOR " · "
#define PLAIN_SEPARATOR ", "

#define NO_COLOUR "\033[0m"
#define CLEAR_LINE "\r\033[K"

struct _BgtProgress
{
  BgtProgressTerminal terminal;
  gboolean can_redraw;
  gboolean visible;
  guint step;
};

static const char *
colour_of (BgJobState state)
{
  switch (state)
    {
    case BG_JOB_STATE_TRANSIENT_ERROR:
      return "\033[33m"; /* yellow */

    case BG_JOB_STATE_CONNECTING:
    case BG_JOB_STATE_TRANSFERRING:
    case BG_JOB_STATE_TRANSFERRED:
    case BG_JOB_STATE_ACKNOWLEDGED:
      return "\033[36m"; /* cyan */

    case BG_JOB_STATE_ERROR:
      return "\033[31m"; /* red */

    case BG_JOB_STATE_QUEUED:
    case BG_JOB_STATE_SUSPENDED:
    case BG_JOB_STATE_CANCELLED:
    default:
      return "";
    }
}

static void
append_times (GString *string, const char *what, guint times)
{
  for (guint i = 0; i < times; i++)
    g_string_append (string, what);
}

/* A bar of @width columns, full from @start to @end. */
static char *
draw_bar (
    guint width, guint start, guint end, const char *colour, const BgtProgressTerminal *terminal)
{
  g_autoptr (GString) bar = g_string_new (NULL);
  const char *full = terminal->unicode ? "━" : "#";
  const char *empty = terminal->unicode ? "─" : "-";

  append_times (bar, empty, start);
  g_string_append (bar, terminal->colour ? colour : "");
  append_times (bar, full, end - start);
  g_string_append (bar, terminal->colour ? NO_COLOUR : "");
  append_times (bar, empty, width - end);

  return g_string_free (g_steal_pointer (&bar), FALSE);
}

static guint
get_bar_width (const BgtProgressView *view, const BgtProgressTerminal *terminal)
{
  guint text = TEXT_COLUMNS + (view->progress.files_total > 1 ? FILES_COLUMNS : 0);

  return CLAMP (terminal->columns > text ? terminal->columns - text : 0, MIN_BAR, MAX_BAR);
}

static char *
make_bar (const BgtProgressView *view, const BgtProgressTerminal *terminal, guint width, guint step)
{
  const char *colour = colour_of (view->state);

  if (view->progress.bytes_total == BG_SIZE_UNKNOWN)
    {
      gboolean moves =
          view->state == BG_JOB_STATE_CONNECTING || view->state == BG_JOB_STATE_TRANSFERRING;
      guint block = width / 4;
      guint travel = width - block;
      guint place = step % (2 * travel);
      guint start = place < travel ? place : 2 * travel - place;

      return draw_bar (width, start, moves ? start + block : start, colour, terminal);
    }

  return draw_bar (width, 0, (guint) (bg_job_progress_get_fraction (&view->progress) * width),
                   colour, terminal);
}

/* What is said beside the bar, in this order. */
enum
{
  PART_PERCENT,
  PART_BYTES,
  PART_FILES,
  PART_SPEED,
  PART_TIME_LEFT,
  N_PARTS,
};

/* What is left out first where there is no room. */
static const guint dispensable[] = { PART_FILES, PART_BYTES, PART_SPEED, PART_TIME_LEFT,
                                     PART_PERCENT };

G_STATIC_ASSERT (G_N_ELEMENTS (dispensable) == N_PARTS);

/* Returns N_PARTS texts; NULL for what nobody knows. */
static GPtrArray *
make_parts (const BgtProgressView *view)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const BgJobProgress *progress = &view->progress;

  g_ptr_array_set_size (parts, N_PARTS);
  parts->pdata[PART_BYTES] = bgt_words_for_progress (progress);

  if (progress->bytes_total != BG_SIZE_UNKNOWN)
    /* Translators: per cent of a whole. */
    parts->pdata[PART_PERCENT] =
        g_strdup_printf (_ ("%d%%"), (int) (bg_job_progress_get_fraction (progress) * 100));

  if (progress->files_total > 1)
    parts->pdata[PART_FILES] =
        g_strdup_printf (ngettext ("%u of %u file", "%u of %u files", progress->files_total),
                         progress->files_transferred, progress->files_total);

  if (view->speed > 0)
    {
      g_autofree char *speed = g_format_size (view->speed);

      /* Translators: a speed, such as 18.4 MB/s. */
      parts->pdata[PART_SPEED] = g_strdup_printf (_ ("%s/s"), speed);
    }

  if (view->state == BG_JOB_STATE_TRANSFERRING)
    parts->pdata[PART_TIME_LEFT] = bgt_words_for_time_left (view->seconds_left);

  return g_steal_pointer (&parts);
}

static char *
join_parts (GPtrArray *parts, const char *separator)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    if (parts->pdata[i] != NULL)
      g_string_append_printf (line, "%s%s", line->len > 0 ? separator : "",
                              (const char *) parts->pdata[i]);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* Returns as much as is narrower than @columns. */
static char *
fit_parts (GPtrArray *parts, const char *separator, guint columns)
{
  g_autofree char *line = join_parts (parts, separator);

  for (guint i = 0; i < N_PARTS && bgt_text_get_width (line) >= columns; i++)
    {
      g_clear_pointer (&parts->pdata[dispensable[i]], g_free);
      g_free (line);
      line = join_parts (parts, separator);
    }

  return g_steal_pointer (&line);
}

static char *
format_transient (const BgtProgressView *view, const BgtProgressTerminal *terminal)
{
  const char *label = bg_job_state_get_label (view->state);
  const char *separator = terminal->unicode ? SEPARATOR : PLAIN_SEPARATOR;
  g_autofree char *reason = bgt_text_escape (view->reason != NULL ? view->reason : "");
  g_autofree char *next = NULL;
  g_autofree char *line = NULL;

  if (view->retry_in < 0)
    line = g_strdup_printf ("%s: %s", label, reason);
  else
    {
      next = g_strdup_printf (ngettext ("next try in %d second", "next try in %d seconds",
                                        (gulong) view->retry_in),
                              (int) view->retry_in);
      line = g_strdup_printf ("%s: %s%s%s", label, next, separator, reason);
    }

  /* The beginning of it matters. */
  while (bgt_text_get_width (line) >= terminal->columns)
    *g_utf8_prev_char (line + strlen (line)) = '\0';

  return g_strconcat (terminal->colour ? colour_of (view->state) : "", line,
                      terminal->colour ? NO_COLOUR : "", NULL);
}

/**
 * bgt_progress_format:
 *
 * Returns: the line, narrower than the terminal; what does not fit is left out
 */
char *
bgt_progress_format (const BgtProgressView *view, const BgtProgressTerminal *terminal, guint step)
{
  const char *label = bg_job_state_get_label (view->state);
  const char *separator = terminal->unicode ? SEPARATOR : PLAIN_SEPARATOR;
  g_autoptr (GPtrArray) parts = make_parts (view);
  g_autofree char *bar = NULL;
  g_autofree char *text = NULL;
  guint bar_width = get_bar_width (view, terminal);
  guint used = bgt_text_get_width (label) + 1 + bar_width + 1;

  if (view->state == BG_JOB_STATE_TRANSIENT_ERROR)
    return format_transient (view, terminal);

  if (used >= terminal->columns)
    return fit_parts (parts, separator, terminal->columns);

  bar = make_bar (view, terminal, bar_width, step);
  text = fit_parts (parts, separator, terminal->columns - used);

  return g_strdup_printf ("%s %s %s", label, bar, text);
}

/* Shows nothing where nobody sees it. */
BgtProgress *
bgt_progress_new (void)
{
  BgtProgress *self = g_new0 (BgtProgress, 1);
  const char *no_colour = g_getenv ("NO_COLOR");

  self->can_redraw = bgt_print_can_redraw ();
  self->terminal.unicode = g_get_charset (NULL);
  self->terminal.colour = no_colour == NULL || *no_colour == '\0';

  return self;
}

void
bgt_progress_free (BgtProgress *self)
{
  bgt_progress_hide (self);
  g_free (self);
}

static gint64
seconds_until (GDateTime *time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (time == NULL)
    return -1;

  return MAX (0, (g_date_time_difference (time, now) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

/**
 * bgt_progress_show:
 * @reason: (nullable): why the job failed the last time
 */
void
bgt_progress_show (BgtProgress *self, BgJob *job, const char *reason)
{
  g_autofree char *line = NULL;
  BgtProgressView view = {
    .state = bg_job_get_state (job),
    .speed = bg_job_get_speed (job),
    .seconds_left = bg_job_get_seconds_left (job),
    .retry_in = seconds_until (bg_job_get_retry_at (job)),
    .reason = reason,
  };

  if (!self->can_redraw)
    return;

  bg_job_get_progress (job, &view.progress);
  self->terminal.columns = bgt_print_get_columns ();
  line = bgt_progress_format (&view, &self->terminal, self->step++);
  g_print (CLEAR_LINE "%s", line);
  fflush (stdout);
  self->visible = TRUE;
}

/* To be called before anything else is printed. */
void
bgt_progress_hide (BgtProgress *self)
{
  if (!self->visible)
    return;

  g_print (CLEAR_LINE);
  fflush (stdout);
  self->visible = FALSE;
}
