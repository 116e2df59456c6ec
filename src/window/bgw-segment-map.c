/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts of a file are here: a map of small cells, row after row in the order of the file. A
 * cell is full when all of its part has arrived, and half while it arrives. */
#include "config.h"

#include "bgw-segment-map.h"

#include <glib/gi18n.h>

#define CELL 8
#define GAP 3
#define N_ROWS 4
#define RADIUS 2.5f

#define OPACITY_HERE 1.0f
#define OPACITY_COMING 0.5f
#define OPACITY_MISSING 0.12f

struct _BgwSegmentMap
{
  GtkWidget parent_instance;

  BgSegments *segments; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BgwSegmentMap, bgw_segment_map, GTK_TYPE_WIDGET)

static void
bgw_segment_map_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_VERTICAL ? N_ROWS * (CELL + GAP) - GAP : 16 * (CELL + GAP);
}

/* Where the part of a cell begins. In floating point: sizes go up to 2^63. */
static guint64
start_of (guint cell, guint n_cells, guint64 size)
{
  return (guint64) ((double) size * cell / n_cells);
}

static float
opacity_of (BgwSegmentMap *self, guint cell, guint n_cells)
{
  guint64 size = bg_segments_get_size (self->segments);
  guint64 start = start_of (cell, n_cells, size);
  guint64 end = MIN (MAX (start_of (cell + 1, n_cells, size), start + 1), size);

  if (bg_segments_get_received (self->segments, start, end) >= 1)
    return OPACITY_HERE;

  return bg_segments_get_active (self->segments, start, end) ? OPACITY_COMING : OPACITY_MISSING;
}

static void
draw_cell (GtkSnapshot *snapshot, float x, float y, const GdkRGBA *color, float opacity)
{
  GdkRGBA shade = *color;
  GskRoundedRect cell;

  shade.alpha *= opacity;
  gsk_rounded_rect_init_from_rect (&cell, &GRAPHENE_RECT_INIT (x, y, CELL, CELL), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &cell);
  gtk_snapshot_append_color (snapshot, &shade, &cell.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
bgw_segment_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BgwSegmentMap *self = BGW_SEGMENT_MAP (widget);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  guint n_columns = (guint) MAX ((width + GAP) / (CELL + GAP), 1);
  float margin = (float) (width - (int) n_columns * (CELL + GAP) + GAP) / 2;
  guint n_cells = n_columns * N_ROWS;
  GdkRGBA color;

  if (self->segments == NULL || bg_segments_get_size (self->segments) == BG_SIZE_UNKNOWN)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  for (guint i = 0; i < n_cells; i++)
    {
      guint column = i % n_columns;
      float x = margin + (float) column * (CELL + GAP);
      float y = (float) (i / n_columns) * (CELL + GAP);

      draw_cell (snapshot, is_mirrored ? (float) width - x - CELL : x, y, &color,
                 opacity_of (self, i, n_cells));
    }
}

static void
bgw_segment_map_dispose (GObject *object)
{
  BgwSegmentMap *self = BGW_SEGMENT_MAP (object);

  g_clear_pointer (&self->segments, bg_segments_unref);

  G_OBJECT_CLASS (bgw_segment_map_parent_class)->dispose (object);
}

static void
bgw_segment_map_class_init (BgwSegmentMapClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_segment_map_dispose;
  widget_class->measure = bgw_segment_map_measure;
  widget_class->snapshot = bgw_segment_map_snapshot;

  gtk_widget_class_set_css_name (widget_class, "segments");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bgw_segment_map_init (BgwSegmentMap *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Segments"), -1);
}

static void
describe (BgwSegmentMap *self)
{
  guint64 size = bg_segments_get_size (self->segments);
  guint n_connections = bg_segments_get_connections (self->segments);
  int percent = size != BG_SIZE_UNKNOWN && size > 0
                    ? (int) (bg_segments_get_received (self->segments, 0, size) * 100)
                    : 0;
  g_autofree char *text = g_strdup_printf (
      /* Translators: Read aloud as the description of a map. */
      ngettext ("%u connection, %d percent received", "%u connections, %d percent received",
                n_connections),
      n_connections, percent);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

/**
 * bgw_segment_map_show:
 * @self: a map
 * @segments: (nullable): what it shows from now on
 */
void
bgw_segment_map_show (BgwSegmentMap *self, BgSegments *segments)
{
  g_clear_pointer (&self->segments, bg_segments_unref);
  if (segments != NULL)
    {
      self->segments = bg_segments_ref (segments);
      describe (self);
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}
