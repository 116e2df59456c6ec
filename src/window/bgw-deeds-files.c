/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deeds to the files of finished jobs: open, show, fetch again, move to the trash. */
#include "config.h"

#include "bgw-deeds.h"

#include <glib/gi18n.h>

#include "bgw-deed-words.h"
#include "bgw-deeds-private.h"
#include "bgw-gone.h"
#include "bgw-new-jobs.h"
#include "bgw-open.h"
#include "bgw-trash.h"
#include "bgw-words.h"

static void
on_download_again_clicked (AdwToast *toast, BgwDeeds *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  g_ptr_array_add (jobs, g_object_get_data (G_OBJECT (toast), "job"));
  bgw_deeds_do (self, BGW_DEED_DOWNLOAD_AGAIN, jobs);
}

static void
show_gone (BgwDeeds *self, BgJob *job)
{
  g_autofree char *name = bgw_words_quotable (bg_job_get_name (job));
  g_autofree char *folder = bgw_words_folder (bg_job_get_directory (job));
  g_autofree char *title = g_strdup_printf (_ ("“%s” is no longer in %s"), name, folder);
  g_autoptr (AdwToast) toast = bgw_deeds_toast_new (title);

  bgw_gone_set (job, TRUE);
  adw_toast_set_button_label (toast, _ ("Download Again"));
  g_object_set_data_full (G_OBJECT (toast), "job", g_object_ref (job), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_download_again_clicked), self,
                           G_CONNECT_DEFAULT);
  bgw_deeds_show (self, toast);
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  BgJob *job = doing->jobs->pdata[0];
  g_autoptr (GError) error = NULL;

  if (bgw_open_finish (result, &error))
    {
      bgw_gone_set (job, FALSE);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      show_gone (doing->self, job);
      return;
    }

  bgw_deeds_show_failure (doing->self, doing->deed, job, error);
}

/**
 * bgw_deeds_open:
 * @self: the deeds
 * @deed: to open the files, or their folders
 * @jobs: (element-type BgJob): jobs whose files are in place
 */
void
bgw_deeds_open (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      BgwDoing *doing = NULL;

      g_ptr_array_add (one, jobs->pdata[i]);
      doing = bgw_doing_new (self, deed, one);
      if (deed == BGW_DEED_OPEN)
        bgw_open_file (self->window, jobs->pdata[i], open_cb, doing);
      else
        bgw_open_folder (self->window, jobs->pdata[i], open_cb, doing);
    }
}

static void
start_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  g_autoptr (GError) error = NULL;

  if (!bgw_new_jobs_start_again_finish (result, &error))
    bgw_deeds_show_failure (doing->self, doing->deed, doing->jobs->pdata[0], error);

  bgw_deeds_tell_done (doing->self);
}

/**
 * bgw_deeds_start_again:
 * @self: the deeds
 * @deed: to start canceled jobs again, or to fetch finished ones once more
 * @jobs: (element-type BgJob): the jobs; new ones take their places
 */
void
bgw_deeds_start_again (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      BgJob *job = jobs->pdata[i];
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, job);
      /* One that is about to be canceled has not ended yet. */
      if (bg_job_state_is_final (bg_job_get_state (job)))
        bgw_new_jobs_start_again_async (self->manager, job, start_again_cb,
                                        bgw_doing_new (self, deed, one));
      else
        bgw_undo_take_back_job (self->undo, job);
    }
}

/* What is left after the trash was asked: files that it does not take. */
typedef struct
{
  BgwDoing *doing;  /* (owned) */
  GPtrArray *files; /* (owned) of GFile (owned) */
} Rest;

static void
rest_free (Rest *rest)
{
  bgw_doing_free (rest->doing);
  g_ptr_array_unref (rest->files);
  g_free (rest);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rest, rest_free)

static void
mark_gone (GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    bgw_gone_set (jobs->pdata[i], TRUE);
}

static void
delete_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  g_autoptr (GError) error = NULL;

  if (bgw_trash_delete_finish (result, &error))
    mark_gone (doing->jobs);
  else
    bgw_deeds_show_failure (doing->self, doing->deed, doing->jobs->pdata[0], error);
}

static void
on_delete_response (AdwMessageDialog *dialog, const char *response, Rest *rest)
{
  g_autoptr (Rest) done = rest;

  if (g_str_equal (response, "delete"))
    bgw_trash_delete_async (done->files, delete_cb,
                            bgw_doing_new (done->doing->self, BGW_DEED_TRASH, done->doing->jobs));
}

static void
ask_before_delete (BgwDoing *doing, GPtrArray *files)
{
  g_autofree char *base = g_file_get_basename (files->pdata[0]);
  g_autofree char *shown = g_filename_display_name (base);
  g_autofree char *name = bgw_words_quotable (shown);
  g_autofree char *heading =
      files->len == 1 ? g_strdup_printf (_ ("Delete “%s” Permanently?"), name)
                      : g_strdup_printf (ngettext ("Delete %u File Permanently?",
                                                   "Delete %u Files Permanently?", files->len),
                                         files->len);
  GtkWidget *dialog =
      adw_message_dialog_new (doing->self->window, heading, _ ("This folder has no trash."));
  Rest *rest = g_new0 (Rest, 1);

  rest->doing = bgw_doing_new (doing->self, doing->deed, doing->jobs);
  rest->files = g_ptr_array_ref (files);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "back", C_ ("a dialog", "Cancel"),
                                    "delete", _ ("Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  g_signal_connect (dialog, "response", G_CALLBACK (on_delete_response), rest);
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_restore_clicked (AdwToast *toast, BgwDeeds *self)
{
  GPtrArray *trashed = g_object_get_data (G_OBJECT (toast), "trashed");
  GPtrArray *jobs = g_object_get_data (G_OBJECT (toast), "jobs");
  g_autoptr (GError) error = NULL;

  if (!bgw_trash_restore (trashed, &error))
    {
      bgw_deeds_show_failure (self, BGW_DEED_TRASH, jobs->pdata[0], error);
      return;
    }

  for (guint i = 0; i < jobs->len; i++)
    bgw_gone_set (jobs->pdata[i], FALSE);
}

static void
show_trashed (BgwDoing *doing, GPtrArray *trashed)
{
  g_autofree char *title =
      bgw_deed_words_done (BGW_DEED_TRASH, bg_job_get_name (doing->jobs->pdata[0]),
                           doing->jobs->len);
  g_autoptr (AdwToast) toast = bgw_deeds_toast_new (title);

  mark_gone (doing->jobs);
  if (bgw_trash_can_restore (trashed))
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      g_object_set_data_full (G_OBJECT (toast), "trashed", g_ptr_array_ref (trashed),
                              (GDestroyNotify) g_ptr_array_unref);
      g_object_set_data_full (G_OBJECT (toast), "jobs", g_ptr_array_ref (doing->jobs),
                              (GDestroyNotify) g_ptr_array_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_restore_clicked),
                               doing->self, G_CONNECT_DEFAULT);
    }
  bgw_deeds_show (doing->self, toast);
}

static void
trash_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  g_autoptr (GPtrArray) trashed = NULL;
  g_autoptr (GPtrArray) refused = NULL;
  g_autoptr (GError) error = NULL;

  if (!bgw_trash_finish (result, &trashed, &refused, &error))
    {
      bgw_deeds_show_failure (doing->self, doing->deed, doing->jobs->pdata[0], error);
      return;
    }

  if (trashed->len > 0)
    show_trashed (doing, trashed);
  else if (refused->len == 0)
    show_gone (doing->self, doing->jobs->pdata[0]);
  if (refused->len > 0 && doing->self->window != NULL)
    ask_before_delete (doing, refused);
}

/**
 * bgw_deeds_trash:
 * @self: the deeds
 * @jobs: (element-type BgJob): jobs whose files are in place
 *
 * Moves the files to the trash, and asks before it deletes those that no trash takes.
 */
void
bgw_deeds_trash (BgwDeeds *self, GPtrArray *jobs)
{
  bgw_trash_async (jobs, trash_cb, bgw_doing_new (self, BGW_DEED_TRASH, jobs));
}
