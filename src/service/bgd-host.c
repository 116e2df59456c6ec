/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world as the queue sees it: clocks, an alarm, the network, disks. */
#include "config.h"

#include "bgd-host.h"

enum
{
  ALARM,
  NETWORK_CHANGED,
  CONDITIONS_CHANGED,
  MOUNTS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (BgdHost, bgd_host, G_TYPE_OBJECT)

static void
bgd_host_default_init (BgdHostInterface *iface)
{
  signals[ALARM] =
      g_signal_new ("alarm", BGD_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NETWORK_CHANGED] = g_signal_new ("network-changed", BGD_TYPE_HOST, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CONDITIONS_CHANGED] =
      g_signal_new ("conditions-changed", BGD_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
  signals[MOUNTS_CHANGED] = g_signal_new ("mounts-changed", BGD_TYPE_HOST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

gint64
bgd_host_get_monotonic (BgdHost *self)
{
  return BGD_HOST_GET_IFACE (self)->get_monotonic (self);
}

gint64
bgd_host_get_real (BgdHost *self)
{
  return BGD_HOST_GET_IFACE (self)->get_real (self);
}

double
bgd_host_get_random (BgdHost *self)
{
  return BGD_HOST_GET_IFACE (self)->get_random (self);
}

void
bgd_host_set_alarm (BgdHost *self, gint64 monotonic)
{
  BGD_HOST_GET_IFACE (self)->set_alarm (self, monotonic);
}

gboolean
bgd_host_is_online (BgdHost *self)
{
  return BGD_HOST_GET_IFACE (self)->is_online (self);
}

void
bgd_host_get_conditions (BgdHost *self, const BgdPolicy *policy, BgdConditions *conditions)
{
  BGD_HOST_GET_IFACE (self)->get_conditions (self, policy, conditions);
}

gboolean
bgd_host_get_free_space (BgdHost *self, const char *directory, BgdSpace *space)
{
  return BGD_HOST_GET_IFACE (self)->get_free_space (self, directory, space);
}

gboolean
bgd_host_has_folder (BgdHost *self, const char *directory)
{
  return BGD_HOST_GET_IFACE (self)->has_folder (self, directory);
}

guint64
bgd_host_get_allocated (BgdHost *self, const char *directory, const char *name)
{
  return BGD_HOST_GET_IFACE (self)->get_allocated (self, directory, name);
}

void
bgd_host_emit_alarm (BgdHost *self)
{
  g_signal_emit (self, signals[ALARM], 0);
}

void
bgd_host_emit_network_changed (BgdHost *self)
{
  g_signal_emit (self, signals[NETWORK_CHANGED], 0);
}

void
bgd_host_emit_conditions_changed (BgdHost *self)
{
  g_signal_emit (self, signals[CONDITIONS_CHANGED], 0);
}

void
bgd_host_emit_mounts_changed (BgdHost *self)
{
  g_signal_emit (self, signals[MOUNTS_CHANGED], 0);
}
