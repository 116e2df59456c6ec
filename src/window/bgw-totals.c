/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many jobs are in which state, and how fast all of them are. */
#include "config.h"

#include "bgw-totals.h"

struct _BgwTotals
{
  GObject parent_instance;

  GListModel *model;  /* (owned) */
  GPtrArray *jobs;    /* (owned) of BgJob (owned): the model as it was last */
  GHashTable *states; /* (owned) BgJob (in jobs) → the state in which it is counted */
  GHashTable *movers; /* (owned) set of BgJob (in jobs) that move bytes: few, however many jobs */
  guint counts[BG_N_JOB_STATES];
  guint64 changes;    /* counts what was seen to change; never goes back */
  gboolean regrouped; /* a job came, went or changed its state since the last signal */
  guint source_id;    /* 0 when no signal is due */
};

typedef enum
{
  SIGNAL_CHANGED,
} BgwTotalsSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgwTotals, bgw_totals, G_TYPE_OBJECT)

static gboolean
on_changed (gpointer user_data)
{
  BgwTotals *self = user_data;
  gboolean regrouped = self->regrouped;

  self->source_id = 0;
  self->regrouped = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, regrouped);

  return G_SOURCE_REMOVE;
}

/* One signal for all that an answer of the service brought, before the next frame is drawn. */
static void
change (BgwTotals *self)
{
  self->changes++;
  if (self->source_id == 0)
    self->source_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_changed, self, NULL);
}

static void
count (BgwTotals *self, BgJob *job, BgJobState state)
{
  g_hash_table_insert (self->states, job, GUINT_TO_POINTER (state));
  if ((guint) state < G_N_ELEMENTS (self->counts))
    self->counts[state]++;
  if (state == BG_JOB_STATE_TRANSFERRING)
    g_hash_table_add (self->movers, job);
}

static void
uncount (BgwTotals *self, BgJob *job)
{
  guint state = GPOINTER_TO_UINT (g_hash_table_lookup (self->states, job));

  g_hash_table_remove (self->states, job);
  if (state < G_N_ELEMENTS (self->counts))
    self->counts[state]--;
  g_hash_table_remove (self->movers, job);
}

static void
on_job_notify (BgwTotals *self, GParamSpec *pspec, BgJob *job)
{
  if (g_str_equal (pspec->name, "state"))
    {
      uncount (self, job);
      count (self, job, bg_job_get_state (job));
      self->regrouped = TRUE;
    }

  change (self);
}

static void
on_items_changed (BgwTotals *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    {
      BgJob *job = g_ptr_array_index (self->jobs, position + i);

      g_signal_handlers_disconnect_by_func (job, on_job_notify, self);
      uncount (self, job);
    }
  if (removed > 0)
    g_ptr_array_remove_range (self->jobs, position, removed);

  for (guint i = 0; i < added; i++)
    {
      BgJob *job = g_list_model_get_item (self->model, position + i);

      g_ptr_array_insert (self->jobs, (int) (position + i), job);
      count (self, job, bg_job_get_state (job));
      g_signal_connect_swapped (job, "notify", G_CALLBACK (on_job_notify), self);
    }

  self->regrouped = TRUE;
  change (self);
}

static void
bgw_totals_dispose (GObject *object)
{
  BgwTotals *self = BGW_TOTALS (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  for (guint i = 0; i < self->jobs->len; i++)
    g_signal_handlers_disconnect_by_func (self->jobs->pdata[i], on_job_notify, self);
  g_ptr_array_set_size (self->jobs, 0);
  g_hash_table_remove_all (self->movers);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (bgw_totals_parent_class)->dispose (object);
}

static void
bgw_totals_finalize (GObject *object)
{
  BgwTotals *self = BGW_TOTALS (object);

  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->movers);

  G_OBJECT_CLASS (bgw_totals_parent_class)->finalize (object);
}

static void
bgw_totals_class_init (BgwTotalsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bgw_totals_dispose;
  object_class->finalize = bgw_totals_finalize;

  /**
   * BgwTotals::changed:
   * @regrouped: whether a job came, went or changed its state; else only numbers moved
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGW_TYPE_TOTALS, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
bgw_totals_init (BgwTotals *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->states = g_hash_table_new (NULL, NULL);
  self->movers = g_hash_table_new (NULL, NULL);
}

/**
 * bgw_totals_new:
 * @jobs: a list of BgJob
 *
 * Returns: the totals of @jobs, kept up to date at a cost that grows with what changes, not with
 *   what is there
 */
BgwTotals *
bgw_totals_new (GListModel *jobs)
{
  BgwTotals *self = g_object_new (BGW_TYPE_TOTALS, NULL);

  self->model = g_object_ref (jobs);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (jobs));

  return self;
}

guint
bgw_totals_count (BgwTotals *self, BgJobState state)
{
  return self->counts[state];
}

static guint64
sum_speed (BgwTotals *self, gboolean downloads)
{
  GHashTableIter iter;
  gpointer job;
  guint64 sum = 0;

  g_hash_table_iter_init (&iter, self->movers);
  while (g_hash_table_iter_next (&iter, &job, NULL))
    {
      if ((bg_job_get_job_type (job) == BG_JOB_TYPE_DOWNLOAD) == downloads)
        sum += bg_job_get_speed (job);
    }

  return sum;
}

guint64
bgw_totals_get_download_speed (BgwTotals *self)
{
  return sum_speed (self, TRUE);
}

guint64
bgw_totals_get_upload_speed (BgwTotals *self)
{
  return sum_speed (self, FALSE);
}

/**
 * bgw_totals_get_changes:
 * @self: totals
 *
 * Returns: a number that grows with each change of any job
 */
guint64
bgw_totals_get_changes (BgwTotals *self)
{
  return self->changes;
}
