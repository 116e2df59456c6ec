/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs of one user, in memory. The only file that changes a job's state. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-completion.h"

typedef enum
{
  SIGNAL_TRANSFERRED,
  SIGNAL_ERROR,
  SIGNAL_MODIFIED,
  SIGNAL_REPEAT,
  SIGNAL_ACTION_DUE,
  SIGNAL_FILE_TRANSFERRED,
  SIGNAL_BUSY_CHANGED,
} BgdQueueSignal;

static guint signals[SIGNAL_BUSY_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgdQueue, bgd_queue, G_TYPE_OBJECT)

static void
clear_gone (gpointer data)
{
  BgdGone *gone = data;

  g_free (gone->id);
  g_free (gone->owner);
}

/* Polls see the change from now on. */
void
bgd_queue_notice (BgdQueue *self, BgdJob *job)
{
  job->modified = bgd_host_get_real (self->host);
  job->serial = job->progress_serial = ++self->serial;
  if (job->state != job->told_state || bgd_job_signals (job, BG_NOTIFY_JOB_MODIFICATION))
    g_signal_emit (self, signals[SIGNAL_MODIFIED], 0, job->id);
  job->told_state = job->state;
}

/* Cheap to hear: whoever listens asks bgd_queue_is_busy(). */
void
bgd_queue_tell_busy (BgdQueue *self)
{
  g_signal_emit (self, signals[SIGNAL_BUSY_CHANGED], 0);
}

/* Whoever comes back to a job in one of these states starts it anew: they are one to the store. */
static gboolean
is_same_to_the_store (BgJobState a, BgJobState b)
{
  return a != BG_JOB_STATE_TRANSIENT_ERROR && b != BG_JOB_STATE_TRANSIENT_ERROR &&
         bg_job_state_can_change (a) && bg_job_state_can_change (b);
}

/* Readable while the job waits and connects again, and no longer. */
static gboolean
ends_failure (const BgdJob *job)
{
  return job->failure.code != BG_ERROR_NONE &&
         (job->state == BG_JOB_STATE_TRANSFERRING || job->state == BG_JOB_STATE_TRANSFERRED);
}

static void
set_busy (BgdQueue *self, gboolean was_busy, gboolean is_busy)
{
  if (was_busy == is_busy)
    return;

  self->busy_jobs += is_busy ? 1 : -1;
  bgd_queue_tell_busy (self);
}

/**
 * bgd_queue_enter:
 * @self: the queue
 * @job: a job
 * @event: what happened to it
 * @to: where the table of arrows leads
 *
 * The one place where a state changes.
 */
void
bgd_queue_enter (BgdQueue *self, BgdJob *job, BgdEvent event, BgJobState to)
{
  BgJobState from = job->state;
  gboolean is_news;

  if (from == to)
    return;

  g_debug ("%s: %s --%s--> %s", job->id, bg_job_state_to_string (from), bgd_event_to_string (event),
           bg_job_state_to_string (to));

  job->state = to;
  is_news = bgd_queue_note_time (self, job, from) || !is_same_to_the_store (from, to) ||
            ends_failure (job) || !bgd_job_may_ask_again (job);
  set_busy (self, bg_job_state_can_change (from), bg_job_state_can_change (to));

  if (to == BG_JOB_STATE_QUEUED)
    job->queued_since = bgd_host_get_monotonic (self->host);
  if (to != BG_JOB_STATE_TRANSIENT_ERROR)
    job->retry_at = job->retry_at_real = 0;
  if (ends_failure (job))
    bgd_failure_clear (&job->failure);
  if (to == BG_JOB_STATE_TRANSFERRED)
    job->finished = bgd_host_get_real (self->host);
  if (to != BG_JOB_STATE_CONNECTING && to != BG_JOB_STATE_TRANSFERRING)
    bgd_queue_stop_run (self, job);
  bgd_queue_note_wait (self, job);
  bgd_queue_note_end (self, job, from);
  if (bg_job_state_is_final (to))
    g_ptr_array_add (self->ended, bgd_job_ref (job));

  if (is_news)
    bgd_queue_touch_job (self, job);
  else
    bgd_queue_notice (self, job);
  bgd_queue_schedule_soon (self);

  if (to == BG_JOB_STATE_TRANSFERRED)
    g_signal_emit (self, signals[SIGNAL_TRANSFERRED], 0, job->id);
  if (to == BG_JOB_STATE_ERROR)
    g_signal_emit (self, signals[SIGNAL_ERROR], 0, job->id);
}

BgdQueue *
bgd_queue_new (BgdHost *host, BgdStore *store)
{
  BgdQueue *self = g_object_new (BGD_TYPE_QUEUE, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  self->preferences = bgd_preferences_new ();
  self->rules = bgd_rules_new ();
  self->is_online = bgd_host_is_online (host);
  self->conditions.is_in_hours = TRUE; /* until it is known */
  self->first_serial = self->serial = (guint64) bgd_host_get_real (host);
  self->next_part = g_random_int ();

  g_signal_connect_object (host, "alarm", G_CALLBACK (bgd_queue_schedule_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "network-changed", G_CALLBACK (bgd_queue_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "conditions-changed", G_CALLBACK (bgd_queue_schedule_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "mounts-changed", G_CALLBACK (bgd_queue_mounts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preferences, "changed", G_CALLBACK (bgd_queue_schedule_soon), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/* A job that the store knows. */
void
bgd_queue_insert (BgdQueue *self, BgdJob *job)
{
  bgd_queue_note_wait (self, job);
  job->place = job->serial = job->progress_serial = ++self->serial;
  for (guint i = 0; i < job->files->len; i++)
    bgd_job_get_file (job, i)->serial = bgd_job_get_file (job, i)->progress_serial = self->serial;
  job->told_state = job->state;
  g_queue_push_tail (&self->jobs, bgd_job_ref (job));
  g_hash_table_insert (self->by_id, job->id, self->jobs.tail);
  bgd_queue_note_sizes (self, job);
  set_busy (self, FALSE, bg_job_state_can_change (job->state));
  g_signal_emit (self, signals[SIGNAL_MODIFIED], 0, job->id);
}

/* What a crash may have left undone. */
static void
recover_job (BgdQueue *self, BgdJob *job)
{
  BgJobState to;

  if (job->is_removed)
    {
      bgd_queue_go_on_leaving (self, job);
      return;
    }

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);

      if (bgd_file_was_replaced (file))
        bgd_completion_discard (file); /* the store hears of it before it is deleted */
      if (!bgd_completion_was_moved (file))
        continue;

      file->state = BGD_FILE_COMPLETED;
      bgd_queue_touch_file (self, job, file);
    }

  if (bg_job_state_is_final (job->state))
    bgd_queue_discard_files (self, job);
  else if (!bgd_job_may_ask_again (job) &&
           (job->state == BG_JOB_STATE_CONNECTING || job->state == BG_JOB_STATE_TRANSFERRING))
    bgd_queue_fail (self, job, BG_ERROR_CONNECTION_CLOSED,
                    "The service ended in the middle of a request that it may not repeat");
  else if (bgd_state_next (job->state, BGD_EVENT_SERVICE_STARTED, job->type, &to))
    bgd_queue_enter (self, job, BGD_EVENT_SERVICE_STARTED, to);

  bgd_queue_complete_finished (self, job);
}

/**
 * bgd_queue_load:
 * @self: a new queue
 *
 * Takes the jobs from the store and lets those go on that were going. That the store cannot be
 * written, as on a full disk, is no reason not to.
 */
gboolean
bgd_queue_load (BgdQueue *self, GError **error)
{
  g_autoptr (GPtrArray) jobs = bgd_store_load (self->store, error);

  if (jobs == NULL)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    if (!((BgdJob *) g_ptr_array_index (jobs, i))->is_removed)
      bgd_queue_insert (self, g_ptr_array_index (jobs, i));
  bgd_queue_miss_secrets (self);
  for (guint i = 0; i < jobs->len; i++)
    recover_job (self, g_ptr_array_index (jobs, i));

  bgd_queue_schedule_soon (self);
  return TRUE;
}

/**
 * bgd_queue_meter:
 * @self: the queue
 *
 * Brings the counters up to date: nobody counts while nobody looks.
 */
void
bgd_queue_meter (BgdQueue *self)
{
  GHashTableIter iter;
  gpointer job, run;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, &job, &run))
    {
      if (bgd_run_meter (run, self->serial + 1))
        ((BgdJob *) job)->progress_serial = ++self->serial;
      bgd_queue_look_at_wait (self, job);
    }
}

/* The words for a job that there is not. */
void
bgd_queue_set_not_found (const char *id, GError **error)
{
  g_set_error (error, BG_ERROR, BG_ERROR_NOT_FOUND, "There is no job with the id “%s”.", id);
}

BgdJob *
bgd_queue_get_job (BgdQueue *self, const char *id, GError **error)
{
  GList *link = g_hash_table_lookup (self->by_id, id);

  if (link == NULL)
    {
      bgd_queue_set_not_found (id, error);
      return NULL;
    }

  return link->data;
}

/**
 * bgd_queue_find_file:
 * @self: the queue
 * @id: a job
 * @index: of a file in it
 * @job: (out) (optional) (transfer none): the job
 * @error: BG_ERROR_NOT_FOUND, BG_ERROR_INVALID_ARGUMENT
 *
 * Returns: (transfer none): the file, or NULL
 */
BgdFile *
bgd_queue_find_file (BgdQueue *self, const char *id, guint index, BgdJob **job, GError **error)
{
  BgdJob *found = bgd_queue_get_job (self, id, error);

  if (found == NULL)
    return NULL;

  if (index >= found->files->len)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "The job “%s” has no file %u.",
                   found->name, index);
      return NULL;
    }

  if (job != NULL)
    *job = found;
  return bgd_job_get_file (found, index);
}

/* (element-type BgdJob) in the order of creation. */
const GQueue *
bgd_queue_get_jobs (BgdQueue *self)
{
  return &self->jobs;
}

guint64
bgd_queue_get_serial (BgdQueue *self)
{
  return self->serial;
}

/* A poll that knows nothing newer must be told all. */
guint64
bgd_queue_get_first_serial (BgdQueue *self)
{
  return self->first_serial;
}

const GArray *
bgd_queue_get_gone (BgdQueue *self)
{
  return self->gone;
}

/* Whether something is under way, or will be by itself. */
gboolean
bgd_queue_is_busy (BgdQueue *self)
{
  return self->busy_jobs > 0 || bgd_queue_is_moving (self) || self->flush_id != 0 ||
         g_hash_table_size (self->keepings) > 0;
}

static void
bgd_queue_dispose (GObject *object)
{
  BgdQueue *self = BGD_QUEUE (object);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_clear_handle_id (&self->schedule_id, g_source_remove);
  g_hash_table_remove_all (self->runs);
  g_hash_table_remove_all (self->withdrawals);
  g_hash_table_remove_all (self->keepings);
  g_clear_object (&self->secrets);
  g_clear_object (&self->host);
  g_clear_object (&self->store);
  g_clear_object (&self->preferences);
  g_clear_pointer (&self->rules, bgd_rules_free);
  g_clear_pointer (&self->rules_problem, g_free);

  G_OBJECT_CLASS (bgd_queue_parent_class)->dispose (object);
}

static void
bgd_queue_finalize (GObject *object)
{
  BgdQueue *self = BGD_QUEUE (object);

  g_hash_table_unref (self->runs);
  g_hash_table_unref (self->known_sizes);
  g_hash_table_unref (self->withdrawals);
  g_hash_table_unref (self->keepings);
  g_hash_table_unref (self->unsaved_jobs);
  g_hash_table_unref (self->unsaved_files);
  g_hash_table_unref (self->unsaved_progress);
  g_ptr_array_unref (self->unsaved_gone);
  g_ptr_array_unref (self->ended);
  g_hash_table_unref (self->leaving);
  g_hash_table_unref (self->by_id);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) bgd_job_unref);
  g_array_unref (self->gone);

  G_OBJECT_CLASS (bgd_queue_parent_class)->finalize (object);
}

static void
bgd_queue_class_init (BgdQueueClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  static const struct
  {
    BgdQueueSignal signal;
    const char *name;
    guint n_params; /* the id, or nothing */
  } declarations[] = {
    { SIGNAL_TRANSFERRED, "transferred", 1 }, { SIGNAL_ERROR, "error", 1 },
    { SIGNAL_MODIFIED, "modified", 1 },       { SIGNAL_REPEAT, "repeat", 1 },
    { SIGNAL_ACTION_DUE, "action-due", 1 },   { SIGNAL_BUSY_CHANGED, "busy-changed", 0 },
  };

  object_class->dispose = bgd_queue_dispose;
  object_class->finalize = bgd_queue_finalize;

  for (guint i = 0; i < G_N_ELEMENTS (declarations); i++)
    signals[declarations[i].signal] =
        g_signal_new (declarations[i].name, BGD_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, declarations[i].n_params, G_TYPE_STRING);
  signals[SIGNAL_FILE_TRANSFERRED] =
      g_signal_new ("file-transferred", BGD_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
}

static void
bgd_queue_init (BgdQueue *self)
{
  g_queue_init (&self->jobs);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->leaving = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) bgd_job_unref, NULL);
  self->runs = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) bgd_run_free);
  self->withdrawals = bgd_queue_new_withdrawals ();
  self->keepings = bgd_queue_new_keepings ();
  self->known_sizes = bgd_queue_new_known_sizes ();
  self->gone = g_array_new (FALSE, FALSE, sizeof (BgdGone));
  g_array_set_clear_func (self->gone, clear_gone);
  self->unsaved_jobs = g_hash_table_new (NULL, NULL);
  self->unsaved_files = g_hash_table_new (NULL, NULL);
  self->unsaved_progress = g_hash_table_new (NULL, NULL);
  self->unsaved_gone = g_ptr_array_new_with_free_func (g_free);
  self->ended = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);
}
