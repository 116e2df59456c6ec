/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session bus for one test, from which only the service can be started, and folders for it. */
#include "config.h"

#include "bus-fixture.h"

#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <unistd.h>

/* How long the service may need to end, with all sanitizers on a busy machine. */
#define END_TIMEOUT_MS (20 * 1000)

static const struct
{
  const char *variable;
  const char *folder;
} homes[] = {
  { "HOME", "home" },          { "XDG_CACHE_HOME", "cache" },    { "XDG_CONFIG_HOME", "config" },
  { "XDG_DATA_HOME", "data" }, { "XDG_RUNTIME_DIR", "runtime" }, { "XDG_STATE_HOME", "state" },
};

char *
bus_fixture_make_folder (BusFixture *self, const char *name)
{
  char *folder = g_build_filename (self->folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  return folder;
}

static void
write_service_file (const char *folder, const char *program)
{
  g_autofree char *path = g_build_filename (folder, BUS_NAME ".service", NULL);
  g_autofree char *text =
      g_strdup_printf ("[D-BUS Service]\nName=" BUS_NAME "\nExec=%s\n", program);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
bus_fixture_set_up (BusFixture *self, gconstpointer program)
{
  g_autofree char *services = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    program = g_getenv ("FERRYD");

  g_assert_nonnull (program);
  self->folder = g_dir_make_tmp ("ferry-test-XXXXXX", &error);
  g_assert_no_error (error);

  /* The bus hands its environment to what it starts. */
  for (gsize i = 0; i < G_N_ELEMENTS (homes); i++)
    {
      g_autofree char *home = bus_fixture_make_folder (self, homes[i].folder);

      g_setenv (homes[i].variable, home, TRUE);
    }

  /* G_TEST_OPTION_ISOLATE_DIRS takes these away, and with them all GSettings schemas. */
  g_unsetenv ("XDG_CONFIG_DIRS");
  g_unsetenv ("XDG_DATA_DIRS");

  services = bus_fixture_make_folder (self, "services");

  if (g_strcmp0 (program, BUS_FIXTURE_NO_SERVICE) != 0)
    write_service_file (services, program);

  /* GTestDBus lets the bus inherit everything, also the pipe that tells its watcher that this
   * program has died: both would outlive a test that fails. */
  close_range (3, G_MAXUINT, CLOSE_RANGE_CLOEXEC);

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (self->bus, services);
  g_test_dbus_up (self->bus);
}

pid_t
bus_fixture_get_service_pid (BusFixture *self)
{
  g_autoptr (GDBusConnection) connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  guint32 pid = 0;

  g_assert_nonnull (connection);
  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                       g_variant_new ("(s)", BUS_NAME), G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  if (reply != NULL)
    g_variant_get (reply, "(u)", &pid);

  g_dbus_connection_close_sync (connection, NULL, NULL);

  return (pid_t) pid;
}

void
bus_fixture_end_service (BusFixture *self, int signal)
{
  pid_t pid = bus_fixture_get_service_pid (self);
  struct pollfd end = { .events = POLLIN };

  if (pid == 0)
    return;

  /* A child of the bus, so that only this tells when it has ended. */
  end.fd = pidfd_open (pid, 0);

  if (end.fd < 0)
    return;

  kill (pid, signal);
  g_assert_cmpint (poll (&end, 1, END_TIMEOUT_MS), ==, 1);
  close (end.fd);
}

static int
remove_entry (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

void
bus_fixture_tear_down (BusFixture *self, gconstpointer program)
{
  bus_fixture_end_service (self, SIGTERM);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);

  nftw (self->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_clear_pointer (&self->folder, g_free);
}
