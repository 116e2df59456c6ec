/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog Add Download. */
#include "config.h"

#include "bgw-add-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-checksum.h"
#include "bgw-error-words.h"
#include "bgw-intake.h"
#include "bgw-new-jobs.h"
#include "bgw-words.h"

#define DIALOG_WIDTH 520

/* More lines than this are only counted. */
#define MAX_PROBLEMS 3

struct _BgwAddDialog
{
  AdwWindow parent_instance;

  BgManager *manager;   /* (owned) */
  char *directory;      /* (owned) */
  GPtrArray *addresses; /* (owned) of char (owned): the good lines */
  gboolean name_typed;  /* a person gave the name, so it stays */
  gboolean naming;      /* we are giving it */

  GtkWidget *add_button;
  GtkWidget *form;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkLabel *problems;
  GtkWidget *one_job_row;
  GtkSwitch *one_job;
  GtkWidget *name_row;
  AdwActionRow *folder_row;
  AdwComboRow *priority_row;
  GtkWidget *more_row;
  GtkWidget *checksum_row;
  GtkSwitch *start;
};

typedef enum
{
  SIGNAL_ADDED,
} BgwAddDialogSignal;

static guint signals[SIGNAL_ADDED + 1];

G_DEFINE_FINAL_TYPE (BgwAddDialog, bgw_add_dialog, ADW_TYPE_WINDOW)

static void
show_problem (BgwAddDialog *self, const char *text)
{
  gtk_label_set_label (self->problems, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problems), text != NULL);
}

/* The line in which somebody is typing; -1 if nobody is. */
static int
cursor_line (BgwAddDialog *self)
{
  GtkTextIter cursor;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->text_view)))
    return -1;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_get_line (&cursor);
}

static char *
words_for_line (BgwAddressProblem problem, guint number, const char *line)
{
  g_autofree char *scheme = NULL;

  if (problem == BGW_ADDRESS_TOO_LONG)
    return g_strdup_printf (_ ("Line %u is too long"), number);
  if (problem != BGW_ADDRESS_UNSUPPORTED)
    return g_strdup_printf (_ ("Line %u is not an address"), number);

  scheme = bgw_address_get_scheme (line);
  return g_strdup_printf (_ ("Line %u: cannot download from “%s:” addresses"), number, scheme);
}

/* Takes the good lines, and names the bad ones; half an address is not bad while it is typed. */
static void
read_lines (BgwAddDialog *self)
{
  GtkTextIter begin, end;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) problems = g_string_new (NULL);
  int typing = cursor_line (self);
  guint n_problems = 0;

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  text = gtk_text_buffer_get_text (self->buffer, &begin, &end, FALSE);
  lines = g_strsplit (text, "\n", -1);
  g_ptr_array_set_size (self->addresses, 0);

  for (int i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      char *address = NULL;
      BgwAddressProblem problem = bgw_address_check (line, &address);

      if (problem == BGW_ADDRESS_GOOD)
        g_ptr_array_add (self->addresses, address);
      else if (*line != '\0' && !(problem == BGW_ADDRESS_MALFORMED && i == typing) &&
               ++n_problems <= MAX_PROBLEMS)
        {
          g_autofree char *words = words_for_line (problem, (guint) i + 1, line);

          g_string_append_printf (problems, "%s%s", problems->len > 0 ? "\n" : "", words);
        }
    }

  if (n_problems > MAX_PROBLEMS)
    {
      guint n = n_problems - MAX_PROBLEMS;

      g_string_append_c (problems, '\n');
      g_string_append_printf (
          problems, ngettext ("%u more line is not good", "%u more lines are not good", n), n);
    }

  show_problem (self, n_problems > 0 ? problems->str : NULL);
}

static gboolean
is_one_job (BgwAddDialog *self)
{
  return self->addresses->len == 1 ||
         (self->addresses->len > 1 && gtk_switch_get_active (self->one_job));
}

static char *
proposed_name (BgwAddDialog *self)
{
  g_autofree char *first = NULL;

  if (self->addresses->len == 0)
    return g_strdup ("");

  first = bgw_address_get_name (self->addresses->pdata[0]);
  return bgw_words_job_name (first, self->addresses->len);
}

/* The checksum that was typed, as the service wants it; NULL if there is none, or nonsense. */
static char *
typed_checksum (BgwAddDialog *self)
{
  return bgw_checksum_parse (gtk_editable_get_text (GTK_EDITABLE (self->checksum_row)));
}

static gboolean
is_checksum_bad (BgwAddDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->checksum_row));
  g_autofree char *checksum = typed_checksum (self);

  return self->addresses->len < 2 && *text != '\0' && checksum == NULL;
}

/* The name of a job is free, within limits; that of a file is not. */
static gboolean
is_name_bad (BgwAddDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  if (!self->name_typed || !is_one_job (self))
    return FALSE;
  if (g_utf8_strlen (name, -1) > BGW_NAME_MAX)
    return TRUE;

  return self->addresses->len == 1 &&
         (strchr (name, '/') != NULL || g_str_equal (name, ".") || g_str_equal (name, ".."));
}

static void
set_error (GtkWidget *row, gboolean bad)
{
  if (bad)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

/* Which rows make sense for what was typed, and whether it can be added. */
static void
update_rows (BgwAddDialog *self)
{
  gboolean several = self->addresses->len > 1;

  gtk_widget_set_visible (self->one_job_row, several);
  gtk_widget_set_visible (self->name_row, !several || is_one_job (self));
  gtk_widget_set_visible (self->more_row, !several);
  gtk_window_set_default_size (GTK_WINDOW (self), DIALOG_WIDTH, -1); /* as high as they are */
  set_error (self->checksum_row, is_checksum_bad (self));
  set_error (self->name_row, is_name_bad (self));
  gtk_widget_set_sensitive (self->add_button, self->addresses->len > 0 && !is_checksum_bad (self) &&
                                                  !is_name_bad (self));
}

/* The proposal follows the addresses until a person gives a name. */
static void
update_name (BgwAddDialog *self)
{
  g_autofree char *name = NULL;

  if (self->name_typed)
    return;

  name = proposed_name (self);
  self->naming = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  self->naming = FALSE;
}

static void
on_text_changed (BgwAddDialog *self)
{
  read_lines (self);
  update_name (self);
  update_rows (self);
}

static void
on_one_job_changed (BgwAddDialog *self)
{
  update_rows (self);
}

/* An empty name is no wish. */
static void
on_name_changed (BgwAddDialog *self)
{
  if (self->naming)
    return;

  self->name_typed = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';
  update_rows (self);
}

static void
on_checksum_changed (BgwAddDialog *self)
{
  update_rows (self);
}

static void
set_addresses (BgwAddDialog *self, const char *const *addresses)
{
  g_autofree char *text = g_strjoinv ("\n", (GStrv) addresses);
  GtkTextIter begin, end;

  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  gtk_text_buffer_select_range (self->buffer, &end, &begin);
}

static void
append_addresses (BgwAddDialog *self, const char *const *addresses)
{
  g_autofree char *text = g_strjoinv ("\n", (GStrv) addresses);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (!gtk_text_iter_starts_line (&end))
    gtk_text_buffer_insert (self->buffer, &end, "\n", 1);
  gtk_text_buffer_insert (self->buffer, &end, text, -1);
}

/* What was copied before the dialog came is probably what it was opened for. */
static void
read_on_open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) addresses = bgw_intake_read_finish (result, &error);

  if (addresses == NULL)
    g_debug ("Nothing to read in the clipboard: %s", error->message);
  else if (*addresses != NULL && gtk_text_buffer_get_char_count (self->buffer) == 0)
    set_addresses (self, (const char *const *) addresses);
}

static void
paste_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddDialog) self = user_data;
  g_auto (GStrv) addresses = bgw_intake_read_finish (result, NULL);

  if (addresses == NULL || *addresses == NULL)
    show_problem (self, _ ("No address found in what you pasted"));
  else
    append_addresses (self, (const char *const *) addresses);
}

static void
on_paste_clicked (BgwAddDialog *self)
{
  bgw_intake_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), paste_cb,
                                   g_object_ref (self));
}

static void
set_directory (BgwAddDialog *self, const char *directory)
{
  g_autofree char *folder = bgw_words_folder (directory);

  g_free (self->directory);
  self->directory = g_strdup (directory);
  adw_action_row_set_subtitle (self->folder_row, folder);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder_row), directory);
}

static void
on_folder_response (GtkNativeDialog *chooser, int response, BgwAddDialog *self)
{
  g_autoptr (GtkNativeDialog) finished = chooser;
  g_autoptr (GFile) folder = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (finished));
  if (folder != NULL && g_file_peek_path (folder) != NULL)
    set_directory (self, g_file_peek_path (folder));
}

static void
on_folder_activated (BgwAddDialog *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save In"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Select"), NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (self->directory);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_folder_response), self,
                           G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
add_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = bgw_new_jobs_add_finish (result, &error);

  if (jobs == NULL)
    {
      g_autofree char *text = bgw_error_of_call (error, self->directory);

      gtk_widget_set_sensitive (self->form, TRUE);
      update_rows (self);
      show_problem (self, text);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ADDED], 0, jobs);
  gtk_window_close (GTK_WINDOW (self));
}

/* One job of all addresses. A name that was typed for one file is that of the file too. */
static GPtrArray *
plan_one_job (BgwAddDialog *self, BgJobPriority priority)
{
  g_autofree char *proposed = proposed_name (self);
  g_autofree char *checksum = self->addresses->len == 1 ? typed_checksum (self) : NULL;
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  BgwNewJob *job = bgw_new_job_new (self->name_typed ? typed : proposed, priority);
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);

  for (guint i = 0; i < self->addresses->len; i++)
    bgw_new_job_add_file (job, self->addresses->pdata[i], self->directory,
                          self->name_typed && self->addresses->len == 1 ? typed : NULL, checksum);
  g_ptr_array_add (jobs, job);

  return jobs;
}

static GPtrArray *
plan_many_jobs (BgwAddDialog *self, BgJobPriority priority)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;

  for (guint i = 0; i < self->addresses->len; i++)
    g_strv_builder_add (builder, self->addresses->pdata[i]);
  addresses = g_strv_builder_end (builder);

  return bgw_new_jobs_for_addresses ((const char *const *) addresses, self->directory, priority);
}

static void
on_add_clicked (BgwAddDialog *self)
{
  BgJobPriority priority = (BgJobPriority) adw_combo_row_get_selected (self->priority_row);
  g_autoptr (GPtrArray) jobs =
      is_one_job (self) ? plan_one_job (self, priority) : plan_many_jobs (self, priority);

  gtk_widget_set_sensitive (self->add_button, FALSE);
  gtk_widget_set_sensitive (self->form, FALSE);
  bgw_new_jobs_add_async (self->manager, jobs, gtk_switch_get_active (self->start), add_cb,
                          g_object_ref (self));
}

static void
bgw_add_dialog_dispose (GObject *object)
{
  BgwAddDialog *self = BGW_ADD_DIALOG (object);

  g_clear_object (&self->manager);

  G_OBJECT_CLASS (bgw_add_dialog_parent_class)->dispose (object);
}

static void
bgw_add_dialog_finalize (GObject *object)
{
  BgwAddDialog *self = BGW_ADD_DIALOG (object);

  g_free (self->directory);
  g_ptr_array_unref (self->addresses);

  G_OBJECT_CLASS (bgw_add_dialog_parent_class)->finalize (object);
}

static void
bgw_add_dialog_class_init (BgwAddDialogClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bgw_add_dialog_dispose;
  object_class->finalize = bgw_add_dialog_finalize;

  /**
   * BgwAddDialog::added:
   * @jobs: (element-type BgJob): the new ones
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", BGW_TYPE_ADD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, form);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, problems);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, one_job_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, one_job);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, more_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, checksum_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, start);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_one_job_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_checksum_changed);
}

static void
bgw_add_dialog_init (BgwAddDialog *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_free);

  gtk_widget_init_template (GTK_WIDGET (self));
  update_rows (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->text_view));
}

/**
 * bgw_add_dialog_new:
 * @parent: the window that it belongs to
 * @manager: who makes the jobs
 * @directory: the folder for the files, until another one is chosen
 * @addresses: (nullable): what to begin with; %NULL looks into the clipboard
 *
 * Returns: (transfer none): the dialog
 */
BgwAddDialog *
bgw_add_dialog_new (GtkWindow *parent,
                    BgManager *manager,
                    const char *directory,
                    const char *const *addresses)
{
  BgwAddDialog *self = g_object_new (BGW_TYPE_ADD_DIALOG, "transient-for", parent, NULL);

  self->manager = g_object_ref (manager);
  set_directory (self, directory);

  if (addresses != NULL)
    set_addresses (self, addresses);
  else
    bgw_intake_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), read_on_open_cb,
                                     g_object_ref (self));

  return self;
}

/**
 * bgw_add_dialog_get_directory:
 * @self: the dialog
 *
 * Returns: the folder that is chosen
 */
const char *
bgw_add_dialog_get_directory (BgwAddDialog *self)
{
  return self->directory;
}
