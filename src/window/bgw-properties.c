/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for a job and known of it, in rows: a card of the details. */
#include "config.h"

#include "bgw-properties.h"

#include <glib/gi18n.h>

#include "bgw-dates.h"
#include "bgw-state.h"
#include "bgw-words.h"

#define BYTES_PER_UNIT 1000 /* of the speed limit: kB/s */

struct _BgwProperties
{
  AdwBin parent_instance;

  BgJob *job;       /* (owned) (nullable) */
  gboolean showing; /* what changes now was not changed by a person */

  AdwActionRow *address;
  AdwActionRow *saved_in;
  GtkWidget *folder_button;
  AdwComboRow *priority;
  GtkWidget *limit_row;
  GtkSpinButton *limit;
  GtkWidget *connections_row;
  GtkSpinButton *connections;
  AdwActionRow *files;
  AdwActionRow *transferred;
  AdwActionRow *added;
  AdwActionRow *finished;
  AdwActionRow *last_modified;
  AdwActionRow *checksum;
  AdwActionRow *tried;
};

G_DEFINE_FINAL_TYPE (BgwProperties, bgw_properties, ADW_TYPE_BIN)

static void
set_properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwProperties) self = user_data;
  g_autoptr (GError) error = NULL;

  /* What counts is shown again with the next answer. */
  if (!bg_job_set_properties_finish (BG_JOB (source), result, &error))
    g_warning ("The job keeps its settings: %s", error->message);
}

static void
set_property (BgwProperties *self, const char *key, GVariant *value)
{
  GVariantDict changes = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&changes, key, value);
  bg_job_set_properties_async (self->job, g_variant_dict_end (&changes), NULL, set_properties_cb,
                               g_object_ref (self));
}

static void
on_priority_selected (BgwProperties *self)
{
  if (!self->showing && self->job != NULL)
    set_property (self, "priority",
                  g_variant_new_uint32 (adw_combo_row_get_selected (self->priority)));
}

static void
on_limit_changed (BgwProperties *self)
{
  guint64 limit = (guint64) gtk_spin_button_get_value (self->limit) * BYTES_PER_UNIT;

  /* The service takes no less than 1,024 bytes per second. */
  if (!self->showing && self->job != NULL)
    set_property (self, "speed-limit", g_variant_new_uint64 (limit > 0 ? MAX (limit, 1024) : 0));
}

static void
on_connections_changed (BgwProperties *self)
{
  guint number = (guint) gtk_spin_button_get_value_as_int (self->connections);

  if (!self->showing && self->job != NULL)
    set_property (self, "connections", g_variant_new_uint32 (number));
}

/* Zero is a word. */
static gboolean
put_out (GtkSpinButton *button, const char *word)
{
  if (gtk_spin_button_get_value (button) > 0)
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (button), word);
  return TRUE;
}

static gboolean
on_limit_output (GtkSpinButton *button)
{
  return put_out (button, C_ ("speed limit", "None"));
}

static gboolean
on_connections_output (GtkSpinButton *button)
{
  return put_out (button, C_ ("connections", "Automatic"));
}

/* A row without a value is left out. Takes @text. */
static void
show (AdwActionRow *row, char *text)
{
  g_autofree char *owned = text;
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
  if (escaped != NULL && g_strcmp0 (adw_action_row_get_subtitle (row), escaped) != 0)
    adw_action_row_set_subtitle (row, escaped);
}

static char *
format_date (GDateTime *time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return time != NULL ? bgw_date_format (time, now) : NULL;
}

static char *
format_files (const BgJobProgress *progress)
{
  /* Translators: How many files of a job are whole, and how many there are: “2 of 5”. */
  return g_strdup_printf (C_ ("files", "%u of %u"), progress->files_transferred,
                          progress->files_total);
}

/* With its digits in groups, as the locale has them. */
static char *
format_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

static char *
format_bytes (const BgJobProgress *progress)
{
  g_autofree char *done = format_number (progress->bytes_transferred);
  g_autofree char *total = format_number (progress->bytes_total);

  if (progress->bytes_total == BG_SIZE_UNKNOWN ||
      progress->bytes_total < progress->bytes_transferred)
    /* Translators: A number of bytes, all digits of it. */
    return g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) progress->bytes_transferred),
                            done);

  /* Translators: Numbers of bytes, all digits of them: how many are here, and of how many. */
  return g_strdup_printf (ngettext ("%s of %s byte", "%s of %s bytes",
                                    (gulong) progress->bytes_total),
                          done, total);
}

static char *
format_tries (guint n_failed)
{
  /* The one that runs or went well is one more. */
  return n_failed > 0 ? g_strdup_printf (ngettext ("%u time without success",
                                                   "%u times without success", n_failed),
                                         n_failed)
                      : NULL;
}

static char *
format_folder (const char *directory)
{
  g_autofree char *path = directory != NULL ? g_filename_display_name (directory) : NULL;
  const char *home = g_get_home_dir ();

  if (path == NULL)
    return NULL;
  if (g_str_has_prefix (directory, home) && directory[strlen (home)] == G_DIR_SEPARATOR)
    {
      g_autofree char *rest = g_filename_display_name (directory + strlen (home));
      g_autofree char *shown = bgw_words_name (rest);

      return g_strconcat ("~", shown, NULL);
    }

  return bgw_words_name (path);
}

static void
show_file (BgwProperties *self)
{
  g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (self->job), 0);
  gboolean is_alone = g_list_model_get_n_items (G_LIST_MODEL (self->job)) == 1;

  show (self->address, file != NULL ? bgw_words_name (bg_file_get_url (file)) : NULL);
  show (self->last_modified,
        file != NULL && is_alone ? format_date (bg_file_get_last_modified (file)) : NULL);
  show (self->checksum, file != NULL && is_alone ? g_strdup (bg_file_get_checksum (file)) : NULL);
}

static void
show_settings (BgwProperties *self)
{
  BgJobState state = bg_job_get_state (self->job);
  gboolean is_alive = !bg_job_state_is_final (state) && state != BG_JOB_STATE_TRANSFERRED;
  double limit = (double) bg_job_get_speed_limit (self->job) / BYTES_PER_UNIT;

  gtk_widget_set_sensitive (GTK_WIDGET (self->priority), is_alive);
  gtk_widget_set_visible (self->limit_row, is_alive);
  gtk_widget_set_visible (self->connections_row, is_alive);

  adw_combo_row_set_selected (self->priority, bg_job_get_priority (self->job));
  /* Whoever types there is not to be disturbed. */
  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->limit)))))
    gtk_spin_button_set_value (self->limit, limit);
  if (!gtk_widget_has_focus (
          GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->connections)))))
    gtk_spin_button_set_value (self->connections, bg_job_get_connections (self->job));
}

static void
bgw_properties_dispose (GObject *object)
{
  BgwProperties *self = BGW_PROPERTIES (object);

  g_clear_object (&self->job);

  G_OBJECT_CLASS (bgw_properties_parent_class)->dispose (object);
}

static void
bgw_properties_class_init (BgwPropertiesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_properties_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-properties.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, address);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, saved_in);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, folder_button);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, priority);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, limit_row);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, limit);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, connections_row);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, connections);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, files);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, transferred);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, added);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, finished);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, last_modified);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, checksum);
  gtk_widget_class_bind_template_child (widget_class, BgwProperties, tried);
  gtk_widget_class_bind_template_callback (widget_class, on_priority_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_limit_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_limit_output);
  gtk_widget_class_bind_template_callback (widget_class, on_connections_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_connections_output);
}

static void
bgw_properties_init (BgwProperties *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_properties_show:
 * @self: a card
 * @job: whose properties it shows, as they are now
 */
void
bgw_properties_show (BgwProperties *self, BgJob *job)
{
  BgJobProgress progress;
  gboolean is_here = bgw_state_allows (bg_job_get_state (job), BGW_DEED_SHOW_IN_FOLDER);

  g_set_object (&self->job, job);
  bg_job_get_progress (job, &progress);

  self->showing = TRUE;
  show_file (self);
  show_settings (self);
  show (self->saved_in, format_folder (bg_job_get_directory (job)));
  gtk_widget_set_visible (self->folder_button, is_here);
  show (self->files, progress.files_total > 1 ? format_files (&progress) : NULL);
  show (self->transferred, format_bytes (&progress));
  show (self->added, format_date (bg_job_get_created (job)));
  show (self->finished, format_date (bg_job_get_finished (job)));
  show (self->tried, format_tries (bg_job_get_error_count (job)));
  self->showing = FALSE;
}
