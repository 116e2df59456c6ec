/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does to jobs what people want done to them, and says how it went. */
#include "config.h"

#include "bgw-deeds.h"

#include <glib/gi18n.h>

#include "bgw-deed-words.h"
#include "bgw-deeds-private.h"
#include "bgw-error-words.h"

/* How long a cancel can be taken back, in seconds. */
#define UNDO_SECONDS 8

typedef enum
{
  SIGNAL_TOAST,
  SIGNAL_DONE,
} BgwDeedsSignal;

static guint signals[SIGNAL_DONE + 1];

G_DEFINE_FINAL_TYPE (BgwDeeds, bgw_deeds, G_TYPE_OBJECT)

BgwDoing *
bgw_doing_new (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  BgwDoing *doing = g_new0 (BgwDoing, 1);

  doing->self = g_object_ref (self);
  doing->deed = deed;
  doing->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (doing->jobs, g_object_ref (jobs->pdata[i]));

  return doing;
}

void
bgw_doing_free (BgwDoing *doing)
{
  g_object_unref (doing->self);
  g_ptr_array_unref (doing->jobs);
  g_free (doing);
}

void
bgw_deeds_show (BgwDeeds *self, AdwToast *toast)
{
  g_signal_emit (self, signals[SIGNAL_TOAST], 0, toast);
}

/* Something may run now that did not. */
void
bgw_deeds_tell_done (BgwDeeds *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

/* Toasts read their title as markup; a name is none. */
AdwToast *
bgw_deeds_toast_new (const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  return adw_toast_new (escaped);
}

void
bgw_deeds_show_text (BgwDeeds *self, const char *title)
{
  g_autoptr (AdwToast) toast = bgw_deeds_toast_new (title);

  bgw_deeds_show (self, toast);
}

void
bgw_deeds_show_failure (BgwDeeds *self, BgwDeed deed, BgJob *job, const GError *error)
{
  g_autofree char *title =
      bgw_deed_words_failed (deed, bg_job_get_name (job), bg_job_get_directory (job), error);

  bgw_deeds_show_text (self, title);
}

/* Whether a job is where people wanted it, however it came there. */
static gboolean
is_met (BgwDeed deed, BgJobState state)
{
  if (deed == BGW_DEED_SUSPEND)
    return !bg_job_state_can_change (state);
  if (deed == BGW_DEED_RESUME)
    return bg_job_state_can_change (state) || state == BG_JOB_STATE_TRANSFERRED ||
           state == BG_JOB_STATE_ACKNOWLEDGED;
  return state == BG_JOB_STATE_ACKNOWLEDGED;
}

/* Of several that were refused the first tells why. */
static void
show_refused (BgwDoing *doing, GHashTable *refused)
{
  for (guint i = 0; i < doing->jobs->len; i++)
    {
      BgJob *job = doing->jobs->pdata[i];
      const GError *error = g_hash_table_lookup (refused, bg_job_get_id (job));

      if (error != NULL && !is_met (doing->deed, bg_job_get_state (job)))
        {
          bgw_deeds_show_failure (doing->self, doing->deed, job, error);
          return;
        }
    }
}

static void
on_open_clicked (AdwToast *toast, BgwDeeds *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  g_ptr_array_add (jobs, g_object_get_data (G_OBJECT (toast), "job"));
  bgw_deeds_open (self, BGW_DEED_OPEN, jobs);
}

static void
show_completed (BgwDoing *doing)
{
  g_autoptr (AdwToast) toast = NULL;
  g_autofree char *title = NULL;
  BgJob *first = NULL;
  guint n = 0;

  for (guint i = 0; i < doing->jobs->len; i++)
    {
      BgJob *job = doing->jobs->pdata[i];

      if (bg_job_get_state (job) == BG_JOB_STATE_ACKNOWLEDGED && n++ == 0)
        first = job;
    }

  if (n == 0)
    return;

  title = bgw_deed_words_done (BGW_DEED_COMPLETE, bg_job_get_name (first), n);
  toast = bgw_deeds_toast_new (title);
  if (n == 1)
    {
      adw_toast_set_button_label (toast, C_ ("a file", "Open"));
      g_object_set_data_full (G_OBJECT (toast), "job", g_object_ref (first), g_object_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_open_clicked), doing->self,
                               G_CONNECT_DEFAULT);
    }
  bgw_deeds_show (doing->self, toast);
}

static void
apply_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  g_autoptr (GHashTable) refused = NULL;
  g_autoptr (GError) error = NULL;

  if (!bg_manager_apply_finish (BG_MANAGER (source), result, &refused, &error))
    bgw_deeds_show_failure (doing->self, doing->deed, doing->jobs->pdata[0], error);
  else
    {
      if (doing->deed == BGW_DEED_COMPLETE)
        show_completed (doing);
      show_refused (doing, refused);
    }

  bgw_deeds_tell_done (doing->self);
}

static void
apply (BgwDeeds *self, BgwDeed deed, BgVerb verb, GPtrArray *jobs)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < jobs->len; i++)
    g_strv_builder_add (builder, bg_job_get_id (jobs->pdata[i]));
  ids = g_strv_builder_end (builder);

  bg_manager_apply_async (self->manager, verb, (const char *const *) ids, NULL, apply_cb,
                          bgw_doing_new (self, deed, jobs));
}

/* Without a question. */
void
bgw_deeds_complete_now (BgwDeeds *self, GPtrArray *jobs)
{
  apply (self, BGW_DEED_COMPLETE, BG_VERB_COMPLETE, jobs);
}

static void
on_undo_clicked (AdwToast *toast, BgwDeeds *self)
{
  bgw_undo_take_back (self->undo, self->undo_batch);
  bgw_deeds_tell_done (self);
}

/* By itself, by a click, or because another one comes. */
static void
on_undo_dismissed (AdwToast *toast, BgwDeeds *self)
{
  if (toast != self->undo_toast)
    return;

  bgw_undo_carry_out (self->undo, self->undo_batch);
  g_clear_object (&self->undo_toast);
}

static void
show_undo (BgwDeeds *self, BgwDeed deed, guint batch, GPtrArray *jobs)
{
  g_autofree char *title = bgw_deed_words_done (deed, bg_job_get_name (jobs->pdata[0]), jobs->len);

  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);

  self->undo_batch = batch;
  self->undo_toast = bgw_deeds_toast_new (title);
  adw_toast_set_button_label (self->undo_toast, _ ("Undo"));
  adw_toast_set_timeout (self->undo_toast, UNDO_SECONDS);
  adw_toast_set_priority (self->undo_toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (self->undo_toast, "button-clicked", G_CALLBACK (on_undo_clicked), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (self->undo_toast, "dismissed", G_CALLBACK (on_undo_dismissed), self,
                           G_CONNECT_DEFAULT);
  bgw_deeds_show (self, self->undo_toast);
}

void
bgw_deeds_cancel_now (BgwDeeds *self, GPtrArray *jobs)
{
  show_undo (self, BGW_DEED_CANCEL, bgw_undo_cancel (self->undo, jobs), jobs);
  bgw_deeds_tell_done (self);
}

static void
bgw_deeds_dispose (GObject *object)
{
  BgwDeeds *self = BGW_DEEDS (object);

  g_clear_object (&self->undo_toast);
  g_clear_object (&self->manager);
  g_clear_object (&self->undo);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (bgw_deeds_parent_class)->dispose (object);
}

static void
bgw_deeds_class_init (BgwDeedsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bgw_deeds_dispose;

  /**
   * BgwDeeds::toast:
   * @toast: to be shown
   */
  signals[SIGNAL_TOAST] = g_signal_new ("toast", BGW_TYPE_DEEDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  /**
   * BgwDeeds::done:
   *
   * Something may run now that did not.
   */
  signals[SIGNAL_DONE] =
      g_signal_new ("done", BGW_TYPE_DEEDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bgw_deeds_init (BgwDeeds *self)
{
}

BgwDeeds *
bgw_deeds_new (BgManager *manager, BgwUndo *undo, GtkWindow *window)
{
  BgwDeeds *self = g_object_new (BGW_TYPE_DEEDS, NULL);

  self->manager = g_object_ref (manager);
  self->undo = g_object_ref (undo);
  g_set_weak_pointer (&self->window, window);

  return self;
}

/* Whether some files of the job are there, and others are not. */
static gboolean
is_partly_finished (BgJob *job)
{
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);

  return progress.files_transferred > 0 && progress.files_transferred < progress.files_total;
}

/**
 * bgw_deeds_may:
 * @self: the deeds
 * @deed: what is to be done
 * @job: to which job
 *
 * Returns: whether that makes sense for the job as people see it
 */
gboolean
bgw_deeds_may (BgwDeeds *self, BgwDeed deed, BgJob *job)
{
  return bgw_state_allows (bgw_undo_get_state (self->undo, job), deed) &&
         (deed != BGW_DEED_KEEP_FINISHED || is_partly_finished (job)) &&
         (deed != BGW_DEED_SIGN_IN || bgw_error_asks_who (bg_job_get_error (job)));
}

/* A dialog is about one job. */
static gboolean
is_for_one (BgwDeed deed)
{
  return deed == BGW_DEED_RENAME || deed == BGW_DEED_CHANGE_ADDRESS || deed == BGW_DEED_SIGN_IN;
}

/**
 * bgw_deeds_may_any:
 * @self: the deeds
 * @deed: what is to be done
 * @jobs: (element-type BgJob): to which jobs
 *
 * Returns: whether that makes sense for any of them
 */
gboolean
bgw_deeds_may_any (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  if (is_for_one (deed) && jobs->len != 1)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    {
      if (bgw_deeds_may (self, deed, jobs->pdata[i]))
        return TRUE;
    }

  return FALSE;
}

/* Whether that of any of @jobs still matters. */
gboolean
bgw_deeds_have_priority (BgwDeeds *self, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      if (bgw_state_has_priority (bgw_undo_get_state (self->undo, jobs->pdata[i])))
        return TRUE;
    }

  return FALSE;
}

/**
 * bgw_deeds_do:
 * @self: the deeds
 * @deed: what is to be done
 * @jobs: (element-type BgJob): to which jobs; those whose state does not allow it are left alone
 */
void
bgw_deeds_do (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) able = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < jobs->len; i++)
    {
      if (bgw_deeds_may (self, deed, jobs->pdata[i]))
        g_ptr_array_add (able, g_object_ref (jobs->pdata[i]));
    }

  if (able->len == 0)
    return;

  switch (deed)
    {
    case BGW_DEED_SUSPEND:
      apply (self, deed, BG_VERB_SUSPEND, able);
      break;
    case BGW_DEED_RESUME:
      apply (self, deed, BG_VERB_RESUME, able);
      break;
    case BGW_DEED_COMPLETE:
      bgw_deeds_complete_now (self, able);
      break;
    case BGW_DEED_CANCEL:
      bgw_deeds_cancel (self, able);
      break;
    case BGW_DEED_REMOVE:
      show_undo (self, deed, bgw_undo_remove (self->undo, able), able);
      break;
    case BGW_DEED_OPEN:
    case BGW_DEED_SHOW_IN_FOLDER:
      bgw_deeds_open (self, deed, able);
      break;
    case BGW_DEED_START_AGAIN:
    case BGW_DEED_DOWNLOAD_AGAIN:
      bgw_deeds_start_again (self, deed, able);
      break;
    case BGW_DEED_KEEP_FINISHED:
      bgw_deeds_keep_finished (self, able);
      break;
    case BGW_DEED_TRASH:
      bgw_deeds_trash (self, able);
      break;
    case BGW_DEED_RENAME:
      bgw_deeds_rename (self, able->pdata[0]);
      break;
    case BGW_DEED_CHANGE_ADDRESS:
      bgw_deeds_change_address (self, able->pdata[0]);
      break;
    case BGW_DEED_SIGN_IN:
      bgw_deeds_sign_in (self, able->pdata[0]);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * bgw_deeds_take_back:
 * @self: the deeds
 *
 * Undoes the last cancel or removal, as long as its toast is there.
 */
void
bgw_deeds_take_back (BgwDeeds *self)
{
  if (self->undo_toast == NULL)
    return;

  on_undo_clicked (self->undo_toast, self);
  adw_toast_dismiss (self->undo_toast);
}
