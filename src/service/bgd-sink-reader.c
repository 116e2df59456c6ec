/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is uploaded: opened for reading, and watched for changes. */
#include "config.h"

#include "bgd-sink-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bgd-error.h"
#include "bgd-sink-folder.h"

#define NANOSECONDS G_GINT64_CONSTANT (1000000000)

struct _BgdSinkReader
{
  int fd;           /* (owned) */
  int directory_fd; /* (owned) */
  char *name;       /* (owned) (type filename) in directory_fd */
};

static BgdSinkVersion
version_of (const struct stat *status)
{
  return (BgdSinkVersion){
    .size = (guint64) status->st_size,
    .changed = status->st_mtim.tv_sec * NANOSECONDS + status->st_mtim.tv_nsec,
  };
}

/* Not the words of a folder to write into. */
static void
set_error (GError **error, int saved_errno)
{
  if (saved_errno == ENOENT || saved_errno == ENOTDIR)
    g_set_error_literal (error, BG_ERROR, BG_ERROR_LOCAL_FILE_NOT_FOUND,
                         "The file to upload is not there.");
  else
    bgd_error_set_from_errno (error, saved_errno, "Opening the file to upload");
}

/**
 * bgd_sink_reader_open:
 * @directory: (type filename): a folder
 * @name: (type filename): of a file in it
 * @error: return location
 *
 * A link is not followed: it could lead elsewhere the next time.
 *
 * Errors: %BG_ERROR_LOCAL_FILE_NOT_FOUND, %BG_ERROR_ACCESS_DENIED, %BG_ERROR_INVALID_ARGUMENT if it
 * is no regular file, %BG_ERROR_LOCAL_IO.
 *
 * Returns: (transfer full): the open file
 */
BgdSinkReader *
bgd_sink_reader_open (const char *directory, const char *name, GError **error)
{
  struct stat status;
  int directory_fd = bgd_sink_folder_open (directory, O_PATH);
  int fd = directory_fd >= 0 ? bgd_sink_folder_open_file (directory_fd, name, O_RDONLY) : -1;
  BgdSinkReader *self;

  if (fd < 0)
    {
      set_error (error, errno);
      if (directory_fd >= 0)
        close (directory_fd);
      return NULL;
    }

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      close (fd);
      close (directory_fd);
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "Only regular files can be uploaded.");
      return NULL;
    }

  self = g_new0 (BgdSinkReader, 1);
  self->fd = fd;
  self->directory_fd = directory_fd;
  self->name = g_strdup (name);

  return self;
}

void
bgd_sink_reader_close (BgdSinkReader *self)
{
  close (self->fd);
  close (self->directory_fd);
  g_free (self->name);
  g_free (self);
}

gboolean
bgd_sink_reader_get_version (BgdSinkReader *self, BgdSinkVersion *version, GError **error)
{
  struct stat status;

  if (fstat (self->fd, &status) != 0)
    {
      set_error (error, errno);
      return FALSE;
    }

  *version = version_of (&status);
  return TRUE;
}

static gboolean
is_same (const struct stat *status, const BgdSinkVersion *version)
{
  BgdSinkVersion now = version_of (status);

  return now.size == version->size && now.changed == version->changed;
}

/**
 * bgd_sink_reader_is_version:
 * @version: what it was
 *
 * Editors write another file and give it the name: so the name is looked at, too.
 *
 * Source: "File Transfer Consistency" in the BITS reference: size and time stamp.
 *
 * Returns: whether the file still is what it was
 */
gboolean
bgd_sink_reader_is_version (BgdSinkReader *self, const BgdSinkVersion *version)
{
  struct stat open_file, named;

  return fstat (self->fd, &open_file) == 0 && is_same (&open_file, version) &&
         fstatat (self->directory_fd, self->name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         named.st_ino == open_file.st_ino && named.st_dev == open_file.st_dev;
}

/**
 * bgd_sink_reader_read:
 * @data: (out): the bytes
 * @length: how many, at most
 * @offset: where they are
 *
 * Returns: how many were read: fewer at the end of the file; -1 on error
 */
gssize
bgd_sink_reader_read (BgdSinkReader *self, void *data, gsize length, guint64 offset, GError **error)
{
  gssize n;

  do
    n = pread (self->fd, data, length, (off_t) offset);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    bgd_error_set_from_errno (error, errno, "Reading the file to upload");

  return n;
}
