/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog Add Upload: a file, and where it goes. */
#include "config.h"

#include "bgw-upload-dialog.h"

#include <glib/gi18n.h>

#include "bgw-addresses.h"
#include "bgw-error-words.h"
#include "bgw-folder-row.h"
#include "bgw-words.h"

/* In the order of the row. */
static const char *const protocols[] = { "auto", "put", "tus", "resumable", "bits" };

struct _BgwUploadDialog
{
  AdwWindow parent_instance;

  BgManager *manager; /* (owned) */
  GFile *file;        /* (owned) (nullable) */
  gboolean with_reply;
  BgJob *job; /* (owned) (nullable) that is being made */

  GtkWidget *add_button;
  AdwActionRow *file_row;
  GtkEditable *address_row;
  BgwFolderRow *reply_row;
  AdwComboRow *priority_row;
  AdwComboRow *protocol_row;
  GtkLabel *trouble;
};

typedef enum
{
  SIGNAL_ADDED,
} BgwUploadDialogSignal;

static guint signals[SIGNAL_ADDED + 1];

G_DEFINE_FINAL_TYPE (BgwUploadDialog, bgw_upload_dialog, ADW_TYPE_WINDOW)

/* The address as the service takes it; NULL if it is none. */
static char *
get_address (BgwUploadDialog *self)
{
  char *address = NULL;

  return bgw_address_check (gtk_editable_get_text (self->address_row), &address) == BGW_ADDRESS_GOOD
             ? address
             : NULL;
}

static void
on_changed (BgwUploadDialog *self)
{
  g_autofree char *address = get_address (self);

  gtk_widget_set_sensitive (self->add_button,
                            self->file != NULL && address != NULL && self->job == NULL);
}

static void
show_trouble (BgwUploadDialog *self, const GError *error)
{
  g_autofree char *reason = bgw_error_of_call (error, NULL);
  g_autofree char *text = g_strdup_printf (_ ("Could not add: %s"), reason);

  gtk_label_set_label (self->trouble, text);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
  g_clear_object (&self->job);
  on_changed (self);
}

static void
resume_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwUploadDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  if (!bg_job_resume_finish (BG_JOB (source), result, &error))
    g_warning ("An upload is there, but does not run: %s", error->message);

  g_ptr_array_add (jobs, source);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
  gtk_window_close (GTK_WINDOW (self));
}

/* A job without its file is of no use to anybody. */
static void
drop_job (BgJob *job)
{
  bg_job_cancel_async (job, NULL, NULL, NULL);
}

static void
add_upload_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwUploadDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_add_upload_finish (BG_JOB (source), result, &error))
    {
      drop_job (BG_JOB (source));
      show_trouble (self, error);
      return;
    }

  bg_job_resume_async (BG_JOB (source), NULL, resume_cb, g_steal_pointer (&self));
}

static void
create_job_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwUploadDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = get_address (self);
  g_autofree char *base = g_file_get_basename (self->file);
  g_autofree char *reply_name = g_strdup_printf ("%s.reply", base);
  g_autofree char *reply =
      self->with_reply
          ? g_build_filename (bgw_folder_row_get_directory (self->reply_row), reply_name, NULL)
          : NULL;

  self->job = bg_manager_create_job_finish (BG_MANAGER (source), result, &error);
  if (self->job == NULL)
    {
      show_trouble (self, error);
      return;
    }

  bg_job_add_upload_async (self->job, g_file_peek_path (self->file), address, reply, NULL,
                           add_upload_cb, g_object_ref (self));
}

static void
on_add (BgwUploadDialog *self)
{
  GVariantDict properties = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *base = g_file_get_basename (self->file);
  g_autofree char *name = g_filename_display_name (base);

  g_variant_dict_insert (&properties, "priority", "u",
                         adw_combo_row_get_selected (self->priority_row));
  g_variant_dict_insert (&properties, "upload-protocol", "s",
                         protocols[adw_combo_row_get_selected (self->protocol_row)]);
  g_variant_dict_insert (&properties, "auto-complete", "b", TRUE);

  gtk_widget_set_sensitive (self->add_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  bg_manager_create_job_async (self->manager, name,
                               self->with_reply ? BG_JOB_TYPE_UPLOAD_REPLY : BG_JOB_TYPE_UPLOAD,
                               g_variant_dict_end (&properties), NULL, create_job_cb,
                               g_object_ref (self));
}

/* The service says if it cannot be uploaded. */
static void
set_file (BgwUploadDialog *self, GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (base);
  g_autofree char *name = bgw_words_name (shown);
  g_autofree char *escaped = g_markup_escape_text (name, -1);

  if (g_file_peek_path (file) == NULL)
    return; /* not on this machine */

  g_set_object (&self->file, file);
  adw_action_row_set_subtitle (self->file_row, escaped);
  on_changed (self);
}

static void
on_response (GtkNativeDialog *chooser, int response, BgwUploadDialog *self)
{
  g_autoptr (GtkNativeDialog) finished = chooser;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (finished));
  if (file != NULL)
    set_file (self, file);
}

static void
on_choose (BgwUploadDialog *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("File to Upload"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Select"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  set_file (user_data, g_value_get_object (value));
  return TRUE;
}

static void
bgw_upload_dialog_dispose (GObject *object)
{
  BgwUploadDialog *self = BGW_UPLOAD_DIALOG (object);

  g_clear_object (&self->manager);
  g_clear_object (&self->file);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (bgw_upload_dialog_parent_class)->dispose (object);
}

static void
bgw_upload_dialog_class_init (BgwUploadDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_upload_dialog_dispose;

  /**
   * BgwUploadDialog::added:
   * @jobs: (element-type BgJob): the new one
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", BGW_TYPE_UPLOAD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  g_type_ensure (BGW_TYPE_FOLDER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-upload-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, reply_row);
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, protocol_row);
  gtk_widget_class_bind_template_child (widget_class, BgwUploadDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
bgw_upload_dialog_init (BgwUploadDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * bgw_upload_dialog_new:
 * @parent: above which it stands
 * @manager: who makes the job
 * @directory: where a reply is saved, unless people choose another folder
 * @with_reply: whether the server's answer becomes a file
 */
BgwUploadDialog *
bgw_upload_dialog_new (GtkWindow *parent,
                       BgManager *manager,
                       const char *directory,
                       gboolean with_reply)
{
  BgwUploadDialog *self = g_object_new (BGW_TYPE_UPLOAD_DIALOG, "transient-for", parent, NULL);

  self->manager = g_object_ref (manager);
  self->with_reply = with_reply;
  bgw_folder_row_set_directory (self->reply_row, directory);
  gtk_widget_set_visible (GTK_WIDGET (self->reply_row), with_reply);

  return self;
}
