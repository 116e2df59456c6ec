/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of the queue: private, held by one service at a time. */
#include "config.h"

#include "bgd-store-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bg-error.h"

/* A service that leaves frees the queue a moment after the next one was called. */
#define LOCK_WAIT ((gint64) 3 * G_USEC_PER_SEC)
#define LOCK_POLL ((gulong) 20 * 1000) /* microseconds */

/* What SQLite puts beside a database. These first: a database that lost its log is older, but
 * whole; a log that lost its database is nothing. */
static const char *const suffixes[] = { "-wal", "-journal", "-shm", "" };

struct _BgdStoreFolder
{
  char *path; /* (owned) (type filename) */
  int lock;   /* held while the process lives, however it ends */
};

static gboolean
fail (GError **error, int saved_errno, const char *what, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  gboolean full = saved_errno == ENOSPC || saved_errno == EDQUOT;

  g_set_error (error, BG_ERROR, full ? BG_ERROR_DISK_FULL : BG_ERROR_STORE, "%s “%s”: %s", what,
               shown, g_strerror (saved_errno));
  return FALSE;
}

/* So that the name of a new file survives a crash of the machine. File systems that cannot do it
 * have no need of it. */
static void
sync_names (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;

  if (fsync (fd) != 0)
    g_debug ("Folder “%s” was not synced: %s", path, g_strerror (errno));
  close (fd);
}

/* Opens or makes a file that only its owner may read, whatever the umask says. */
static int
open_private (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      fail (error, errno, "Cannot open the queue", path);
      return -1;
    }

  if (fchmod (fd, 0600) != 0)
    {
      fail (error, errno, "Cannot make the queue private", path);
      close (fd);
      return -1;
    }

  return fd;
}

static gboolean
take_lock (BgdStoreFolder *self, GError **error)
{
  g_autofree char *path = bgd_store_folder_get_file (self, "lock");

  self->lock = open_private (path, error);
  if (self->lock < 0)
    return FALSE;

  for (gint64 end = g_get_monotonic_time () + LOCK_WAIT;;)
    {
      if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
      if (errno != EWOULDBLOCK)
        return fail (error, errno, "Cannot lock the queue", path);
      if (g_get_monotonic_time () >= end)
        break;
      g_usleep (LOCK_POLL);
    }

  g_set_error_literal (error, BG_ERROR, BG_ERROR_STORE, "Another Ferry service uses this queue");
  return FALSE;
}

/**
 * bgd_store_folder_open:
 * @path: made if it does not exist
 * @error: (out) (optional): BG_ERROR_STORE, also if another process holds it; BG_ERROR_DISK_FULL
 */
BgdStoreFolder *
bgd_store_folder_open (const char *path, GError **error)
{
  g_autoptr (BgdStoreFolder) self = g_new0 (BgdStoreFolder, 1);
  g_autofree char *parent = g_path_get_dirname (path);

  self->path = g_strdup (path);
  self->lock = -1;

  if (g_mkdir_with_parents (path, 0700) != 0 || g_chmod (path, 0700) != 0)
    {
      fail (error, errno, "Cannot make the folder of the queue", path);
      return NULL;
    }
  sync_names (parent);

  if (!take_lock (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
bgd_store_folder_close (BgdStoreFolder *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

char *
bgd_store_folder_get_file (BgdStoreFolder *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

gboolean
bgd_store_folder_has (BgdStoreFolder *self, const char *name)
{
  g_autofree char *path = bgd_store_folder_get_file (self, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* SQLite gives its other files the mode of the database, so that is made here first. */
gboolean
bgd_store_folder_make_file (BgdStoreFolder *self, const char *name, GError **error)
{
  g_autofree char *path = bgd_store_folder_get_file (self, name);
  int fd = open_private (path, error);

  if (fd < 0)
    return FALSE;

  close (fd);
  sync_names (self->path);
  return TRUE;
}

/* Renames a closed database with all that belongs to it. */
gboolean
bgd_store_folder_move (BgdStoreFolder *self, const char *from, const char *to, GError **error)
{
  g_autofree char *from_path = bgd_store_folder_get_file (self, from);
  g_autofree char *to_path = bgd_store_folder_get_file (self, to);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *old = g_strconcat (from_path, suffixes[i], NULL);
      g_autofree char *new = g_strconcat (to_path, suffixes[i], NULL);

      if (g_rename (old, new) != 0 && errno != ENOENT)
        return fail (error, errno, "Cannot rename the queue", old);
    }

  sync_names (self->path);
  return TRUE;
}

/* Removes a closed database with all that belongs to it, if it is there. */
void
bgd_store_folder_remove (BgdStoreFolder *self, const char *name)
{
  g_autofree char *path = bgd_store_folder_get_file (self, name);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
}
