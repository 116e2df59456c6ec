/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl monitor: what happens to the jobs, one event a line. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-follow.h"
#include "bgt-json.h"
#include "bgt-print.h"
#include "bgt-session.h"
#include "bgt-text.h"
#include "bgt-words.h"

/* What was told about a job. */
typedef struct
{
  BgJob *job; /* (owned) */
  BgJobState state;
  BgJobProgress progress;
  gint64 progress_time; /* monotonic µs: progress is told once a second at most */
} Seen;

typedef struct
{
  GHashTable *seen; /* (owned) id → Seen (owned) */
  gboolean json;
  gboolean started; /* jobs that are there at the start are no event */
} Monitor;

static void
seen_free (Seen *seen)
{
  g_object_unref (seen->job);
  g_free (seen);
}

static void
monitor_clear (Monitor *monitor)
{
  g_hash_table_unref (monitor->seen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Monitor, monitor_clear)

static void
print_json (const char *event, BgJob *job)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "event", event);
  json_object_set_string_member (object, "time", time);
  json_object_set_string_member (object, "id", bg_job_get_id (job));
  json_object_set_member (object, "job", bgt_json_from_job (job, FALSE));
  json_node_init_object (node, object);
  bgt_json_print (node, FALSE);
}

/* @text is what happened. */
static void
print_text (BgJob *job, const char *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");

  bgt_print_line ("%s  %.8s  %s  %s", time, bg_job_get_id (job), bg_job_get_name (job), text);
}

static void
tell (Monitor *monitor, const char *event, BgJob *job, const char *text)
{
  if (monitor->json)
    print_json (event, job);
  else
    print_text (job, text);
}

static void
tell_state (Monitor *monitor, BgJob *job)
{
  const BgJobError *error = bg_job_get_error (job);
  BgJobState state = bg_job_get_state (job);
  const char *label = bg_job_state_get_label (state);
  g_autofree char *sentence = NULL;
  g_autofree char *text = NULL;

  if ((state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR) && error != NULL)
    {
      sentence = bgt_words_for_error (error, bg_job_get_directory (job));
      text = g_strdup_printf ("%s: %s", label, sentence);
    }

  tell (monitor, "state", job, text != NULL ? text : label);
}

static void
tell_progress (Monitor *monitor, BgJob *job, const BgJobProgress *progress)
{
  g_autofree char *text = bgt_words_for_progress (progress);

  tell (monitor, "progress", job, text);
}

static void
look_at (Monitor *monitor, BgJob *job, gint64 now)
{
  Seen *seen = g_hash_table_lookup (monitor->seen, bg_job_get_id (job));
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);

  if (seen == NULL)
    {
      seen = g_new0 (Seen, 1);
      seen->job = g_object_ref (job);
      seen->state = bg_job_get_state (job);
      seen->progress = progress;
      seen->progress_time = now;
      g_hash_table_insert (monitor->seen, g_strdup (bg_job_get_id (job)), seen);

      if (monitor->started)
        {
          g_autofree char *text =
              g_strdup_printf (_ ("Added (%s)"), bg_job_state_get_label (seen->state));

          tell (monitor, "added", job, text);
        }
    }

  if (seen->state != bg_job_get_state (job))
    {
      seen->state = bg_job_get_state (job);
      seen->progress = progress;
      seen->progress_time = now;
      tell_state (monitor, job);
    }

  if (!bg_job_progress_equal (&seen->progress, &progress) &&
      now - seen->progress_time >= G_USEC_PER_SEC)
    {
      seen->progress = progress;
      seen->progress_time = now;
      tell_progress (monitor, job, &progress);
    }
}

static gboolean
forget_removed (gpointer id, gpointer value, gpointer user_data)
{
  return bg_manager_get_job (user_data, id) == NULL;
}

static void
tell_removed (Monitor *monitor, BgManager *manager)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, monitor->seen);

  while (g_hash_table_iter_next (&iter, &id, &value))
    if (bg_manager_get_job (manager, id) == NULL)
      tell (monitor, "removed", ((Seen *) value)->job, _ ("Removed"));

  g_hash_table_foreach_remove (monitor->seen, forget_removed, manager);
}

static gboolean
on_looked (BgManager *manager, gpointer user_data)
{
  Monitor *monitor = user_data;
  gint64 now = g_get_monotonic_time ();

  tell_removed (monitor, manager);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (manager)); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (manager), i);

      look_at (monitor, job, now);
    }

  monitor->started = TRUE;

  /* Nobody reads any more. */
  return bgt_print_flush ();
}

int
bgt_monitor (int argc, char **argv, GError **error)
{
  g_auto (Monitor) monitor = {
    .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) seen_free),
  };
  g_auto (GStrv) words = bgt_command_parse_words (_ ("Prints what happens to the jobs, one event "
                                                     "a line, until Ctrl+C."),
                                                  NULL, 0, 0, &monitor.json, argc, argv, error);
  g_autoptr (BgtFollow) follow = NULL;
  BgManager *manager;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  manager = bgt_session_open (error);

  if (manager == NULL)
    return BGT_EXIT_FAILED;

  follow = bgt_follow_new (manager);

  return bgt_follow_run (follow, on_looked, &monitor, error) ? BGT_EXIT_OK : BGT_EXIT_FAILED;
}
