/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the sink in a folder where somebody else puts things: links, pipes, devices, foreign
 * files. */
#include "config.h"

#include "bgd-sink-folder.h"
#include "sink-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "bg-error.h"

/* Another person's number, for root, who alone can give files away. */
#define SOMEBODY 4242

/* What may stand where a file is to be, each with its maker. */
typedef gboolean (*Maker) (SinkFixture *fixture, const char *path);

static gboolean
make_link_to_nothing (SinkFixture *fixture, const char *path)
{
  return symlink ("nowhere", path) == 0;
}

static gboolean
make_link_to_file (SinkFixture *fixture, const char *path)
{
  sink_fixture_put (fixture, "victim", "precious");

  return symlink ("victim", path) == 0;
}

static gboolean
make_link_to_folder (SinkFixture *fixture, const char *path)
{
  return symlink (".", path) == 0;
}

static gboolean
make_folder (SinkFixture *fixture, const char *path)
{
  return g_mkdir (path, 0700) == 0;
}

static gboolean
make_pipe (SinkFixture *fixture, const char *path)
{
  return mkfifo (path, 0666) == 0;
}

/* As /dev/full. Only root can. */
static gboolean
make_device (SinkFixture *fixture, const char *path)
{
  return mknod (path, S_IFCHR | 0666, makedev (1, 7)) == 0;
}

static const struct
{
  const char *what;
  Maker make;
  BgError code; /* of opening it as the part file */
} things[] = {
  { "a link to nothing", make_link_to_nothing, BG_ERROR_ACCESS_DENIED },
  { "a link to a file", make_link_to_file, BG_ERROR_ACCESS_DENIED },
  { "a link to a folder", make_link_to_folder, BG_ERROR_ACCESS_DENIED },
  { "a folder", make_folder, BG_ERROR_FILE_EXISTS },
  { "a pipe", make_pipe, BG_ERROR_FILE_EXISTS },
  { "a device", make_device, BG_ERROR_FILE_EXISTS },
};

static gboolean
make (SinkFixture *fixture, guint thing, const char *name)
{
  g_autofree char *path = sink_fixture_path (fixture, name);

  if (things[thing].make (fixture, path))
    {
      g_test_message ("%s", things[thing].what);
      return TRUE;
    }

  g_assert_true (things[thing].make == make_device);
  g_test_message ("devices are not tested: %s", g_strerror (errno));
  return FALSE;
}

static void
discard (SinkFixture *fixture, const char *name)
{
  g_autofree char *path = sink_fixture_path (fixture, name);

  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Not following links. */
static ino_t
inode_of (SinkFixture *fixture, const char *name)
{
  g_autofree char *path = sink_fixture_path (fixture, name);
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);

  return status.st_ino;
}

static void
test_what_is_no_file_is_never_opened (SinkFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      g_autoptr (GError) error = NULL;

      if (!make (fixture, i, ".part"))
        continue;

      g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
      g_assert_error (error, BG_ERROR, (int) things[i].code);
      discard (fixture, ".part");
    }

  sink_fixture_assert_contents (fixture, "victim", "precious");
  g_assert_false (bgd_sink_names_has_in (fixture->directory, "nowhere"));
}

/* Whatever has the name is left as it is, on file systems that have only the lesser ways, too. */
static void
test_nothing_that_has_the_name_is_replaced (SinkFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      if (!make (fixture, i, "file"))
        continue;

      for (guint way = 0; way < SINK_FIXTURE_WAYS; way++)
        {
          ino_t before = inode_of (fixture, "file");
          g_autoptr (GError) error = NULL;

          sink_fixture_use_way (way);
          sink_fixture_put (fixture, ".part", "new");
          g_assert_true (bgd_sink_names_has_in (fixture->directory, "file"));
          g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
          g_assert_error (error, BG_ERROR, BG_ERROR_FILE_EXISTS);
          g_assert_cmpuint (inode_of (fixture, "file"), ==, before);
          sink_fixture_assert_contents (fixture, ".part", "new");
        }

      discard (fixture, "file");
    }

  sink_fixture_assert_contents (fixture, "victim", "precious");
  g_assert_false (bgd_sink_names_has_in (fixture->directory, "nowhere"));
}

/* The download would be a link to whatever its maker likes. */
static void
test_what_is_no_file_gets_no_name (SinkFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      if (!make (fixture, i, ".part"))
        continue;

      for (guint way = 0; way < SINK_FIXTURE_WAYS; way++)
        {
          g_autoptr (GError) error = NULL;

          sink_fixture_use_way (way);
          g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
          g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
          g_assert_false (bgd_sink_names_has_in (fixture->directory, "file"));
        }

      discard (fixture, ".part");
    }
}

static void
test_a_file_with_two_names_is_not_written (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *victim = sink_fixture_path (fixture, "victim");
  g_autofree char *part = sink_fixture_path (fixture, ".part");
  g_autoptr (GError) error = NULL;

  sink_fixture_put (fixture, "victim", "precious");
  g_assert_cmpint (link (victim, part), ==, 0);

  g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  g_clear_error (&error);
  g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  g_assert_false (bgd_sink_names_has_in (fixture->directory, "file"));

  g_autoptr (BgdSinkNames) names = bgd_sink_names_open (fixture->directory, NULL);
  g_assert_nonnull (names);
  bgd_sink_names_set_origin (names, ".part", "https://example.com/", NULL);
  g_assert_cmpint (lgetxattr (victim, "user.xdg.origin.url", NULL, 0), ==, -1);
  sink_fixture_assert_contents (fixture, "victim", "precious");
}

static void
test_a_file_of_somebody_else_is_not_written (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *part = sink_fixture_path (fixture, ".part");
  g_autoptr (GError) error = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can make files of somebody else");
      return;
    }

  sink_fixture_put (fixture, ".part", "theirs");
  g_assert_cmpint (g_chmod (part, 0666), ==, 0);
  g_assert_cmpint (chown (part, SOMEBODY, (gid_t) -1), ==, 0);

  g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  g_clear_error (&error);
  g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  sink_fixture_assert_contents (fixture, ".part", "theirs");
}

/* There every file shows as one person's, ours too. */
static void
test_where_nobody_owns_files_nobody_is_asked (SinkFixture *fixture, gconstpointer data)
{
  static const guint32 magics[] = { MSDOS_SUPER_MAGIC, FUSE_SUPER_MAGIC, NFS_SUPER_MAGIC,
                                    SMB2_SUPER_MAGIC };
  g_autofree char *part = sink_fixture_path (fixture, ".part");

  if (geteuid () != 0)
    {
      g_test_skip ("only root can make files of somebody else");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      g_autoptr (GError) error = NULL;

      sink_fixture_put (fixture, ".part", "ours");
      g_assert_cmpint (chown (part, SOMEBODY, (gid_t) -1), ==, 0);
      sink_fixture_set_type (magics[i]);
      bgd_sink_close (sink_fixture_open (fixture));
      g_assert_true (sink_fixture_move (fixture->directory, ".part", "file", &error));
      g_assert_no_error (error);
      discard (fixture, "file");
    }
}

static mode_t
mode_of (SinkFixture *fixture, const char *name)
{
  g_autofree char *path = sink_fixture_path (fixture, name);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);

  return status.st_mode & 07777;
}

/* Whatever the mask of the service lets through, on each way to the name. */
static void
test_a_new_file_can_be_read_and_written_at_most (SinkFixture *fixture, gconstpointer data)
{
  static const mode_t masks[] = { 0, 022, 077, 0111 };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    for (guint way = 0; way < SINK_FIXTURE_WAYS; way++)
      {
        g_autoptr (GError) error = NULL;
        mode_t old = umask (masks[i]);

        sink_fixture_use_way (way);
        bgd_sink_close (sink_fixture_open (fixture));
        g_assert_true (sink_fixture_move (fixture->directory, ".part", "file", &error));
        umask (old);
        g_assert_no_error (error);
        g_assert_cmpuint (mode_of (fixture, "file"), ==, 0666 & ~masks[i]);
        discard (fixture, "file");
      }
}

static void
test_a_file_that_was_there_loses_what_lets_it_run (SinkFixture *fixture, gconstpointer data)
{
  static const mode_t modes[] = { 0777, 0755, 04755, 02755, 01777, 06666, 0611 };
  g_autofree char *part = sink_fixture_path (fixture, ".part");

  sink_fixture_put (fixture, ".part", "mine");
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_chmod (part, modes[i]), ==, 0);
      bgd_sink_close (sink_fixture_open (fixture));
      g_assert_cmpuint (mode_of (fixture, ".part"), ==, modes[i] & 0666);
    }
}

/* That is its owner's business. */
static void
test_a_folder_may_be_a_link (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = sink_fixture_path (fixture, "elsewhere");
  g_autofree char *path = sink_fixture_path (fixture, "folder");
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;
  BgdSink *sink;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("elsewhere", path), ==, 0);
  g_assert_true (bgd_sink_folder_check (path, &error));
  sink = bgd_sink_open (path, ".part", &error);
  g_assert_no_error (error);
  bgd_sink_close (sink);
  g_assert_true (sink_fixture_move (path, ".part", "file", &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_remove (file), ==, 0);
}

static void
test_a_folder_that_is_gone_is_told (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *path = sink_fixture_path (fixture, "folder");
  g_autofree char *part = g_build_filename (path, ".part", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdSink) sink = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  sink = bgd_sink_open (path, ".part", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (part), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);

  /* Whoever has the file open writes on; it has no name any more. */
  g_assert_true (bgd_sink_write (sink, "x", 1, 0, NULL));
  g_assert_true (bgd_sink_sync (sink, NULL));
  g_assert_false (sink_fixture_move (path, ".part", "file", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);
}

/* The folder is read-only, the disk fails, or the hidden name is where another disk begins. */
static void
test_a_failed_move_loses_nothing (SinkFixture *fixture, gconstpointer data)
{
  static const struct
  {
    int saved_errno;
    BgError code;
  } rows[] = {
    { EROFS, BG_ERROR_ACCESS_DENIED }, { EACCES, BG_ERROR_ACCESS_DENIED },
    { ENOSPC, BG_ERROR_DISK_FULL },    { EDQUOT, BG_ERROR_DISK_FULL },
    { EIO, BG_ERROR_LOCAL_IO },        { EXDEV, BG_ERROR_LOCAL_IO },
  };

  sink_fixture_put (fixture, ".part", "new");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint way = 0; way < 3; way++)
      {
        g_autoptr (GError) error = NULL;

        sink_fixture_fail (way == 0 ? rows[i].saved_errno : EINVAL,
                           way == 1 ? rows[i].saved_errno : EPERM,
                           way == 2 ? rows[i].saved_errno : 0);
        g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
        g_assert_error (error, BG_ERROR, (int) rows[i].code);
        g_assert_false (bgd_sink_names_has_in (fixture->directory, "file"));
        sink_fixture_assert_contents (fixture, ".part", "new");
      }
}

static void
test_a_file_keeps_its_space_until_it_is_trimmed (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *part = sink_fixture_path (fixture, ".part");
  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);
  struct stat status;

  g_assert_true (bgd_sink_write (sink, "some", 4, 0, NULL));
  g_assert_true (bgd_sink_preallocate (sink, 4 * 1024 * 1024, NULL));
  g_assert_cmpint (stat (part, &status), ==, 0);
  if (status.st_blocks < 8192)
    {
      g_test_skip ("space is not taken in advance on this file system");
      return;
    }

  bgd_sink_trim (fixture->directory, ".part");
  g_assert_cmpint (stat (part, &status), ==, 0);
  g_assert_cmpint (status.st_blocks, <, 64);
  sink_fixture_assert_contents (fixture, ".part", "some");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/sink-hostile/" name, SinkFixture, NULL, sink_fixture_set_up, test_##function,      \
              sink_fixture_tear_down)
  ADD ("what-is-no-file-is-never-opened", what_is_no_file_is_never_opened);
  ADD ("nothing-that-has-the-name-is-replaced", nothing_that_has_the_name_is_replaced);
  ADD ("what-is-no-file-gets-no-name", what_is_no_file_gets_no_name);
  ADD ("a-file-with-two-names-is-not-written", a_file_with_two_names_is_not_written);
  ADD ("a-file-of-somebody-else-is-not-written", a_file_of_somebody_else_is_not_written);
  ADD ("where-nobody-owns-files-nobody-is-asked", where_nobody_owns_files_nobody_is_asked);
  ADD ("a-new-file-can-be-read-and-written-at-most", a_new_file_can_be_read_and_written_at_most);
  ADD ("a-file-that-was-there-loses-what-lets-it-run",
       a_file_that_was_there_loses_what_lets_it_run);
  ADD ("a-folder-may-be-a-link", a_folder_may_be_a_link);
  ADD ("a-folder-that-is-gone-is-told", a_folder_that_is_gone_is_told);
  ADD ("a-failed-move-loses-nothing", a_failed_move_loses_nothing);
  ADD ("a-file-keeps-its-space-until-it-is-trimmed", a_file_keeps_its_space_until_it_is_trimmed);

  return g_test_run ();
}
