/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real world: this machine's clocks, a timer of the kernel, GNetworkMonitor, its disks.
 */
#include "config.h"

#include "bgd-host-system.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixmounts.h>
#include <glib-unix.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "bg-error.h"
#include "bgd-power.h"

struct _BgdHostSystem
{
  GObject parent_instance;

  GNetworkMonitor *monitor;  /* (owned) */
  GUnixMountMonitor *mounts; /* (owned) (nullable) until somebody cares for them */
  BgdPower *power;           /* (owned) (nullable) until somebody cares for it */
  int timer;                 /* a timerfd: no timer of GLib counts the time asleep */
  guint timer_id;
};

static void bgd_host_system_host_init (BgdHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BgdHostSystem,
                               bgd_host_system,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BGD_TYPE_HOST, bgd_host_system_host_init))

static gboolean
on_timer (int timer, GIOCondition condition, gpointer user_data)
{
  g_autoptr (BgdHostSystem) self = g_object_ref (user_data); /* a handler may drop the last one */
  guint64 expirations = 0;

  /* Nothing to read: the alarm was set anew after it had woken us, and before we got here. */
  if (read (timer, &expirations, sizeof expirations) == sizeof expirations)
    bgd_host_emit_alarm (BGD_HOST (self));

  return G_SOURCE_CONTINUE;
}

static void
on_network_changed (BgdHostSystem *self)
{
  bgd_host_emit_network_changed (BGD_HOST (self));
}

static gint64
bgd_host_system_get_monotonic (BgdHost *host)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
bgd_host_system_get_real (BgdHost *host)
{
  return g_get_real_time ();
}

static double
bgd_host_system_get_random (BgdHost *host)
{
  return g_random_double ();
}

static void
bgd_host_system_set_alarm (BgdHost *host, gint64 monotonic)
{
  BgdHostSystem *self = BGD_HOST_SYSTEM (host);
  struct itimerspec when = { 0 };

  if (monotonic != 0)
    {
      /* All zero would mean none; a time that has passed rings at once, whichever it is. */
      gint64 clamped = MAX (monotonic, 1);

      when.it_value.tv_sec = clamped / G_USEC_PER_SEC;
      when.it_value.tv_nsec = (clamped % G_USEC_PER_SEC) * 1000;
    }

  if (timerfd_settime (self->timer, TFD_TIMER_ABSTIME, &when, NULL) != 0)
    g_critical ("The alarm could not be set: %s", g_strerror (errno));
}

static gboolean
bgd_host_system_is_online (BgdHost *host)
{
  BgdHostSystem *self = BGD_HOST_SYSTEM (host);

  return g_network_monitor_get_network_available (self->monitor);
}

static void
watch_power (BgdHostSystem *self)
{
  self->power = bgd_power_new ();
  g_signal_connect_object (self->power, "changed", G_CALLBACK (bgd_host_emit_conditions_changed),
                           self, G_CONNECT_SWAPPED);
}

static void
bgd_host_system_get_conditions (BgdHost *host, const BgdPolicy *policy, BgdConditions *conditions)
{
  BgdHostSystem *self = BGD_HOST_SYSTEM (host);
  gboolean wants_power =
      policy->on_power_saver != BGD_LEAVE_ALL || policy->on_battery != BGD_LEAVE_ALL;

  if (wants_power && self->power == NULL)
    watch_power (self);

  *conditions = (BgdConditions){
    .is_metered = g_network_monitor_get_network_metered (self->monitor),
    .is_power_saver = wants_power && bgd_power_is_saving (self->power),
    .is_on_battery = wants_power && bgd_power_is_on_battery (self->power),
    .is_in_hours = TRUE,
  };
}

static gboolean
bgd_host_system_get_free_space (BgdHost *host, const char *directory, BgdSpace *space)
{
  struct statvfs status;
  struct stat folder;

  /* Some file systems that are none, such as a gateway to the web, say that they have no room. */
  if (stat (directory, &folder) != 0 || statvfs (directory, &status) != 0 || status.f_blocks == 0)
    return FALSE;

  space->device = folder.st_dev;
  space->size = (guint64) status.f_blocks * status.f_frsize;
  space->free = (guint64) status.f_bavail * status.f_frsize;

  return TRUE;
}

/* Whoever has looked for one folder in vain is told when it may be there. */
static gboolean
bgd_host_system_has_folder (BgdHost *host, const char *directory)
{
  BgdHostSystem *self = BGD_HOST_SYSTEM (host);

  if (g_file_test (directory, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (self->mounts != NULL)
    return FALSE;

  self->mounts = g_unix_mount_monitor_get ();
  g_signal_connect_object (self->mounts, "mounts-changed",
                           G_CALLBACK (bgd_host_emit_mounts_changed), self, G_CONNECT_SWAPPED);

  return g_file_test (directory, G_FILE_TEST_IS_DIR);
}

static guint64
bgd_host_system_get_allocated (BgdHost *host, const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  struct stat status;

  if (lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return 0;

  return (guint64) status.st_blocks * 512; /* POSIX leaves the unit open, Linux does not */
}

static void
bgd_host_system_host_init (BgdHostInterface *iface)
{
  iface->get_monotonic = bgd_host_system_get_monotonic;
  iface->get_real = bgd_host_system_get_real;
  iface->get_random = bgd_host_system_get_random;
  iface->set_alarm = bgd_host_system_set_alarm;
  iface->is_online = bgd_host_system_is_online;
  iface->get_conditions = bgd_host_system_get_conditions;
  iface->get_free_space = bgd_host_system_get_free_space;
  iface->has_folder = bgd_host_system_has_folder;
  iface->get_allocated = bgd_host_system_get_allocated;
}

static void
bgd_host_system_finalize (GObject *object)
{
  BgdHostSystem *self = BGD_HOST_SYSTEM (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->timer >= 0)
    close (self->timer);
  g_clear_object (&self->monitor);
  g_clear_object (&self->mounts);
  g_clear_object (&self->power);

  G_OBJECT_CLASS (bgd_host_system_parent_class)->finalize (object);
}

static void
bgd_host_system_class_init (BgdHostSystemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bgd_host_system_finalize;
}

static void
bgd_host_system_init (BgdHostSystem *self)
{
  self->timer = -1;
}

/**
 * bgd_host_system_new:
 * @error: (out) (optional): BG_ERROR_FAILED, if the kernel gives no timer
 *
 * The alarm rings in the default main context.
 */
BgdHost *
bgd_host_system_new (GError **error)
{
  g_autoptr (BgdHostSystem) self = g_object_new (BGD_TYPE_HOST_SYSTEM, NULL);

  self->timer = timerfd_create (CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->timer < 0)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_FAILED, "There is no timer: %s", g_strerror (errno));
      return NULL;
    }
  self->timer_id = g_unix_fd_add (self->timer, G_IO_IN, on_timer, self);

  /* With NetworkManager the signal tells of the kernel's routes, the property of what it says. */
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "notify::network-available",
                           G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "notify::network-metered",
                           G_CALLBACK (bgd_host_emit_conditions_changed), self, G_CONNECT_SWAPPED);

  return BGD_HOST (g_steal_pointer (&self));
}
