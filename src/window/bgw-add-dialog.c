/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog Add Download. */
#include "config.h"

#include "bgw-add-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-add-options.h"
#include "bgw-addresses.h"
#include "bgw-error-words.h"
#include "bgw-intake.h"
#include "bgw-known.h"
#include "bgw-lines.h"
#include "bgw-new-jobs.h"
#include "bgw-words.h"

#define DIALOG_WIDTH 520

/* More addresses than this are not shown one by one. */
#define MAX_LINES 1000

/* Longer text than this, in bytes, is not shown before it was read. */
#define MAX_TEXT (64 * 1024)

struct _BgwAddDialog
{
  AdwWindow parent_instance;

  BgManager *manager;  /* (owned) */
  char *directory;     /* (owned) */
  BgwUndo *undo;       /* (owned) */
  BgwLines *lines;     /* (owned) what is in the text field */
  char **held;         /* (owned) (nullable) so many addresses that they are not shown there */
  GHashTable *secrets; /* (owned) lines with passwords, by what is shown of them */
  gboolean name_typed; /* a person gave the name, so it stays */
  gboolean naming;     /* we are giving it */
  gboolean inserting;  /* we are putting text into the field */
  gboolean busy;       /* the service has not answered yet */

  GtkWidget *add_button;
  GtkWidget *form;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkWidget *text_card;
  GtkWidget *held_list;
  AdwActionRow *held_row;
  GtkWidget *held_button;
  GtkLabel *problems;
  AdwActionRow *pattern_row;
  GtkSwitch *expand;
  GtkWidget *one_job_row;
  GtkSwitch *one_job;
  GtkWidget *name_row;
  AdwActionRow *folder_row;
  AdwComboRow *priority_row;
  BgwAddOptions *options;
  GtkSwitch *start;
};

typedef enum
{
  SIGNAL_ADDED,
  SIGNAL_KNOWN,
  SIGNAL_REFUSED,
} BgwAddDialogSignal;

static guint signals[SIGNAL_REFUSED + 1];

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
get_text (BgwAddDialog *self)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  return gtk_text_buffer_get_text (self->buffer, &begin, &end, FALSE);
}

static void
read_lines (BgwAddDialog *self)
{
  g_autofree char *text = get_text (self);

  g_clear_pointer (&self->lines, bgw_lines_free);
  self->lines = bgw_lines_read (text, cursor_line (self), gtk_switch_get_active (self->expand),
                                self->secrets);
  show_problem (self, self->lines->problems);
}

static guint
count_addresses (BgwAddDialog *self)
{
  return self->held != NULL ? g_strv_length (self->held) : self->lines->count;
}

static const char *
first_address (BgwAddDialog *self)
{
  return self->held != NULL ? self->held[0] : self->lines->first;
}

static gboolean
is_one_job (BgwAddDialog *self)
{
  guint count = count_addresses (self);

  return count == 1 || (count > 1 && gtk_switch_get_active (self->one_job));
}

static char *
proposed_name (BgwAddDialog *self)
{
  g_autofree char *first = NULL;

  if (count_addresses (self) == 0)
    return g_strdup ("");

  first = bgw_address_get_name (first_address (self));
  return bgw_words_job_name (first, count_addresses (self));
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

  return count_addresses (self) == 1 &&
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

/* “120 addresses, img001.jpg … img120.jpg” */
static char *
describe_addresses (guint count, const char *first, const char *last)
{
  g_autofree char *first_name = bgw_address_get_name (first);
  g_autofree char *last_name = bgw_address_get_name (last);
  g_autofree char *first_shown = bgw_words_quotable (first_name);
  g_autofree char *last_shown = bgw_words_quotable (last_name);

  /* Translators: The names of the first and of the last file. */
  return g_strdup_printf (ngettext ("%u address, %s … %s", "%u addresses, %s … %s", count), count,
                          first_shown, last_shown);
}

static void
update_pattern_row (BgwAddDialog *self)
{
  gboolean visible = self->held == NULL && self->lines->has_pattern;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->pattern_row), visible);
  if (!visible)
    return;

  if (self->lines->is_expanded)
    text = describe_addresses (self->lines->count, self->lines->first, self->lines->last);
  adw_action_row_set_subtitle (self->pattern_row,
                               text != NULL ? text : _ ("Brackets are part of the address"));
}

/* Which rows make sense for what was typed, and whether it can be added. */
static void
update_rows (BgwAddDialog *self)
{
  guint count = count_addresses (self);

  update_pattern_row (self);
  gtk_widget_set_visible (self->one_job_row, count > 1);
  gtk_widget_set_visible (self->name_row, count < 2 || is_one_job (self));
  bgw_add_options_set_single (self->options, count < 2);
  gtk_window_set_default_size (GTK_WINDOW (self), DIALOG_WIDTH, -1); /* as high as they are */
  set_error (self->name_row, is_name_bad (self));
  gtk_widget_set_sensitive (self->add_button, !self->busy && count > 0 && !is_name_bad (self) &&
                                                  bgw_add_options_is_good (self->options));
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
on_options_changed (BgwAddDialog *self)
{
  update_rows (self);
}

/* Text of ours is put in as it is. */
static void
insert (BgwAddDialog *self, GtkTextIter *at, const char *text)
{
  g_autofree char *shown = bgw_lines_hide_secrets (text, self->secrets);

  self->inserting = TRUE;
  gtk_text_buffer_insert (self->buffer, at, shown, -1);
  self->inserting = FALSE;
}

static void
set_text (BgwAddDialog *self, const char *text)
{
  GtkTextIter begin, end;

  gtk_text_buffer_set_text (self->buffer, "", 0);
  gtk_text_buffer_get_start_iter (self->buffer, &begin);
  insert (self, &begin, text);
  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  gtk_text_buffer_select_range (self->buffer, &end, &begin);
}

static void
append_text (BgwAddDialog *self, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (!gtk_text_iter_starts_line (&end))
    insert (self, &end, "\n");
  insert (self, &end, text);
}

/* Takes @addresses. */
static void
set_held (BgwAddDialog *self, char **addresses)
{
  g_autofree char *text = NULL;
  guint count = addresses != NULL ? g_strv_length (addresses) : 0;

  g_strfreev (self->held);
  self->held = addresses;
  gtk_widget_set_visible (self->held_list, count > 0);
  gtk_widget_set_visible (self->text_card, count == 0);

  if (count > 0)
    {
      text = describe_addresses (count, addresses[0], addresses[count - 1]);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->held_row), text);
      gtk_switch_set_active (self->one_job, TRUE);
      gtk_widget_grab_focus (self->held_button);
      show_problem (self, NULL);
    }
  update_name (self);
  update_rows (self);
}

static void
on_clear_held (BgwAddDialog *self)
{
  set_held (self, NULL);
  gtk_switch_set_active (self->one_job, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
take_command (BgwAddDialog *self, const BgwCommand *command)
{
  bgw_add_options_set_command (self->options, command);
  if (command->file_name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), command->file_name);
}

/* Adds what is offered to what is there; very many addresses take its place. */
static void
take_offer (BgwAddDialog *self, const BgwOffer *offer)
{
  g_autofree char *text = NULL;
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  if (*offer->addresses == NULL)
    {
      show_problem (self, offer->refusal != NULL ? offer->refusal
                                                 : _ ("No address found in what you pasted"));
      return;
    }

  if (g_strv_length (offer->addresses) > MAX_LINES)
    {
      set_held (self, g_strdupv (offer->addresses));
      return;
    }

  text = g_strjoinv ("\n", offer->addresses);
  if (self->held != NULL)
    set_held (self, NULL);
  if (empty)
    set_text (self, text);
  else
    append_text (self, text);
  if (offer->command != NULL)
    take_command (self, offer->command);
}

static void
take_offer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddDialog) self = user_data;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, NULL);

  if (offer == NULL)
    show_problem (self, _ ("No address found in what you pasted"));
  else
    take_offer (self, offer);
}

/* What was copied before the dialog came is probably what it was opened for. */
static void
read_on_open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, &error);

  if (offer == NULL)
    g_debug ("Nothing to read in the clipboard: %s", error->message);
  else if (*offer->addresses != NULL && self->held == NULL &&
           gtk_text_buffer_get_char_count (self->buffer) == 0)
    take_offer (self, offer);
}

static void
on_paste_clicked (BgwAddDialog *self)
{
  bgw_intake_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), take_offer_cb,
                                   g_object_ref (self));
}

/* Text that is pasted: a command is taken apart, a book is read elsewhere, and passwords do not
 * appear. */
static void
on_insert_text (
    GtkTextBuffer *buffer, GtkTextIter *at, const char *bytes, int length, gpointer user_data)
{
  BgwAddDialog *self = BGW_ADD_DIALOG (gtk_widget_get_ancestor (user_data, BGW_TYPE_ADD_DIALOG));
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  if (self->inserting || length < 2)
    return;

  if (length > MAX_TEXT)
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      bgw_intake_read_text_async (bytes, (gsize) length, take_offer_cb, g_object_ref (self));
      return;
    }

  text = g_strndup (bytes, (gsize) length);
  shown = bgw_lines_hide_secrets (text, self->secrets);
  if (bgw_command_is_one (text))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      bgw_intake_read_text_async (bytes, (gsize) length, take_offer_cb, g_object_ref (self));
    }
  else if (!g_str_equal (text, shown))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      insert (self, at, text);
    }
}

/* A password that was typed does not stay on the screen. */
static void
on_text_left (BgwAddDialog *self)
{
  g_autofree char *text = get_text (self);
  g_autofree char *shown = bgw_lines_hide_secrets (text, self->secrets);

  if (!g_str_equal (text, shown))
    set_text (self, text);
  on_text_changed (self);
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

/* What was not made stays, so that another click adds the rest and nothing twice. */
static void
keep_failed (BgwAddDialog *self, GPtrArray *failed)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < failed->len; i++)
    {
      BgwNewJob *job = failed->pdata[i];

      for (guint j = 0; j < bgw_new_job_get_n_files (job); j++)
        g_strv_builder_add (builder, bgw_new_job_get_address (job, j));
    }

  addresses = g_strv_builder_end (builder);
  if (g_strv_length (addresses) > MAX_LINES)
    {
      set_held (self, g_steal_pointer (&addresses));
      return;
    }

  set_held (self, NULL);
  text = g_strjoinv ("\n", addresses);
  set_text (self, text);
}

static void
add_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddDialog) self = user_data;
  g_autoptr (GPtrArray) made = NULL;
  g_autoptr (GPtrArray) failed = NULL;
  g_autoptr (GError) error = NULL;

  bgw_new_jobs_add_finish (result, &made, &failed, &error);

  self->busy = FALSE;
  gtk_widget_set_sensitive (self->form, TRUE);
  if (made->len > 0)
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, made);

  if (failed->len > 0)
    {
      g_autofree char *reason = bgw_error_of_call (error, self->directory);

      if (made->len > 0)
        keep_failed (self, failed);
      update_rows (self);
      show_problem (self, reason);
      return;
    }

  if (error != NULL)
    {
      g_autofree char *reason = bgw_error_of_call (error, self->directory);

      g_signal_emit (self, signals[SIGNAL_REFUSED], 0, reason);
    }
  gtk_window_close (GTK_WINDOW (self));
}

/* One job of all addresses. A name that was typed for one file is that of the file too. */
static GPtrArray *
plan_one_job (BgwAddDialog *self, char **addresses, BgJobPriority priority)
{
  gboolean single = addresses[1] == NULL;
  g_autofree char *proposed = proposed_name (self);
  g_autofree char *checksum = bgw_add_options_get_checksum (self->options);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  BgwNewJob *job = bgw_new_job_new (self->name_typed ? typed : proposed, priority);
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);

  for (guint i = 0; addresses[i] != NULL; i++)
    bgw_new_job_add_file (job, addresses[i], self->directory,
                          self->name_typed && single ? typed : NULL, single ? checksum : NULL);
  g_ptr_array_add (jobs, job);

  return jobs;
}

static GPtrArray *
plan_jobs (BgwAddDialog *self)
{
  BgJobPriority priority = (BgJobPriority) adw_combo_row_get_selected (self->priority_row);
  g_auto (GStrv) addresses =
      self->held != NULL ? g_strdupv (self->held) : bgw_lines_get_addresses (self->lines);
  GPtrArray *jobs = NULL;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *address = addresses[i];

      addresses[i] = bgw_add_options_complete_address (self->options, address);
    }

  jobs = is_one_job (self) ? plan_one_job (self, addresses, priority)
                           : bgw_new_jobs_for_addresses ((const char *const *) addresses,
                                                         self->directory, priority);
  for (guint i = 0; i < jobs->len; i++)
    bgw_add_options_apply (self->options, jobs->pdata[i]);

  return jobs;
}

static void
on_add_clicked (BgwAddDialog *self)
{
  g_autoptr (GPtrArray) jobs = plan_jobs (self);
  g_autoptr (GPtrArray) known = bgw_known_take_out (self->manager, self->undo, jobs);

  if (known->len > 0)
    g_signal_emit (self, signals[SIGNAL_KNOWN], 0, known);
  if (jobs->len == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  self->busy = TRUE;
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
  g_clear_object (&self->undo);

  G_OBJECT_CLASS (bgw_add_dialog_parent_class)->dispose (object);
}

static void
bgw_add_dialog_finalize (GObject *object)
{
  BgwAddDialog *self = BGW_ADD_DIALOG (object);

  g_free (self->directory);
  g_strfreev (self->held);
  g_clear_pointer (&self->lines, bgw_lines_free);
  g_hash_table_unref (self->secrets);

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

  /**
   * BgwAddDialog::known:
   * @jobs: (element-type BgJob): what is in the list already, and is not added again
   */
  signals[SIGNAL_KNOWN] = g_signal_new ("known", BGW_TYPE_ADD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * BgwAddDialog::refused:
   * @text: why the new jobs do not start
   */
  signals[SIGNAL_REFUSED] =
      g_signal_new ("refused", BGW_TYPE_ADD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  g_type_ensure (BGW_TYPE_ADD_OPTIONS);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, form);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, text_card);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, held_list);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, held_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, held_button);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, pattern_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, expand);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, problems);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, one_job_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, one_job);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, options);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, start);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_one_job_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_options_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_insert_text);
  gtk_widget_class_bind_template_callback (widget_class, on_text_left);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_held);
}

static void
bgw_add_dialog_init (BgwAddDialog *self)
{
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  gtk_widget_init_template (GTK_WIDGET (self));
  read_lines (self);
  update_rows (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->text_view));
}

/**
 * bgw_add_dialog_new:
 * @parent: the window that it belongs to
 * @manager: who makes the jobs
 * @undo: who knows which of them are as good as canceled
 * @directory: the folder for the files, until another one is chosen
 * @offer: (nullable): what to begin with; %NULL looks into the clipboard
 *
 * Returns: (transfer none): the dialog
 */
BgwAddDialog *
bgw_add_dialog_new (GtkWindow *parent,
                    BgManager *manager,
                    BgwUndo *undo,
                    const char *directory,
                    const BgwOffer *offer)
{
  BgwAddDialog *self = g_object_new (BGW_TYPE_ADD_DIALOG, "transient-for", parent, NULL);

  self->manager = g_object_ref (manager);
  self->undo = g_object_ref (undo);
  set_directory (self, directory);

  if (offer != NULL)
    take_offer (self, offer);
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
