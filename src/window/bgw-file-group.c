/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a job: the first of them, and a door to all. */
#include "config.h"

#include "bgw-file-group.h"

#include <glib/gi18n.h>

#include "bgw-file-row.h"
#include "bgw-files-window.h"

/* So many are shown here; of more, the others have a window. */
#define N_SHOWN 8

struct _BgwFileGroup
{
  AdwBin parent_instance;

  BgJob *job;   /* (owned) (nullable) */
  guint n_rows; /* in the list */

  AdwPreferencesGroup *group;
  GtkListBox *list;
  GtkButton *more;
};

G_DEFINE_FINAL_TYPE (BgwFileGroup, bgw_file_group, ADW_TYPE_BIN)

static void
on_more (BgwFileGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (bgw_files_window_new (GTK_WINDOW (root), self->job)));
}

static GtkWidget *
row_at (BgwFileGroup *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) index);

  return gtk_list_box_row_get_child (row);
}

/* As many rows as there are files to be shown. */
static void
fit_rows (BgwFileGroup *self, guint n_rows)
{
  for (; self->n_rows < n_rows; self->n_rows++)
    gtk_list_box_append (self->list, g_object_new (BGW_TYPE_FILE_ROW, NULL));

  while (self->n_rows > n_rows)
    {
      self->n_rows--;
      gtk_list_box_remove (self->list,
                           GTK_WIDGET (
                               gtk_list_box_get_row_at_index (self->list, (int) self->n_rows)));
    }
}

static void
bgw_file_group_dispose (GObject *object)
{
  BgwFileGroup *self = BGW_FILE_GROUP (object);

  g_clear_object (&self->job);

  G_OBJECT_CLASS (bgw_file_group_parent_class)->dispose (object);
}

static void
bgw_file_group_class_init (BgwFileGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_file_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-file-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwFileGroup, group);
  gtk_widget_class_bind_template_child (widget_class, BgwFileGroup, list);
  gtk_widget_class_bind_template_child (widget_class, BgwFileGroup, more);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
}

static void
bgw_file_group_init (BgwFileGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_file_group_show:
 * @self: a group
 * @job: whose files it shows; one file alone is shown elsewhere
 */
void
bgw_file_group_show (BgwFileGroup *self, BgJob *job)
{
  guint n_files = g_list_model_get_n_items (G_LIST_MODEL (job));
  guint n_rows = MIN (n_files, N_SHOWN);
  BgJobProgress progress;
  g_autofree char *description = NULL;
  g_autofree char *label = NULL;

  g_set_object (&self->job, job);
  bg_job_get_progress (job, &progress);
  gtk_widget_set_visible (GTK_WIDGET (self), n_files > 1);
  if (n_files < 2)
    return;

  description = g_strdup_printf (ngettext ("%u of %u file", "%u of %u files", progress.files_total),
                                 progress.files_transferred, progress.files_total);
  adw_preferences_group_set_description (self->group, description);

  fit_rows (self, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);

      bgw_file_row_set_file (BGW_FILE_ROW (row_at (self, i)), file);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->more), n_files > N_SHOWN);
  label = g_strdup_printf (ngettext ("Show All %u File", "Show All %u Files", n_files), n_files);
  gtk_button_set_label (self->more, label);
}
