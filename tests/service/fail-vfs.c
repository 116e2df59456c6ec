/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fails when the test says so, between SQLite and the real one. */
#include "config.h"

#include "fail-vfs.h"

#include <sqlite3.h>

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real; /* lies behind this struct, in memory that SQLite owns */
} FailFile;

static struct
{
  sqlite3_vfs *real;
  guint countdown; /* 0: nothing fails */
  int result;
  FailDuration duration;
  gboolean failed;
  gboolean no_shared_memory;
} disk;

#define REAL(file) (((FailFile *) (file))->real)

/* SQLITE_OK, or what the operation that has come now must return. */
static int
next_result (void)
{
  if (disk.countdown == 0 || --disk.countdown > 0)
    return SQLITE_OK;

  disk.failed = TRUE;
  disk.countdown = disk.duration == FAIL_FROM_ON ? 1 : 0;
  return disk.result;
}

static int
on_close (sqlite3_file *file)
{
  return REAL (file)->pMethods->xClose (REAL (file));
}

static int
on_read (sqlite3_file *file, void *data, int length, sqlite3_int64 offset)
{
  return REAL (file)->pMethods->xRead (REAL (file), data, length, offset);
}

static int
on_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  int result = next_result ();

  if (result == SQLITE_OK)
    return REAL (file)->pMethods->xWrite (REAL (file), data, length, offset);

  /* The worst that a disk may do: a part of it has arrived. */
  REAL (file)->pMethods->xWrite (REAL (file), data, length / 2, offset);
  return result;
}

static int
on_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int result = next_result ();

  return result != SQLITE_OK ? result : REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
on_sync (sqlite3_file *file, int flags)
{
  int result = next_result ();

  return result != SQLITE_OK ? result : REAL (file)->pMethods->xSync (REAL (file), flags);
}

static int
on_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
on_lock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
on_unlock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
on_check_reserved_lock (sqlite3_file *file, int *result)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), result);
}

static int
on_file_control (sqlite3_file *file, int operation, void *argument)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), operation, argument);
}

static int
on_sector_size (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
on_device_characteristics (sqlite3_file *file)
{
  return REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));
}

static int
on_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  if (disk.no_shared_memory)
    return SQLITE_IOERR_SHMMAP;

  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, memory);
}

static int
on_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
on_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
on_shm_unmap (sqlite3_file *file, int delete)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), delete);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_file_size,
  .xLock = on_lock,
  .xUnlock = on_unlock,
  .xCheckReservedLock = on_check_reserved_lock,
  .xFileControl = on_file_control,
  .xSectorSize = on_sector_size,
  .xDeviceCharacteristics = on_device_characteristics,
  .xShmMap = on_shm_map,
  .xShmLock = on_shm_lock,
  .xShmBarrier = on_shm_barrier,
  .xShmUnmap = on_shm_unmap,
};

static int
on_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
  FailFile *self = (FailFile *) file;
  int result;

  self->real = (sqlite3_file *) (self + 1);
  result = disk.real->xOpen (disk.real, name, self->real, flags, out_flags);
  file->pMethods = self->real->pMethods != NULL ? &methods : NULL;

  return result;
}

void
fail_vfs_install (void)
{
  static sqlite3_vfs vfs;

  disk.real = sqlite3_vfs_find (NULL);
  vfs = *disk.real; /* all but xOpen can stay: they take names, not files */
  vfs.zName = "fail";
  vfs.szOsFile = (int) sizeof (FailFile) + disk.real->szOsFile;
  vfs.pNext = NULL;
  vfs.xOpen = on_open;

  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

void
fail_vfs_arm (guint n, int result, FailDuration duration)
{
  disk.countdown = n;
  disk.result = result;
  disk.duration = duration;
  disk.failed = FALSE;
}

gboolean
fail_vfs_disarm (void)
{
  disk.countdown = 0;

  return disk.failed;
}

void
fail_vfs_set_shared_memory (gboolean available)
{
  disk.no_shared_memory = !available;
}
