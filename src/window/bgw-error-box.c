/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a job failed, and what can be done: a tinted card of the details. */
#include "config.h"

#include "bgw-error-box.h"

#include "bgw-error-words.h"

struct _BgwErrorBox
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *sentence;
  GtkLabel *context;
  GtkWidget *sign_in;
};

G_DEFINE_FINAL_TYPE (BgwErrorBox, bgw_error_box, ADW_TYPE_BIN)

static void
bgw_error_box_class_init (BgwErrorBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-error-box.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwErrorBox, title);
  gtk_widget_class_bind_template_child (widget_class, BgwErrorBox, sentence);
  gtk_widget_class_bind_template_child (widget_class, BgwErrorBox, context);
  gtk_widget_class_bind_template_child (widget_class, BgwErrorBox, sign_in);
}

static void
bgw_error_box_init (BgwErrorBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Without a change the text stays, and what of it is selected. */
static void
set_text (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

/**
 * bgw_error_box_show:
 * @self: a box
 * @error: why a job failed
 * @directory: (nullable): where its files go
 */
void
bgw_error_box_show (BgwErrorBox *self, const BgJobError *error, const char *directory)
{
  g_autofree char *sentence = bgw_error_sentence (error, directory);
  g_autofree char *context = bgw_error_context (error);

  set_text (self->title, bgw_error_title (error));
  set_text (self->sentence, sentence);
  set_text (self->context, context);
  gtk_widget_set_visible (self->sign_in, bgw_error_asks_who (error));
}
