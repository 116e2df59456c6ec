/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The orders of the list. Each job is looked at once, not once for each comparison. */
#include "config.h"

#include "bgw-sort.h"

#include <bg.h>
#include <string.h>

/* From what moves to what has ended. A state that a newer service knows comes last. */
static const int ranks[BG_N_JOB_STATES] = {
  [BG_JOB_STATE_TRANSFERRING] = 0, [BG_JOB_STATE_CONNECTING] = 1,
  [BG_JOB_STATE_QUEUED] = 2,       [BG_JOB_STATE_SUSPENDED] = 3,
  [BG_JOB_STATE_TRANSFERRED] = 4,  [BG_JOB_STATE_TRANSIENT_ERROR] = 5,
  [BG_JOB_STATE_ERROR] = 6,        [BG_JOB_STATE_ACKNOWLEDGED] = 7,
  [BG_JOB_STATE_CANCELLED] = 8,
};

/* In microseconds since 1970. */
static gint64
created_of (BgJob *job)
{
  GDateTime *created = bg_job_get_created (job);

  return created != NULL ? g_date_time_to_unix (created) * G_USEC_PER_SEC +
                               g_date_time_get_microsecond (created)
                         : 0;
}

static gint64
rank_of (BgJob *job)
{
  guint state = bg_job_get_state (job);

  return state < G_N_ELEMENTS (ranks) ? ranks[state] : (gint64) G_N_ELEMENTS (ranks);
}

static gint64
priority_of (BgJob *job)
{
  return bg_job_get_priority (job);
}

/* In millionths. What is unknown has not got far. */
static gint64
progress_of (BgJob *job)
{
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);
  return (gint64) (bg_job_progress_get_fraction (&progress) * 1000000);
}

static gint64
speed_of (BgJob *job)
{
  return (gint64) MIN (bg_job_get_speed (job), G_MAXINT64);
}

static gint64
size_of (BgJob *job)
{
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);
  if (progress.bytes_total == BG_SIZE_UNKNOWN)
    return -1;

  return (gint64) MIN (progress.bytes_total, G_MAXINT64);
}

static GtkSorter *
create_numeric (gint64 (*value_of) (BgJob *job), GtkSortType order)
{
  GtkExpression *expression =
      gtk_cclosure_expression_new (G_TYPE_INT64, NULL, 0, NULL, G_CALLBACK (value_of), NULL, NULL);
  GtkNumericSorter *sorter = gtk_numeric_sorter_new (expression);

  gtk_numeric_sorter_set_sort_order (sorter, order);
  return GTK_SORTER (sorter);
}

/* The text by which a name finds its place: “file 2” comes before “file 10”. */
static const char *
key_of (GHashTable *keys, BgJob *job)
{
  const char *known = g_hash_table_lookup (keys, job);
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;
  char *key = NULL;

  if (known != NULL)
    return known;

  valid = g_utf8_make_valid (bg_job_get_name (job), -1);
  folded = g_utf8_casefold (valid, -1);
  key = g_utf8_collate_key_for_filename (folded, -1);
  g_hash_table_insert (keys, g_object_ref (job), key);

  return key;
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (key_of (user_data, (BgJob *) a), key_of (user_data, (BgJob *) b));
}

static int
compare_names_backwards (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return compare_names (b, a, user_data);
}

/* GTK's sorter for texts knows one direction only, and not that digits are numbers. */
static GtkSorter *
create_by_name (gboolean reversed)
{
  GHashTable *keys = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);

  return GTK_SORTER (gtk_custom_sorter_new (reversed ? compare_names_backwards : compare_names,
                                            keys, (GDestroyNotify) g_hash_table_unref));
}

static GtkSortType
direction (gboolean largest_first, gboolean reversed)
{
  return largest_first != reversed ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;
}

static GtkSorter *
create_first (BgwSort sort, gboolean reversed)
{
  switch (sort)
    {
    case BGW_SORT_NAME:
      return create_by_name (reversed);
    case BGW_SORT_STATE:
      return create_numeric (rank_of, direction (FALSE, reversed));
    case BGW_SORT_PRIORITY:
      return create_numeric (priority_of, direction (FALSE, reversed));
    case BGW_SORT_PROGRESS:
      return create_numeric (progress_of, direction (TRUE, reversed));
    case BGW_SORT_SPEED:
      return create_numeric (speed_of, direction (TRUE, reversed));
    case BGW_SORT_SIZE:
      return create_numeric (size_of, direction (TRUE, reversed));
    case BGW_SORT_DATE_ADDED:
    default:
      return create_numeric (created_of, direction (TRUE, reversed));
    }
}

/**
 * bgw_sort_create_sorter:
 * @sort: by what
 * @reversed: whether the other way round
 *
 * Jobs that are equal come newest first. The sorter keeps what it has seen of a job: when jobs have
 * changed a new one is needed.
 *
 * Returns: (transfer full): a sorter of BgJob
 */
GtkSorter *
bgw_sort_create_sorter (BgwSort sort, gboolean reversed)
{
  GtkMultiSorter *both = NULL;
  GtkSorter *first = create_first (sort, reversed);

  if (sort == BGW_SORT_DATE_ADDED)
    return first;

  both = gtk_multi_sorter_new ();
  gtk_multi_sorter_append (both, first);
  gtk_multi_sorter_append (both, create_first (BGW_SORT_DATE_ADDED, FALSE));

  return GTK_SORTER (both);
}

/**
 * bgw_sort_can_change:
 * @sort: by what
 *
 * Returns: whether a job can get another place while it is there
 */
gboolean
bgw_sort_can_change (BgwSort sort)
{
  return sort != BGW_SORT_DATE_ADDED;
}
