/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that shows what a Metalink document describes, to choose from. */
#include "config.h"

#include "bgw-metalink-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-error-words.h"
#include "bgw-folder-row.h"
#include "bgw-metalink.h"
#include "bgw-new-jobs.h"
#include "bgw-words.h"

/* Files after these are added with the others, but have no row. */
#define MAX_ROWS 300

struct _BgwMetalinkDialog
{
  AdwWindow parent_instance;

  BgManager *manager; /* (owned) */
  GBytes *document;   /* (owned) */
  GPtrArray *files;   /* (owned) of BgwMetalinkFile (owned) */
  GPtrArray *checks;  /* (owned) of GtkCheckButton: those of the first files */
  gboolean busy;      /* the service has not answered yet */

  GtkWidget *add_button;
  GtkWidget *form;
  GtkLabel *problem;
  GtkWidget *name_row;
  BgwFolderRow *folder_row;
  GtkSwitch *start;
  AdwPreferencesGroup *files_group;
};

typedef enum
{
  SIGNAL_ADDED,
  SIGNAL_REFUSED,
} BgwMetalinkDialogSignal;

static guint signals[SIGNAL_REFUSED + 1];

G_DEFINE_FINAL_TYPE (BgwMetalinkDialog, bgw_metalink_dialog, ADW_TYPE_WINDOW)

static gboolean
is_wanted (BgwMetalinkDialog *self, guint index)
{
  return index >= self->checks->len || gtk_check_button_get_active (self->checks->pdata[index]);
}

static guint
count_wanted (BgwMetalinkDialog *self)
{
  guint count = 0;

  for (guint i = 0; i < self->files->len; i++)
    count += is_wanted (self, i) ? 1 : 0;

  return count;
}

static gboolean
is_name_good (BgwMetalinkDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  return *name != '\0' && g_utf8_strlen (name, -1) <= BGW_NAME_MAX;
}

/* “2 of 5 files, 46 MB” */
static void
describe (BgwMetalinkDialog *self)
{
  guint64 size = 0;
  gboolean known = TRUE;
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u of %u file", "%u of %u files", self->files->len),
                       count_wanted (self), self->files->len);
  g_autofree char *shown_size = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->files->len; i++)
    {
      const BgwMetalinkFile *file = self->files->pdata[i];

      if (!is_wanted (self, i))
        continue;
      known = known && g_uint64_checked_add (&size, size, file->size) && size < BG_SIZE_UNKNOWN;
    }

  shown_size = known ? bgw_words_size (size) : g_strdup (_ ("size unknown"));
  /* Translators: A number of files, and their size. */
  text = g_strdup_printf (_ ("%s · %s"), count, shown_size);
  adw_preferences_group_set_description (self->files_group, text);
}

static void
on_changed (BgwMetalinkDialog *self)
{
  if (self->files == NULL)
    return;

  describe (self);
  gtk_widget_set_sensitive (self->add_button,
                            !self->busy && is_name_good (self) && count_wanted (self) > 0);
}

/* “46 MB · SHA-256 · 3 addresses” */
static char *
describe_file (const BgwMetalinkFile *file)
{
  g_autofree char *size =
      file->size != BG_SIZE_UNKNOWN ? bgw_words_size (file->size) : g_strdup (_ ("size unknown"));
  g_autofree char *checksum = file->checksum != NULL ? g_ascii_strup (file->checksum, -1) : NULL;
  g_autofree char *addresses =
      g_strdup_printf (ngettext ("%u address", "%u addresses", file->n_addresses),
                       file->n_addresses);

  /* Translators: The size of a file, its checksum, and from how many addresses it can be had. */
  return g_strdup_printf (_ ("%s · %s · %s"), size, checksum != NULL ? checksum : _ ("no checksum"),
                          addresses);
}

static void
add_row (BgwMetalinkDialog *self, const BgwMetalinkFile *file)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *base = g_path_get_basename (file->name);
  g_autofree char *name = bgw_words_name (base);
  g_autofree char *text = describe_file (file);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  g_ptr_array_add (self->checks, check);
  adw_preferences_group_add (self->files_group, row);
}

static void
add_rows (BgwMetalinkDialog *self)
{
  guint rest = self->files->len > MAX_ROWS ? self->files->len - MAX_ROWS : 0;
  g_autofree char *text = NULL;
  GtkWidget *row = NULL;

  for (guint i = 0; i < self->files->len - rest; i++)
    add_row (self, self->files->pdata[i]);
  if (rest == 0)
    return;

  text = g_strdup_printf (ngettext ("%u more file", "%u more files", rest), rest);
  row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_preferences_group_add (self->files_group, row);
}

static void
add_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwMetalinkDialog) self = user_data;
  g_autoptr (GPtrArray) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (!bgw_new_jobs_add_finish (result, &made, NULL, &error))
    reason = bgw_error_of_call (error, bgw_folder_row_get_directory (self->folder_row));

  self->busy = FALSE;
  gtk_widget_set_sensitive (self->form, TRUE);
  on_changed (self);

  if (made->len == 0)
    {
      gtk_label_set_label (self->problem, reason);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ADDED], 0, made);
  if (reason != NULL)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, reason);
  gtk_window_close (GTK_WINDOW (self));
}

/* The document itself, if all of it is wanted. */
static GBytes *
create_document (BgwMetalinkDialog *self)
{
  g_autofree gboolean *wanted = g_new0 (gboolean, self->files->len);
  gsize length;
  const char *bytes = g_bytes_get_data (self->document, &length);
  char *rest = NULL;

  if (count_wanted (self) == self->files->len)
    return g_bytes_ref (self->document);

  for (guint i = 0; i < self->files->len; i++)
    wanted[i] = is_wanted (self, i);
  rest = bgw_metalink_leave_out (bytes, length, wanted, self->files->len);

  return g_bytes_new_take (rest, strlen (rest));
}

static void
on_add_clicked (BgwMetalinkDialog *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);
  g_autoptr (GBytes) document = create_document (self);
  BgwNewJob *job = bgw_new_job_new (gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                                    BG_JOB_PRIORITY_NORMAL);

  bgw_new_job_set_document (job, document, bgw_folder_row_get_directory (self->folder_row));
  g_ptr_array_add (jobs, job);

  self->busy = TRUE;
  gtk_widget_set_sensitive (self->add_button, FALSE);
  gtk_widget_set_sensitive (self->form, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  bgw_new_jobs_add_async (self->manager, jobs, gtk_switch_get_active (self->start), add_cb,
                          g_object_ref (self));
}

static void
bgw_metalink_dialog_finalize (GObject *object)
{
  BgwMetalinkDialog *self = BGW_METALINK_DIALOG (object);

  g_clear_object (&self->manager);
  g_clear_pointer (&self->document, g_bytes_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_ptr_array_unref (self->checks);

  G_OBJECT_CLASS (bgw_metalink_dialog_parent_class)->finalize (object);
}

static void
bgw_metalink_dialog_class_init (BgwMetalinkDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bgw_metalink_dialog_finalize;

  /**
   * BgwMetalinkDialog::added:
   * @jobs: (element-type BgJob): the new one
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", BGW_TYPE_METALINK_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * BgwMetalinkDialog::refused:
   * @text: why the new job does not start
   */
  signals[SIGNAL_REFUSED] =
      g_signal_new ("refused", BGW_TYPE_METALINK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  g_type_ensure (BGW_TYPE_FOLDER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-metalink-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, form);
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, start);
  gtk_widget_class_bind_template_child (widget_class, BgwMetalinkDialog, files_group);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
bgw_metalink_dialog_init (BgwMetalinkDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_metalink_dialog_new:
 * @parent: the window that it belongs to
 * @manager: who makes the job
 * @name: what to call the job, until people give another name
 * @directory: the folder for the files, likewise
 * @document: what the service gets
 * @files: (element-type BgwMetalinkFile): what it describes
 *
 * Returns: (transfer none): the dialog
 */
BgwMetalinkDialog *
bgw_metalink_dialog_new (GtkWindow *parent,
                         BgManager *manager,
                         const char *name,
                         const char *directory,
                         GBytes *document,
                         GPtrArray *files)
{
  BgwMetalinkDialog *self = g_object_new (BGW_TYPE_METALINK_DIALOG, "transient-for", parent, NULL);

  self->manager = g_object_ref (manager);
  self->document = g_bytes_ref (document);
  self->files = g_ptr_array_ref (files);

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  bgw_folder_row_set_directory (self->folder_row, directory);
  add_rows (self);
  on_changed (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->add_button);

  return self;
}

/**
 * bgw_metalink_dialog_get_directory:
 * @self: the dialog
 *
 * Returns: the folder that is chosen
 */
const char *
bgw_metalink_dialog_get_directory (BgwMetalinkDialog *self)
{
  return bgw_folder_row_get_directory (self->folder_row);
}
