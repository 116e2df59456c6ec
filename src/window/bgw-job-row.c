/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job in the list. */
#include "config.h"

#include "bgw-job-row.h"

#include "bgw-error-words.h"
#include "bgw-facts.h"
#include "bgw-job-bar.h"
#include "bgw-job-button.h"
#include "bgw-kind.h"
#include "bgw-large-text.h"
#include "bgw-poll.h"
#include "bgw-state.h"
#include "bgw-undo.h"
#include "bgw-window.h"
#include "bgw-words.h"

/* A screen reader need not hear of each second. */
#define SPOKEN_INTERVAL_US (G_GINT64_CONSTANT (5) * G_USEC_PER_SEC)

struct _BgwJobRow
{
  AdwBin parent_instance;

  BgJob *job;    /* (owned) (nullable) */
  BgwPoll *poll; /* (owned) (nullable) */
  BgwUndo *undo; /* (owned) (nullable) */
  gboolean narrow;

  gboolean stale; /* what it says was true when it was last in view */

  BgJobState state; /* as people see it: a cancel that can be taken back counts */
  guint64 bytes;    /* when the row was last looked at */
  gint64 bytes_at;  /* monotonic; since when it is that many */
  gint64 spoken_at; /* monotonic; when the accessible name was last set */

  GBindingGroup *bindings;    /* (owned) to the window */
  GSignalGroup *job_signals;  /* (owned) */
  GSignalGroup *poll_signals; /* (owned) */
  GSignalGroup *undo_signals; /* (owned) */

  GtkBox *line;
  GtkLabel *description;
  GtkLabel *percent;
  BgwJobBar *bar;
  BgwJobButton *button;
};

typedef enum
{
  PROP_JOB = 1,
  PROP_POLL,
  PROP_UNDO,
  PROP_NARROW,
  PROP_STATE,
} BgwJobRowProperty;

static GParamSpec *properties[PROP_STATE + 1];

G_DEFINE_FINAL_TYPE (BgwJobRow, bgw_job_row, ADW_TYPE_BIN)

/* What the template calls. */

static GStrv
row_classes (BgwJobRow *self, BgJobState state)
{
  const char *classes[] = { "job", bgw_state_get_style (state), NULL };

  return g_strdupv ((GStrv) classes);
}

static char *
kind_icon (BgwJobRow *self, const char *name)
{
  return name != NULL ? g_strdup (bgw_kind_get_icon_name (name)) : NULL;
}

static char *
badge_icon (BgwJobRow *self, BgJobState state, BgJobType type)
{
  return g_strdup (bgw_state_get_badge (state, type));
}

static char *
shown_name (BgwJobRow *self, const char *name)
{
  return name != NULL ? bgw_words_name (name) : NULL;
}

static gboolean
has_pill (BgwJobRow *self, BgJobPriority priority)
{
  return priority != BG_JOB_PRIORITY_NORMAL;
}

static char *
priority_label (BgwJobRow *self, BgJobPriority priority)
{
  return g_strdup (bgw_words_priority (priority));
}

static char *
state_label (BgwJobRow *self, BgJobState state)
{
  return g_strdup (bg_job_state_get_label (state));
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

/* GTK asks where the pointer is whenever a tooltip is set, which takes longer than all the rest. */
static void
set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

/* The list item is what has the focus, so it is what is read aloud. */
static void
speak (BgwJobRow *self, const BgwFacts *facts)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  gint64 now = g_get_monotonic_time ();
  g_autofree char *text = NULL;

  if (item == NULL || now - self->spoken_at < SPOKEN_INTERVAL_US)
    return;

  self->spoken_at = now;
  text = bgw_words_row (bg_job_get_name (self->job), facts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* The numbers, and the sentence about them. */
static void
update (BgwJobRow *self)
{
  g_autofree char *host = NULL;
  g_autofree char *description = NULL;
  g_autofree char *percent = NULL;
  gint64 now = g_get_monotonic_time ();
  gboolean failed =
      self->state == BG_JOB_STATE_ERROR || self->state == BG_JOB_STATE_TRANSIENT_ERROR;
  BgwFacts facts;

  if (self->job == NULL)
    return;

  self->stale = FALSE;
  bgw_facts_take (&facts, self->job, self->state, &host);
  if (facts.progress.bytes_transferred != self->bytes)
    {
      self->bytes = facts.progress.bytes_transferred;
      self->bytes_at = now;
    }
  facts.seconds_silent = (now - self->bytes_at) / G_USEC_PER_SEC;
  description = bgw_words_describe (&facts, self->narrow);
  set_text (self->description, description);
  set_tooltip (GTK_WIDGET (self->description),
               failed && facts.error != NULL ? bgw_error_advice (facts.error) : NULL);

  percent = !self->narrow && bgw_state_has_bar (self->state) ? bgw_words_percent (&facts.progress)
                                                             : g_strdup ("");
  set_text (self->percent, percent);
  gtk_widget_set_visible (GTK_WIDGET (self->percent), *percent != '\0');

  bgw_job_bar_show (self->bar, self->state, &facts.progress);
  speak (self, &facts);
}

/* The state as people see it; with @force although it is the same, for a new job. */
static void
update_state (BgwJobRow *self, gboolean force)
{
  BgJobState state;

  if (self->job == NULL)
    return;

  state = self->undo != NULL ? bgw_undo_get_state (self->undo, self->job)
                             : bg_job_get_state (self->job);
  if (state == self->state && !force)
    return;

  self->state = state;
  self->bytes_at = g_get_monotonic_time ();
  self->spoken_at = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);

  bgw_job_button_show (self->button, self->job, state);
}

/* The list keeps about 200 rows, and shows some ten of them. Half a page above and below is there
 * before one scrolls to it. */
static gboolean
is_in_view (BgwJobRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *list = item != NULL ? gtk_widget_get_parent (item) : NULL;
  GtkAllocation place;
  int height;

  if (list == NULL)
    return TRUE;

  gtk_widget_get_allocation (item, &place);
  height = gtk_widget_get_height (list);
  return place.y + place.height > -height / 2 && place.y < height + height / 2;
}

static void
on_job_notify (BgwJobRow *self, GParamSpec *pspec)
{
  /* These follow each poll, which updates the row by itself. */
  if (g_str_equal (pspec->name, "progress") || g_str_equal (pspec->name, "speed") ||
      g_str_equal (pspec->name, "seconds-left"))
    {
      self->stale = TRUE;
      return;
    }

  if (g_str_equal (pspec->name, "state"))
    update_state (self, FALSE);
  else if (g_str_equal (pspec->name, "name"))
    {
      self->spoken_at = 0;
      bgw_job_bar_set_name (self->bar, bg_job_get_name (self->job));
    }

  update (self);
}

/* What depends on the clock: the next try, silence, speed, and the block of an unknown size. */
static void
on_answered (BgwJobRow *self)
{
  if (self->job == NULL || (!self->stale && !bg_job_state_can_change (self->state)))
    return;

  self->stale = TRUE;
  if (!is_in_view (self))
    return;

  bgw_job_bar_step (self->bar);
  update (self);
}

static void
on_undo_changed (BgwJobRow *self)
{
  update_state (self, FALSE);
  update (self);
}

static void
set_job (BgwJobRow *self, BgJob *job)
{
  BgJobProgress progress;

  if (!g_set_object (&self->job, job))
    return;

  g_signal_group_set_target (self->job_signals, job);
  if (job != NULL)
    {
      bg_job_get_progress (job, &progress);
      self->bytes = progress.bytes_transferred;
      bgw_job_bar_set_name (self->bar, bg_job_get_name (job));
      update_state (self, TRUE);
      update (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
}

/* Large text needs more than one line to say as much, and where it is narrow all of each. */
static void
make_room (gpointer row)
{
  BgwJobRow *self = row;
  gboolean is_large = bgw_large_text_is_on (GTK_WIDGET (self));
  gboolean is_tight = is_large && self->narrow;

  gtk_label_set_wrap (self->description, is_large);
  gtk_label_set_wrap_mode (self->description, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->description, is_large ? 2 : -1);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line),
                                  is_tight ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->line, is_tight ? 0 : 6);
  bgw_job_button_set_brief (self->button, is_tight);
}

static void
bgw_job_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgwJobRow *self = BGW_JOB_ROW (object);

  switch ((BgwJobRowProperty) prop_id)
    {
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case PROP_POLL:
      g_value_set_object (value, self->poll);
      break;
    case PROP_UNDO:
      g_value_set_object (value, self->undo);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_job_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BgwJobRow *self = BGW_JOB_ROW (object);

  switch ((BgwJobRowProperty) prop_id)
    {
    case PROP_JOB:
      set_job (self, g_value_get_object (value));
      return;
    case PROP_POLL:
      if (!g_set_object (&self->poll, g_value_get_object (value)))
        return;
      g_signal_group_set_target (self->poll_signals, self->poll);
      break;
    case PROP_UNDO:
      if (!g_set_object (&self->undo, g_value_get_object (value)))
        return;
      g_signal_group_set_target (self->undo_signals, self->undo);
      on_undo_changed (self);
      break;
    case PROP_NARROW:
      if (self->narrow == g_value_get_boolean (value))
        return;
      self->narrow = g_value_get_boolean (value);
      make_room (self);
      update (self);
      break;
    case PROP_STATE:
    default:
      g_assert_not_reached ();
    }

  g_object_notify_by_pspec (object, pspec);
}

/* Not in the template: GTK 4.8 complains when a widget that binds its own properties ends. */
static void
bgw_job_row_root (GtkWidget *widget)
{
  BgwJobRow *self = BGW_JOB_ROW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  GTK_WIDGET_CLASS (bgw_job_row_parent_class)->root (widget);
  g_binding_group_set_source (self->bindings, BGW_IS_WINDOW (root) ? root : NULL);
}

static void
bgw_job_row_unroot (GtkWidget *widget)
{
  BgwJobRow *self = BGW_JOB_ROW (widget);

  g_binding_group_set_source (self->bindings, NULL);
  GTK_WIDGET_CLASS (bgw_job_row_parent_class)->unroot (widget);
}

/* The list item comes first: it is what is read aloud, and Enter on it opens the job. From there
 * Tab leads to the button. */
static gboolean
bgw_job_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  BgwJobRow *self = BGW_JOB_ROW (widget);
  GtkWidget *item = gtk_widget_get_parent (widget);

  if (direction != GTK_DIR_TAB_FORWARD || item == NULL || !gtk_widget_is_focus (item))
    return FALSE;

  return gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
bgw_job_row_dispose (GObject *object)
{
  BgwJobRow *self = BGW_JOB_ROW (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->poll_signals);
  g_clear_object (&self->undo_signals);
  g_clear_object (&self->job);
  g_clear_object (&self->poll);
  g_clear_object (&self->undo);

  G_OBJECT_CLASS (bgw_job_row_parent_class)->dispose (object);
}

static void
bgw_job_row_class_init (BgwJobRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bgw_job_row_get_property;
  object_class->set_property = bgw_job_row_set_property;
  object_class->dispose = bgw_job_row_dispose;
  widget_class->root = bgw_job_row_root;
  widget_class->unroot = bgw_job_row_unroot;
  widget_class->focus = bgw_job_row_focus;

  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, BG_TYPE_JOB, flags);
  properties[PROP_POLL] = g_param_spec_object ("poll", NULL, NULL, BGW_TYPE_POLL, flags);
  properties[PROP_UNDO] = g_param_spec_object ("undo", NULL, NULL, BGW_TYPE_UNDO, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, BG_TYPE_JOB_STATE, BG_JOB_STATE_SUSPENDED,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BGW_TYPE_JOB_BAR);
  g_type_ensure (BGW_TYPE_JOB_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwJobRow, line);
  gtk_widget_class_bind_template_child (widget_class, BgwJobRow, description);
  gtk_widget_class_bind_template_child (widget_class, BgwJobRow, percent);
  gtk_widget_class_bind_template_child (widget_class, BgwJobRow, bar);
  gtk_widget_class_bind_template_child (widget_class, BgwJobRow, button);
  gtk_widget_class_bind_template_callback (widget_class, row_classes);
  gtk_widget_class_bind_template_callback (widget_class, kind_icon);
  gtk_widget_class_bind_template_callback (widget_class, badge_icon);
  gtk_widget_class_bind_template_callback (widget_class, shown_name);
  gtk_widget_class_bind_template_callback (widget_class, has_pill);
  gtk_widget_class_bind_template_callback (widget_class, priority_label);
  gtk_widget_class_bind_template_callback (widget_class, state_label);
}

static void
bgw_job_row_init (BgwJobRow *self)
{
  self->state = BG_JOB_STATE_SUSPENDED;

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "narrow", self, "narrow", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "poll", self, "poll", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "undo", self, "undo", G_BINDING_SYNC_CREATE);
  self->job_signals = g_signal_group_new (BG_TYPE_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify", G_CALLBACK (on_job_notify), self);
  self->poll_signals = g_signal_group_new (BGW_TYPE_POLL);
  g_signal_group_connect_swapped (self->poll_signals, "answered", G_CALLBACK (on_answered), self);
  self->undo_signals = g_signal_group_new (BGW_TYPE_UNDO);
  g_signal_group_connect_swapped (self->undo_signals, "changed", G_CALLBACK (on_undo_changed),
                                  self);

  gtk_widget_init_template (GTK_WIDGET (self));
  make_room (self);
  bgw_large_text_watch (GTK_WIDGET (self), make_room);
}

/**
 * bgw_job_row_get_job:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the job that it shows
 */
BgJob *
bgw_job_row_get_job (BgwJobRow *self)
{
  return self->job;
}

/**
 * bgw_job_row_catch_up:
 * @self: a row
 *
 * To be called when it may have come into view.
 */
void
bgw_job_row_catch_up (BgwJobRow *self)
{
  if (self->stale && is_in_view (self))
    update (self);
}
