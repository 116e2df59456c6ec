/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many jobs are in which state, and how fast all of them are. */
#include "config.h"

#include "bgw-totals.h"

/* A job as it was last counted. */
typedef struct
{
  BgJob *job; /* (owned) */
  BgJobState state;
  gboolean metered; /* it waits because the network costs by the byte */
  guint64 bytes;
} Seen;

struct _BgwTotals
{
  GObject parent_instance;

  GListModel *model; /* (owned) */
  GArray *seen;      /* (owned) of Seen: the model as it was last */
  guint counts[BG_N_JOB_STATES];
  guint n_metered;
  guint64 download_speed;
  guint64 upload_speed;
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

static void
tell (BgwTotals *self)
{
  gboolean regrouped = self->regrouped;

  g_clear_handle_id (&self->source_id, g_source_remove);
  self->regrouped = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, regrouped);
}

static void
on_changed (gpointer user_data)
{
  BgwTotals *self = user_data;

  self->source_id = 0;
  tell (self);
}

static void
count (BgwTotals *self, BgJobState state, int difference)
{
  if ((guint) state < G_N_ELEMENTS (self->counts))
    self->counts[state] += (guint) difference;
}

static gboolean
is_metered (BgJob *job)
{
  return bg_job_get_state (job) == BG_JOB_STATE_QUEUED &&
         bg_job_get_wait_reason (job) == BG_WAIT_METERED;
}

static void
clear_seen (gpointer data)
{
  Seen *seen = data;

  g_object_unref (seen->job);
}

/* One signal for all that an answer of the service brought, before the next frame is drawn. */
static void
on_items_changed (BgwTotals *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    {
      const Seen *seen = &g_array_index (self->seen, Seen, position + i);

      count (self, seen->state, -1);
      self->n_metered -= seen->metered ? 1 : 0;
    }
  if (removed > 0)
    g_array_remove_range (self->seen, position, removed);

  if (added > 0)
    {
      g_autofree Seen *fresh = g_new0 (Seen, added);

      for (guint i = 0; i < added; i++)
        {
          fresh[i].job = g_list_model_get_item (self->model, position + i);
          fresh[i].state = bg_job_get_state (fresh[i].job);
          fresh[i].metered = is_metered (fresh[i].job);
          count (self, fresh[i].state, 1);
          self->n_metered += fresh[i].metered ? 1 : 0;
        }
      g_array_insert_vals (self->seen, position, fresh, added);
    }

  self->changes++;
  self->regrouped = TRUE;
  if (self->source_id == 0)
    self->source_id = g_idle_add_once (on_changed, self);
}

static void
bgw_totals_dispose (GObject *object)
{
  BgwTotals *self = BGW_TOTALS (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_array_set_size (self->seen, 0);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (bgw_totals_parent_class)->dispose (object);
}

static void
bgw_totals_finalize (GObject *object)
{
  g_array_unref (BGW_TOTALS (object)->seen);

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
  self->seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  g_array_set_clear_func (self->seen, clear_seen);
}

/**
 * bgw_totals_new:
 * @jobs: a list of BgJob
 *
 * Returns: the totals of @jobs: of those that come and go at once, of those that change when
 *   bgw_totals_look() is called
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

/**
 * bgw_totals_count_metered:
 * @self: totals
 *
 * Returns: how many jobs the service holds back because the network costs by the byte
 */
guint
bgw_totals_count_metered (BgwTotals *self)
{
  return self->n_metered;
}

guint64
bgw_totals_get_download_speed (BgwTotals *self)
{
  return self->download_speed;
}

guint64
bgw_totals_get_upload_speed (BgwTotals *self)
{
  return self->upload_speed;
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

/**
 * bgw_totals_look:
 * @self: totals
 *
 * Counts anew. To be called once for each answer of the service: that is much cheaper than to
 * listen to each of thousands of jobs.
 */
void
bgw_totals_look (BgwTotals *self)
{
  guint64 speeds[] = { self->download_speed, self->upload_speed };
  gboolean changed = FALSE;

  self->download_speed = 0;
  self->upload_speed = 0;
  self->n_metered = 0;

  for (guint i = 0; i < self->seen->len; i++)
    {
      Seen *seen = &g_array_index (self->seen, Seen, i);
      BgJobState state = bg_job_get_state (seen->job);
      gboolean metered = is_metered (seen->job);
      BgJobProgress progress;

      bg_job_get_progress (seen->job, &progress);
      changed = changed || seen->bytes != progress.bytes_transferred || seen->metered != metered;
      seen->metered = metered;
      self->n_metered += metered ? 1 : 0;
      seen->bytes = progress.bytes_transferred;
      if (seen->state != state)
        {
          count (self, seen->state, -1);
          count (self, state, 1);
          seen->state = state;
          self->regrouped = TRUE;
        }
      if (state != BG_JOB_STATE_TRANSFERRING)
        continue;

      if (bg_job_get_job_type (seen->job) == BG_JOB_TYPE_DOWNLOAD)
        self->download_speed += bg_job_get_speed (seen->job);
      else
        self->upload_speed += bg_job_get_speed (seen->job);
    }

  if (changed || self->regrouped || speeds[0] != self->download_speed ||
      speeds[1] != self->upload_speed)
    {
      self->changes++;
      tell (self);
    }
}
