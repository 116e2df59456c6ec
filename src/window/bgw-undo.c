/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancels and removals that can still be taken back: the service learns of them later. */
#include "config.h"

#include "bgw-undo.h"

/* One thing that a person did, to one job or many. */
typedef struct
{
  BgVerb verb;     /* BG_VERB_CANCEL or BG_VERB_REMOVE */
  GPtrArray *jobs; /* (owned) of BgJob (owned) */
  gboolean told;   /* the service knows: too late to take it back */
} Batch;

struct _BgwUndo
{
  GObject parent_instance;

  BgManager *manager;  /* (owned) */
  GHashTable *batches; /* (owned) number → Batch (owned) */
  GHashTable *marks;   /* (owned) BgJob (owned) → number of the batch that it is in */
  GHashTable *stopped; /* (owned) set of BgJob (owned) that ran until they were canceled */
  guint last_batch;
};

typedef enum
{
  SIGNAL_CHANGED,
} BgwUndoSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgwUndo, bgw_undo, G_TYPE_OBJECT)

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->jobs);
  g_free (batch);
}

static Batch *
batch_of (BgwUndo *self, BgJob *job)
{
  gpointer number = g_hash_table_lookup (self->marks, job);

  return number != NULL ? g_hash_table_lookup (self->batches, number) : NULL;
}

static char **
ids_of (GPtrArray *jobs)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < jobs->len; i++)
    g_strv_builder_add (builder, bg_job_get_id (jobs->pdata[i]));

  return g_strv_builder_end (builder);
}

/* What cannot be done any more need not be told: the list shows how things are. */
static void
apply_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!bg_manager_apply_finish (BG_MANAGER (source), result, NULL, &error))
    g_warning ("%s", error->message);
}

static void
apply (BgwUndo *self, BgVerb verb, GPtrArray *jobs)
{
  g_auto (GStrv) ids = ids_of (jobs);

  if (*ids != NULL)
    bg_manager_apply_async (self->manager, verb, (const char *const *) ids, NULL, apply_cb, NULL);
}

static void
forget (BgwUndo *self, guint number, Batch *batch)
{
  for (guint i = 0; i < batch->jobs->len; i++)
    {
      BgJob *job = batch->jobs->pdata[i];

      if (GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, job)) == number)
        {
          g_hash_table_remove (self->marks, job);
          g_hash_table_remove (self->stopped, job);
        }
    }
  g_hash_table_remove (self->batches, GUINT_TO_POINTER (number));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static guint
mark (BgwUndo *self, BgVerb verb, GPtrArray *jobs)
{
  Batch *batch = g_new0 (Batch, 1);
  guint number = ++self->last_batch;

  batch->verb = verb;
  batch->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->batches, GUINT_TO_POINTER (number), batch);

  for (guint i = 0; i < jobs->len; i++)
    {
      BgJob *job = jobs->pdata[i];
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, job));

      if (before != 0)
        bgw_undo_carry_out (self, before);
      g_ptr_array_add (batch->jobs, g_object_ref (job));
      g_hash_table_insert (self->marks, g_object_ref (job), GUINT_TO_POINTER (number));
    }

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return number;
}

static void
bgw_undo_dispose (GObject *object)
{
  BgwUndo *self = BGW_UNDO (object);

  g_hash_table_remove_all (self->marks);
  g_hash_table_remove_all (self->stopped);
  g_hash_table_remove_all (self->batches);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (bgw_undo_parent_class)->dispose (object);
}

static void
bgw_undo_finalize (GObject *object)
{
  BgwUndo *self = BGW_UNDO (object);

  g_hash_table_unref (self->marks);
  g_hash_table_unref (self->stopped);
  g_hash_table_unref (self->batches);

  G_OBJECT_CLASS (bgw_undo_parent_class)->finalize (object);
}

static void
bgw_undo_class_init (BgwUndoClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bgw_undo_dispose;
  object_class->finalize = bgw_undo_finalize;

  /**
   * BgwUndo::changed:
   *
   * Some jobs look different now.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGW_TYPE_UNDO, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bgw_undo_init (BgwUndo *self)
{
  self->batches = g_hash_table_new_full (NULL, NULL, NULL, batch_free);
  self->marks = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->stopped = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

BgwUndo *
bgw_undo_new (BgManager *manager)
{
  BgwUndo *self = g_object_new (BGW_TYPE_UNDO, NULL);

  self->manager = g_object_ref (manager);
  return self;
}

/**
 * bgw_undo_get_state:
 * @self: the second thoughts
 * @job: a job
 *
 * Returns: the state in which people see @job
 */
BgJobState
bgw_undo_get_state (BgwUndo *self, BgJob *job)
{
  Batch *batch = batch_of (self, job);

  return batch != NULL && batch->verb == BG_VERB_CANCEL ? BG_JOB_STATE_CANCELLED
                                                        : bg_job_get_state (job);
}

gboolean
bgw_undo_is_removed (BgwUndo *self, BgJob *job)
{
  Batch *batch = batch_of (self, job);

  return batch != NULL && batch->verb == BG_VERB_REMOVE;
}

/**
 * bgw_undo_cancel:
 * @self: the second thoughts
 * @jobs: jobs that may be canceled
 *
 * Stops @jobs and shows them as canceled; they are when this is carried out.
 *
 * Returns: a number for bgw_undo_take_back() and bgw_undo_carry_out()
 */
guint
bgw_undo_cancel (BgwUndo *self, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) running = g_ptr_array_new ();
  guint number = mark (self, BG_VERB_CANCEL, jobs);

  for (guint i = 0; i < jobs->len; i++)
    {
      BgJob *job = jobs->pdata[i];

      if (bg_job_state_can_change (bg_job_get_state (job)))
        {
          g_ptr_array_add (running, job);
          g_hash_table_add (self->stopped, g_object_ref (job));
        }
    }
  apply (self, BG_VERB_SUSPEND, running);

  return number;
}

/**
 * bgw_undo_remove:
 * @self: the second thoughts
 * @jobs: jobs that may be removed
 *
 * Hides @jobs; they are removed when this is carried out.
 *
 * Returns: a number for bgw_undo_take_back() and bgw_undo_carry_out()
 */
guint
bgw_undo_remove (BgwUndo *self, GPtrArray *jobs)
{
  return mark (self, BG_VERB_REMOVE, jobs);
}

/**
 * bgw_undo_take_back:
 * @self: the second thoughts
 * @batch: the number of what was done; one that is carried out already does nothing
 */
void
bgw_undo_take_back (BgwUndo *self, guint batch)
{
  Batch *found = g_hash_table_lookup (self->batches, GUINT_TO_POINTER (batch));
  g_autoptr (GPtrArray) stopped = g_ptr_array_new ();

  if (found == NULL || found->told)
    return;

  for (guint i = 0; i < found->jobs->len; i++)
    {
      if (g_hash_table_contains (self->stopped, found->jobs->pdata[i]))
        g_ptr_array_add (stopped, found->jobs->pdata[i]);
    }
  apply (self, BG_VERB_RESUME, stopped);
  forget (self, batch, found);
}

/**
 * bgw_undo_take_back_job:
 * @self: the second thoughts
 * @job: one of the jobs that something was done to; the others of its batch stay as they are
 */
void
bgw_undo_take_back_job (BgwUndo *self, BgJob *job)
{
  Batch *batch = batch_of (self, job);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  if (batch == NULL || batch->told)
    return;

  if (g_hash_table_contains (self->stopped, job))
    {
      g_ptr_array_add (jobs, job);
      apply (self, BG_VERB_RESUME, jobs);
    }
  g_hash_table_remove (self->stopped, job);
  g_hash_table_remove (self->marks, job);
  g_ptr_array_remove (batch->jobs, job);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

typedef struct
{
  BgwUndo *self; /* (owned) */
  guint number;
} CarryOut;

static void
carry_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarryOut *carry_out = user_data;
  Batch *batch =
      g_hash_table_lookup (carry_out->self->batches, GUINT_TO_POINTER (carry_out->number));

  apply_cb (source, result, NULL);
  if (batch != NULL)
    forget (carry_out->self, carry_out->number, batch);

  g_object_unref (carry_out->self);
  g_free (carry_out);
}

/**
 * bgw_undo_carry_out:
 * @self: the second thoughts
 * @batch: the number of what was done; one that was taken back does nothing
 *
 * Tells the service. Until it has answered the jobs look as before.
 */
void
bgw_undo_carry_out (BgwUndo *self, guint batch)
{
  Batch *found = g_hash_table_lookup (self->batches, GUINT_TO_POINTER (batch));
  g_auto (GStrv) ids = NULL;
  CarryOut *carry_out = NULL;

  if (found == NULL || found->told)
    return;

  found->told = TRUE;
  carry_out = g_new0 (CarryOut, 1);
  carry_out->self = g_object_ref (self);
  carry_out->number = batch;
  ids = ids_of (found->jobs);
  bg_manager_apply_async (self->manager, found->verb, (const char *const *) ids, NULL, carry_out_cb,
                          carry_out);
}

/**
 * bgw_undo_carry_out_all:
 * @self: the second thoughts
 *
 * For a window that closes: nobody can take anything back after that.
 */
void
bgw_undo_carry_out_all (BgwUndo *self)
{
  g_autoptr (GList) numbers = g_hash_table_get_keys (self->batches);

  for (GList *l = numbers; l != NULL; l = l->next)
    bgw_undo_carry_out (self, GPOINTER_TO_UINT (l->data));
}
