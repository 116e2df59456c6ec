/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the speeds of the last minute. The newest is at the end; it moves only when it is told
 * to. */
#include "config.h"

#include "bgw-speed-graph.h"

#include <glib/gi18n.h>

#include "bgw-words.h"

#define HEIGHT 92
#define LINE 2.0
#define DOT 3.5
#define N_GRID_LINES 3

struct _BgwSpeedGraph
{
  GtkWidget parent_instance;

  BgwHistory history;
};

G_DEFINE_FINAL_TYPE (BgwSpeedGraph, bgw_speed_graph, GTK_TYPE_WIDGET)

static void
bgw_speed_graph_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : BGW_HISTORY_LENGTH;
}

static void
draw_grid (cairo_t *cr, double width, double height)
{
  cairo_set_line_width (cr, 1);
  for (int i = 0; i < N_GRID_LINES; i++)
    {
      double y = (int) (height * (i + 1) / (N_GRID_LINES + 1)) + 0.5;

      cairo_move_to (cr, 0, y);
      cairo_line_to (cr, width, y);
    }
  cairo_stroke (cr);
}

/* The highest speed leaves a little room above it. */
static double
y_of (BgwSpeedGraph *self, guint index, double highest, double height)
{
  double share = (double) bgw_history_get (&self->history, index) / highest;

  return DOT + (height - 2 * DOT) * (1 - share);
}

/* In both directions of writing time goes as people read. */
static double
x_of (BgwSpeedGraph *self, guint index, double width)
{
  guint age = self->history.length - 1 - index;
  double x = DOT + (width - 2 * DOT) * (BGW_HISTORY_LENGTH - 1 - age) / (BGW_HISTORY_LENGTH - 1);

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? width - x : x;
}

static void
trace (BgwSpeedGraph *self, cairo_t *cr, double width, double height)
{
  double highest = (double) MAX (bgw_history_get_highest (&self->history), 1);

  for (guint i = 0; i < self->history.length; i++)
    cairo_line_to (cr, x_of (self, i, width), y_of (self, i, highest, height));
}

static void
draw_line (BgwSpeedGraph *self, cairo_t *cr, double width, double height, const GdkRGBA *color)
{
  guint last = self->history.length - 1;
  double highest = (double) MAX (bgw_history_get_highest (&self->history), 1);
  cairo_pattern_t *fill = cairo_pattern_create_linear (0, 0, 0, height);

  cairo_pattern_add_color_stop_rgba (fill, 0, color->red, color->green, color->blue, 0.35);
  cairo_pattern_add_color_stop_rgba (fill, 1, color->red, color->green, color->blue, 0.05);

  trace (self, cr, width, height);
  cairo_line_to (cr, x_of (self, last, width), height);
  cairo_line_to (cr, x_of (self, 0, width), height);
  cairo_close_path (cr);
  cairo_set_source (cr, fill);
  cairo_fill (cr);
  cairo_pattern_destroy (fill);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (self, cr, width, height);
  cairo_stroke (cr);

  cairo_arc (cr, x_of (self, last, width), y_of (self, last, highest, height), DOT, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
bgw_speed_graph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BgwSpeedGraph *self = BGW_SPEED_GRAPH (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                          (float) height));
  GdkRGBA color;

  /* The style sheet gives the line its colour; the grid is the text's. */
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.15);
  draw_grid (cr, width, height);
  if (self->history.length > 0)
    draw_line (self, cr, width, height, &color);

  cairo_destroy (cr);
}

static void
bgw_speed_graph_class_init (BgwSpeedGraphClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->measure = bgw_speed_graph_measure;
  widget_class->snapshot = bgw_speed_graph_snapshot;

  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bgw_speed_graph_init (BgwSpeedGraph *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Speed over the last minute"), -1);
}

/**
 * bgw_speed_graph_show:
 * @self: a graph
 * @history: what it shows from now on
 */
void
bgw_speed_graph_show (BgwSpeedGraph *self, const BgwHistory *history)
{
  guint64 now = history->length > 0 ? bgw_history_get (history, history->length - 1) : 0;
  g_autofree char *speed = bgw_words_speed (now);
  g_autofree char *highest = bgw_words_speed (bgw_history_get_highest (history));
  g_autofree char *text =
      /* Translators: Two speeds; read aloud as the description of a graph. */
      g_strdup_printf (_ ("Speed over the last minute, now %s, highest %s"), speed, highest);

  self->history = *history;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
