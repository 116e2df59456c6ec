/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does to jobs what people want done to them, and says how it went. */
#include "config.h"

#include "bgw-deeds.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bgw-deed-words.h"
#include "bgw-error-words.h"
#include "bgw-new-jobs.h"
#include "bgw-open.h"
#include "bgw-words.h"

/* How long a cancel can be taken back, in seconds. */
#define UNDO_SECONDS 8

/* Canceling several jobs that have received more than this asks first. */
#define PRECIOUS_BYTES G_GUINT64_CONSTANT (1000000000)

struct _BgwDeeds
{
  GObject parent_instance;

  BgManager *manager; /* (owned) */
  BgwUndo *undo;      /* (owned) */
  GtkWindow *window;  /* (weak) */

  AdwToast *undo_toast; /* (owned) (nullable) the one on screen */
  guint undo_batch;     /* what it takes back */
};

typedef enum
{
  SIGNAL_TOAST,
  SIGNAL_DONE,
} BgwDeedsSignal;

static guint signals[SIGNAL_DONE + 1];

G_DEFINE_FINAL_TYPE (BgwDeeds, bgw_deeds, G_TYPE_OBJECT)

/* One deed on its way. */
typedef struct
{
  BgwDeeds *self; /* (owned) */
  BgwDeed deed;
  GPtrArray *jobs; /* (owned) of BgJob (owned) */
} Doing;

static Doing *
doing_new (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  Doing *doing = g_new0 (Doing, 1);

  doing->self = g_object_ref (self);
  doing->deed = deed;
  doing->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (doing->jobs, g_object_ref (jobs->pdata[i]));

  return doing;
}

static void
doing_free (Doing *doing)
{
  g_object_unref (doing->self);
  g_ptr_array_unref (doing->jobs);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, doing_free)

static void
show (BgwDeeds *self, AdwToast *toast)
{
  g_signal_emit (self, signals[SIGNAL_TOAST], 0, toast);
}

/* Toasts read their title as markup; a name is none. */
static AdwToast *
toast_new (const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  return adw_toast_new (escaped);
}

static void
show_text (BgwDeeds *self, const char *title)
{
  g_autoptr (AdwToast) toast = toast_new (title);

  show (self, toast);
}

static void
show_failure (BgwDeeds *self, BgwDeed deed, BgJob *job, const GError *error)
{
  g_autofree char *title =
      bgw_deed_words_failed (deed, bg_job_get_name (job), bg_job_get_directory (job), error);

  show_text (self, title);
}

/* Whether a job is where people wanted it, however it came there. */
static gboolean
is_met (BgwDeed deed, BgJobState state)
{
  if (bg_job_state_is_final (state))
    return TRUE;
  if (deed == BGW_DEED_SUSPEND)
    return !bg_job_state_can_change (state);
  if (deed == BGW_DEED_RESUME)
    return bg_job_state_can_change (state) || state == BG_JOB_STATE_TRANSFERRED;
  return FALSE;
}

/* Of several that were refused the first tells why. */
static void
show_refused (Doing *doing, GHashTable *refused)
{
  for (guint i = 0; i < doing->jobs->len; i++)
    {
      BgJob *job = doing->jobs->pdata[i];
      const GError *error = g_hash_table_lookup (refused, bg_job_get_id (job));

      if (error != NULL && !is_met (doing->deed, bg_job_get_state (job)))
        {
          show_failure (doing->self, doing->deed, job, error);
          return;
        }
    }
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Doing) doing = user_data;
  BgJob *job = doing->jobs->pdata[0];
  g_autoptr (GError) error = NULL;

  if (bgw_open_finish (result, &error))
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_autofree char *name = bgw_words_quotable (bg_job_get_name (job));
      g_autofree char *folder = bgw_words_folder (bg_job_get_directory (job));
      g_autofree char *title = g_strdup_printf (_ ("“%s” is no longer in %s"), name, folder);

      show_text (doing->self, title);
      return;
    }

  show_failure (doing->self, doing->deed, job, error);
}

static void
open_each (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      Doing *doing = NULL;

      g_ptr_array_add (one, jobs->pdata[i]);
      doing = doing_new (self, deed, one);
      if (deed == BGW_DEED_OPEN)
        bgw_open_file (self->window, jobs->pdata[i], open_cb, doing);
      else
        bgw_open_folder (self->window, jobs->pdata[i], open_cb, doing);
    }
}

static void
on_open_clicked (AdwToast *toast, BgwDeeds *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  g_ptr_array_add (jobs, g_object_get_data (G_OBJECT (toast), "job"));
  open_each (self, BGW_DEED_OPEN, jobs);
}

static void
show_completed (Doing *doing)
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
  toast = toast_new (title);
  if (n == 1)
    {
      adw_toast_set_button_label (toast, C_ ("a file", "Open"));
      g_object_set_data_full (G_OBJECT (toast), "job", g_object_ref (first), g_object_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_open_clicked), doing->self,
                               G_CONNECT_DEFAULT);
    }
  show (doing->self, toast);
}

static void
apply_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Doing) doing = user_data;
  g_autoptr (GHashTable) refused = NULL;
  g_autoptr (GError) error = NULL;

  if (!bg_manager_apply_finish (BG_MANAGER (source), result, &refused, &error))
    show_failure (doing->self, doing->deed, doing->jobs->pdata[0], error);
  else
    {
      if (doing->deed == BGW_DEED_COMPLETE)
        show_completed (doing);
      show_refused (doing, refused);
    }

  g_signal_emit (doing->self, signals[SIGNAL_DONE], 0);
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
                          doing_new (self, deed, jobs));
}

static void
on_undo_clicked (AdwToast *toast, BgwDeeds *self)
{
  bgw_undo_take_back (self->undo, self->undo_batch);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
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
  self->undo_toast = toast_new (title);
  adw_toast_set_button_label (self->undo_toast, _ ("Undo"));
  adw_toast_set_timeout (self->undo_toast, UNDO_SECONDS);
  adw_toast_set_priority (self->undo_toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (self->undo_toast, "button-clicked", G_CALLBACK (on_undo_clicked), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (self->undo_toast, "dismissed", G_CALLBACK (on_undo_dismissed), self,
                           G_CONNECT_DEFAULT);
  show (self, self->undo_toast);
}

static void
cancel_now (BgwDeeds *self, GPtrArray *jobs)
{
  show_undo (self, BGW_DEED_CANCEL, bgw_undo_cancel (self->undo, jobs), jobs);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
on_cancel_response (AdwMessageDialog *dialog, const char *response, Doing *doing)
{
  g_autoptr (Doing) done = doing;

  if (g_str_equal (response, "cancel-jobs"))
    cancel_now (done->self, done->jobs);
}

static void
ask_before_cancel (BgwDeeds *self, GPtrArray *jobs, guint64 received)
{
  g_autofree char *size = bgw_words_size (received);
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Cancel %u Job?", "Cancel %u Jobs?", jobs->len), jobs->len);
  g_autofree char *body = g_strdup_printf (_ ("%s already received will be deleted."), size);
  GtkWidget *dialog = adw_message_dialog_new (self->window, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep"), "cancel-jobs",
                                    _ ("_Cancel Jobs"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "cancel-jobs",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect (dialog, "response", G_CALLBACK (on_cancel_response),
                    doing_new (self, BGW_DEED_CANCEL, jobs));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cancel (BgwDeeds *self, GPtrArray *jobs)
{
  guint64 received = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      BgJobProgress progress;

      bg_job_get_progress (jobs->pdata[i], &progress);
      received += progress.bytes_transferred;
    }

  if (jobs->len > 1 && received > PRECIOUS_BYTES)
    ask_before_cancel (self, jobs, received);
  else
    cancel_now (self, jobs);
}

static void
start_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Doing) doing = user_data;
  g_autoptr (GError) error = NULL;

  if (!bgw_new_jobs_start_again_finish (result, &error))
    show_failure (doing->self, doing->deed, doing->jobs->pdata[0], error);

  g_signal_emit (doing->self, signals[SIGNAL_DONE], 0);
}

static void
start_again (BgwDeeds *self, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      BgJob *job = jobs->pdata[i];
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, job);
      if (bg_job_get_state (job) == BG_JOB_STATE_CANCELLED)
        bgw_new_jobs_start_again_async (self->manager, job, start_again_cb,
                                        doing_new (self, BGW_DEED_START_AGAIN, one));
      else
        bgw_undo_take_back_job (self->undo, job);
    }
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
      if (bgw_state_allows (bgw_undo_get_state (self->undo, jobs->pdata[i]), deed))
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
      apply (self, deed, BG_VERB_COMPLETE, able);
      break;
    case BGW_DEED_CANCEL:
      cancel (self, able);
      break;
    case BGW_DEED_REMOVE:
      show_undo (self, deed, bgw_undo_remove (self->undo, able), able);
      break;
    case BGW_DEED_OPEN:
    case BGW_DEED_SHOW_IN_FOLDER:
      open_each (self, deed, able);
      break;
    case BGW_DEED_START_AGAIN:
      start_again (self, able);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
set_properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDeeds) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_set_properties_finish (BG_JOB (source), result, &error))
    {
      g_autofree char *reason = bgw_error_of_call (error, NULL);
      g_autofree char *name = bgw_words_quotable (bg_job_get_name (BG_JOB (source)));
      g_autofree char *title = g_strdup_printf (_ ("Could not change “%s”: %s"), name, reason);

      show_text (self, title);
    }
}

void
bgw_deeds_set_priority (BgwDeeds *self, BgJobPriority priority, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      GVariantDict changes;

      g_variant_dict_init (&changes, NULL);
      g_variant_dict_insert (&changes, "priority", "u", (guint32) priority);
      bg_job_set_properties_async (jobs->pdata[i], g_variant_dict_end (&changes), NULL,
                                   set_properties_cb, g_object_ref (self));
    }
}

static void
copy_addresses_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Doing) doing = user_data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!bg_job_refresh_files_finish (BG_JOB (source), result, &error))
    g_debug ("No addresses: %s", error->message);

  for (guint i = 0; i < doing->jobs->len; i++)
    {
      GListModel *files = G_LIST_MODEL (doing->jobs->pdata[i]);

      for (guint j = 0; j < g_list_model_get_n_items (files); j++)
        {
          g_autoptr (BgFile) file = g_list_model_get_item (files, j);

          g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", bg_file_get_url (file));
        }
    }

  if (text->len == 0 || doing->self->window == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (doing->self->window)), text->str);
  show_text (doing->self, _ ("Address copied"));
}

/**
 * bgw_deeds_copy_addresses:
 * @self: the deeds
 * @jobs: (element-type BgJob): jobs, one or more
 */
void
bgw_deeds_copy_addresses (BgwDeeds *self, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      gboolean last = i + 1 == jobs->len;

      /* The service answers in order: when the last has answered all have. */
      bg_job_refresh_files_async (jobs->pdata[i], NULL, last ? copy_addresses_cb : NULL,
                                  last ? doing_new (self, BGW_DEED_OPEN, jobs) : NULL);
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
