/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar of a job whose size nobody knows: a block that goes to and fro. It moves only when it is
 * told to; that of GtkProgressBar draws a frame sixty times a second. */
#include "config.h"

#include "bgw-block.h"

/* The width of the block, and how far it goes with each step, of the whole. */
#define LENGTH 0.2
#define STEP 0.1

struct _BgwBlock
{
  GtkWidget parent_instance;

  GtkWidget *block; /* our child; the style sheet draws it, and us as its trough */
  double place;     /* from 0 to 1 - LENGTH */
  double direction; /* in which it goes: 1 or -1 */
};

G_DEFINE_FINAL_TYPE (BgwBlock, bgw_block, GTK_TYPE_WIDGET)

static void
bgw_block_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  BgwBlock *self = BGW_BLOCK (widget);

  gtk_widget_measure (self->block, orientation, -1, minimum, natural, NULL, NULL);
}

static void
bgw_block_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BgwBlock *self = BGW_BLOCK (widget);
  int length = MAX (1, (int) (width * LENGTH + 0.5));
  int start = (int) (width * self->place + 0.5);
  GtkAllocation place = { start, 0, length, height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = width - start - length;

  gtk_widget_size_allocate (self->block, &place, -1);
}

static void
bgw_block_dispose (GObject *object)
{
  BgwBlock *self = BGW_BLOCK (object);

  g_clear_pointer (&self->block, gtk_widget_unparent);

  G_OBJECT_CLASS (bgw_block_parent_class)->dispose (object);
}

static void
bgw_block_class_init (BgwBlockClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_block_dispose;
  widget_class->measure = bgw_block_measure;
  widget_class->size_allocate = bgw_block_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "trough");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
bgw_block_init (BgwBlock *self)
{
  self->block = g_object_new (GTK_TYPE_BOX, "css-name", "progress", "accessible-role",
                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->block, GTK_WIDGET (self));
  self->direction = 1;
}

/**
 * bgw_block_step:
 * @self: a bar
 *
 * Moves the block; at an end it turns.
 */
void
bgw_block_step (BgwBlock *self)
{
  double next = self->place + self->direction * STEP;

  if (next > 1 - LENGTH + STEP / 2 || next < -STEP / 2)
    {
      self->direction = -self->direction;
      next = self->place + self->direction * STEP;
    }

  self->place = CLAMP (next, 0, 1 - LENGTH);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
