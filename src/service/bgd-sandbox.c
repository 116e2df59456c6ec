/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox of a program: who is in it, and which folders that program could use by itself.
 *
 * Flatpak writes the name of the application into the root folder of its sandbox, where the
 * application cannot change it. A program may have a proxy speak on the bus for it, which sees more
 * of the machine: so folders are not judged by the root of who is on the bus, but by that of the
 * program that Flatpak has noted for the sandbox. */
#include "config.h"

#include "bgd-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bg-error.h"
#include "bgd-sink-folder.h"

#define INFO_FILE ".flatpak-info"
#define MAXIMUM_INFO 1048576 /* bytes */
#define MAXIMUM_NAME 255     /* bytes: of an application */

struct _BgdSandbox
{
  char *app_id; /* (owned) */
  gboolean has_network;
  int root_fd; /* (owned) of its programs; -1: not known */
};

/* Whether this service is in a sandbox itself: then it cannot see who calls it. */
gboolean
bgd_sandbox_is_ours (void)
{
  return access ("/" INFO_FILE, F_OK) == 0;
}

static gboolean
read_whole (int fd, GByteArray *bytes)
{
  guint8 buffer[4096];
  ssize_t n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0 && bytes->len + (gsize) n <= MAXIMUM_INFO)
    g_byte_array_append (bytes, buffer, (guint) n);

  return n == 0;
}

/* NULL, with errno, if it cannot be read. */
static GBytes *
read_info (int root_fd)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  struct stat status;
  gboolean read_all;
  /* Without O_NONBLOCK a pipe of that name would hold us. */
  int fd = openat (root_fd, INFO_FILE, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    return NULL;

  read_all = fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && read_whole (fd, bytes);
  close (fd);
  if (!read_all)
    {
      errno = EINVAL;
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* As Flatpak wants them. */
static gboolean
is_app_id (const char *name)
{
  return strlen (name) <= MAXIMUM_NAME && strchr (name, '.') != NULL &&
         strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == strlen (name);
}

static gboolean
read_app_id (BgdSandbox *self, GKeyFile *info)
{
  const char *group = g_key_file_has_group (info, "Application") ? "Application" : "Runtime";

  self->app_id = g_key_file_get_string (info, group, "name", NULL);

  return self->app_id != NULL && is_app_id (self->app_id);
}

static gboolean
read_network (GKeyFile *info)
{
  g_auto (GStrv) shared = g_key_file_get_string_list (info, "Context", "shared", NULL, NULL);

  return shared != NULL && g_strv_contains ((const char *const *) shared, "network");
}

/* A program of the sandbox, as Flatpak has noted it; 0: none. */
static int
find_program (GKeyFile *info)
{
  g_autofree char *instance = g_key_file_get_string (info, "Instance", "instance-id", NULL);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  const char *number;
  int pid = 0;

  if (instance == NULL || *instance == '\0' ||
      strspn (instance, G_CSET_DIGITS) != strlen (instance))
    return 0;

  path = g_build_filename (g_get_user_runtime_dir (), ".flatpak", instance, "bwrapinfo.json", NULL);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  number = strstr (text, "\"child-pid\"");
  if (number == NULL || sscanf (number, "\"child-pid\" : %d", &pid) != 1)
    return 0;

  return MAX (pid, 0);
}

static int
open_root (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/root", pid);

  return open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* What the programs of the sandbox see. The number may be another program's by now: so it must be
 * one of the same sandbox. */
static int
find_root (GKeyFile *info, GBytes *bytes)
{
  int pid = find_program (info);
  int root_fd = pid > 0 ? open_root (pid) : -1;
  g_autoptr (GBytes) its_bytes = root_fd >= 0 ? read_info (root_fd) : NULL;

  if (its_bytes != NULL && g_bytes_equal (its_bytes, bytes))
    return root_fd;

  if (root_fd >= 0)
    close (root_fd);
  return -1;
}

static BgdSandbox *
parse_info (GBytes *bytes, GError **error)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autoptr (BgdSandbox) self = g_new0 (BgdSandbox, 1);

  self->root_fd = -1;
  if (!g_key_file_load_from_bytes (info, bytes, G_KEY_FILE_NONE, NULL) || !read_app_id (self, info))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                           "Ferry does not understand the sandbox of the program that calls.");
      return NULL;
    }

  self->has_network = read_network (info);
  self->root_fd = find_root (info, bytes);

  return g_steal_pointer (&self);
}

/**
 * bgd_sandbox_find:
 * @process_fd: the folder of a process in /proc: of that one, however its number is used again
 * @sandbox: (out) (transfer full) (nullable): the sandbox that it is in; %NULL: none
 * @error: %BG_ERROR_ACCESS_DENIED
 *
 * Returns: whether that could be found out
 */
gboolean
bgd_sandbox_find (int process_fd, BgdSandbox **sandbox, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int root_fd = openat (process_fd, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
  int saved_errno = errno;

  *sandbox = NULL;
  if (root_fd >= 0)
    {
      bytes = read_info (root_fd);
      saved_errno = errno;
      close (root_fd);
    }

  if (bytes != NULL)
    {
      *sandbox = parse_info (bytes, error);
      return *sandbox != NULL;
    }
  if (root_fd >= 0 && saved_errno == ENOENT)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED, "Ferry cannot see which program calls: %s.",
               g_strerror (saved_errno));
  return FALSE;
}

void
bgd_sandbox_free (BgdSandbox *self)
{
  if (self->root_fd >= 0)
    close (self->root_fd);
  g_free (self->app_id);
  g_free (self);
}

const char *
bgd_sandbox_get_app_id (const BgdSandbox *self)
{
  return self->app_id;
}

gboolean
bgd_sandbox_has_network (const BgdSandbox *self)
{
  return self->has_network;
}

static gboolean
is_same (int fd, int other)
{
  struct stat status, other_status;

  return fstat (fd, &status) == 0 && fstat (other, &other_status) == 0 &&
         status.st_dev == other_status.st_dev && status.st_ino == other_status.st_ino;
}

static gboolean
leads_back (const char *directory)
{
  g_auto (GStrv) parts = g_strsplit (directory, "/", -1);

  return g_strv_contains ((const char *const *) parts, "..");
}

/* One and the same folder at the same place on both sides, which a program inside may use. */
static gboolean
is_shared (const BgdSandbox *self, const char *directory, BgdSandboxAccess wanted)
{
  int mode = wanted == BGD_SANDBOX_WRITE ? W_OK | X_OK : R_OK | X_OK;
  int inside = bgd_sink_folder_open_inside (self->root_fd, directory);
  int outside = inside >= 0 ? bgd_sink_folder_open (directory, O_PATH) : -1;
  gboolean is_shared =
      outside >= 0 && is_same (inside, outside) && faccessat (inside, ".", mode, AT_EACCESS) == 0;

  if (outside >= 0)
    close (outside);
  if (inside >= 0)
    close (inside);
  return is_shared;
}

/**
 * bgd_sandbox_check_folder:
 * @self: a sandbox
 * @directory: (type filename): a path that a program in it says
 * @access: what is wanted in the folder
 * @error: %BG_ERROR_INVALID_ARGUMENT, %BG_ERROR_ACCESS_DENIED
 *
 * The service gives no program more than it has. Why a folder is refused is not told: that would
 * say what is outside.
 *
 * Returns: (transfer full) (type filename): the path, for the service: one that leads over no link
 */
char *
bgd_sandbox_check_folder (const BgdSandbox *self,
                          const char *directory,
                          BgdSandboxAccess access,
                          GError **error)
{
  g_autofree char *confined = NULL;
  g_autofree char *shown = g_filename_display_name (directory);

  if (!g_path_is_absolute (directory) || leads_back (directory))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The folder of a file must be given, as an absolute path without “..”.");
      return NULL;
    }

  confined = bgd_sink_folder_confine (directory);
  if (self->root_fd >= 0 && is_shared (self, confined, access))
    return g_steal_pointer (&confined);

  g_set_error (
      error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
      access == BGD_SANDBOX_WRITE
          ? "%s may not write to the folder “%s”, or it is none that both it and Ferry see "
            "at this path, without symbolic links."
          : "%s may not read the folder “%s”, or it is none that both it and Ferry see at "
            "this path, without symbolic links.",
      self->app_id, shown);
  return NULL;
}

/**
 * bgd_sandbox_check_file:
 * @self: a sandbox
 * @directory: (type filename): what bgd_sandbox_check_folder() returned
 * @name: (type filename): of a file in it
 * @error: %BG_ERROR_ACCESS_DENIED
 *
 * Returns: whether a program in the sandbox may read that file
 */
gboolean
bgd_sandbox_check_file (const BgdSandbox *self,
                        const char *directory,
                        const char *name,
                        GError **error)
{
  int inside = bgd_sink_folder_open_inside (self->root_fd, directory);
  int outside = bgd_sink_folder_open (directory, O_PATH);
  struct stat status, other;
  gboolean is_one = strchr (name, '/') == NULL && inside >= 0 && outside >= 0 &&
                    fstatat (inside, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                    fstatat (outside, name, &other, AT_SYMLINK_NOFOLLOW) == 0 &&
                    status.st_dev == other.st_dev && status.st_ino == other.st_ino &&
                    S_ISREG (status.st_mode) && faccessat (inside, name, R_OK, AT_EACCESS) == 0;

  if (inside >= 0)
    close (inside);
  if (outside >= 0)
    close (outside);
  if (!is_one)
    g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED, "%s may not read the file to upload.",
                 self->app_id);

  return is_one;
}
