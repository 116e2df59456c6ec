/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the preferences for the times of the week at which something holds: a switch, the days,
 * from when and until when. What one row cannot say, because another program set it, is shown as it
 * is, and stays until a person changes something. */
#include "config.h"

#include "bgw-hours-row.h"

#include <stdio.h>

#include "bgw-hours-rule.h"

#define ALL_DAYS ((1u << BGW_HOURS_RULE_DAYS) - 1)

struct _BgwHoursRow
{
  AdwExpanderRow parent_instance;

  GSettings *settings;    /* (owned) */
  const char *key;        /* static */
  GSettings *memory;      /* (owned) keeps the rule while it does not hold */
  const char *memory_key; /* static */

  GtkFlowBox *days;
  GtkSpinButton *from;
  GtkSpinButton *until;

  char *subtitle; /* (owned) the row's own */
  GtkToggleButton *buttons[BGW_HOURS_RULE_DAYS];
  gboolean is_showing; /* what changes is not by a person */
};

G_DEFINE_FINAL_TYPE (BgwHoursRow, bgw_hours_row, ADW_TYPE_EXPANDER_ROW)

static BgwHoursRule
get_rule (BgwHoursRow *self)
{
  BgwHoursRule rule = { 0 };

  for (guint day = 0; day < BGW_HOURS_RULE_DAYS; day++)
    if (gtk_toggle_button_get_active (self->buttons[day]))
      rule.days |= 1u << day;
  rule.from = (guint) gtk_spin_button_get_value_as_int (self->from);
  rule.until = (guint) gtk_spin_button_get_value_as_int (self->until);

  return rule;
}

static void
show_rule (BgwHoursRow *self, const BgwHoursRule *rule)
{
  for (guint day = 0; day < BGW_HOURS_RULE_DAYS; day++)
    gtk_toggle_button_set_active (self->buttons[day], (rule->days & (1u << day)) != 0);
  gtk_spin_button_set_value (self->from, rule->from);
  gtk_spin_button_set_value (self->until, rule->until);
}

static void
show_setting (BgwHoursRow *self)
{
  g_auto (GStrv) lines = g_settings_get_strv (self->settings, self->key);
  g_auto (GStrv) remembered = g_settings_get_strv (self->memory, self->memory_key);
  g_autofree char *all = g_strjoinv ("; ", lines);
  gboolean is_on = lines[0] != NULL;
  BgwHoursRule rule = { ALL_DAYS, 22 * 60, 6 * 60 };
  gboolean is_rule = bgw_hours_rule_read (&rule, (const char *const *) lines);

  if (!is_rule)
    bgw_hours_rule_read (&rule, (const char *const *) remembered);

  self->is_showing = TRUE;
  show_rule (self, &rule);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), is_on && !is_rule ? all : self->subtitle);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), is_on);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), is_on);
  self->is_showing = FALSE;
}

static void
keep_rule (BgwHoursRow *self)
{
  BgwHoursRule rule = get_rule (self);
  g_autofree char *line = bgw_hours_rule_write (&rule);
  const char *lines[] = { line, NULL };

  g_settings_set_strv (self->memory, self->memory_key, lines);
  g_settings_set_strv (self->settings, self->key, lines);
}

static void
on_switched (BgwHoursRow *self)
{
  const char *nothing[] = { NULL };

  if (self->is_showing)
    return;

  if (adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self)))
    keep_rule (self);
  else
    g_settings_set_strv (self->settings, self->key, nothing);
}

static void
on_changed (BgwHoursRow *self)
{
  if (!self->is_showing && adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self)))
    keep_rule (self);
}

/* On no day at all is what suspending is for: the last day stays. */
static void
on_day_toggled (GtkToggleButton *button, BgwHoursRow *self)
{
  BgwHoursRule rule = get_rule (self);

  if (!self->is_showing && rule.days == 0)
    gtk_toggle_button_set_active (button, TRUE);
  else
    on_changed (self);
}

static gboolean
on_time_output (GtkSpinButton *button, gpointer user_data)
{
  guint minute = (guint) gtk_spin_button_get_value_as_int (button);
  g_autofree char *text = g_strdup_printf ("%u:%02u", minute / 60, minute % 60);

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (button))))
    gtk_editable_set_text (GTK_EDITABLE (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  return TRUE;
}

static int
on_time_input (GtkSpinButton *button, double *value, gpointer user_data)
{
  guint hour;
  guint minute = 0;
  char rest;
  int found =
      sscanf (gtk_editable_get_text (GTK_EDITABLE (button)), " %2u:%2u %c", &hour, &minute, &rest);

  if (found < 1 || found > 2 || hour > 23 || minute > 59)
    return GTK_INPUT_ERROR;

  *value = hour * 60 + minute;
  return TRUE;
}

/* The names of the days are those of the system's language. */
static void
add_day (BgwHoursRow *self, guint day)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (2024, 1, 1 + (int) day, 0, 0, 0); /* a Monday */
  g_autofree char *name = g_date_time_format (date, "%A");
  g_autofree char *label = g_date_time_format (date, "%a");
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "day");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_flow_box_append (self->days, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
  self->buttons[day] = GTK_TOGGLE_BUTTON (button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_day_toggled), self, G_CONNECT_DEFAULT);
}

static void
bgw_hours_row_dispose (GObject *object)
{
  BgwHoursRow *self = BGW_HOURS_ROW (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->memory);
  g_clear_pointer (&self->subtitle, g_free);

  G_OBJECT_CLASS (bgw_hours_row_parent_class)->dispose (object);
}

static void
bgw_hours_row_class_init (BgwHoursRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_hours_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-hours-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwHoursRow, days);
  gtk_widget_class_bind_template_child (widget_class, BgwHoursRow, from);
  gtk_widget_class_bind_template_child (widget_class, BgwHoursRow, until);
  gtk_widget_class_bind_template_callback (widget_class, on_switched);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_time_output);
  gtk_widget_class_bind_template_callback (widget_class, on_time_input);
}

static void
bgw_hours_row_init (BgwHoursRow *self)
{
  self->is_showing = TRUE; /* until there is a setting */
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint day = 0; day < BGW_HOURS_RULE_DAYS; day++)
    add_day (self, day);
}

/**
 * bgw_hours_row_bind:
 * @self: the row, with its subtitle
 * @settings: where the hours are
 * @key: (not nullable): a timetable as bg_hours_new() takes it; empty is always. Static
 * @memory: where the row remembers what it was when the switch is turned off
 * @memory_key: the key there, of the same form. Static
 *
 * Shows a setting, and sets it.
 */
void
bgw_hours_row_bind (BgwHoursRow *self,
                    GSettings *settings,
                    const char *key,
                    GSettings *memory,
                    const char *memory_key)
{
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);

  self->settings = g_object_ref (settings);
  self->key = key;
  self->memory = g_object_ref (memory);
  self->memory_key = memory_key;
  self->subtitle = g_strdup (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (self)));
  show_setting (self);
  g_signal_connect_object (settings, signal, G_CALLBACK (show_setting), self, G_CONNECT_SWAPPED);
}
