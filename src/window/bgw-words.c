/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and states to sentences. Pure; the plural forms live here. */
#include "config.h"

#include "bgw-words.h"

#include <glib/gi18n.h>

#include "bgw-durations.h"
#include "bgw-error-words.h"
#include "bgw-wait-words.h"

/* Marks that turn the direction of what follows, so that a name could look like another one. */
static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/**
 * bgw_words_name:
 * @name: what a stranger called something
 *
 * Returns: @name on one line, with what is invisible or turns the direction shown escaped
 */
char *
bgw_words_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *shown = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (shown, "\\n");
      else if (g_unichar_iscntrl (c) || is_bidi_control (c) || c == 0x2028 || c == 0x2029)
        g_string_append_printf (shown, "\\u%04x", c);
      else
        g_string_append_unichar (shown, c);
    }

  return g_string_free (shown, FALSE);
}

/**
 * bgw_words_quotable:
 * @name: what a stranger called something
 *
 * Returns: @name to be put into a sentence: its direction does not spill over
 */
char *
bgw_words_quotable (const char *name)
{
  g_autofree char *shown = bgw_words_name (name);

  return g_strconcat ("\u2068", shown, "\u2069", NULL);
}

/**
 * bgw_words_folder:
 * @directory: (nullable): a path
 *
 * Returns: what people call that folder
 */
char *
bgw_words_folder (const char *directory)
{
  g_autofree char *base = NULL;

  if (directory == NULL)
    return g_strdup (_ ("the folder"));
  if (g_str_equal (directory, g_get_home_dir ()))
    return g_strdup (_ ("Home"));

  base = g_filename_display_basename (directory);
  return bgw_words_name (base);
}

char *
bgw_words_size (guint64 bytes)
{
  return g_format_size (bytes);
}

char *
bgw_words_speed (guint64 bytes_per_second)
{
  g_autofree char *size = bgw_words_size (bytes_per_second);

  /* Translators: A speed, such as “18.4 MB/s”. */
  return g_strdup_printf (_ ("%s/s"), size);
}

static gboolean
has_fraction (const BgJobProgress *progress)
{
  return progress->bytes_total != BG_SIZE_UNKNOWN && progress->bytes_total > 0 &&
         progress->bytes_transferred <= progress->bytes_total;
}

/* Rounded down: 100 only when all is there. */
static int
percent (const BgJobProgress *progress)
{
  return (int) ((double) progress->bytes_transferred * 100 / (double) progress->bytes_total);
}

/**
 * bgw_words_percent:
 * @progress: how far something is
 *
 * Returns: “65%”; empty if the size is not known
 */
char *
bgw_words_percent (const BgJobProgress *progress)
{
  if (!has_fraction (progress))
    return g_strdup ("");

  /* Translators: How much is done, such as “65%”. */
  return g_strdup_printf (_ ("%d%%"), percent (progress));
}

/* Takes the parts that are there, whole phrases each, and frees them. */
static char *
join (char **parts, gsize n_parts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) present = NULL;

  for (gsize i = 0; i < n_parts; i++)
    {
      if (parts[i] != NULL && *parts[i] != '\0')
        g_strv_builder_add (builder, parts[i]);
      g_free (parts[i]);
    }

  present = g_strv_builder_end (builder);
  /* Translators: Stands between the parts of a line: “46 MB · Ready to complete”. */
  return g_strjoinv (C_ ("between parts", " · "), present);
}

#define JOIN(...)                                                                                  \
  join ((char *[]){ __VA_ARGS__ }, sizeof ((char *[]){ __VA_ARGS__ }) / sizeof (char *))

/* “2.6 GB of 4.0 GB”; NULL if there is nothing to say. */
static char *
amount (const BgJobProgress *progress)
{
  g_autofree char *done = bgw_words_size (progress->bytes_transferred);
  g_autofree char *total = NULL;

  if (progress->bytes_total == BG_SIZE_UNKNOWN)
    {
      if (progress->bytes_transferred == 0)
        return NULL;
      /* Translators: How much of something has arrived, such as “186 MB, size unknown”. */
      return g_strdup_printf (_ ("%s, size unknown"), done);
    }
  if (progress->bytes_total < progress->bytes_transferred)
    return g_steal_pointer (&done);

  total = bgw_words_size (progress->bytes_total);
  /* Translators: How much of what has arrived, such as “2.6 GB of 4.0 GB”. */
  return g_strdup_printf (_ ("%s of %s"), done, total);
}

/**
 * bgw_words_amount:
 * @progress: how far something is
 *
 * Returns: “2.6 GB of 4.0 GB”, or the size alone if all is here; empty if nothing is known
 */
char *
bgw_words_amount (const BgJobProgress *progress)
{
  char *text = progress->bytes_total == progress->bytes_transferred
                   ? bgw_words_size (progress->bytes_total)
                   : amount (progress);

  return text != NULL ? text : g_strdup ("");
}

static char *
size_if_known (const BgJobProgress *progress)
{
  return progress->bytes_total != BG_SIZE_UNKNOWN ? bgw_words_size (progress->bytes_total) : NULL;
}

static char *
files (const BgJobProgress *progress)
{
  if (progress->files_total < 2)
    return NULL;

  /* Translators: How many files of a job are whole, such as “2 of 5 files”. */
  return g_strdup_printf (ngettext ("%u of %u file", "%u of %u files", progress->files_total),
                          progress->files_transferred, progress->files_total);
}

static char *
describe_connecting (const BgwFacts *facts)
{
  return facts->host != NULL ? g_strdup (facts->host) : g_strdup (_ ("Contacting the server"));
}

static char *
describe_transferring (const BgwFacts *facts, gboolean brief)
{
  char *speed = facts->speed > 0 ? bgw_words_speed (facts->speed) : NULL;
  char *left = facts->seconds_left >= 0 ? bgw_duration_left (facts->seconds_left, brief) : NULL;

  if (facts->seconds_silent >= BGW_SILENCE_SECONDS)
    {
      g_free (speed);
      g_free (left);
      return brief ? bgw_duration_of_silence (facts->seconds_silent)
                   : JOIN (amount (&facts->progress),
                           bgw_duration_of_silence (facts->seconds_silent));
    }
  if (!brief)
    return JOIN (amount (&facts->progress), speed, left, files (&facts->progress));
  if (speed == NULL)
    return JOIN (amount (&facts->progress), left);
  if (facts->progress.bytes_total == BG_SIZE_UNKNOWN)
    return JOIN (speed, bgw_words_size (facts->progress.bytes_transferred));
  return JOIN (speed, left);
}

static char *
describe_transient_error (const BgwFacts *facts, gboolean brief)
{
  char *row = facts->error != NULL ? bgw_error_row (facts->error, facts->directory, brief) : NULL;

  if (facts->seconds_to_retry < 0)
    return row;
  if (!brief)
    return JOIN (bgw_duration_to_retry (facts->seconds_to_retry, FALSE), row);

  g_free (row);
  return bgw_duration_to_retry (facts->seconds_to_retry, TRUE);
}

static char *
describe_acknowledged (const BgwFacts *facts)
{
  g_autofree char *folder = NULL;

  if (facts->type != BG_JOB_TYPE_DOWNLOAD)
    return JOIN (size_if_known (&facts->progress), g_strdup (_ ("Uploaded")));
  if (facts->is_gone)
    return g_strdup (_ ("File moved or deleted"));

  folder = bgw_words_folder (facts->directory);
  return JOIN (size_if_known (&facts->progress), g_strdup_printf (_ ("Saved to %s"), folder));
}

/**
 * bgw_words_describe:
 * @facts: a job
 * @brief: whether there is little room
 *
 * Returns: the line that stands behind the state of a job
 */
char *
bgw_words_describe (const BgwFacts *facts, gboolean brief)
{
  char *line = NULL;

  switch (facts->state)
    {
    case BG_JOB_STATE_QUEUED:
      line = JOIN (brief ? NULL : size_if_known (&facts->progress),
                   bgw_wait_row (facts->waits_for, facts->waits_until));
      break;
    case BG_JOB_STATE_CONNECTING:
      line = describe_connecting (facts);
      break;
    case BG_JOB_STATE_TRANSFERRING:
      line = describe_transferring (facts, brief);
      break;
    case BG_JOB_STATE_SUSPENDED:
    case BG_JOB_STATE_CANCELLED:
      line = amount (&facts->progress);
      break;
    case BG_JOB_STATE_ERROR:
      if (facts->error != NULL)
        line = bgw_error_row (facts->error, facts->directory, brief);
      break;
    case BG_JOB_STATE_TRANSIENT_ERROR:
      line = describe_transient_error (facts, brief);
      break;
    case BG_JOB_STATE_TRANSFERRED:
      line = JOIN (size_if_known (&facts->progress), g_strdup (_ ("Ready to complete")));
      break;
    case BG_JOB_STATE_ACKNOWLEDGED:
      line = describe_acknowledged (facts);
      break;
    default:
      break; /* a state that a newer service knows */
    }

  return line != NULL ? line : g_strdup ("");
}

/**
 * bgw_words_row:
 * @name: the name of the job
 * @facts: the job
 *
 * Returns: all of a row as one sentence, for those who hear it
 */
char *
bgw_words_row (const char *name, const BgwFacts *facts)
{
  const char *state = bg_job_state_get_label (facts->state);
  g_autofree char *shown = bgw_words_name (name);
  g_autofree char *line = bgw_words_describe (facts, FALSE);
  g_autofree char *left = NULL;

  if (facts->state != BG_JOB_STATE_TRANSFERRING || !has_fraction (&facts->progress))
    /* Translators: Name, state, description of a job; read aloud. */
    return g_strdup_printf (C_ ("read aloud", "%s, %s, %s"), shown, state, line);

  if (facts->seconds_left < 0)
    /* Translators: Name, state, percentage; read aloud. */
    return g_strdup_printf (C_ ("read aloud", "%s, %s, %d percent"), shown, state,
                            percent (&facts->progress));

  left = bgw_duration_left (facts->seconds_left, FALSE);
  /* Translators: Name, state, percentage, time left; read aloud. */
  return g_strdup_printf (C_ ("read aloud", "%s, %s, %d percent, %s"), shown, state,
                          percent (&facts->progress), left);
}

/**
 * bgw_words_bar:
 * @progress: how far something is
 *
 * Returns: the value of a progress bar, for those who hear it
 */
char *
bgw_words_bar (const BgJobProgress *progress)
{
  if (!has_fraction (progress))
    return g_strdup (C_ ("read aloud", "size unknown"));

  return g_strdup_printf (C_ ("read aloud", "%d percent"), percent (progress));
}

/**
 * bgw_words_counts:
 * @active: jobs that move or are about to
 * @waiting: jobs that wait for their turn or their next try
 * @suspended: jobs that wait for a person
 *
 * Returns: “6 active, 1 suspended”
 */
char *
bgw_words_counts (guint active, guint waiting, guint suspended)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *part = NULL;

  if (active > 0)
    {
      part = g_strdup_printf (ngettext ("%u active", "%u active", active), active);
      g_strv_builder_add (builder, part);
    }
  if (waiting > 0)
    {
      g_free (part);
      part = g_strdup_printf (ngettext ("%u waiting", "%u waiting", waiting), waiting);
      g_strv_builder_add (builder, part);
    }
  if (suspended > 0)
    {
      g_free (part);
      part = g_strdup_printf (ngettext ("%u suspended", "%u suspended", suspended), suspended);
      g_strv_builder_add (builder, part);
    }

  parts = g_strv_builder_end (builder);
  if (*parts == NULL)
    return g_strdup (_ ("Nothing active"));

  /* Translators: Stands between counts: “6 active, 1 suspended”. */
  return g_strjoinv (C_ ("between counts", ", "), parts);
}

/**
 * bgw_words_job_name:
 * @first_name: the name of the first file
 * @n_files: how many files there are
 *
 * Returns: what to call a job of these files
 */
char *
bgw_words_job_name (const char *first_name, guint n_files)
{
  if (n_files < 2)
    return g_strdup (first_name);

  /* Translators: The name of a job of several files: “film.mkv and 2 more”. */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_files - 1), first_name,
                          n_files - 1);
}

const char *
bgw_words_priority (BgJobPriority priority)
{
  switch (priority)
    {
    case BG_JOB_PRIORITY_FOREGROUND:
      return C_ ("priority", "Foreground");
    case BG_JOB_PRIORITY_HIGH:
      return C_ ("priority", "High");
    case BG_JOB_PRIORITY_LOW:
      return C_ ("priority", "Low");
    case BG_JOB_PRIORITY_NORMAL:
    default:
      return C_ ("priority", "Normal");
    }
}
