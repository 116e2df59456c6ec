/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The details of the selected job: what a list has no room for. Follows the selection, and each
 * answer of the service; while nobody sees it, it asks for nothing. */
#include "config.h"

#include "bgw-details.h"

#include <glib/gi18n.h>

#include "bgw-details-head.h"
#include "bgw-error-box.h"
#include "bgw-file-group.h"
#include "bgw-history.h"
#include "bgw-properties.h"
#include "bgw-segment-map.h"
#include "bgw-speed-graph.h"
#include "bgw-wait-words.h"
#include "bgw-words.h"

struct _BgwDetails
{
  AdwBin parent_instance;

  GtkSelectionModel *selection; /* (owned) (nullable) until furnished */
  BgwUndo *undo;                /* (owned) (nullable) */
  BgJob *job;                   /* (owned) (nullable) the one that is selected */
  GSignalGroup *job_signals;    /* (owned) */
  GHashTable *histories;        /* (owned) BgJob (owned) → BgwHistory (owned): of those that were
                                   looked at and still move */
  gboolean asking;              /* for files or segments */

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  AdwStatusPage *several;
  BgwDetailsHead *head;
  BgwErrorBox *error_box;
  GtkLabel *waits;
  GtkWidget *reply_card;
  GtkProgressBar *reply_bar;
  GtkLabel *reply;
  GtkWidget *speed_card;
  GtkLabel *speed;
  BgwSpeedGraph *graph;
  GtkLabel *average;
  GtkWidget *segments_card;
  GtkLabel *connections;
  BgwSegmentMap *map;
  BgwFileGroup *files;
  BgwProperties *properties;
};

G_DEFINE_FINAL_TYPE (BgwDetails, bgw_details, ADW_TYPE_BIN)

static void
set_text (GtkLabel *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

static gboolean
is_moving (BgJob *job)
{
  return bg_job_get_state (job) == BG_JOB_STATE_TRANSFERRING;
}

static void
show_waits (BgwDetails *self, BgJobState state)
{
  BgWaitReason reason =
      state == bg_job_get_state (self->job) ? bg_job_get_wait_reason (self->job) : BG_WAIT_NONE;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = bgw_wait_sentence (reason, bg_job_get_wait_until (self->job), now);

  gtk_widget_set_visible (GTK_WIDGET (self->waits), text != NULL);
  if (text != NULL)
    set_text (self->waits, text);
}

static void
show_error (BgwDetails *self, BgJobState state)
{
  const BgJobError *error = bg_job_get_error (self->job);
  gboolean is_shown =
      error != NULL && (state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR);

  gtk_widget_set_visible (GTK_WIDGET (self->error_box), is_shown);
  if (!is_shown)
    return;

  if (state == BG_JOB_STATE_ERROR)
    gtk_widget_add_css_class (GTK_WIDGET (self->error_box), "final");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->error_box), "final");
  bgw_error_box_show (self->error_box, error, bg_job_get_directory (self->job));
}

/* “12 kB of 48 kB”, and in the end where it is. */
static char *
describe_reply (BgwDetails *self, const BgJobReplyProgress *reply)
{
  const BgJobProgress progress = { reply->bytes_total, reply->bytes_transferred, 1, 0 };
  const char *path = bg_job_get_reply_path (self->job);
  g_autofree char *base = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *name = base != NULL ? bgw_words_quotable (base) : NULL;
  g_autofree char *amount = bgw_words_amount (&progress);

  if (bg_job_get_state (self->job) == BG_JOB_STATE_ACKNOWLEDGED && name != NULL)
    /* Translators: The name of a file. */
    return g_strdup_printf (_ ("Saved as “%s”"), name);
  if (reply->bytes_total == BG_SIZE_UNKNOWN && reply->bytes_transferred == 0)
    return g_strdup (_ ("Waiting for the upload to finish"));

  return g_steal_pointer (&amount);
}

static void
show_reply (BgwDetails *self)
{
  BgJobReplyProgress reply;
  gboolean has_reply = bg_job_get_reply_progress (self->job, &reply);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->reply_card, has_reply);
  if (!has_reply)
    return;

  text = describe_reply (self, &reply);
  set_text (self->reply, text);
  gtk_progress_bar_set_fraction (self->reply_bar,
                                 reply.bytes_total != BG_SIZE_UNKNOWN && reply.bytes_total > 0
                                     ? (double) reply.bytes_transferred / (double) reply.bytes_total
                                     : 0);
}

static void
show_speed (BgwDetails *self)
{
  BgwHistory *history = g_hash_table_lookup (self->histories, self->job);
  g_autofree char *speed = bgw_words_speed (bg_job_get_speed (self->job));
  g_autofree char *average = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->speed_card, is_moving (self->job));
  if (!is_moving (self->job) || history == NULL)
    return;

  set_text (self->speed, speed);
  average = bgw_words_speed (bgw_history_get_average (history));
  /* Translators: A speed: “Average 16.9 MB/s”. */
  text = g_strdup_printf (_ ("Average %s"), average);
  set_text (self->average, text);
  bgw_speed_graph_show (self->graph, history);
}

/* All that is known without asking. */
static void
show_job (BgwDetails *self)
{
  BgJobState state = bgw_undo_get_state (self->undo, self->job);

  bgw_details_head_show (self->head, self->job, state);
  show_error (self, state);
  show_waits (self, state);
  show_reply (self);
  show_speed (self);
  bgw_file_group_show (self->files, self->job);
  bgw_properties_show (self->properties, self->job);
  if (!is_moving (self->job))
    gtk_widget_set_visible (self->segments_card, FALSE);
}

/* The first file that is on its way: of several, the map is of that one. */
static guint
find_file (BgJob *job)
{
  guint n_files = g_list_model_get_n_items (G_LIST_MODEL (job));

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);
      guint64 bytes = bg_file_get_bytes_transferred (file);

      if (bytes > 0 && bytes < bg_file_get_bytes_total (file))
        return bg_file_get_index (file);
    }

  return 0;
}

static void
show_segments (BgwDetails *self, BgSegments *segments)
{
  guint n_connections = bg_segments_get_connections (segments);
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u connection", "%u connections", n_connections), n_connections);

  gtk_widget_set_visible (self->segments_card,
                          is_moving (self->job) &&
                              bg_segments_get_size (segments) != BG_SIZE_UNKNOWN);
  set_text (self->connections, text);
  bgw_segment_map_show (self->map, segments);
}

static void ask (BgwDetails *self);

static void
segments_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgSegments) segments = bg_job_get_segments_finish (BG_JOB (source), result, &error);

  self->asking = FALSE;
  if (self->job != BG_JOB (source))
    {
      ask (self);
      return;
    }

  if (segments == NULL)
    g_debug ("The segments are not known: %s", error->message);
  else
    show_segments (self, segments);
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  BgJob *job = BG_JOB (source);

  self->asking = FALSE;
  if (!bg_job_refresh_files_finish (job, result, &error))
    g_debug ("The files are not known: %s", error->message);
  if (self->job != job)
    {
      ask (self);
      return;
    }

  show_job (self);
  if (is_moving (job) && bg_job_get_job_type (job) == BG_JOB_TYPE_DOWNLOAD)
    {
      self->asking = TRUE;
      bg_job_get_segments_async (job, find_file (job), NULL, segments_cb, g_object_ref (self));
    }
}

/* What Refresh does not tell, if anybody can see it. */
static void
ask (BgwDetails *self)
{
  if (self->job == NULL || self->asking || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->asking = TRUE;
  bg_job_refresh_files_async (self->job, NULL, files_cb, g_object_ref (self));
}

static void
on_job_notify (BgwDetails *self, GParamSpec *pspec)
{
  /* These follow each poll, which updates all by itself. */
  if (!g_str_equal (pspec->name, "speed") && !g_str_equal (pspec->name, "seconds-left"))
    show_job (self);
  if (g_str_equal (pspec->name, "state"))
    ask (self);
}

static void
set_job (BgwDetails *self, BgJob *job)
{
  if (!g_set_object (&self->job, job))
    return;

  g_signal_group_set_target (self->job_signals, job);
  gtk_widget_set_visible (self->segments_card, FALSE);
  bgw_segment_map_show (self->map, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (job == NULL)
    return;

  if (!g_hash_table_contains (self->histories, job))
    g_hash_table_insert (self->histories, g_object_ref (job), g_new0 (BgwHistory, 1));
  show_job (self);
  ask (self);
}

static void
show_several (BgwDetails *self, GtkBitset *selected, guint number)
{
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u Job Selected", "%u Jobs Selected", number), number);
  g_autofree char *size = NULL;
  guint64 total = 0;

  for (guint i = 0; i < number; i++)
    {
      guint position = gtk_bitset_get_nth (selected, i);
      g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      BgJobProgress progress;

      bg_job_get_progress (job, &progress);
      total += progress.bytes_total != BG_SIZE_UNKNOWN ? progress.bytes_total
                                                       : progress.bytes_transferred;
    }

  size = bgw_words_size (total);
  adw_status_page_set_title (self->several, title);
  adw_status_page_set_description (self->several, size);
}

static void
on_selection_changed (BgwDetails *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint number = (guint) gtk_bitset_get_size (selected);
  g_autoptr (BgJob) job = NULL;

  if (number == 1)
    job = g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_nth (selected, 0));
  if (number > 1)
    show_several (self, selected, number);

  set_job (self, job);
  gtk_stack_set_visible_child_name (self->stack, number == 0   ? "none"
                                                 : number == 1 ? "job"
                                                               : "several");
}

static void
on_undo_changed (BgwDetails *self)
{
  if (self->job != NULL)
    show_job (self);
}

/* One more second for all that were looked at and still move. */
static void
remember_speeds (BgwDetails *self)
{
  GHashTableIter iter;
  gpointer job, history;

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, &job, &history))
    {
      if (is_moving (job))
        bgw_history_add (history, bg_job_get_speed (job));
      else if (job != self->job)
        g_hash_table_iter_remove (&iter);
      else
        *(BgwHistory *) history = (BgwHistory){ 0 };
    }
}

static void
on_answered (BgwDetails *self)
{
  remember_speeds (self);
  if (self->job == NULL || !bg_job_state_can_change (bg_job_get_state (self->job)))
    return;

  bgw_details_head_step (self->head);
  show_job (self);
  ask (self);
}

static void
bgw_details_dispose (GObject *object)
{
  BgwDetails *self = BGW_DETAILS (object);

  g_clear_object (&self->job_signals);
  g_clear_object (&self->selection);
  g_clear_object (&self->undo);
  g_clear_object (&self->job);
  g_clear_pointer (&self->histories, g_hash_table_unref);

  G_OBJECT_CLASS (bgw_details_parent_class)->dispose (object);
}

static void
bgw_details_class_init (BgwDetailsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_details_dispose;

  g_type_ensure (BGW_TYPE_DETAILS_HEAD);
  g_type_ensure (BGW_TYPE_ERROR_BOX);
  g_type_ensure (BGW_TYPE_FILE_GROUP);
  g_type_ensure (BGW_TYPE_PROPERTIES);
  g_type_ensure (BGW_TYPE_SEGMENT_MAP);
  g_type_ensure (BGW_TYPE_SPEED_GRAPH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-details.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, stack);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, scroller);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, several);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, head);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, error_box);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, waits);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, reply_card);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, reply_bar);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, reply);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, speed_card);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, speed);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, graph);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, average);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, segments_card);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, connections);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, map);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, files);
  gtk_widget_class_bind_template_child (widget_class, BgwDetails, properties);
}

static void
bgw_details_init (BgwDetails *self)
{
  self->histories = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  self->job_signals = g_signal_group_new (BG_TYPE_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify", G_CALLBACK (on_job_notify), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (ask), NULL);
}

/**
 * bgw_details_furnish:
 * @self: the details
 * @actions: whose selection they follow
 * @poll: after whose answers they look again
 * @undo: what may still be taken back
 */
void
bgw_details_furnish (BgwDetails *self, BgwJobActions *actions, BgwPoll *poll, BgwUndo *undo)
{
  self->selection = g_object_ref (bgw_job_actions_get_selection (actions));
  self->undo = g_object_ref (undo);

  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_selection_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (poll, "answered", G_CALLBACK (on_answered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (undo, "changed", G_CALLBACK (on_undo_changed), self, G_CONNECT_SWAPPED);
  on_selection_changed (self);
}
