/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a target every file of a folder, as a test: what was found once is not lost again. */
#include "config.h"

#include <gio/gio.h>

#include "fuzz.h"

static void
test_input (gconstpointer data)
{
  const char *path = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);

  /* A block of its own, because GLib's has a byte more. */
  g_autofree uint8_t *input = g_memdup2 (content, length);

  g_assert_cmpint (LLVMFuzzerTestOneInput (input, length), ==, 0);
}

static void
test_nothing (void)
{
  g_assert_cmpint (LLVMFuzzerTestOneInput (NULL, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (argc, ==, 2);

  /* Warnings about such input are right; criticals never are. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  const char *folder = argv[1];
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) entries = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  g_test_add_func ("/nothing", test_nothing);
  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/", name, NULL);

      g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), test_input, g_free);
    }

  return g_test_run ();
}
