/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one button of a row: does what matters most for a job in its state. An icon, or, where the
 * job needs somebody, a word. */
#include "config.h"

#include "bgw-job-button.h"

/* For a word that has no room. */
#define WORD_ICON_NAME "ferry-badge-check-symbolic"

struct _BgwJobButton
{
  GtkButton parent_instance;

  BgJobState state; /* as people see it */
  gboolean brief;
};

G_DEFINE_FINAL_TYPE (BgwJobButton, bgw_job_button, GTK_TYPE_BUTTON)

/* NULL: it shows the word. */
static const char *
get_icon_name (BgwJobButton *self)
{
  const char *icon_name =
      bgw_deed_get_icon_name (bgw_state_get_main_deed (self->state), self->state);

  return icon_name == NULL && self->brief ? WORD_ICON_NAME : icon_name;
}

/* Asked for when it is needed: GTK looks where the pointer is whenever a tooltip is set, which
 * takes longer than all the rest. */
static gboolean
bgw_job_button_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  BgwJobButton *self = BGW_JOB_BUTTON (widget);

  if (get_icon_name (self) == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip,
                        bgw_deed_get_label (bgw_state_get_main_deed (self->state), self->state));
  return TRUE;
}

static void
arrange (BgwJobButton *self)
{
  BgwDeed deed = bgw_state_get_main_deed (self->state);
  const char *label = bgw_deed_get_label (deed, self->state);
  const char *icon_name = get_icon_name (self);
  gboolean is_word = bgw_deed_get_icon_name (deed, self->state) == NULL;
  const char *icon_classes[] = { is_word ? "suggested-action" : "flat", "circular", NULL };
  const char *text_classes[] = { "suggested-action", "complete", NULL };

  if (icon_name != NULL)
    gtk_button_set_icon_name (GTK_BUTTON (self), icon_name);
  else
    gtk_button_set_label (GTK_BUTTON (self), label);

  gtk_widget_set_css_classes (GTK_WIDGET (self), icon_name != NULL ? icon_classes : text_classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
bgw_job_button_class_init (BgwJobButtonClass *class)
{
  GTK_WIDGET_CLASS (class)->query_tooltip = bgw_job_button_query_tooltip;
}

static void
bgw_job_button_init (BgwJobButton *self)
{
  self->state = BG_JOB_STATE_SUSPENDED;
}

/**
 * bgw_job_button_show:
 * @self: a button
 * @job: what it acts on
 * @state: as people see it: a cancel that can be taken back counts
 */
void
bgw_job_button_show (BgwJobButton *self, BgJob *job, BgJobState state)
{
  self->state = state;
  arrange (self);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", bg_job_get_id (job));
}

/**
 * bgw_job_button_set_brief:
 * @self: a button
 * @brief: whether there is no room for a word
 */
void
bgw_job_button_set_brief (BgwJobButton *self, gboolean brief)
{
  if (self->brief == brief)
    return;

  self->brief = brief;
  arrange (self);
}
