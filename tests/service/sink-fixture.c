/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for the tests of the sink, on a file system that can do as little as the test wants. */
#include "config.h"

#include "sink-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/vfs.h>

/* The file systems of this machine know all the ways to move a file; those of others do not. The
 * linker sends the calls here. 0: the real call. */
static int errno_of_renameat2;
static int errno_of_linkat;
static int errno_of_renameat;
static guint32 type_of_file_system; /* 0: the real one */
static guint preallocations;

int __wrap_renameat2 (int, const char *, int, const char *, unsigned int);
int __real_renameat2 (int, const char *, int, const char *, unsigned int);
int __wrap_linkat (int, const char *, int, const char *, int);
int __real_linkat (int, const char *, int, const char *, int);
int __wrap_renameat (int, const char *, int, const char *);
int __real_renameat (int, const char *, int, const char *);
int __wrap_fstatfs64 (int, struct statfs *);
int __real_fstatfs64 (int, struct statfs *);
int __wrap_fallocate64 (int, int, off64_t, off64_t);
int __real_fallocate64 (int, int, off64_t, off64_t);

int
__wrap_renameat2 (int from, const char *old_name, int to, const char *new_name, unsigned int flags)
{
  errno = errno_of_renameat2;

  return errno_of_renameat2 != 0 ? -1 : __real_renameat2 (from, old_name, to, new_name, flags);
}

int
__wrap_linkat (int from, const char *old_name, int to, const char *new_name, int flags)
{
  errno = errno_of_linkat;

  return errno_of_linkat != 0 ? -1 : __real_linkat (from, old_name, to, new_name, flags);
}

int
__wrap_renameat (int from, const char *old_name, int to, const char *new_name)
{
  errno = errno_of_renameat;

  return errno_of_renameat != 0 ? -1 : __real_renameat (from, old_name, to, new_name);
}

int
__wrap_fstatfs64 (int fd, struct statfs *status)
{
  int result = __real_fstatfs64 (fd, status);

  if (type_of_file_system != 0)
    status->f_type = type_of_file_system;

  return result;
}

int
__wrap_fallocate64 (int fd, int mode, off64_t offset, off64_t length)
{
  preallocations++;

  return __real_fallocate64 (fd, mode, offset, length);
}

void
sink_fixture_set_up (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sink_fixture_fail (0, 0, 0);
  sink_fixture_set_type (0);
  fixture->directory = g_dir_make_tmp ("ferry-test-XXXXXX", &error);
  g_assert_no_error (error);
}

void
sink_fixture_tear_down (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = sink_fixture_path (fixture, name);

      g_assert_cmpint (g_remove (path), ==, 0);
    }

  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
}

/* What the calls that move a file answer from now on; 0: what they really do. */
void
sink_fixture_fail (int renameat2_errno, int linkat_errno, int renameat_errno)
{
  errno_of_renameat2 = renameat2_errno;
  errno_of_linkat = linkat_errno;
  errno_of_renameat = renameat_errno;
}

/* As a file system that has only this way, from 0 to SINK_FIXTURE_WAYS - 1. */
void
sink_fixture_use_way (guint way)
{
  static const struct
  {
    int renameat2_errno, linkat_errno;
  } ways[SINK_FIXTURE_WAYS] = {
    { 0, 0 }, { EINVAL, 0 }, { ENOSYS, 0 }, { EINVAL, EPERM }, { EINVAL, EOPNOTSUPP },
  };

  sink_fixture_fail (ways[way].renameat2_errno, ways[way].linkat_errno, 0);
}

/* What the file system says that it is, from <linux/magic.h>; 0: what it really is. */
void
sink_fixture_set_type (guint32 magic)
{
  type_of_file_system = magic;
  preallocations = 0;
}

/* Since the type was set. */
guint
sink_fixture_count_preallocations (void)
{
  return preallocations;
}

char *
sink_fixture_path (SinkFixture *fixture, const char *name)
{
  return g_build_filename (fixture->directory, name, NULL);
}

void
sink_fixture_put (SinkFixture *fixture, const char *name, const char *contents)
{
  g_autofree char *path = sink_fixture_path (fixture, name);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

void
sink_fixture_assert_contents (SinkFixture *fixture, const char *name, const char *wanted)
{
  g_autofree char *path = sink_fixture_path (fixture, name);
  g_autofree char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, NULL);
  g_assert_cmpstr (contents, ==, wanted);
}

BgdSink *
sink_fixture_open (SinkFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BgdSink *sink = bgd_sink_open (fixture->directory, ".part", &error);

  g_assert_no_error (error);

  return sink;
}

/* As the folder is now, which tests change between two moves. */
gboolean
sink_fixture_move (const char *directory, const char *part_name, const char *name, GError **error)
{
  g_autoptr (BgdSinkNames) names = bgd_sink_names_open (directory, error);

  return names != NULL && bgd_sink_names_move (names, part_name, name, error);
}
