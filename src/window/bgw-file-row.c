/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a job: its name, how much of it is here, and a thin bar. */
#include "config.h"

#include "bgw-file-row.h"

#include <glib/gi18n.h>

#include "bgw-error-words.h"
#include "bgw-words.h"

struct _BgwFileRow
{
  AdwBin parent_instance;

  GSignalGroup *signals; /* (owned) of the file */

  GtkLabel *name;
  GtkLabel *amount;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (BgwFileRow, bgw_file_row, ADW_TYPE_BIN)

/* Until the server has told its name the address has one. */
static char *
name_of (BgFile *file)
{
  const char *path = bg_file_get_path (file);
  g_autofree char *base = path != NULL ? g_filename_display_basename (path) : NULL;

  return bgw_words_name (base != NULL ? base : bg_file_get_url (file));
}

static char *
describe (BgFile *file, const BgJobProgress *progress)
{
  const BgJobError *error = bg_file_get_error (file);

  if (error != NULL)
    return bgw_error_row (error, NULL, FALSE);
  if (bg_file_get_replaced (file))
    return g_strdup (_ ("Its files took its place"));

  return bgw_words_amount (progress);
}

static void
update (BgwFileRow *self, BgFile *file)
{
  const BgJobProgress progress = {
    .bytes_total = bg_file_get_bytes_total (file),
    .bytes_transferred = bg_file_get_bytes_transferred (file),
    .files_total = 1,
  };
  gboolean is_whole = bg_file_get_completed (file) || bg_file_get_replaced (file) ||
                      progress.bytes_transferred == progress.bytes_total;
  double fraction = bg_job_progress_get_fraction (&progress);
  g_autofree char *name = name_of (file);
  g_autofree char *amount = describe (file, &progress);
  g_autofree char *spoken = bgw_words_bar (&progress);

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->amount, amount);
  gtk_widget_set_visible (GTK_WIDGET (self->amount), *amount != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !is_whole && bg_file_get_error (file) == NULL);
  gtk_progress_bar_set_fraction (self->bar, MAX (fraction, 0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, spoken, -1);
}

static void
on_notify (BgwFileRow *self)
{
  g_autoptr (BgFile) file = g_signal_group_dup_target (self->signals);

  if (file != NULL)
    update (self, file);
}

static void
bgw_file_row_dispose (GObject *object)
{
  BgwFileRow *self = BGW_FILE_ROW (object);

  g_clear_object (&self->signals);

  G_OBJECT_CLASS (bgw_file_row_parent_class)->dispose (object);
}

static void
bgw_file_row_class_init (BgwFileRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_file_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-file-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwFileRow, name);
  gtk_widget_class_bind_template_child (widget_class, BgwFileRow, amount);
  gtk_widget_class_bind_template_child (widget_class, BgwFileRow, bar);
}

static void
bgw_file_row_init (BgwFileRow *self)
{
  self->signals = g_signal_group_new (BG_TYPE_FILE);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (on_notify), self);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_file_row_set_file:
 * @self: a row
 * @file: (nullable): what it shows and follows from now on
 */
void
bgw_file_row_set_file (BgwFileRow *self, BgFile *file)
{
  g_signal_group_set_target (self->signals, file);
  if (file != NULL)
    update (self, file);
}
