/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any file in the place of the queue is opened, rescued or refused, and whatever jobs come out of
 * it are such as the rest of the service may rely on. */
#include "config.h"

#include "bgd-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fuzz.h"

/* Of any bytes: an older disk may have names that are no text. */
static void
assert_component (const char *name)
{
  g_assert_nonnull (name);
  g_assert_cmpstr (name, !=, "");
  g_assert_cmpstr (name, !=, ".");
  g_assert_cmpstr (name, !=, "..");
  g_assert_null (strchr (name, '/'));
}

static void
assert_sane (const BgdJob *job)
{
  g_assert_true (g_uuid_string_is_valid (job->id));
  g_assert_true (g_utf8_validate (job->name, -1, NULL));
  g_assert_cmpuint (job->connections, <=, BGD_MAX_CONNECTIONS);

  for (guint i = 0; i < job->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);

      g_assert_cmpuint (file->index, ==, i);
      g_assert_true (g_path_is_absolute (file->directory));
      assert_component (file->name);
      assert_component (file->part_name);
      g_assert_true (g_utf8_validate (file->url, -1, NULL));
    }
}

static void
load (const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdStore) store = bgd_store_open (directory, &error);

  if (store == NULL)
    {
      g_assert_nonnull (error);
      return;
    }

  g_autoptr (GPtrArray) jobs = bgd_store_load (store, &error);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    assert_sane (g_ptr_array_index (jobs, i));
}

static void
remove_folder (const char *directory)
{
  g_autoptr (GDir) entries = g_dir_open (directory, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

/* What the store says of such files is for people. */
static void
ignore (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("ferry-fuzz-XXXXXX", &error);
  g_autofree char *path = g_build_filename (directory, "queue.db", NULL);
  guint handler =
      g_log_set_handler ("bgd", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE, ignore, NULL);

  g_assert_no_error (error);
  g_file_set_contents_full (path, size > 0 ? (const char *) data : "", (gssize) size,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);

  load (directory);
  remove_folder (directory);
  g_log_remove_handler ("bgd", handler);

  return 0;
}
