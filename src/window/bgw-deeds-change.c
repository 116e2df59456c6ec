/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deeds that change what a job is: its name, its priority, its addresses; and a copy of these. */
#include "config.h"

#include "bgw-deeds.h"

#include <glib/gi18n.h>

#include "bgw-address-dialog.h"
#include "bgw-deeds-private.h"
#include "bgw-error-words.h"
#include "bgw-name-dialog.h"
#include "bgw-words.h"

/* A job that has ended meanwhile shows that by itself. */
static void
show_unchanged (BgwDeeds *self, BgJob *job, const GError *error)
{
  g_autofree char *reason = bgw_error_of_call (error, NULL);
  g_autofree char *name = bgw_words_quotable (bg_job_get_name (job));
  g_autofree char *title = g_strdup_printf (_ ("Could not change “%s”: %s"), name, reason);

  if (!g_error_matches (error, BG_ERROR, BG_ERROR_INVALID_STATE) ||
      !bg_job_state_is_final (bg_job_get_state (job)))
    bgw_deeds_show_text (self, title);
  bgw_deeds_tell_done (self);
}

static void
set_properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDeeds) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_set_properties_finish (BG_JOB (source), result, &error))
    show_unchanged (self, BG_JOB (source), error);
}

/* What was asked for and is not there yet, plus 1: who presses a key twice means two steps. */
#define WANTED_PRIORITY "bgw-wanted-priority"

static int
get_wanted_priority (BgJob *job)
{
  gpointer wanted = g_object_get_data (G_OBJECT (job), WANTED_PRIORITY);

  return wanted != NULL ? GPOINTER_TO_INT (wanted) - 1 : (int) bg_job_get_priority (job);
}

static void
set_priority_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BgJob *job = BG_JOB (source);
  g_autoptr (BgwDeeds) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = bg_job_set_properties_finish (job, result, &error);

  if (!done)
    show_unchanged (self, job, error);
  if (!done || get_wanted_priority (job) == (int) bg_job_get_priority (job))
    g_object_set_data (G_OBJECT (job), WANTED_PRIORITY, NULL);
}

/**
 * bgw_deeds_set_priority:
 * @self: the deeds
 * @priority: what the jobs get
 * @jobs: (element-type BgJob): jobs that have not ended
 */
void
bgw_deeds_set_priority (BgwDeeds *self, BgJobPriority priority, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      GVariantDict changes;

      g_object_set_data (jobs->pdata[i], WANTED_PRIORITY, GINT_TO_POINTER ((int) priority + 1));
      g_variant_dict_init (&changes, NULL);
      g_variant_dict_insert (&changes, "priority", "u", (guint32) priority);
      bg_job_set_properties_async (jobs->pdata[i], g_variant_dict_end (&changes), NULL,
                                   set_priority_cb, g_object_ref (self));
    }
}

/**
 * bgw_deeds_move_priority:
 * @self: the deeds
 * @step: -1 towards the foreground, 1 towards low
 * @jobs: (element-type BgJob): jobs, each of which goes one step from where it is
 */
void
bgw_deeds_move_priority (BgwDeeds *self, int step, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      BgJob *job = jobs->pdata[i];
      int before = get_wanted_priority (job);
      int priority = CLAMP (before + step, BG_JOB_PRIORITY_FOREGROUND, BG_JOB_PRIORITY_LOW);
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, job);
      if (priority != before && bgw_state_has_priority (bgw_undo_get_state (self->undo, job)))
        bgw_deeds_set_priority (self, (BgJobPriority) priority, one);
    }
}

static void
copy_addresses_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
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
  bgw_deeds_show_text (doing->self, _ ("Address copied"));
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
                                  last ? bgw_doing_new (self, BGW_DEED_OPEN, jobs) : NULL);
    }
}

static void
on_named (const char *name, gpointer user_data)
{
  BgwDoing *doing = user_data;
  GVariantDict changes;

  g_variant_dict_init (&changes, NULL);
  g_variant_dict_insert (&changes, "name", "s", name);
  bg_job_set_properties_async (doing->jobs->pdata[0], g_variant_dict_end (&changes), NULL,
                               set_properties_cb, g_object_ref (doing->self));
}

/**
 * bgw_deeds_rename:
 * @self: the deeds
 * @job: a job that has not ended
 *
 * Asks for another name.
 */
void
bgw_deeds_rename (BgwDeeds *self, BgJob *job)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, job);
  bgw_name_dialog_show (self->window, bg_job_get_name (job), on_named,
                        bgw_doing_new (self, BGW_DEED_RENAME, one),
                        (GDestroyNotify) bgw_doing_free);
}

static void
on_try_again_clicked (AdwToast *toast, BgwDeeds *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  g_ptr_array_add (jobs, g_object_get_data (G_OBJECT (toast), "job"));
  bgw_deeds_do (self, BGW_DEED_RESUME, jobs);
}

/* The new address counts with the next try; whoever failed for the old one wants that soon. */
static void
show_changed (BgwDeeds *self, BgJob *job)
{
  g_autofree char *name = bgw_words_quotable (bg_job_get_name (job));
  g_autofree char *title = g_strdup_printf (_ ("Address of “%s” changed"), name);
  g_autoptr (AdwToast) toast = bgw_deeds_toast_new (title);

  if (bgw_deeds_may (self, BGW_DEED_RESUME, job))
    {
      adw_toast_set_button_label (toast,
                                  bgw_deed_get_label (BGW_DEED_RESUME, bg_job_get_state (job)));
      g_object_set_data_full (G_OBJECT (toast), "job", g_object_ref (job), g_object_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_try_again_clicked), self,
                               G_CONNECT_DEFAULT);
    }
  bgw_deeds_show (self, toast);
}

static void
set_remote_name_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDeeds) self = user_data;
  g_autoptr (GError) error = NULL;

  if (bg_job_set_remote_name_finish (BG_JOB (source), result, &error))
    show_changed (self, BG_JOB (source));
  else
    show_unchanged (self, BG_JOB (source), error);
}

static void
on_address (guint index, const char *url, gpointer user_data)
{
  BgwDoing *doing = user_data;

  bg_job_set_remote_name_async (doing->jobs->pdata[0], index, url, NULL, set_remote_name_cb,
                                g_object_ref (doing->self));
}

static void
know_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  BgwDeeds *self = doing->self;
  g_autoptr (GError) error = NULL;

  if (!bg_job_refresh_files_finish (BG_JOB (source), result, &error))
    show_unchanged (self, BG_JOB (source), error);
  else if (self->window != NULL)
    bgw_address_dialog_show (self->window, BG_JOB (source), on_address, g_steal_pointer (&doing),
                             (GDestroyNotify) bgw_doing_free);
}

/**
 * bgw_deeds_change_address:
 * @self: the deeds
 * @job: a job that does not run and has not ended
 *
 * Asks for another address of a file.
 */
void
bgw_deeds_change_address (BgwDeeds *self, BgJob *job)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, job);
  bg_job_refresh_files_async (job, NULL, know_files_cb,
                              bgw_doing_new (self, BGW_DEED_CHANGE_ADDRESS, one));
}
