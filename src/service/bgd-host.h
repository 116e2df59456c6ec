/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world as the queue sees it: clocks, an alarm, the network, disks. Tests put their own in its
 * place.
 */
#pragma once

#include <glib-object.h>

#include "bgd-policy.h"
#include "bgd-space.h"

G_BEGIN_DECLS

#define BGD_TYPE_HOST (bgd_host_get_type ())
G_DECLARE_INTERFACE (BgdHost, bgd_host, BGD, HOST, GObject)

/**
 * BgdHostInterface:
 * @get_monotonic: microseconds that never go back; do not stop while the machine sleeps
 * @get_real: microseconds since 1970 UTC, as the user's clock says
 * @get_random: evenly spread in [0, 1)
 * @set_alarm: emit "alarm" once when the monotonic clock reaches the time; replaces the one set
 *   before; 0: none
 * @is_online: whether any network but the loopback is there
 * @get_conditions: what speaks against transfers; of what @policy leaves to all jobs nothing is
 *   looked at. The hours are not its business
 * @get_free_space: how much room the file system of a folder has; FALSE: nobody can tell
 * @has_folder: whether a folder is there
 * @get_allocated: bytes that a file has on the disk, those taken in advance too; 0: it is not there
 *
 * Signals: "alarm", "network-changed" whenever @is_online may have changed, "conditions-changed"
 * whenever @get_conditions may, and "mounts-changed" when a drive came or went.
 */
struct _BgdHostInterface
{
  GTypeInterface parent_iface;

  gint64 (*get_monotonic) (BgdHost *self);
  gint64 (*get_real) (BgdHost *self);
  double (*get_random) (BgdHost *self);
  void (*set_alarm) (BgdHost *self, gint64 monotonic);
  gboolean (*is_online) (BgdHost *self);
  void (*get_conditions) (BgdHost *self, const BgdPolicy *policy, BgdConditions *conditions);
  gboolean (*get_free_space) (BgdHost *self, const char *directory, BgdSpace *space);
  gboolean (*has_folder) (BgdHost *self, const char *directory);
  guint64 (*get_allocated) (BgdHost *self, const char *directory, const char *name);
};

gint64 bgd_host_get_monotonic (BgdHost *self);
gint64 bgd_host_get_real (BgdHost *self);
double bgd_host_get_random (BgdHost *self);
void bgd_host_set_alarm (BgdHost *self, gint64 monotonic);
gboolean bgd_host_is_online (BgdHost *self);
void bgd_host_get_conditions (BgdHost *self, const BgdPolicy *policy, BgdConditions *conditions);
gboolean bgd_host_get_free_space (BgdHost *self, const char *directory, BgdSpace *space);
gboolean bgd_host_has_folder (BgdHost *self, const char *directory);
guint64 bgd_host_get_allocated (BgdHost *self, const char *directory, const char *name);

/* For implementations. */
void bgd_host_emit_alarm (BgdHost *self);
void bgd_host_emit_network_changed (BgdHost *self);
void bgd_host_emit_conditions_changed (BgdHost *self);
void bgd_host_emit_mounts_changed (BgdHost *self);

G_END_DECLS
