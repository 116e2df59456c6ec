/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs that people see: of a view, in an order, some of them selected. */
#include "config.h"

#include "bgw-job-model.h"

#include "bgw-search.h"

/* Rows that jump each second could not be read or clicked. */
#define ORDER_INTERVAL_US (G_GINT64_CONSTANT (5) * G_USEC_PER_SEC)

/* What is looked for. It lives as long as the filter, which may outlive the model. */
typedef struct
{
  BgwUndo *undo; /* (owned) */
  BgwView view;
  char **words; /* (owned) */
  int state;    /* BGW_ANY_STATE for all */
} Criteria;

struct _BgwJobModel
{
  GObject parent_instance;

  Criteria *criteria;           /* of the filter */
  GtkFilter *filter;            /* (owned) */
  GtkSortListModel *sorted;     /* (owned) */
  GtkSelectionModel *selection; /* (owned) */

  BgwSort sort;
  gboolean reversed;
  gint64 ordered_at; /* monotonic; when the order was last made */
  gboolean stale;    /* jobs have changed since then */
  gboolean held;     /* a person points at something: nothing may move */
  guint order_id;    /* 0 when no new order is due */
};

G_DEFINE_FINAL_TYPE (BgwJobModel, bgw_job_model, G_TYPE_OBJECT)

static void
criteria_free (gpointer data)
{
  Criteria *criteria = data;

  g_object_unref (criteria->undo);
  g_strfreev (criteria->words);
  g_free (criteria);
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  Criteria *criteria = user_data;
  BgJobState state = bgw_undo_get_state (criteria->undo, item);

  if (bgw_undo_is_removed (criteria->undo, item) || !bgw_state_is_in_view (state, criteria->view) ||
      (criteria->state != BGW_ANY_STATE && criteria->state != (int) state))
    return FALSE;

  return criteria->words == NULL ||
         bgw_search_matches ((const char *const *) criteria->words, bg_job_get_name (item),
                             bg_job_get_address (item));
}

static void
order (BgwJobModel *self)
{
  g_autoptr (GtkSorter) sorter = bgw_sort_create_sorter (self->sort, self->reversed);

  g_clear_handle_id (&self->order_id, g_source_remove);
  self->stale = FALSE;
  self->ordered_at = g_get_monotonic_time ();
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
}

static void
on_order_due (gpointer user_data)
{
  BgwJobModel *self = user_data;

  self->order_id = 0;
  order (self);
}

/* Now, or when rows may move again. */
static void
order_in_time (BgwJobModel *self)
{
  gint64 wait = self->ordered_at + ORDER_INTERVAL_US - g_get_monotonic_time ();

  if (!self->stale || self->held || self->order_id != 0)
    return;

  if (wait <= 0)
    order (self);
  else
    self->order_id = g_timeout_add_once ((guint) (wait / 1000) + 1, on_order_due, self);
}

static void
bgw_job_model_dispose (GObject *object)
{
  BgwJobModel *self = BGW_JOB_MODEL (object);

  g_clear_handle_id (&self->order_id, g_source_remove);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorted);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (bgw_job_model_parent_class)->dispose (object);
}

static void
bgw_job_model_class_init (BgwJobModelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgw_job_model_dispose;
}

static void
bgw_job_model_init (BgwJobModel *self)
{
}

/**
 * bgw_job_model_new:
 * @jobs: all jobs, a list of BgJob
 * @undo: which of them are about to go
 *
 * Returns: the jobs of the view "all", newest first
 */
BgwJobModel *
bgw_job_model_new (GListModel *jobs, BgwUndo *undo)
{
  BgwJobModel *self = g_object_new (BGW_TYPE_JOB_MODEL, NULL);
  GtkFilterListModel *filtered = NULL;

  self->criteria = g_new0 (Criteria, 1);
  self->criteria->undo = g_object_ref (undo);
  self->criteria->state = BGW_ANY_STATE;
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self->criteria, criteria_free));
  self->sorted = gtk_sort_list_model_new (g_object_ref (jobs), NULL);
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->sorted)),
                                        g_object_ref (self->filter));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (filtered)));

  order (self);

  return self;
}

/**
 * bgw_job_model_get_selection:
 * @self: the model
 *
 * Returns: (transfer none): the jobs that are shown
 */
GtkSelectionModel *
bgw_job_model_get_selection (BgwJobModel *self)
{
  return self->selection;
}

/**
 * bgw_job_model_set_view:
 * @self: the model
 * @view: which jobs are shown; none is selected after that
 */
void
bgw_job_model_set_view (BgwJobModel *self, BgwView view)
{
  self->criteria->view = view;
  gtk_selection_model_unselect_all (self->selection);
  bgw_job_model_refilter (self);
}

/**
 * bgw_job_model_set_search:
 * @self: the model
 * @text: words that name or address must have
 * @state: which state they must have; %BGW_ANY_STATE for all
 */
void
bgw_job_model_set_search (BgwJobModel *self, const char *text, int state)
{
  g_auto (GStrv) words = bgw_search_parse (text);

  g_clear_pointer (&self->criteria->words, g_strfreev);
  if (*words != NULL)
    self->criteria->words = g_steal_pointer (&words);
  self->criteria->state = state;
  bgw_job_model_refilter (self);
}

/**
 * bgw_job_model_is_searched:
 * @self: the model
 *
 * Returns: whether jobs of the view may be missing because of what is searched for
 */
gboolean
bgw_job_model_is_searched (BgwJobModel *self)
{
  return self->criteria->words != NULL || self->criteria->state != BGW_ANY_STATE;
}

/**
 * bgw_job_model_set_order:
 * @self: the model
 * @sort: by what
 * @reversed: whether the other way round
 */
void
bgw_job_model_set_order (BgwJobModel *self, BgwSort sort, gboolean reversed)
{
  if (self->sort == sort && self->reversed == reversed)
    return;

  self->sort = sort;
  self->reversed = reversed;
  order (self);
}

/**
 * bgw_job_model_set_held:
 * @self: the model
 * @held: whether a person points at something, so that no row may move away
 */
void
bgw_job_model_set_held (BgwJobModel *self, gboolean held)
{
  if (self->held == held)
    return;

  self->held = held;
  if (held)
    g_clear_handle_id (&self->order_id, g_source_remove);
  else
    order_in_time (self);
}

/**
 * bgw_job_model_look_again:
 * @self: the model
 * @regrouped: whether a job came, went or changed its state
 *
 * To be called when jobs have changed: they may have to be in other places.
 */
void
bgw_job_model_look_again (BgwJobModel *self, gboolean regrouped)
{
  if (regrouped && (self->criteria->view != BGW_VIEW_ALL || bgw_job_model_is_searched (self)))
    bgw_job_model_refilter (self);

  if (!bgw_sort_can_change (self->sort))
    return;

  self->stale = TRUE;
  order_in_time (self);
}

/**
 * bgw_job_model_refilter:
 * @self: the model
 *
 * To be called when other jobs than before are to be shown.
 */
void
bgw_job_model_refilter (BgwJobModel *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}
