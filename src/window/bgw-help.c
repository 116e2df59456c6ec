/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window with the help: what Ferry does, and what its words mean. */
#include "config.h"

#include "bgw-help.h"

#include <bg.h>
#include <glib/gi18n.h>

struct _BgwHelp
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *states;
};

G_DEFINE_FINAL_TYPE (BgwHelp, bgw_help, ADW_TYPE_WINDOW)

/* In the order of BgJobState. */
static const char *const meanings[] = {
  N_ ("It waits for its turn, or for a network."),
  N_ ("It contacts the server."),
  N_ ("Bytes arrive."),
  N_ ("You stopped it. Resume lets it go on where it was."),
  N_ ("It failed, and only you can help. The line says why."),
  N_ ("It failed, and will try again by itself."),
  N_ ("All bytes are here, under a hidden name. Complete puts the file in its place."),
  N_ ("The files are in their place."),
  N_ ("Given up; nothing is left."),
};

static void
add_states (BgwHelp *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     bg_job_state_get_label ((BgJobState) i));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (meanings[i]));
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      adw_preferences_group_add (self->states, row);
    }
}

static void
bgw_help_class_init (BgwHelpClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-help.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwHelp, states);
}

static void
bgw_help_init (BgwHelp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_states (self);
}

/**
 * bgw_help_new:
 * @parent: the window that it explains, which can be used meanwhile
 */
BgwHelp *
bgw_help_new (GtkWindow *parent)
{
  return g_object_new (BGW_TYPE_HELP, "transient-for", parent, NULL);
}
