/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a job is: a bar, or a block that moves while nobody knows the size. */
#include "config.h"

#include "bgw-job-bar.h"

#include <glib/gi18n.h>

#include "bgw-block.h"
#include "bgw-state.h"
#include "bgw-words.h"

struct _BgwJobBar
{
  AdwBin parent_instance;

  GtkProgressBar *bar;
  BgwBlock *block;
};

G_DEFINE_FINAL_TYPE (BgwJobBar, bgw_job_bar, ADW_TYPE_BIN)

static void
bgw_job_bar_class_init (BgwJobBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BGW_TYPE_BLOCK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-job-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwJobBar, bar);
  gtk_widget_class_bind_template_child (widget_class, BgwJobBar, block);
}

static void
bgw_job_bar_init (BgwJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_job_bar_set_name:
 * @self: a bar
 * @name: what a stranger called the job
 *
 * For those who hear it.
 */
void
bgw_job_bar_set_name (BgwJobBar *self, const char *name)
{
  g_autofree char *quotable = bgw_words_quotable (name);
  /* Translators: The name of a job. */
  g_autofree char *label = g_strdup_printf (_ ("Progress of “%s”"), quotable);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->block), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/**
 * bgw_job_bar_show:
 * @self: a bar
 * @state: what people see as the state; in some there is no bar
 * @progress: how far
 */
void
bgw_job_bar_show (BgwJobBar *self, BgJobState state, const BgJobProgress *progress)
{
  gboolean unknown = progress->bytes_total == BG_SIZE_UNKNOWN && state == BG_JOB_STATE_TRANSFERRING;
  double fraction =
      progress->bytes_total != BG_SIZE_UNKNOWN ? bg_job_progress_get_fraction (progress) : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), bgw_state_has_bar (state));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !unknown);
  gtk_widget_set_visible (GTK_WIDGET (self->block), unknown);
  if (!bgw_state_has_bar (state))
    return;

  gtk_progress_bar_set_fraction (self->bar, fraction);
  text = bgw_words_bar (progress);
  gtk_accessible_update_property (unknown ? GTK_ACCESSIBLE (self->block)
                                          : GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

/**
 * bgw_job_bar_step:
 * @self: a bar
 *
 * Moves the block, if there is one. To be called once for each answer of the service.
 */
void
bgw_job_bar_step (BgwJobBar *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->block)))
    bgw_block_step (self->block);
}
