/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deeds that cannot be taken back: people are asked first. */
#include "config.h"

#include "bgw-deeds.h"

#include <glib/gi18n.h>

#include "bgw-deeds-private.h"
#include "bgw-words.h"

/* Canceling several jobs that have received more than this asks first. */
#define PRECIOUS_BYTES G_GUINT64_CONSTANT (1000000000)

static void
on_cancel_response (AdwMessageDialog *dialog, const char *response, BgwDoing *doing)
{
  g_autoptr (BgwDoing) done = doing;

  if (g_str_equal (response, "cancel-jobs"))
    bgw_deeds_cancel_now (done->self, done->jobs);
}

static void
ask_before_cancel (BgwDeeds *self, GPtrArray *jobs, guint64 received)
{
  g_autofree char *size = bgw_words_size (received);
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Cancel %u Job?", "Cancel %u Jobs?", jobs->len), jobs->len);
  g_autofree char *body = g_strdup_printf (_ ("%s already received will be deleted."), size);
  GtkWidget *dialog = adw_message_dialog_new (self->window, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Keep"), "cancel-jobs",
                                    _ ("Cancel Jobs"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "cancel-jobs",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect (dialog, "response", G_CALLBACK (on_cancel_response),
                    bgw_doing_new (self, BGW_DEED_CANCEL, jobs));
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* At once, unless it is about a lot: what was received would be gone. */
void
bgw_deeds_cancel (BgwDeeds *self, GPtrArray *jobs)
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
    bgw_deeds_cancel_now (self, jobs);
}

static void
on_keep_response (AdwMessageDialog *dialog, const char *response, BgwDoing *doing)
{
  g_autoptr (BgwDoing) done = doing;

  if (g_str_equal (response, "keep-files"))
    bgw_deeds_complete_now (done->self, done->jobs);
}

/**
 * bgw_deeds_keep_finished:
 * @self: the deeds
 * @jobs: (element-type BgJob): jobs of which some files are there and others are not
 *
 * Completes what is there, and ends the jobs. What else they have received is deleted.
 */
void
bgw_deeds_keep_finished (BgwDeeds *self, GPtrArray *jobs)
{
  guint kept = 0;
  guint dropped = 0;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog = NULL;

  for (guint i = 0; i < jobs->len; i++)
    {
      BgJobProgress progress;

      bg_job_get_progress (jobs->pdata[i], &progress);
      kept += progress.files_transferred;
      dropped += progress.files_total - progress.files_transferred;
    }

  heading =
      g_strdup_printf (ngettext ("Keep %u Finished File?", "Keep %u Finished Files?", kept), kept);
  body = g_strdup_printf (ngettext ("The other %u file will be deleted.",
                                    "The other %u files will be deleted.", dropped),
                          dropped);
  dialog = adw_message_dialog_new (self->window, heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "back", C_ ("a dialog", "Cancel"),
                                    "keep-files", _ ("Keep Files"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "keep-files",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  g_signal_connect (dialog, "response", G_CALLBACK (on_keep_response),
                    bgw_doing_new (self, BGW_DEED_KEEP_FINISHED, jobs));
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  gtk_window_present (GTK_WINDOW (dialog));
}
