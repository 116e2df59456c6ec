/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs of addresses, at once or through the dialog. */
#include "config.h"

#include "bgw-adder.h"

#include <glib/gi18n.h>

#include "bgw-add-dialog.h"
#include "bgw-addresses.h"
#include "bgw-document.h"
#include "bgw-error-words.h"
#include "bgw-intake.h"
#include "bgw-known.h"
#include "bgw-metalink-dialog.h"
#include "bgw-new-jobs.h"
#include "bgw-saving.h"
#include "bgw-upload-dialog.h"

/* More addresses than this at once are not added without a look at them. */
#define MANY_ADDRESSES 50

struct _BgwAdder
{
  GObject parent_instance;

  GtkWindow *window;     /* (weak) */
  BgManager *manager;    /* (owned) (nullable) until the bus is reached */
  BgwUndo *undo;         /* (owned) (nullable) likewise */
  GPtrArray *pending;    /* (owned) of Pending (owned): to be added then */
  GSettings *settings;   /* (owned) */
  char *directory;       /* (owned) where files go; what was chosen last */
  gboolean wants_dialog; /* asked for before there was a manager */
};

typedef enum
{
  SIGNAL_ADDED,
  SIGNAL_KNOWN,
  SIGNAL_REFUSED,
} BgwAdderSignal;

static guint signals[SIGNAL_REFUSED + 1];

G_DEFINE_FINAL_TYPE (BgwAdder, bgw_adder, G_TYPE_OBJECT)

/* What came before there was a service. */
typedef struct
{
  BgwOffer *offer; /* (owned) */
  gboolean ask;
} Pending;

static void
pending_free (Pending *pending)
{
  g_clear_pointer (&pending->offer, bgw_offer_free);
  g_free (pending);
}

static void
refuse (BgwAdder *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, text);
}

static void
add_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAdder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) made = NULL;

  if (!bgw_new_jobs_add_finish (result, &made, NULL, &error))
    {
      g_autofree char *reason = bgw_error_of_call (error, self->directory);
      g_autofree char *text = g_strdup_printf (_ ("Could not add: %s"), reason);

      refuse (self, text);
    }
  if (made->len > 0)
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, made);
}

static void
on_dialog_added (BgwAdder *self, GPtrArray *jobs, BgwAddDialog *dialog)
{
  g_free (self->directory);
  self->directory = g_strdup (bgw_add_dialog_get_directory (dialog));
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
}

static void
on_upload_added (BgwAdder *self, GPtrArray *jobs)
{
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
}

static void
on_dialog_known (BgwAdder *self, GPtrArray *jobs)
{
  g_signal_emit (self, signals[SIGNAL_KNOWN], 0, jobs);
}

static void
show_dialog (BgwAdder *self, const BgwOffer *offer)
{
  BgwAddDialog *dialog =
      bgw_add_dialog_new (self->window, self->manager, self->undo, self->directory, offer);

  g_signal_connect_object (dialog, "added", G_CALLBACK (on_dialog_added), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "known", G_CALLBACK (on_dialog_known), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "refused", G_CALLBACK (refuse), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_now (BgwAdder *self, const BgwOffer *offer)
{
  g_autoptr (GPtrArray) jobs =
      offer->command != NULL ? bgw_new_jobs_for_command (offer->command, self->directory)
                             : bgw_new_jobs_for_addresses ((const char *const *) offer->addresses,
                                                           self->directory, BG_JOB_PRIORITY_NORMAL);
  g_autoptr (GPtrArray) known = bgw_known_take_out (self->manager, self->undo, jobs);

  if (known->len > 0)
    g_signal_emit (self, signals[SIGNAL_KNOWN], 0, known);
  if (jobs->len > 0)
    bgw_new_jobs_add_async (self->manager, jobs, TRUE, add_cb, g_object_ref (self));
}

static void
refuse_document (BgwAdder *self, const char *reason)
{
  g_autofree char *text = g_strdup_printf (_ ("Could not open the file: %s"), reason);

  refuse (self, text);
}

static void
read_list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAdder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, &error);

  if (offer == NULL)
    refuse_document (self, error->message);
  else if (bgw_offer_is_empty (offer))
    refuse (self, offer->refusal);
  else
    show_dialog (self, offer);
}

static void
paste_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAdder) self = user_data;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, NULL);

  if (offer == NULL)
    refuse (self, _ ("No address found in what you pasted"));
  else
    bgw_adder_take (self, g_steal_pointer (&offer), FALSE,
                    _ ("No address found in what you pasted"));
}

static void
on_metalink_added (BgwAdder *self, GPtrArray *jobs, BgwMetalinkDialog *dialog)
{
  g_free (self->directory);
  self->directory = g_strdup (bgw_metalink_dialog_get_directory (dialog));
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
}

static void
read_metalink_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAdder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GPtrArray) files = bgw_document_read_finish (result, &document, &error);
  g_autofree char *name = bgw_document_get_name (G_FILE (source));
  BgwMetalinkDialog *dialog = NULL;

  if (error != NULL)
    {
      refuse_document (self, error->message);
      return;
    }
  if (files == NULL)
    {
      refuse (self, _ ("This file is no Metalink document"));
      return;
    }

  dialog =
      bgw_metalink_dialog_new (self->window, self->manager, name, self->directory, document, files);
  g_signal_connect_object (dialog, "added", G_CALLBACK (on_metalink_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "refused", G_CALLBACK (refuse), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A new choice for all downloads ends that for the last ones. */
static void
on_folder_changed (BgwAdder *self)
{
  g_free (self->directory);
  self->directory = bgw_saving_get_directory ();
}

static void
bgw_adder_dispose (GObject *object)
{
  BgwAdder *self = BGW_ADDER (object);

  g_clear_object (&self->manager);
  g_clear_object (&self->settings);
  g_clear_object (&self->undo);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (bgw_adder_parent_class)->dispose (object);
}

static void
bgw_adder_finalize (GObject *object)
{
  BgwAdder *self = BGW_ADDER (object);

  g_ptr_array_unref (self->pending);
  g_free (self->directory);

  G_OBJECT_CLASS (bgw_adder_parent_class)->finalize (object);
}

static void
bgw_adder_class_init (BgwAdderClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bgw_adder_dispose;
  object_class->finalize = bgw_adder_finalize;

  /**
   * BgwAdder::added:
   * @jobs: (element-type BgJob): the new ones
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", BGW_TYPE_ADDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * BgwAdder::known:
   * @jobs: (element-type BgJob): what is in the list already, and was not added again
   */
  signals[SIGNAL_KNOWN] = g_signal_new ("known", BGW_TYPE_ADDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * BgwAdder::refused:
   * @text: why nothing was added
   */
  signals[SIGNAL_REFUSED] =
      g_signal_new ("refused", BGW_TYPE_ADDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
bgw_adder_init (BgwAdder *self)
{
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) pending_free);
  self->directory = bgw_saving_get_directory ();
  self->settings = g_settings_new (SETTINGS_ID);
  g_signal_connect_object (self->settings, "changed::download-folder",
                           G_CALLBACK (on_folder_changed), self, G_CONNECT_SWAPPED);
}

/**
 * bgw_adder_new:
 * @window: whose clipboard is read, and whose dialog is opened
 *
 * Returns: (transfer full): an adder that keeps what it is given until it has a manager
 */
BgwAdder *
bgw_adder_new (GtkWindow *window)
{
  BgwAdder *self = g_object_new (BGW_TYPE_ADDER, NULL);

  g_set_weak_pointer (&self->window, window);
  return self;
}

/**
 * bgw_adder_set_manager:
 * @self: an adder without one
 * @manager: who makes the jobs from now on
 * @undo: who knows which of them are as good as canceled
 */
void
bgw_adder_set_manager (BgwAdder *self, BgManager *manager, BgwUndo *undo)
{
  g_autoptr (GPtrArray) pending = g_steal_pointer (&self->pending);

  g_set_object (&self->manager, manager);
  g_set_object (&self->undo, undo);

  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) pending_free);
  for (guint i = 0; i < pending->len; i++)
    {
      Pending *one = pending->pdata[i];

      bgw_adder_take (self, g_steal_pointer (&one->offer), one->ask, NULL);
    }

  if (self->wants_dialog)
    bgw_adder_open_dialog (self);
  self->wants_dialog = FALSE;
}

/**
 * bgw_adder_take:
 * @self: an adder
 * @offer: (transfer full): what to add
 * @ask: whether to show it in the dialog first
 * @excuse: (nullable): what to say if there is nothing in it
 *
 * Makes a job of each address and starts it. Very many are shown in the dialog first, and so is
 * everything if people prefer that.
 */
void
bgw_adder_take (BgwAdder *self, BgwOffer *offer, gboolean ask, const char *excuse)
{
  g_autoptr (BgwOffer) owned = offer;

  if (bgw_offer_is_empty (owned))
    {
      refuse (self, owned->refusal != NULL ? owned->refusal : excuse);
      return;
    }

  if (self->manager == NULL)
    {
      Pending *pending = g_new0 (Pending, 1);

      pending->offer = g_steal_pointer (&owned);
      pending->ask = ask;
      g_ptr_array_add (self->pending, pending);
      return;
    }

  if (*owned->addresses == NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (owned->document);

      bgw_adder_open_document (self, file);
    }
  else if (ask || g_strv_length (owned->addresses) > MANY_ADDRESSES ||
           g_settings_get_boolean (self->settings, "ask-before-adding"))
    show_dialog (self, owned);
  else
    add_now (self, owned);
}

/**
 * bgw_adder_paste:
 * @self: an adder
 *
 * Adds the addresses that are in the clipboard.
 */
void
bgw_adder_paste (BgwAdder *self)
{
  bgw_intake_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), paste_cb,
                                   g_object_ref (self));
}

/**
 * bgw_adder_paste_primary:
 * @self: an adder
 *
 * Adds the addresses that are in the text that is selected somewhere.
 */
void
bgw_adder_paste_primary (BgwAdder *self)
{
  bgw_intake_read_clipboard_async (gtk_widget_get_primary_clipboard (GTK_WIDGET (self->window)),
                                   paste_cb, g_object_ref (self));
}

/**
 * bgw_adder_open_document:
 * @self: an adder with a manager
 * @file: a list of addresses, or a Metalink document
 *
 * Shows what is in it in a dialog, or says why it cannot.
 */
void
bgw_adder_open_document (BgwAdder *self, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  if (bgw_offer_is_metalink (uri))
    bgw_document_read_async (file, read_metalink_cb, g_object_ref (self));
  else
    bgw_intake_read_file_async (file, read_list_cb, g_object_ref (self));
}

static void
on_document_chosen (GFile *file, gpointer object)
{
  bgw_adder_open_document (object, file);
}

/**
 * bgw_adder_choose_document:
 * @self: an adder; without a manager nothing happens
 *
 * Lets people choose what to open.
 */
void
bgw_adder_choose_document (BgwAdder *self)
{
  if (self->manager != NULL)
    bgw_document_choose (self->window, on_document_chosen, G_OBJECT (self));
}

/**
 * bgw_adder_open_dialog:
 * @self: an adder; without a manager it waits for one
 *
 * Opens the dialog with what is in the clipboard.
 */
void
bgw_adder_open_dialog (BgwAdder *self)
{
  self->wants_dialog = self->manager == NULL;
  if (self->manager != NULL)
    show_dialog (self, NULL);
}

/**
 * bgw_adder_open_upload:
 * @self: an adder; without a manager nothing happens
 * @with_reply: whether the server's answer becomes a file
 *
 * Opens the dialog Add Upload.
 */
void
bgw_adder_open_upload (BgwAdder *self, gboolean with_reply)
{
  BgwUploadDialog *dialog = NULL;

  if (self->manager == NULL)
    return;

  dialog = bgw_upload_dialog_new (self->window, self->manager, self->directory, with_reply);
  g_signal_connect_object (dialog, "added", G_CALLBACK (on_upload_added), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
