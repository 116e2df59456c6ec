/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line below the list: how many jobs do what, how fast; or what to do with a selection. */
#include "config.h"

#include "bgw-status-line.h"

#include <glib/gi18n.h>

#include "bgw-words.h"

struct _BgwStatusLine
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *counts;
  GtkLabel *download_speed;
  GtkLabel *upload_speed;
  GtkLabel *n_selected;
};

G_DEFINE_FINAL_TYPE (BgwStatusLine, bgw_status_line, ADW_TYPE_BIN)

static void
show_speed (GtkLabel *label, guint64 speed, const char *shown, const char *spoken)
{
  gtk_widget_set_visible (GTK_WIDGET (label), speed > 0);
  if (g_str_equal (gtk_label_get_label (label), shown))
    return;

  gtk_label_set_label (label, shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

static void
bgw_status_line_class_init (BgwStatusLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, stack);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, counts);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, download_speed);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, upload_speed);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, n_selected);
}

static void
bgw_status_line_init (BgwStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_status_line_show:
 * @self: the line
 * @totals: what it shows
 */
void
bgw_status_line_show (BgwStatusLine *self, BgwTotals *totals)
{
  guint active = bgw_totals_count (totals, BG_JOB_STATE_CONNECTING) +
                 bgw_totals_count (totals, BG_JOB_STATE_TRANSFERRING);
  guint waiting = bgw_totals_count (totals, BG_JOB_STATE_QUEUED) +
                  bgw_totals_count (totals, BG_JOB_STATE_TRANSIENT_ERROR);
  guint suspended = bgw_totals_count (totals, BG_JOB_STATE_SUSPENDED);
  g_autofree char *counts = bgw_words_counts (active, waiting, suspended);
  g_autofree char *down = bgw_words_speed (bgw_totals_get_download_speed (totals));
  g_autofree char *up = bgw_words_speed (bgw_totals_get_upload_speed (totals));
  g_autofree char *down_shown = g_strdup_printf ("↓ %s", down);
  g_autofree char *up_shown = g_strdup_printf ("↑ %s", up);
  g_autofree char *down_spoken = g_strdup_printf (_ ("Download speed %s"), down);
  g_autofree char *up_spoken = g_strdup_printf (_ ("Upload speed %s"), up);

  if (!g_str_equal (gtk_label_get_label (self->counts), counts))
    gtk_label_set_label (self->counts, counts);
  show_speed (self->download_speed, bgw_totals_get_download_speed (totals), down_shown,
              down_spoken);
  show_speed (self->upload_speed, bgw_totals_get_upload_speed (totals), up_shown, up_spoken);
}

/**
 * bgw_status_line_set_selected:
 * @self: the line
 * @n_selected: how many jobs are selected; from two on it offers what can be done to them
 */
void
bgw_status_line_set_selected (BgwStatusLine *self, guint n_selected)
{
  if (n_selected > 1)
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);

      gtk_label_set_label (self->n_selected, text);
    }

  gtk_stack_set_visible_child_name (self->stack, n_selected > 1 ? "selection" : "totals");
}
