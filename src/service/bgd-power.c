/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the machine saves power, or runs from its battery. GLib tells the first; the second only
 * UPower knows, on the system bus. Without them the machine has all the power there is. */
#include "config.h"

#include "bgd-power.h"

#include <gio/gio.h>

#define UPOWER_NAME "org.freedesktop.UPower"
#define UPOWER_PATH "/org/freedesktop/UPower"

struct _BgdPower
{
  GObject parent_instance;

  GPowerProfileMonitor *monitor; /* (owned) */
  GCancellable *cancellable;     /* (owned) */
  GDBusProxy *upower;            /* (owned) (nullable) until it is known, or where there is none */
};

typedef enum
{
  SIGNAL_CHANGED,
} BgdPowerSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgdPower, bgd_power, G_TYPE_OBJECT)

static void
on_changed (BgdPower *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
upower_new_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusProxy *upower = g_dbus_proxy_new_for_bus_finish (result, &error);
  BgdPower *self = NULL;

  if (upower == NULL)
    {
      g_debug ("Nobody knows of a battery: %s", error->message);
      return;
    }

  self = BGD_POWER (user_data);
  self->upower = upower;
  g_signal_connect_object (upower, "g-properties-changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  on_changed (self);
}

static void
bgd_power_dispose (GObject *object)
{
  BgdPower *self = BGD_POWER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_object (&self->upower);

  G_OBJECT_CLASS (bgd_power_parent_class)->dispose (object);
}

static void
bgd_power_class_init (BgdPowerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgd_power_dispose;

  /**
   * BgdPower::changed:
   *
   * One of the answers may be another one now.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGD_TYPE_POWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
bgd_power_init (BgdPower *self)
{
  self->cancellable = g_cancellable_new ();
  self->monitor = g_power_profile_monitor_dup_default ();
  g_signal_connect_object (self->monitor, "notify::power-saver-enabled", G_CALLBACK (on_changed),
                           self, G_CONNECT_SWAPPED);

  /* A machine without UPower has none started for this. */
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SYSTEM,
                            G_DBUS_PROXY_FLAGS_DO_NOT_CONNECT_SIGNALS |
                                G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START_AT_CONSTRUCTION,
                            NULL, UPOWER_NAME, UPOWER_PATH, UPOWER_NAME, self->cancellable,
                            upower_new_cb, self);
}

/* What it says is known a moment later: wait for “changed”. */
BgdPower *
bgd_power_new (void)
{
  return g_object_new (BGD_TYPE_POWER, NULL);
}

gboolean
bgd_power_is_saving (BgdPower *self)
{
  return g_power_profile_monitor_get_power_saver_enabled (self->monitor);
}

gboolean
bgd_power_is_on_battery (BgdPower *self)
{
  g_autoptr (GVariant) value = NULL;

  if (self->upower != NULL)
    value = g_dbus_proxy_get_cached_property (self->upower, "OnBattery");

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (value);
}
