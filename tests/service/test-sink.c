/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the file being written, and of its move into place. */
#include "config.h"

#include "bgd-sink-folder.h"
#include "sink-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/magic.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bg-error.h"
#include "bgd-sink.h"

static void
test_bytes_are_where_they_belong (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);
  char buffer[16] = { 0 };

  g_assert_cmpuint (bgd_sink_get_size (sink), ==, 0);
  g_assert_true (bgd_sink_write (sink, "world", 5, 6, NULL));
  g_assert_true (bgd_sink_write (sink, "hello ", 6, 0, NULL));
  g_assert_true (bgd_sink_write (sink, "", 0, 100, NULL));
  g_assert_cmpuint (bgd_sink_get_size (sink), ==, 11);
  g_assert_true (bgd_sink_sync (sink, NULL));

  g_assert_cmpint (bgd_sink_read (sink, buffer, 16, 0, NULL), ==, 11);
  g_assert_cmpstr (buffer, ==, "hello world");
  g_assert_cmpint (bgd_sink_read (sink, buffer, 16, 11, NULL), ==, 0);

  g_assert_true (bgd_sink_truncate (sink, 5, NULL));
  sink_fixture_assert_contents (fixture, ".part", "hello");
}

static void
test_opening_again_keeps_the_bytes (SinkFixture *fixture, gconstpointer data)
{
  sink_fixture_put (fixture, ".part", "here");

  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);

  g_assert_cmpuint (bgd_sink_get_size (sink), ==, 4);
  sink_fixture_assert_contents (fixture, ".part", "here");
}

static void
test_nobody_may_execute_it (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, ".part", NULL);
  mode_t old = umask (0);
  struct stat status;

  bgd_sink_close (sink_fixture_open (fixture));
  umask (old);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0666);
}

static void
test_preallocation_does_not_show (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (bgd_sink_preallocate (sink, 1024 * 1024, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bgd_sink_get_size (sink), ==, 0);
}

static void
test_what_is_no_file_is_refused (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, ".part", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FILE_EXISTS);
  g_clear_error (&error);
  g_remove (path);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FILE_EXISTS);
  g_clear_error (&error);
  g_rmdir (path);

  sink_fixture_put (fixture, "victim", "precious");
  g_assert_cmpint (symlink ("victim", path), ==, 0);
  g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
}

/* Elsewhere it would write zeroes, or work against the file system. */
static void
test_space_is_taken_in_advance_where_that_helps (SinkFixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint32 magic;
    gboolean helps;
  } rows[] = {
    { EXT4_SUPER_MAGIC, TRUE },  { 0x58465342 /* XFS */, TRUE }, { BTRFS_SUPER_MAGIC, FALSE },
    { NFS_SUPER_MAGIC, FALSE },  { MSDOS_SUPER_MAGIC, FALSE },   { TMPFS_MAGIC, FALSE },
    { FUSE_SUPER_MAGIC, FALSE }, { SMB2_SUPER_MAGIC, FALSE },
  };
  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      sink_fixture_set_type (rows[i].magic);
      g_assert_true (bgd_sink_preallocate (sink, 1024 * 1024, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (sink_fixture_count_preallocations (), ==, rows[i].helps ? 1 : 0);
    }

  sink_fixture_set_type (EXT4_SUPER_MAGIC);
  g_assert_true (bgd_sink_preallocate (sink, 0, NULL));
  g_assert_cmpuint (sink_fixture_count_preallocations (), ==, 0);
}

/* The file system would give its last byte. */
static void
test_what_does_not_fit_is_not_taken_in_advance (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);
  g_autoptr (GError) error = NULL;

  sink_fixture_set_type (EXT4_SUPER_MAGIC);
  g_assert_false (bgd_sink_preallocate (sink, G_MAXINT64, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
  g_assert_nonnull (strstr (error->message, "are free"));
  g_assert_cmpuint (sink_fixture_count_preallocations (), ==, 0);
}

static void
test_missing_folder_is_told (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *gone = g_build_filename (fixture->directory, "gone", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (bgd_sink_open (gone, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (bgd_sink_folder_check (gone, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);
  g_clear_error (&error);

  sink_fixture_put (fixture, "gone", "a file");
  g_assert_false (bgd_sink_folder_check (gone, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (bgd_sink_folder_check (fixture->directory, &error));
  g_assert_no_error (error);
}

static void
test_folder_without_permission_is_told (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may write everywhere");
      return;
    }

  g_assert_cmpint (g_chmod (fixture->directory, 0500), ==, 0);
  g_assert_false (bgd_sink_folder_check (fixture->directory, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  g_clear_error (&error);
  g_assert_null (bgd_sink_open (fixture->directory, ".part", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  g_assert_cmpint (g_chmod (fixture->directory, 0700), ==, 0);
}

static void
test_full_disk_is_told (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (BgdSink) sink = sink_fixture_open (fixture);
  g_autoptr (GError) error = NULL;
  struct rlimit old;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  const struct rlimit small = { 4, old.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  gboolean written = bgd_sink_write (sink, "hello", 5, 0, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_false (written);
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
}

static void
test_file_is_moved_into_place (SinkFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < SINK_FIXTURE_WAYS; i++)
    {
      g_autoptr (GError) error = NULL;

      sink_fixture_use_way (i);
      sink_fixture_put (fixture, ".part", "new");
      g_assert_true (sink_fixture_move (fixture->directory, ".part", "file", &error));
      g_assert_no_error (error);

      sink_fixture_assert_contents (fixture, "file", "new");
      g_assert_true (bgd_sink_names_has_in (fixture->directory, "file"));
      g_assert_false (bgd_sink_names_has_in (fixture->directory, ".part"));
      g_assert_true (bgd_sink_remove (fixture->directory, "file", &error));
    }
}

static void
test_nothing_is_replaced (SinkFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < SINK_FIXTURE_WAYS; i++)
    {
      g_autoptr (GError) error = NULL;

      sink_fixture_use_way (i);
      sink_fixture_put (fixture, ".part", "new");
      sink_fixture_put (fixture, "file", "old");
      g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_FILE_EXISTS);

      sink_fixture_assert_contents (fixture, "file", "old");
      sink_fixture_assert_contents (fixture, ".part", "new");
    }
}

static void
test_dangling_link_is_not_replaced_either (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "file", NULL);

  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  g_assert_true (bgd_sink_names_has_in (fixture->directory, "file"));

  for (guint i = 0; i < SINK_FIXTURE_WAYS; i++)
    {
      g_autoptr (GError) error = NULL;

      sink_fixture_use_way (i);
      sink_fixture_put (fixture, ".part", "new");
      g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_FILE_EXISTS);
      sink_fixture_assert_contents (fixture, ".part", "new");
    }
}

/* A crash between linkat() and unlinkat() leaves one file with both names. */
static void
test_move_that_was_interrupted_is_finished (SinkFixture *fixture, gconstpointer data)
{
  g_autofree char *part = g_build_filename (fixture->directory, ".part", NULL);
  g_autofree char *path = g_build_filename (fixture->directory, "file", NULL);
  g_autoptr (GError) error = NULL;

  sink_fixture_put (fixture, ".part", "new");
  g_assert_cmpint (link (part, path), ==, 0);
  sink_fixture_fail (EINVAL, 0, 0);
  g_assert_true (sink_fixture_move (fixture->directory, ".part", "file", &error));
  g_assert_no_error (error);

  sink_fixture_assert_contents (fixture, "file", "new");
  g_assert_false (bgd_sink_names_has_in (fixture->directory, ".part"));
}

static void
test_failed_move_leaves_no_placeholder (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sink_fixture_put (fixture, ".part", "new");
  sink_fixture_fail (EINVAL, EPERM, EIO);
  g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_LOCAL_IO);
  sink_fixture_assert_contents (fixture, ".part", "new");
  g_assert_false (bgd_sink_names_has_in (fixture->directory, "file"));
}

static void
test_missing_part_cannot_be_moved (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sink_fixture_move (fixture->directory, ".part", "file", &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);
  g_assert_false (bgd_sink_names_has_in (fixture->directory, "file"));
}

static void
test_removing_what_is_not_there_succeeds (SinkFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bgd_sink_remove (fixture->directory, ".part", &error));
  g_assert_true (bgd_sink_remove ("/nonexistent", ".part", &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/sink/" name, SinkFixture, NULL, sink_fixture_set_up, test_##function,              \
              sink_fixture_tear_down)
  ADD ("bytes-are-where-they-belong", bytes_are_where_they_belong);
  ADD ("opening-again-keeps-the-bytes", opening_again_keeps_the_bytes);
  ADD ("nobody-may-execute-it", nobody_may_execute_it);
  ADD ("preallocation-does-not-show", preallocation_does_not_show);
  ADD ("space-is-taken-in-advance-where-that-helps", space_is_taken_in_advance_where_that_helps);
  ADD ("what-does-not-fit-is-not-taken-in-advance", what_does_not_fit_is_not_taken_in_advance);
  ADD ("what-is-no-file-is-refused", what_is_no_file_is_refused);
  ADD ("missing-folder-is-told", missing_folder_is_told);
  ADD ("folder-without-permission-is-told", folder_without_permission_is_told);
  ADD ("full-disk-is-told", full_disk_is_told);
  ADD ("file-is-moved-into-place", file_is_moved_into_place);
  ADD ("nothing-is-replaced", nothing_is_replaced);
  ADD ("dangling-link-is-not-replaced-either", dangling_link_is_not_replaced_either);
  ADD ("move-that-was-interrupted-is-finished", move_that_was_interrupted_is_finished);
  ADD ("failed-move-leaves-no-placeholder", failed_move_leaves_no_placeholder);
  ADD ("missing-part-cannot-be-moved", missing_part_cannot_be_moved);
  ADD ("removing-what-is-not-there-succeeds", removing_what_is_not_there_succeeds);

  return g_test_run ();
}
