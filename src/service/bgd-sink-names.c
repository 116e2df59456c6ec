/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names in a folder, and the step from a hidden one to the one that people see. The folder is
 * opened once for all the files of a job that go there. */
#include "config.h"

#include "bgd-sink-names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "bgd-error.h"
#include "bgd-sink-folder.h"

/* “Common Extended Attributes” of freedesktop.org. */
#define ORIGIN_ATTRIBUTE "user.xdg.origin.url"
#define REFERRER_ATTRIBUTE "user.xdg.referrer.url"

struct _BgdSinkNames
{
  int fd; /* (owned) */
};

/**
 * bgd_sink_names_open:
 * @directory: (type filename): a folder
 * @error: return location
 *
 * Errors: those of bgd_error_set_from_errno().
 *
 * Returns: (transfer full): the names in it, for as long as nobody else deletes the folder
 */
BgdSinkNames *
bgd_sink_names_open (const char *directory, GError **error)
{
  BgdSinkNames *self;
  int fd = bgd_sink_folder_open (directory, O_PATH);

  if (fd < 0)
    {
      bgd_error_set_from_errno (error, errno, "Opening the folder");
      return NULL;
    }

  self = g_new0 (BgdSinkNames, 1);
  self->fd = fd;

  return self;
}

void
bgd_sink_names_close (BgdSinkNames *self)
{
  close (self->fd);
  g_free (self);
}

/* A link is not followed. */
static gboolean
look_at (BgdSinkNames *self, const char *name, struct stat *status)
{
  return fstatat (self->fd, name, status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Whether anything has that name, a dangling link included. */
gboolean
bgd_sink_names_has (BgdSinkNames *self, const char *name)
{
  struct stat status;

  return look_at (self, name, &status);
}

/* The same, for one look into a folder, which need not be there. */
gboolean
bgd_sink_names_has_in (const char *directory, const char *name)
{
  g_autoptr (BgdSinkNames) self = bgd_sink_names_open (directory, NULL);

  return self != NULL && bgd_sink_names_has (self, name);
}

static gboolean
is_name_of (BgdSinkNames *self, const char *name, const struct stat *status)
{
  struct stat other;

  return look_at (self, name, &other) && status->st_dev == other.st_dev &&
         status->st_ino == other.st_ino;
}

/* Whether both names are those of one file: a move was stopped between its two steps. */
gboolean
bgd_sink_names_is_same (BgdSinkNames *self, const char *part_name, const char *name)
{
  struct stat status;

  return look_at (self, part_name, &status) && is_name_of (self, name, &status);
}

static void
set_attribute (int fd, const char *name, const char *value)
{
  if (value != NULL && fsetxattr (fd, name, value, strlen (value), 0) != 0)
    g_debug ("%s was not set: %s", name, g_strerror (errno));
}

/**
 * bgd_sink_names_set_origin:
 * @self: a folder
 * @part_name: name of the hidden file in it
 * @origin: (nullable): the address that it came from, without secrets
 * @referrer: (nullable): the page that linked to it, likewise
 *
 * Writes them on the file, before it gets its name, so that nobody ever sees it without. That the
 * file system has no room or no sense for it is no failure.
 */
void
bgd_sink_names_set_origin (BgdSinkNames *self,
                           const char *part_name,
                           const char *origin,
                           const char *referrer)
{
  int fd = bgd_sink_folder_open_file (self->fd, part_name, O_RDONLY);
  struct stat status;

  if (fd < 0)
    return;

  /* One with two names may be somebody's. */
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_nlink == 1)
    {
      set_attribute (fd, ORIGIN_ATTRIBUTE, origin);
      set_attribute (fd, REFERRER_ATTRIBUTE, referrer);
    }

  close (fd);
}

/* For file systems without links: keeps the name with an empty file of ours, and replaces that. */
static gboolean
rename_over_placeholder (BgdSinkNames *self, const char *part_name, const char *name)
{
  int fd = openat (self->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;

  close (fd);
  if (renameat (self->fd, part_name, self->fd, name) == 0)
    return TRUE;

  int saved_errno = errno;
  unlinkat (self->fd, name, 0);
  errno = saved_errno;

  return FALSE;
}

/* Sets errno. Each way leaves a file of that name alone, on the file systems that have it. */
static gboolean
rename_without_replacing (BgdSinkNames *self, const char *part_name, const char *name)
{
  if (renameat2 (self->fd, part_name, self->fd, name, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  if (linkat (self->fd, part_name, self->fd, name, 0) == 0)
    return unlinkat (self->fd, part_name, 0) == 0;
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)
    return FALSE;

  return rename_over_placeholder (self, part_name, name);
}

/**
 * bgd_sink_names_move:
 * @self: a folder
 * @part_name: name of the hidden file in it, which was synced
 * @name: the name to be
 * @error: return location
 *
 * Gives the file its final name. Nothing is ever replaced. The name is on the disk for good after
 * bgd_sink_names_sync(), once for many files.
 *
 * Returns: whether the file has its name; %BG_ERROR_FILE_EXISTS if the name is taken,
 *   %BG_ERROR_ACCESS_DENIED if the hidden file is not the one that was written
 */
gboolean
bgd_sink_names_move (BgdSinkNames *self, const char *part_name, const char *name, GError **error)
{
  static const char what[] = "Moving the file into place";
  struct stat status;
  gboolean moved;

  if (!look_at (self, part_name, &status))
    {
      bgd_error_set_from_errno (error, errno, what);
      return FALSE;
    }

  /* Not FILE_EXISTS: another name would not help. */
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                   "%s failed: something else has its hidden name", what);
      return FALSE;
    }

  if (is_name_of (self, name, &status))
    moved = unlinkat (self->fd, part_name, 0) == 0; /* stopped after linkat() the last time */
  else if (!bgd_sink_folder_check_owner (self->fd, &status, what, error))
    return FALSE;
  else
    moved = rename_without_replacing (self, part_name, name);

  if (!moved)
    bgd_error_set_from_errno (error, errno, what);

  return moved;
}

/* Some file systems cannot sync a folder (EINVAL). The names in it are there all the same, so that
 * is no failure. */
void
bgd_sink_names_sync (BgdSinkNames *self)
{
  int fd = openat (self->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 || fsync (fd) != 0)
    g_debug ("A folder was not synced: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
}
