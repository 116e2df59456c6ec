/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-metalink.c: which arguments are Metalink documents. */
#include "config.h"

#include "bgt-metalink.h"

#include <glib/gstdio.h>

static char *
write_file (const char *name, const char *text, gssize length)
{
  char *path = g_build_filename (g_get_user_cache_dir (), name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, length, NULL));

  return path;
}

static void
test_a_name_tells (void)
{
  g_autofree char *new_one = write_file ("a.meta4", "", 0);
  g_autofree char *old_one = write_file ("a.METALINK", "", 0);
  g_autofree char *other = write_file ("a.iso", "", 0);

  g_assert_true (bgt_metalink_is_document (new_one));
  g_assert_true (bgt_metalink_is_document (old_one));
  g_assert_false (bgt_metalink_is_document (other));
}

static void
test_the_beginning_tells (void)
{
  g_autofree char *filling = g_strnfill (100000, ' ');
  g_autofree char *late = g_strconcat (filling, "<metalink", NULL);
  g_autofree char *good = write_file ("good", "<?xml version='1.0'?><metalink xmlns='x'>", -1);
  g_autofree char *bad = write_file ("bad", "<html>", -1);
  g_autofree char *too_late = write_file ("late", late, -1);
  g_autofree char *binary = write_file ("binary", "\0\0<metalink", 11);

  g_assert_true (bgt_metalink_is_document (good));
  g_assert_false (bgt_metalink_is_document (bad));
  g_assert_false (bgt_metalink_is_document (too_late));
  g_assert_false (bgt_metalink_is_document (binary));
}

static void
test_what_is_no_file_is_none (void)
{
  g_assert_false (bgt_metalink_is_document ("https://example.org/a.meta4"));
  g_assert_false (bgt_metalink_is_document ("example.org/a.meta4"));
  g_assert_false (bgt_metalink_is_document ("/no/such/file"));
  g_assert_false (bgt_metalink_is_document (g_get_tmp_dir ()));
  g_assert_false (bgt_metalink_is_document (""));
}

static void
test_a_document_may_be_missing (void)
{
  g_assert_true (bgt_metalink_is_document ("/no/such/file.meta4"));
  g_assert_true (bgt_metalink_is_document ("../missing.metalink"));
  g_assert_true (bgt_metalink_is_document ("missing.meta4"));
}

static void
test_what_cannot_be_read_is_a_sentence (void)
{
  g_autofree char *filling = g_strnfill (10 * 1024 * 1024 + 1, ' ');
  g_autofree char *path = write_file ("huge.meta4", filling, -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (bgt_metalink_read (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (bgt_metalink_read (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_a_document_is_read_whole (void)
{
  g_autofree char *path = write_file ("whole.meta4", "a\0b", 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = bgt_metalink_read (path, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (document, NULL), g_bytes_get_size (document), "a\0b", 3);
}

static void
test_a_job_is_called_as_the_document_without_suffix (void)
{
  g_autofree char *first = bgt_metalink_get_name ("/x/y.iso.meta4");
  g_autofree char *second = bgt_metalink_get_name ("list");
  g_autofree char *bare = bgt_metalink_get_name (".meta4");

  g_assert_cmpstr (first, ==, "y.iso");
  g_assert_cmpstr (second, ==, "list");
  g_assert_cmpstr (bare, ==, ".meta4");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/metalink/a-name-tells", test_a_name_tells);
  g_test_add_func ("/metalink/the-beginning-tells", test_the_beginning_tells);
  g_test_add_func ("/metalink/what-is-no-file-is-none", test_what_is_no_file_is_none);
  g_test_add_func ("/metalink/a-document-may-be-missing", test_a_document_may_be_missing);
  g_test_add_func ("/metalink/what-cannot-be-read-is-a-sentence",
                   test_what_cannot_be_read_is_a_sentence);
  g_test_add_func ("/metalink/a-document-is-read-whole", test_a_document_is_read_whole);
  g_test_add_func ("/metalink/a-job-is-called-as-the-document-without-suffix",
                   test_a_job_is_called_as_the_document_without_suffix);

  return g_test_run ();
}
