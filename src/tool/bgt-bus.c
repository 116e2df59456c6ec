/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session bus; a private one where there is none. The only D-Bus of the tool.
 *
 * The private bus is shared by all programs of this kind that run at the same time: two services
 * must not work on one queue. In a folder that only this user can enter lie
 *
 * - bus: the address. Whoever uses the bus holds a shared lock on this file. A small process, the
 *   keeper, is the parent of the bus and waits for an exclusive lock: it gets that when the last
 *   user has gone, in whatever way, and then ends the bus and waits until the service has ended
 *   too. Only then can a new user have its lock.
 * - bus.lock: held while a program looks for a bus or starts one.
 */
#include "config.h"

#include "bgt-bus.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* A bus that does not say its address within this time never will. */
#define START_TIMEOUT_MS 10000

/* A service that did not end within this time after its bus is not waited for. Seconds. */
#define END_TIMEOUT 10

/* Where the keeper and the bus write the address to. */
#define ADDRESS_FD 3

/* The lock of this process; -1 on the session bus. It ends with the process, however that ends. */
static int users_fd = -1;

/* Whether nobody has to start one. */
gboolean
bgt_bus_has_session (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *path = NULL;
  GStatBuf status;

  if (address != NULL && *address != '\0')
    return TRUE;

  if (runtime == NULL || *runtime == '\0')
    return FALSE;

  path = g_build_filename (runtime, "bus", NULL);

  return g_stat (path, &status) == 0 && S_ISSOCK (status.st_mode) && status.st_uid == geteuid ();
}

static gboolean
fail (GError **error, const char *path, int saved_errno)
{
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (saved_errno),
               _ ("There is no session bus, and a private one cannot be had: “%s”: %s."), path,
               g_strerror (saved_errno));
  return FALSE;
}

/* Where there is no runtime folder, the queue's own serves. */
static char *
make_folder (GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  gboolean has_runtime = runtime != NULL && g_file_test (runtime, G_FILE_TEST_IS_DIR);
  g_autofree char *folder =
      g_build_filename (has_runtime ? runtime : g_get_user_state_dir (), "ferry", NULL);
  GStatBuf status;

  if (g_mkdir_with_parents (folder, 0700) < 0 || g_stat (folder, &status) < 0)
    {
      fail (error, folder, errno);
      return NULL;
    }

  /* Others could lead us to a bus of theirs. */
  if (status.st_uid != geteuid () || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    {
      fail (error, folder, EPERM);
      return NULL;
    }

  return g_steal_pointer (&folder);
}

/* Opens and waits for the lock. */
static int
lock (const char *path, int operation)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  while (fd >= 0 && flock (fd, operation) < 0)
    if (errno != EINTR)
      {
        int saved_errno = errno;

        close (fd);
        errno = saved_errno;
        return -1;
      }

  return fd;
}

/* The file may be left over: only a bus that answers is one. */
static gboolean
is_alive (const char *address)
{
  g_autoptr (GIOStream) stream = g_dbus_is_address (address)
                                     ? g_dbus_address_get_stream_sync (address, NULL, NULL, NULL)
                                     : NULL;
  g_autoptr (GCredentials) peer =
      G_IS_SOCKET_CONNECTION (stream)
          ? g_socket_get_credentials (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)),
                                      NULL)
          : NULL;

  return peer != NULL && g_credentials_get_unix_user (peer, NULL) == geteuid ();
}

static void G_GNUC_NORETURN
run_bus (const char *listen)
{
  /* Should the keeper be killed, the bus goes too. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);

  execlp ("dbus-daemon", "dbus-daemon", "--session", "--nofork", "--nopidfile", "--nosyslog",
          listen, "--print-address=" G_STRINGIFY (ADDRESS_FD), NULL);
  _exit (127);
}

/* In a process of its own, out of reach for the keys of the terminal; it holds nothing open that
 * somebody may wait for. */
static void G_GNUC_NORETURN
keep_bus (const char *users_path, const char *listen, int address_fd)
{
  int null_fd = open ("/dev/null", O_RDWR);
  pid_t bus;

  setsid ();
  dup2 (address_fd, ADDRESS_FD);
  fcntl (ADDRESS_FD, F_SETFD, 0);
  dup2 (null_fd, STDIN_FILENO);
  dup2 (null_fd, STDOUT_FILENO);
  dup2 (null_fd, STDERR_FILENO);
  closefrom (ADDRESS_FD + 1);

  if (chdir ("/") < 0)
    _exit (1);

  /* What loses its parent becomes ours: the services that the bus started. */
  prctl (PR_SET_CHILD_SUBREAPER, 1);

  bus = fork ();

  if (bus == 0)
    run_bus (listen);

  close (ADDRESS_FD);

  if (bus < 0 || lock (users_path, LOCK_EX) < 0)
    _exit (1);

  kill (bus, SIGTERM);
  alarm (END_TIMEOUT);

  while (wait (NULL) > 0 || errno == EINTR)
    continue;

  _exit (0);
}

static char *
read_address (int fd)
{
  g_autoptr (GString) line = g_string_new (NULL);
  struct pollfd readable = { .fd = fd, .events = POLLIN };
  char buffer[256];

  while (strchr (line->str, '\n') == NULL)
    {
      ssize_t n;

      if (poll (&readable, 1, START_TIMEOUT_MS) <= 0 || (n = read (fd, buffer, sizeof buffer)) <= 0)
        return NULL;

      g_string_append_len (line, buffer, n);
    }

  return g_strstrip (g_string_free (g_steal_pointer (&line), FALSE));
}

/* Returns the address of a new bus. */
static char *
start (const char *users_path, GError **error)
{
  g_autofree char *program = g_find_program_in_path ("dbus-daemon");
  g_autofree char *folder = g_dbus_address_escape_value (g_get_tmp_dir ());
  g_autofree char *listen = g_strconcat ("--address=unix:tmpdir=", folder, NULL);
  g_autofree char *address = NULL;
  int fds[2];
  pid_t keeper;

  if (program == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("There is no session bus, and none can be started: install the "
                              "package “dbus-daemon” (on some systems “dbus”)."));
      return NULL;
    }

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return NULL;

  keeper = fork ();

  if (keeper == 0)
    keep_bus (users_path, listen, fds[1]);

  close (fds[1]);
  address = keeper > 0 ? read_address (fds[0]) : NULL;
  close (fds[0]);

  if (address == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _ ("There is no session bus, and a private one could not be started: "
                            "“dbus-daemon --session” fails."));

  return g_steal_pointer (&address);
}

/* The address is written under bus.lock, so that nobody reads half of it. */
static char *
find_or_start (const char *users_path, GError **error)
{
  g_autofree char *address = NULL;

  if (g_file_get_contents (users_path, &address, NULL, NULL) && is_alive (address))
    return g_steal_pointer (&address);

  g_clear_pointer (&address, g_free);
  address = start (users_path, error);

  if (address == NULL)
    return NULL;

  if (ftruncate (users_fd, 0) < 0 ||
      pwrite (users_fd, address, strlen (address), 0) != (ssize_t) strlen (address))
    {
      fail (error, users_path, errno);
      return NULL;
    }

  return g_steal_pointer (&address);
}

static gboolean
join_private (GError **error)
{
  g_autofree char *folder = make_folder (error);
  g_autofree char *lock_path = NULL;
  g_autofree char *users_path = NULL;
  g_autofree char *address = NULL;
  int lock_fd;

  if (folder == NULL)
    return FALSE;

  lock_path = g_build_filename (folder, "bus.lock", NULL);
  users_path = g_build_filename (folder, "bus", NULL);
  lock_fd = lock (lock_path, LOCK_EX);

  if (lock_fd < 0)
    return fail (error, lock_path, errno);

  users_fd = lock (users_path, LOCK_SH);

  if (users_fd < 0)
    fail (error, users_path, errno);
  else
    address = find_or_start (users_path, error);

  close (lock_fd);

  if (address == NULL)
    return FALSE;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  return TRUE;
}

/**
 * bgt_bus_join:
 *
 * To be called before anything else that uses the bus, and before there are threads.
 *
 * Returns: whether there is a session bus now; else a sentence is in @error
 */
gboolean
bgt_bus_join (GError **error)
{
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!bgt_bus_has_session () && !join_private (error))
    return FALSE;

  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &local_error);

  if (connection == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                   _ ("The session bus cannot be reached: %s. Is DBUS_SESSION_BUS_ADDRESS right?"),
                   local_error->message);
      return FALSE;
    }

  /* A bus that goes away is an error like others, not the end of the program. The connection is
   * shared, so that the library has the same one, and is kept. */
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  g_steal_pointer (&connection);
  return TRUE;
}

gboolean
bgt_bus_is_private (void)
{
  return users_fd >= 0;
}

/**
 * bgt_bus_leave:
 *
 * Returns: whether this was the last user of a private bus, so that the service stops now
 */
gboolean
bgt_bus_leave (void)
{
  gboolean is_last;

  if (users_fd < 0)
    return FALSE;

  /* Ours becomes exclusive before the keeper, which sleeps, can have it. */
  is_last = flock (users_fd, LOCK_EX | LOCK_NB) == 0;
  close (users_fd);
  users_fd = -1;

  return is_last;
}
