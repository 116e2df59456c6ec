/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog Add Download. */
#include "config.h"

#include "bgw-add-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-add-options.h"
#include "bgw-address-field.h"
#include "bgw-addresses.h"
#include "bgw-error-words.h"
#include "bgw-folder-row.h"
#include "bgw-known.h"
#include "bgw-new-jobs.h"
#include "bgw-words.h"

#define DIALOG_WIDTH 520

struct _BgwAddDialog
{
  AdwWindow parent_instance;

  BgManager *manager;  /* (owned) */
  BgwUndo *undo;       /* (owned) */
  gboolean name_typed; /* a person gave the name, so it stays */
  gboolean naming;     /* we are giving it */
  gboolean held;       /* the field has so many addresses that it only counts them */
  gboolean busy;       /* the service has not answered yet */

  GtkWidget *add_button;
  GtkWidget *form;
  BgwAddressField *field;
  AdwActionRow *pattern_row;
  GtkSwitch *expand;
  GtkWidget *one_job_row;
  GtkSwitch *one_job;
  GtkWidget *name_row;
  BgwFolderRow *folder_row;
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

static gboolean
is_one_job (BgwAddDialog *self)
{
  guint count = bgw_address_field_count (self->field);

  return count == 1 || (count > 1 && gtk_switch_get_active (self->one_job));
}

static char *
proposed_name (BgwAddDialog *self)
{
  g_autofree char *first = NULL;

  if (bgw_address_field_count (self->field) == 0)
    return g_strdup ("");

  first = bgw_address_get_name (bgw_address_field_get_first (self->field));
  return bgw_words_job_name (first, bgw_address_field_count (self->field));
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

  return bgw_address_field_count (self->field) == 1 &&
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

static void
update_pattern_row (BgwAddDialog *self)
{
  g_autofree char *text = bgw_address_field_describe_pattern (self->field);

  gtk_widget_set_visible (GTK_WIDGET (self->pattern_row), text != NULL);
  adw_action_row_set_subtitle (self->pattern_row, text != NULL ? text : "");
}

/* Which rows make sense for what was typed, and whether it can be added. */
static void
update_rows (BgwAddDialog *self)
{
  guint count = bgw_address_field_count (self->field);

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

/* Very many are rather meant as one job. */
static void
on_addresses_changed (BgwAddDialog *self)
{
  gboolean held = bgw_address_field_is_held (self->field);

  if (held != self->held)
    gtk_switch_set_active (self->one_job, held);
  self->held = held;
  update_name (self);
  update_rows (self);
}

static void
on_expand_changed (BgwAddDialog *self)
{
  bgw_address_field_set_expand (self->field, gtk_switch_get_active (self->expand));
}

static void
on_command (BgwAddDialog *self, const BgwCommand *command)
{
  bgw_add_options_set_command (self->options, command);
  if (command->file_name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), command->file_name);
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

/* What was not made stays, so that another click adds the rest and nothing twice. */
static void
keep_failed (BgwAddDialog *self, GPtrArray *failed)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;

  for (guint i = 0; i < failed->len; i++)
    {
      BgwNewJob *job = failed->pdata[i];

      for (guint j = 0; j < bgw_new_job_get_n_files (job); j++)
        g_strv_builder_add (builder, bgw_new_job_get_address (job, j));
    }

  addresses = g_strv_builder_end (builder);
  bgw_address_field_set_addresses (self->field, (const char *const *) addresses);
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
      g_autofree char *reason =
          bgw_error_of_call (error, bgw_folder_row_get_directory (self->folder_row));

      if (made->len > 0)
        keep_failed (self, failed);
      update_rows (self);
      bgw_address_field_show_problem (self->field, reason);
      return;
    }

  if (error != NULL)
    {
      g_autofree char *reason =
          bgw_error_of_call (error, bgw_folder_row_get_directory (self->folder_row));

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
    bgw_new_job_add_file (job, addresses[i], bgw_folder_row_get_directory (self->folder_row),
                          self->name_typed && single ? typed : NULL, single ? checksum : NULL);
  g_ptr_array_add (jobs, job);

  return jobs;
}

static GPtrArray *
plan_jobs (BgwAddDialog *self)
{
  BgJobPriority priority = (BgJobPriority) adw_combo_row_get_selected (self->priority_row);
  g_auto (GStrv) addresses = bgw_address_field_get_addresses (self->field);
  GPtrArray *jobs = NULL;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *address = addresses[i];

      addresses[i] = bgw_add_options_complete_address (self->options, address);
    }

  jobs =
      is_one_job (self)
          ? plan_one_job (self, addresses, priority)
          : bgw_new_jobs_for_addresses ((const char *const *) addresses,
                                        bgw_folder_row_get_directory (self->folder_row), priority);
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
bgw_add_dialog_class_init (BgwAddDialogClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bgw_add_dialog_dispose;

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
  g_type_ensure (BGW_TYPE_ADDRESS_FIELD);
  g_type_ensure (BGW_TYPE_FOLDER_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, form);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, field);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, pattern_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, expand);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, one_job_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, one_job);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, options);
  gtk_widget_class_bind_template_child (widget_class, BgwAddDialog, start);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_addresses_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_command);
  gtk_widget_class_bind_template_callback (widget_class, on_expand_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_one_job_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_options_changed);
}

static void
bgw_add_dialog_init (BgwAddDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
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
  bgw_folder_row_set_directory (self->folder_row, directory);

  bgw_address_field_take (self->field, offer);

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
  return bgw_folder_row_get_directory (self->folder_row);
}
