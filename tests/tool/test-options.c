/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-options.c: what “get” and “add” are told. */
#include "config.h"

#include "bgt-options.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define URL "https://example.org/a.iso"
#define MD5 "md5:d41d8cd98f00b204e9800998ecf8427e"

/* The arguments end with NULL. */
static BgtOptions *
parse (GError **error, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;
  char *argument;

  g_ptr_array_add (arguments, (gpointer) "get");
  va_start (list, error);

  while ((argument = va_arg (list, char *)) != NULL)
    g_ptr_array_add (arguments, argument);

  va_end (list);
  g_ptr_array_add (arguments, NULL);

  return bgt_options_parse ("Summary", BG_JOB_PRIORITY_FOREGROUND, (int) arguments->len - 1,
                            (char **) arguments->pdata, error);
}

static void
assert_usage_error (BgtOptions *options, const GError *error)
{
  g_assert_null (options);
  g_assert_true (error->domain == G_OPTION_ERROR);
}

static void
test_an_address_is_enough (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgtOptions) options = parse (&error, URL, NULL);
  g_autofree char *here = g_get_current_dir ();

  g_assert_no_error (error);
  g_assert_cmpstr (options->urls[0], ==, URL);
  g_assert_cmpstr (options->directory, ==, here);
  g_assert_null (options->file_name);
  g_assert_cmpstr (options->name, ==, "a.iso");
  g_assert_cmpint (options->priority, ==, BG_JOB_PRIORITY_FOREGROUND);
}

static void
test_several_addresses_are_one_job (void)
{
  g_autoptr (BgtOptions) options = parse (NULL, URL, URL, "--name=Both", NULL);
  g_autoptr (BgtOptions) unnamed = parse (NULL, URL, URL, URL, NULL);

  g_assert_cmpuint (g_strv_length (options->urls), ==, 2);
  g_assert_cmpstr (options->name, ==, "Both");
  g_assert_cmpstr (unnamed->name, ==, "a.iso and 2 more");
}

static void
test_output_is_folder_and_name (void)
{
  g_autoptr (BgtOptions) options = parse (NULL, "--output", "sub/../b.iso", URL, NULL);
  g_autofree char *here = g_get_current_dir ();

  g_assert_cmpstr (options->directory, ==, here);
  g_assert_cmpstr (options->file_name, ==, "b.iso");
  g_assert_cmpstr (options->name, ==, "b.iso");
}

static void
test_wrong_command_lines_are_usage_errors (void)
{
  static const char *const lines[][5] = {
    { NULL },
    { "--nonsense", URL, NULL },
    { "--output", "x", URL, URL, NULL },
    { "--output", "-", URL, NULL },
    { "--output", "x/", URL, NULL },
    { "--output", "", URL, NULL },
    { "--output=x", "--directory=y", URL, NULL },
    { "--checksum", MD5, URL, URL, NULL },
    { "--checksum", "md5:x", URL, NULL },
    { "--priority", "urgent", URL, NULL },
    { "--connections", "0", URL, NULL },
    { "--connections", "33", URL, NULL },
    { "--limit-rate", "fast", URL, NULL },
    { "--retry-delay", "soon", URL, NULL },
    { "--retry-delay", "-1", URL, NULL },
    { "--no-progress-timeout", "x", URL, NULL },
    { "--header", "nonsense", URL, NULL },
    { "--name", "", URL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BgtOptions) options =
          parse (&error, lines[i][0], lines[i][1], lines[i][2], lines[i][3], NULL);

      assert_usage_error (options, error);
    }
}

static void
test_what_is_no_address_is_no_usage_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgtOptions) options = parse (&error, "example.org/x", NULL);

  g_assert_null (options);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_long_names_are_shortened (void)
{
  g_autofree char *path = g_strnfill (1000, 'x');
  g_autofree char *url = g_strconcat ("https://example.org/", path, NULL);
  g_autoptr (BgtOptions) options = parse (NULL, url, URL, NULL);

  g_assert_cmpint (g_utf8_strlen (options->name, -1), <=, 256);
  g_assert_true (g_str_has_suffix (options->name, "and 1 more"));
}

static void
test_settings_are_those_of_the_bus (void)
{
  g_autoptr (BgtOptions) options =
      parse (NULL, "--priority=low", "--connections=3", "--limit-rate=2M", "--retry-delay=7",
             "--no-progress-timeout=0", "--header=A: b", "--header=C: d", URL, NULL);
  g_autoptr (GVariant) got = g_variant_ref_sink (bgt_options_to_properties (options));
  g_autoptr (GVariant) wanted = g_variant_new_parsed ("{'auto-complete': <true>,"
                                                      " 'priority': <@u 3>,"
                                                      " 'connections': <@u 3>,"
                                                      " 'speed-limit': <@t 2000000>,"
                                                      " 'minimum-retry-delay': <@u 7>,"
                                                      " 'no-progress-timeout': <@u 0>,"
                                                      " 'headers': <['A: b', 'C: d']>}");

  for (gsize i = 0; i < g_variant_n_children (wanted); i++)
    {
      g_autofree char *key = NULL;
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GVariant) found = NULL;

      g_variant_get_child (wanted, i, "{sv}", &key, &value);
      found = g_variant_lookup_value (got, key, NULL);
      g_assert_nonnull (found);
      g_assert_cmpvariant (found, value);
    }

  g_assert_cmpuint (g_variant_n_children (got), ==, g_variant_n_children (wanted));
}

static void
test_settings_that_were_not_given_are_not_sent (void)
{
  g_autoptr (BgtOptions) options = parse (NULL, URL, NULL);
  g_autoptr (GVariant) got = g_variant_ref_sink (bgt_options_to_properties (options));

  g_assert_cmpuint (g_variant_n_children (got), ==, 2);
}

static void
test_files_are_those_of_the_bus (void)
{
  g_autoptr (BgtOptions) options =
      parse (NULL, "--output=/tmp/x.iso", "--checksum=" MD5, URL, NULL);
  g_autoptr (GVariant) got =
      g_variant_ref_sink (bgt_options_to_files (options, (const char *const *) options->urls));
  g_autoptr (GVariant) file_options = NULL;
  const char *url = NULL, *directory = NULL, *name = NULL, *checksum = NULL;

  g_assert_cmpstr (g_variant_get_type_string (got), ==, "a(sa{sv})");
  g_assert_cmpuint (g_variant_n_children (got), ==, 1);
  g_variant_get_child (got, 0, "(&s@a{sv})", &url, &file_options);
  g_assert_true (g_variant_lookup (file_options, "directory", "^&ay", &directory));
  g_assert_true (g_variant_lookup (file_options, "name", "&s", &name));
  g_assert_true (g_variant_lookup (file_options, "checksum", "&s", &checksum));
  g_assert_cmpstr (url, ==, URL);
  g_assert_cmpstr (directory, ==, "/tmp");
  g_assert_cmpstr (name, ==, "x.iso");
  g_assert_cmpstr (checksum, ==, MD5);
}

static gboolean
follows_metalink (const BgtOptions *options)
{
  g_autoptr (GVariant) files =
      g_variant_ref_sink (bgt_options_to_files (options, (const char *const *) options->urls));
  g_autoptr (GVariant) file_options = NULL;
  const char *url = NULL;
  gboolean follow = FALSE;

  g_variant_get_child (files, 0, "(&s@a{sv})", &url, &file_options);
  g_variant_lookup (file_options, "follow-metalink", "b", &follow);

  return follow;
}

static void
test_a_document_is_followed_unless_it_is_meant (void)
{
  g_autoptr (BgtOptions) followed = parse (NULL, URL, NULL);
  g_autoptr (BgtOptions) kept = parse (NULL, "--no-metalink", URL, NULL);
  g_autoptr (BgtOptions) named = parse (NULL, "--output=/tmp/x.meta4", URL, NULL);

  g_assert_true (follows_metalink (followed));
  g_assert_false (follows_metalink (kept));
  g_assert_false (follows_metalink (named));
}

static void
test_documents_stand_beside_addresses (void)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "a.iso.meta4", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BgtOptions) both = NULL;
  g_autoptr (BgtOptions) alone = NULL;
  g_autoptr (BgtOptions) checked = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));

  both = parse (NULL, URL, path, NULL);
  g_assert_cmpuint (g_strv_length (both->urls), ==, 1);
  g_assert_cmpstr (both->documents[0], ==, path);
  g_assert_cmpstr (both->name, ==, "a.iso and 1 more");

  alone = parse (NULL, path, NULL);
  g_assert_cmpuint (g_strv_length (alone->urls), ==, 0);
  g_assert_cmpstr (alone->name, ==, "a.iso");

  checked = parse (&error, "--checksum=" MD5, path, NULL);
  assert_usage_error (checked, error);
}

/* A fresh folder of this test. */
static char *
make_folder (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "target", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  return g_steal_pointer (&folder);
}

static void
assert_target (const char *path, const char *complaint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgtOptions) options = parse (NULL, "--output", path, URL, NULL);
  gboolean ok = bgt_options_check_target (options, &error);

  if (complaint == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (ok);
      return;
    }

  g_assert_false (ok);
  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, complaint));
}

static void
test_a_target_must_be_free (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *dangling = g_build_filename (folder, "dangling", NULL);

  assert_target (path, NULL);
  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  assert_target (path, "exists already");

  if (symlink ("nowhere", dangling) == 0)
    assert_target (dangling, "exists already");

  assert_target (folder, "--directory");
}

static void
test_a_folder_must_be_one (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *missing = g_build_filename (folder, "missing", "file", NULL);
  g_autofree char *plain = g_build_filename (folder, "plain", NULL);
  g_autofree char *below = g_build_filename (plain, "file", NULL);

  assert_target (missing, "does not exist");
  g_assert_true (g_file_set_contents (plain, "", -1, NULL));
  assert_target (below, "not a folder");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/options/an-address-is-enough", test_an_address_is_enough);
  g_test_add_func ("/options/several-addresses-are-one-job", test_several_addresses_are_one_job);
  g_test_add_func ("/options/output-is-folder-and-name", test_output_is_folder_and_name);
  g_test_add_func ("/options/wrong-command-lines-are-usage-errors",
                   test_wrong_command_lines_are_usage_errors);
  g_test_add_func ("/options/what-is-no-address-is-no-usage-error",
                   test_what_is_no_address_is_no_usage_error);
  g_test_add_func ("/options/long-names-are-shortened", test_long_names_are_shortened);
  g_test_add_func ("/options/settings-are-those-of-the-bus", test_settings_are_those_of_the_bus);
  g_test_add_func ("/options/settings-that-were-not-given-are-not-sent",
                   test_settings_that_were_not_given_are_not_sent);
  g_test_add_func ("/options/files-are-those-of-the-bus", test_files_are_those_of_the_bus);
  g_test_add_func ("/options/a-document-is-followed-unless-it-is-meant",
                   test_a_document_is_followed_unless_it_is_meant);
  g_test_add_func ("/options/documents-stand-beside-addresses",
                   test_documents_stand_beside_addresses);
  g_test_add_func ("/options/a-target-must-be-free", test_a_target_must_be_free);
  g_test_add_func ("/options/a-folder-must-be-one", test_a_folder_must_be_one);

  return g_test_run ();
}
