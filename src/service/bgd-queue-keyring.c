/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets go into the keyring before a call is answered, and out of it when their job ends. Without
 * one, or if it is locked, they are in memory alone. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-job-secrets.h"

/* A job whose secrets are on their way into the keyring, or out of it. */
typedef struct
{
  gboolean is_asked;  /* the keyring has not answered yet */
  gboolean is_stale;  /* they changed since it was asked */
  GPtrArray *waiters; /* (owned) (element-type Waiter) */
} Keeping;

typedef struct
{
  BgdQueueKeptFunc func;
  gpointer user_data;
} Waiter;

/* An answer that is awaited: of which queue, for which job. */
typedef struct
{
  BgdQueue *queue;                              /* (owned) */
  BgdJob *job;                                  /* (owned) */
  void (*again) (BgdQueue *queue, BgdJob *job); /* what to do if they changed in between */
} Errand;

static void
tell_waiter (gpointer data)
{
  Waiter *self = data;

  self->func (self->user_data);
  g_free (self);
}

static void
keeping_free (gpointer data)
{
  Keeping *self = data;

  g_ptr_array_unref (self->waiters);
  g_free (self);
}

GHashTable *
bgd_queue_new_keepings (void)
{
  return g_hash_table_new_full (NULL, NULL, (GDestroyNotify) bgd_job_unref, keeping_free);
}

static Errand *
errand_new (BgdQueue *queue, BgdJob *job, void (*again) (BgdQueue *queue, BgdJob *job))
{
  Errand *self = g_new (Errand, 1);

  self->queue = g_object_ref (queue);
  self->job = bgd_job_ref (job);
  self->again = again;

  return self;
}

static void
errand_free (Errand *self)
{
  g_object_unref (self->queue);
  bgd_job_unref (self->job);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* For people who look into their keyring. */
static char *
make_label (const BgdJob *job)
{
  g_autoptr (GUri) uri = NULL;

  if (job->files->len > 0)
    uri = g_uri_parse (bgd_job_get_file (job, 0)->url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return g_strdup ("Password of a job in Ferry");

  return g_strdup_printf ("Password for %s of a job in Ferry", g_uri_get_host (uri));
}

static void
end_errand (const Errand *errand)
{
  BgdQueue *self = errand->queue;
  Keeping *keeping = g_hash_table_lookup (self->keepings, errand->job);

  keeping->is_asked = FALSE;
  if (keeping->is_stale && !self->shut_down)
    {
      errand->again (self, errand->job);
      return;
    }

  g_hash_table_remove (self->keepings, errand->job);
  bgd_queue_tell_busy (self);
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;

  bgd_secrets_keep_finish (BGD_SECRETS (source), result);
  end_errand (errand);
}

/* Who has ended and has nothing in the keyring is not looked for after the next start. */
void
bgd_queue_close_secrets (BgdQueue *self, BgdJob *job)
{
  if (!bg_job_state_is_final (job->state) || !g_hash_table_contains (self->by_id, job->id))
    return;

  job->had_secrets = FALSE;
  bgd_queue_keep_job (self, job);
}

static void
forget_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;

  if (bgd_secrets_forget_finish (BGD_SECRETS (source), result))
    bgd_queue_close_secrets (errand->queue, errand->job);
  end_errand (errand);
}

static void
keep (BgdQueue *self, BgdJob *job)
{
  Keeping *keeping = g_hash_table_lookup (self->keepings, job);
  g_autofree char *label = make_label (job);
  g_autofree char *text = bg_job_state_is_final (job->state) ? NULL : bgd_job_secrets_pack (job);

  keeping->is_asked = TRUE;
  keeping->is_stale = FALSE;
  if (text != NULL)
    bgd_secrets_keep_async (self->secrets, job->id, label, text, keep_cb,
                            errand_new (self, job, keep));
  else
    bgd_secrets_forget_async (self->secrets, job->id, forget_cb, errand_new (self, job, keep));
}

/* What is in the keyring already is known before it is written over. */
static void
keep_when_known (BgdQueue *self, BgdJob *job)
{
  Keeping *keeping = g_hash_table_lookup (self->keepings, job);

  if (keeping == NULL)
    {
      keeping = g_new0 (Keeping, 1);
      keeping->waiters = g_ptr_array_new_with_free_func (tell_waiter);
      g_hash_table_insert (self->keepings, bgd_job_ref (job), keeping);
      bgd_queue_tell_busy (self);
    }

  keeping->is_stale = TRUE;
  if (!keeping->is_asked && !(job->secrets_unknown && self->is_seeking))
    keep (self, job);
}

/**
 * bgd_queue_keep_secrets:
 * @self: the queue
 * @job: a job that has got secrets, or lost some
 * @kinds: which ones
 *
 * Begins to bring the keyring up to date; see bgd_queue_when_kept().
 */
void
bgd_queue_keep_secrets (BgdQueue *self, BgdJob *job, BgdSecretKinds kinds)
{
  job->told_secrets |= kinds;
  if (self->secrets == NULL)
    return;

  if (job->secrets_unknown)
    bgd_queue_seek_secrets (self);
  keep_when_known (self, job);
}

/* The job has ended, and the store knows. */
void
bgd_queue_forget_secrets (BgdQueue *self, BgdJob *job)
{
  if (!job->had_secrets || self->secrets == NULL)
    return;

  job->secrets_unknown = FALSE;
  keep_when_known (self, job);
}

/* The keyring has told what it has, or that it tells nothing: who waited for that goes on. */
void
bgd_queue_go_on_keeping (BgdQueue *self)
{
  g_autoptr (GList) jobs = g_hash_table_get_keys (self->keepings);

  for (const GList *l = jobs; l != NULL; l = l->next)
    {
      const Keeping *keeping = g_hash_table_lookup (self->keepings, l->data);

      if (!keeping->is_asked)
        keep (self, l->data);
    }
}

/**
 * bgd_queue_when_kept:
 * @self: the queue
 * @id: a job
 * @func: called once, when the keyring has what it can have of the secrets of the job; at once if
 *   nothing is on its way there
 */
void
bgd_queue_when_kept (BgdQueue *self, const char *id, BgdQueueKeptFunc func, gpointer user_data)
{
  BgdJob *job = bgd_queue_get_job (self, id, NULL);
  Keeping *keeping = job != NULL ? g_hash_table_lookup (self->keepings, job) : NULL;
  Waiter *waiter;

  if (keeping == NULL)
    {
      func (user_data);
      return;
    }

  waiter = g_new (Waiter, 1);
  waiter->func = func;
  waiter->user_data = user_data;
  g_ptr_array_add (keeping->waiters, waiter);
}

/**
 * bgd_queue_use_secrets:
 * @self: a queue that was not loaded yet
 * @secrets: (transfer full) (nullable): the keyring
 */
void
bgd_queue_use_secrets (BgdQueue *self, BgdSecrets *secrets)
{
  self->secrets = secrets;
}
