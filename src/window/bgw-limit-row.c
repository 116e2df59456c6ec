/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the preferences for a limit of speed. The limit is one number, of which 0 is none;
 * people see a switch, and a number that stays when it is turned off. */
#include "config.h"

#include "bgw-limit-row.h"

#define KILOBYTE 1000
#define MAXIMUM 10000000 /* kilobytes; that of the spin button */

struct _BgwLimitRow
{
  AdwExpanderRow parent_instance;

  GSettings *settings;    /* (owned) */
  const char *key;        /* static */
  GSettings *memory;      /* (owned) keeps the number while there is no limit */
  const char *memory_key; /* static */

  GtkSpinButton *speed;
};

G_DEFINE_FINAL_TYPE (BgwLimitRow, bgw_limit_row, ADW_TYPE_EXPANDER_ROW)

static void
show_setting (BgwLimitRow *self)
{
  guint64 limit = g_settings_get_uint64 (self->settings, self->key);
  guint64 kilobytes = CLAMP (limit / KILOBYTE, 1, MAXIMUM);

  if (limit > 0)
    g_settings_set_uint (self->memory, self->memory_key, (guint) kilobytes);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), limit > 0);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), limit > 0);
}

static void
on_set (BgwLimitRow *self)
{
  gboolean is_limited = adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self));
  guint64 wanted = (guint64) g_settings_get_uint (self->memory, self->memory_key) * KILOBYTE;
  guint64 limit = g_settings_get_uint64 (self->settings, self->key);

  /* What another program has set to the byte is not rounded. */
  if (is_limited ? limit / KILOBYTE * KILOBYTE != wanted : limit != 0)
    g_settings_set_uint64 (self->settings, self->key, is_limited ? wanted : 0);
}

static void
bgw_limit_row_dispose (GObject *object)
{
  BgwLimitRow *self = BGW_LIMIT_ROW (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->memory);

  G_OBJECT_CLASS (bgw_limit_row_parent_class)->dispose (object);
}

static void
bgw_limit_row_class_init (BgwLimitRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_limit_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-limit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwLimitRow, speed);
}

static void
bgw_limit_row_init (BgwLimitRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_limit_row_bind:
 * @self: the row
 * @settings: where the limit is
 * @key: (not nullable): bytes a second; 0 is none. Static
 * @memory: where the row remembers what it was when the switch is turned off
 * @memory_key: (not nullable): the key there, in kilobytes. Static
 *
 * Shows a setting, and sets it.
 */
void
bgw_limit_row_bind (BgwLimitRow *self,
                    GSettings *settings,
                    const char *key,
                    GSettings *memory,
                    const char *memory_key)
{
  g_autofree char *changed = g_strconcat ("changed::", key, NULL);
  g_autofree char *memory_changed = g_strconcat ("changed::", memory_key, NULL);

  self->settings = g_object_ref (settings);
  self->key = key;
  self->memory = g_object_ref (memory);
  self->memory_key = memory_key;
  g_settings_bind (memory, memory_key, self->speed, "value", G_SETTINGS_BIND_DEFAULT);
  show_setting (self);
  g_signal_connect_object (settings, changed, G_CALLBACK (show_setting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (memory, memory_changed, G_CALLBACK (on_set), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::enable-expansion", G_CALLBACK (on_set), self,
                           G_CONNECT_SWAPPED);
}
