/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs of addresses, at once or through the dialog. */
#include "config.h"

#include "bgw-adder.h"

#include <glib/gi18n.h>

#include "bgw-add-dialog.h"
#include "bgw-error-words.h"
#include "bgw-intake.h"
#include "bgw-new-jobs.h"
#include "bgw-saving.h"

/* More addresses than this at once are not added without a look at them. */
#define MANY_ADDRESSES 50

struct _BgwAdder
{
  GObject parent_instance;

  GtkWindow *window;     /* (weak) */
  BgManager *manager;    /* (owned) (nullable) until the bus is reached */
  GPtrArray *pending;    /* (owned) of char (owned): to be added then */
  GSettings *settings;   /* (owned) */
  char *directory;       /* (owned) where files go; what was chosen last */
  gboolean wants_dialog; /* asked for before there was a manager */
};

typedef enum
{
  SIGNAL_ADDED,
  SIGNAL_REFUSED,
} BgwAdderSignal;

static guint signals[SIGNAL_REFUSED + 1];

G_DEFINE_FINAL_TYPE (BgwAdder, bgw_adder, G_TYPE_OBJECT)

static void
add_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAdder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = bgw_new_jobs_add_finish (result, &error);

  if (jobs == NULL)
    {
      g_autofree char *reason = bgw_error_of_call (error, self->directory);
      g_autofree char *text = g_strdup_printf (_ ("Could not add: %s"), reason);

      g_signal_emit (self, signals[SIGNAL_REFUSED], 0, text);
    }
  else
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
}

static void
on_dialog_added (BgwAdder *self, GPtrArray *jobs, BgwAddDialog *dialog)
{
  g_free (self->directory);
  self->directory = g_strdup (bgw_add_dialog_get_directory (dialog));
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
}

static void
paste_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAdder) self = user_data;
  g_auto (GStrv) addresses = bgw_intake_read_finish (result, NULL);

  if (addresses == NULL || *addresses == NULL)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, _ ("No address found in what you pasted"));
  else
    bgw_adder_add (self, (const char *const *) addresses);
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
  self->pending = g_ptr_array_new_with_free_func (g_free);
  self->directory = bgw_saving_get_directory ();
  self->settings = g_settings_new (APP_ID);
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
 */
void
bgw_adder_set_manager (BgwAdder *self, BgManager *manager)
{
  g_auto (GStrv) pending = NULL;

  g_set_object (&self->manager, manager);

  g_ptr_array_add (self->pending, NULL);
  pending = (GStrv) g_ptr_array_free (self->pending, FALSE);
  self->pending = g_ptr_array_new_with_free_func (g_free);
  if (*pending != NULL)
    bgw_adder_add (self, (const char *const *) pending);

  if (self->wants_dialog)
    bgw_adder_open_dialog (self, NULL);
  self->wants_dialog = FALSE;
}

/**
 * bgw_adder_add:
 * @self: an adder
 * @addresses: good addresses
 *
 * Makes a job of each and starts it; very many are shown in the dialog first.
 */
void
bgw_adder_add (BgwAdder *self, const char *const *addresses)
{
  g_autoptr (GPtrArray) jobs = NULL;

  if (self->manager == NULL)
    {
      for (guint i = 0; addresses[i] != NULL; i++)
        g_ptr_array_add (self->pending, g_strdup (addresses[i]));
      return;
    }

  if (g_strv_length ((GStrv) addresses) > MANY_ADDRESSES ||
      g_settings_get_boolean (self->settings, "ask-before-adding"))
    {
      bgw_adder_open_dialog (self, addresses);
      return;
    }

  jobs = bgw_new_jobs_for_addresses (addresses, self->directory, BG_JOB_PRIORITY_NORMAL);
  bgw_new_jobs_add_async (self->manager, jobs, TRUE, add_cb, g_object_ref (self));
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
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));

  bgw_intake_read_clipboard_async (clipboard, paste_cb, g_object_ref (self));
}

/**
 * bgw_adder_open_dialog:
 * @self: an adder; without a manager it waits for one
 * @addresses: (nullable): what to begin with; %NULL looks into the clipboard
 */
void
bgw_adder_open_dialog (BgwAdder *self, const char *const *addresses)
{
  BgwAddDialog *dialog = NULL;

  if (self->manager == NULL)
    {
      self->wants_dialog = TRUE;
      return;
    }

  dialog = bgw_add_dialog_new (self->window, self->manager, self->directory, addresses);
  g_signal_connect_object (dialog, "added", G_CALLBACK (on_dialog_added), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
