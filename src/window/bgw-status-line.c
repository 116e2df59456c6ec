/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line below the list: how many jobs do what, how fast; or what to do with a selection. */
#include "config.h"

#include "bgw-status-line.h"

#include <glib/gi18n.h>

#include "bgw-situation.h"
#include "bgw-words.h"

struct _BgwStatusLine
{
  AdwBin parent_instance;

  GNetworkMonitor *network; /* (owned) */
  BgwTotals *totals;        /* (owned) (nullable) the last that were shown */

  GtkWidget *line;
  GtkActionBar *bar;
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
show_counts (BgwStatusLine *self)
{
  BgwSituation situation = { 0 };
  g_autofree char *text = NULL;

  if (self->totals == NULL)
    return;

  situation.active = bgw_totals_count (self->totals, BG_JOB_STATE_CONNECTING) +
                     bgw_totals_count (self->totals, BG_JOB_STATE_TRANSFERRING);
  situation.queued = bgw_totals_count (self->totals, BG_JOB_STATE_QUEUED);
  situation.retrying = bgw_totals_count (self->totals, BG_JOB_STATE_TRANSIENT_ERROR);
  situation.suspended = bgw_totals_count (self->totals, BG_JOB_STATE_SUSPENDED);
  situation.online = g_network_monitor_get_network_available (self->network);
  situation.metered = bgw_totals_count_metered (self->totals);

  text = bgw_situation_describe (&situation);
  if (!g_str_equal (gtk_label_get_label (self->counts), text))
    gtk_label_set_label (self->counts, text);
}

static void
bgw_status_line_dispose (GObject *object)
{
  BgwStatusLine *self = BGW_STATUS_LINE (object);

  g_clear_object (&self->network);
  g_clear_object (&self->totals);

  G_OBJECT_CLASS (bgw_status_line_parent_class)->dispose (object);
}

static void
bgw_status_line_class_init (BgwStatusLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_status_line_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, line);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, bar);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, counts);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, download_speed);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, upload_speed);
  gtk_widget_class_bind_template_child (widget_class, BgwStatusLine, n_selected);
}

static void
bgw_status_line_init (BgwStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (show_counts), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bgw_status_line_show:
 * @self: the line
 * @totals: what it shows
 */
void
bgw_status_line_show (BgwStatusLine *self, BgwTotals *totals)
{
  g_autofree char *down = bgw_words_speed (bgw_totals_get_download_speed (totals));
  g_autofree char *up = bgw_words_speed (bgw_totals_get_upload_speed (totals));
  g_autofree char *down_shown = g_strdup_printf ("↓ %s", down);
  g_autofree char *up_shown = g_strdup_printf ("↑ %s", up);
  g_autofree char *down_spoken = g_strdup_printf (_ ("Download speed %s"), down);
  g_autofree char *up_spoken = g_strdup_printf (_ ("Upload speed %s"), up);

  g_set_object (&self->totals, totals);
  show_counts (self);
  show_speed (self->download_speed, bgw_totals_get_download_speed (totals), down_shown,
              down_spoken);
  show_speed (self->upload_speed, bgw_totals_get_upload_speed (totals), up_shown, up_spoken);
}

/**
 * bgw_status_line_set_selected:
 * @self: the line
 * @n_selected: how many jobs are selected; from two on it offers what can be done to them
 * @selecting: whether taps select, so that it offers that, and a way out, from the first on
 */
void
bgw_status_line_set_selected (BgwStatusLine *self, guint n_selected, gboolean selecting)
{
  gboolean is_bar = n_selected > 1 || selecting;

  if (is_bar)
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);

      gtk_label_set_label (self->n_selected, text);
    }

  /* Hidden, not only out of sight: else it would still be read aloud. */
  gtk_widget_set_visible (self->line, !is_bar);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), is_bar);
  gtk_action_bar_set_revealed (self->bar, is_bar);
}
