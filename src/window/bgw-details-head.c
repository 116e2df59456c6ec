/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of the details: which job, how far, and what to do with it. */
#include "config.h"

#include "bgw-details-head.h"

#include <glib/gi18n.h>

#include "bgw-durations.h"
#include "bgw-job-bar.h"
#include "bgw-kind.h"
#include "bgw-large-text.h"
#include "bgw-state.h"
#include "bgw-words.h"

struct _BgwDetailsHead
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkImage *kind;
  GtkImage *badge;
  GtkLabel *name;
  GtkLabel *state;
  BgwJobBar *bar;
  GtkLabel *amount;
  GtkLabel *left;
  GtkOrientable *buttons;
  GtkButton *main_button;
  AdwButtonContent *main_content;
  GtkButton *end_button;
  AdwButtonContent *end_content;
};

G_DEFINE_FINAL_TYPE (BgwDetailsHead, bgw_details_head, ADW_TYPE_BIN)

static void
bgw_details_head_class_init (BgwDetailsHeadClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BGW_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-details-head.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, box);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, kind);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, badge);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, name);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, state);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, bar);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, amount);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, left);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, buttons);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, main_button);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, main_content);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, end_button);
  gtk_widget_class_bind_template_child (widget_class, BgwDetailsHead, end_content);
}

/* Two large words have no room side by side. */
static void
make_room (gpointer head)
{
  BgwDetailsHead *self = head;

  gtk_orientable_set_orientation (self->buttons, bgw_large_text_is_on (GTK_WIDGET (self))
                                                     ? GTK_ORIENTATION_VERTICAL
                                                     : GTK_ORIENTATION_HORIZONTAL);
}

static void
bgw_details_head_init (BgwDetailsHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_room (self);
  bgw_large_text_watch (GTK_WIDGET (self), make_room);
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

static void
show_main_button (BgwDetailsHead *self, BgJob *job, BgJobState state)
{
  BgwDeed deed = bgw_state_get_main_deed (state);
  const char *icon_name = bgw_deed_get_icon_name (deed, state);

  adw_button_content_set_icon_name (self->main_content, icon_name != NULL ? icon_name : "");
  adw_button_content_set_label (self->main_content, bgw_deed_get_label (deed, state));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->main_button), "s", bg_job_get_id (job));
  if (deed == BGW_DEED_COMPLETE)
    gtk_widget_add_css_class (GTK_WIDGET (self->main_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->main_button), "suggested-action");
}

/* What has ended is removed, all else canceled. */
static void
show_end_button (BgwDetailsHead *self, BgJobState state)
{
  gboolean is_over = bgw_state_allows (state, BGW_DEED_REMOVE);
  BgwDeed deed = is_over ? BGW_DEED_REMOVE : BGW_DEED_CANCEL;

  adw_button_content_set_icon_name (self->end_content,
                                    is_over ? "ferry-remove-symbolic" : "ferry-cancel-symbolic");
  adw_button_content_set_label (self->end_content,
                                is_over ? C_ ("verb", "Remove") : bgw_deed_get_label (deed, state));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->end_button),
                                  is_over ? "jobs.remove" : "jobs.cancel");
}

static void
show_progress (BgwDetailsHead *self, BgJob *job, BgJobState state)
{
  g_autofree char *amount = NULL;
  g_autofree char *left = NULL;
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);
  bgw_job_bar_set_name (self->bar, bg_job_get_name (job));
  bgw_job_bar_show (self->bar, state, &progress);

  amount = bgw_words_amount (&progress);
  if (state == BG_JOB_STATE_TRANSFERRING && bg_job_get_seconds_left (job) >= 0)
    left = bgw_duration_left (bg_job_get_seconds_left (job), FALSE);
  set_text (self->amount, amount);
  set_text (self->left, left != NULL ? left : "");
}

/**
 * bgw_details_head_show:
 * @self: a head
 * @job: what it shows, as it is now
 * @state: as people see it: a cancel that can be taken back counts
 */
void
bgw_details_head_show (BgwDetailsHead *self, BgJob *job, BgJobState state)
{
  const char *classes[] = { "job", bgw_state_get_style (state), NULL };
  g_autofree char *name = bgw_words_name (bg_job_get_name (job));

  gtk_widget_set_css_classes (self->box, classes);
  gtk_image_set_from_icon_name (self->kind, bgw_kind_get_icon_name (bg_job_get_name (job)));
  gtk_image_set_from_icon_name (self->badge,
                                bgw_state_get_badge (state, bg_job_get_job_type (job)));
  set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  set_text (self->state, bg_job_state_get_label (state));
  show_progress (self, job, state);
  show_main_button (self, job, state);
  show_end_button (self, state);
}

/* Moves the bar of a job whose size nobody knows. To be called once for each answer. */
void
bgw_details_head_step (BgwDetailsHead *self)
{
  bgw_job_bar_step (self->bar);
}
