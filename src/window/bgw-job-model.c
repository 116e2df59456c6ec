/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs that people see: of a view, in an order, some of them selected. */
#include "config.h"

#include "bgw-job-model.h"

/* What is looked for. It lives as long as the filter, which may outlive the model. */
typedef struct
{
  BgwUndo *undo; /* (owned) */
  BgwView view;
} Criteria;

struct _BgwJobModel
{
  GObject parent_instance;

  Criteria *criteria;           /* of the filter */
  GtkFilter *filter;            /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BgwJobModel, bgw_job_model, G_TYPE_OBJECT)

static void
criteria_free (gpointer data)
{
  Criteria *criteria = data;

  g_object_unref (criteria->undo);
  g_free (criteria);
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  Criteria *criteria = user_data;

  return !bgw_undo_is_removed (criteria->undo, item) &&
         bgw_state_is_in_view (bgw_undo_get_state (criteria->undo, item), criteria->view);
}

/* Newest first. */
static int
compare_jobs (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GDateTime *created_a = bg_job_get_created ((BgJob *) a);
  GDateTime *created_b = bg_job_get_created ((BgJob *) b);

  if (created_a == NULL || created_b == NULL)
    return (created_a == NULL) - (created_b == NULL);

  return g_date_time_compare (created_b, created_a);
}

static void
bgw_job_model_dispose (GObject *object)
{
  BgwJobModel *self = BGW_JOB_MODEL (object);

  g_clear_object (&self->filter);
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
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_jobs, NULL, NULL));
  GtkSortListModel *sorted = NULL;
  GtkFilterListModel *filtered = NULL;

  self->criteria = g_new0 (Criteria, 1);
  self->criteria->undo = g_object_ref (undo);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self->criteria, criteria_free));
  sorted = gtk_sort_list_model_new (g_object_ref (jobs), sorter);
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (sorted), g_object_ref (self->filter));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (filtered)));

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
 * bgw_job_model_refilter:
 * @self: the model
 *
 * To be called when jobs have other states than before.
 */
void
bgw_job_model_refilter (BgwJobModel *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}
