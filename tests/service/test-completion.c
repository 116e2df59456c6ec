/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a job in a real folder, with a store that says what the test wants. */
#include "config.h"

#include "bgd-completion.h"

#include <glib/gstdio.h>
#include <sys/xattr.h>
#include <unistd.h>

typedef struct
{
  char *directory;   /* (owned) */
  BgdJob *job;       /* (owned) */
  guint keeps;       /* how often the names were kept */
  const char *thief; /* (nullable) takes this name as soon as the names are kept, once */
  gboolean refuses;
  gboolean saves_origin;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("ferry-completion-XXXXXX", NULL);
  g_assert_nonnull (fixture->directory);
  fixture->job = bgd_job_new ("id", "job", BG_JOB_TYPE_DOWNLOAD);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

      g_unlink (path);
    }

  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  bgd_job_unref (fixture->job);
}

static void
put (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
exists (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_text (Fixture *fixture, const char *name, const char *wanted)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

/* A file of the job whose part file holds its own name. */
static BgdFile *
add_file (Fixture *fixture, const char *name, BgdFileState state)
{
  BgdFile *file = bgd_file_new ("http://127.0.0.1/", fixture->directory);

  file->index = fixture->job->files->len;
  file->name = g_strdup (name);
  file->part_name = g_strdup_printf (".%u.part", file->index);
  file->state = state;
  put (fixture, file->part_name, file->part_name);
  g_ptr_array_add (fixture->job->files, file);

  return file;
}

static gboolean
keep (BgdJob *job, gpointer user_data, GError **error)
{
  Fixture *fixture = user_data;

  fixture->keeps++;
  for (guint i = 0; i < job->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);

      if (file->state == BGD_FILE_TRANSFERRED)
        g_assert_false (exists (fixture, file->final_name));
      if (fixture->keeps == 1)
        g_assert_cmpint (file->state, !=, BGD_FILE_COMPLETED);
    }

  if (fixture->thief != NULL)
    put (fixture, g_steal_pointer (&fixture->thief), "theirs");

  if (fixture->refuses)
    g_set_error_literal (error, BG_ERROR, BG_ERROR_DISK_FULL, "full");
  return !fixture->refuses;
}

static gboolean
move (Fixture *fixture, guint *culprit, GError **error)
{
  return bgd_completion_move (fixture->job, fixture->saves_origin, keep, fixture, culprit, error);
}

static void
test_names_are_kept_once_and_first (Fixture *fixture, gconstpointer data)
{
  guint culprit;

  add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  add_file (fixture, "b", BGD_FILE_TRANSFERRED);
  g_assert_true (move (fixture, &culprit, NULL));
  g_assert_cmpuint (fixture->keeps, ==, 1);
  g_assert_cmpuint (culprit, ==, BGD_NO_FILE);
  assert_text (fixture, "a", ".0.part");
  assert_text (fixture, "b", ".1.part");
  g_assert_false (exists (fixture, ".0.part"));
}

static void
test_without_a_store_nothing_moves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BgdFile *file = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  guint culprit;

  fixture->refuses = TRUE;
  g_assert_false (move (fixture, &culprit, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_DISK_FULL);
  g_assert_cmpuint (culprit, ==, BGD_NO_FILE);
  g_assert_cmpint (file->state, ==, BGD_FILE_TRANSFERRED);
  g_assert_true (exists (fixture, ".0.part"));
  g_assert_false (exists (fixture, "a"));
}

static void
test_only_whole_files_move (Fixture *fixture, gconstpointer data)
{
  guint culprit;

  add_file (fixture, "waiting", BGD_FILE_WAITING);
  add_file (fixture, "failed", BGD_FILE_FAILED);
  g_assert_true (move (fixture, &culprit, NULL));
  g_assert_cmpuint (fixture->keeps, ==, 0);
  g_assert_false (exists (fixture, "waiting"));
  g_assert_false (exists (fixture, "failed"));
}

static void
test_equal_names_get_numbers (Fixture *fixture, gconstpointer data)
{
  guint culprit;

  put (fixture, "a.txt", "mine");
  put (fixture, "a (2).txt", "mine");
  for (guint i = 0; i < 3; i++)
    add_file (fixture, "a.txt", BGD_FILE_TRANSFERRED);
  g_assert_true (move (fixture, &culprit, NULL));
  assert_text (fixture, "a.txt", "mine");
  assert_text (fixture, "a (1).txt", ".0.part");
  assert_text (fixture, "a (2).txt", "mine");
  assert_text (fixture, "a (3).txt", ".1.part");
  assert_text (fixture, "a (4).txt", ".2.part");
}

static void
test_a_name_that_is_taken_meanwhile_is_left_alone (Fixture *fixture, gconstpointer data)
{
  BgdFile *file = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  guint culprit;

  fixture->thief = "a";
  g_assert_true (move (fixture, &culprit, NULL));
  g_assert_cmpuint (fixture->keeps, ==, 2);
  g_assert_cmpstr (file->final_name, ==, "a (1)");
  assert_text (fixture, "a", "theirs");
  assert_text (fixture, "a (1)", ".0.part");
}

static void
test_one_that_cannot_move_does_not_hinder_the_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BgdFile *first = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  BgdFile *second = add_file (fixture, "b", BGD_FILE_TRANSFERRED);
  BgdFile *third = add_file (fixture, "c", BGD_FILE_TRANSFERRED);
  guint culprit;

  g_free (second->directory);
  second->directory = g_build_filename (fixture->directory, "gone", NULL);
  g_assert_false (move (fixture, &culprit, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);
  g_assert_cmpuint (culprit, ==, 1);
  g_assert_cmpint (first->state, ==, BGD_FILE_COMPLETED);
  g_assert_cmpint (second->state, ==, BGD_FILE_TRANSFERRED); /* its folder may come back */
  g_assert_cmpint (third->state, ==, BGD_FILE_COMPLETED);

  g_clear_error (&error);
  g_free (second->directory);
  second->directory = g_strdup (fixture->directory);
  g_assert_true (move (fixture, &culprit, &error));
  assert_text (fixture, "b", ".1.part");
}

/* On file systems that cannot rename without replacing. */
static void
test_a_move_that_was_stopped_between_its_steps_ends (Fixture *fixture, gconstpointer data)
{
  BgdFile *file = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  g_autofree char *part = g_build_filename (fixture->directory, ".0.part", NULL);
  g_autofree char *final = g_build_filename (fixture->directory, "a", NULL);
  guint culprit;

  file->final_name = g_strdup ("a");
  g_assert_cmpint (link (part, final), ==, 0);
  g_assert_true (move (fixture, &culprit, NULL));
  g_assert_cmpint (file->state, ==, BGD_FILE_COMPLETED);
  assert_text (fixture, "a", ".0.part");
  g_assert_false (exists (fixture, ".0.part"));
  g_assert_false (exists (fixture, "a (1)"));
}

/* Somebody has put a link where the part file was. It is not handed out as the download, and does
 * not hinder the others. */
static void
test_a_link_in_the_place_of_a_file_is_not_moved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *part = g_build_filename (fixture->directory, ".0.part", NULL);
  BgdFile *first = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  guint culprit;

  add_file (fixture, "b", BGD_FILE_TRANSFERRED);
  put (fixture, "victim", "theirs");
  g_assert_cmpint (g_unlink (part), ==, 0);
  g_assert_cmpint (symlink ("victim", part), ==, 0);
  fixture->saves_origin = TRUE;
  g_assert_false (move (fixture, &culprit, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED);
  g_assert_cmpuint (culprit, ==, 0);
  g_assert_cmpint (first->state, ==, BGD_FILE_TRANSFERRED);
  g_assert_false (exists (fixture, "a"));
  assert_text (fixture, "b", ".1.part");
  assert_text (fixture, "victim", "theirs");
}

static void
test_a_lost_file_is_fetched_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, ".0.part", NULL);
  BgdFile *file = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  guint culprit;

  bgd_ranges_add (file->done, 0, 7);
  g_unlink (path);
  g_assert_false (move (fixture, &culprit, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (file->state, ==, BGD_FILE_WAITING);
  g_assert_cmpuint (bgd_ranges_get_length (file->done), ==, 0);
  g_assert_true (move (fixture, &culprit, NULL));
}

static void
test_a_move_that_was_made_is_found (Fixture *fixture, gconstpointer data)
{
  BgdFile *file = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  g_autofree char *part = g_build_filename (fixture->directory, ".0.part", NULL);
  g_autofree char *final = g_build_filename (fixture->directory, "a", NULL);

  g_assert_false (bgd_completion_was_moved (file));
  file->final_name = g_strdup ("a");
  g_assert_false (bgd_completion_was_moved (file));
  g_rename (part, final);
  g_assert_true (bgd_completion_was_moved (file));
  put (fixture, ".0.part", "");
  g_assert_false (bgd_completion_was_moved (file));
}

/* NULL if it is not there. */
static char *
get_attribute (Fixture *fixture, const char *name, const char *attribute)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  char value[256] = { 0 };

  return getxattr (path, attribute, value, sizeof value - 1) >= 0 ? g_strdup (value) : NULL;
}

/* Not every file system has attributes. */
static gboolean
keeps_attributes (Fixture *fixture)
{
  put (fixture, "probe", "");

  g_autofree char *path = g_build_filename (fixture->directory, "probe", NULL);

  if (setxattr (path, "user.probe", "", 0, 0) == 0)
    return TRUE;

  g_test_skip ("there are no extended attributes here");
  return FALSE;
}

static void
test_a_file_carries_where_it_came_from (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "Referer: https://user:pw@a.example/page", NULL };
  BgdFile *file = add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  g_autofree char *origin = NULL;
  g_autofree char *referrer = NULL;
  guint culprit;

  if (!keeps_attributes (fixture))
    return;

  g_free (file->url);
  file->url = g_strdup ("https://b.example/a?token=hush");
  fixture->job->headers = g_strdupv ((char **) headers);
  fixture->saves_origin = TRUE;
  g_assert_true (move (fixture, &culprit, NULL));

  origin = get_attribute (fixture, "a", "user.xdg.origin.url");
  g_assert_cmpstr (origin, ==, "https://b.example/a");
  referrer = get_attribute (fixture, "a", "user.xdg.referrer.url");
  g_assert_cmpstr (referrer, ==, "https://a.example/page");
}

static void
test_a_file_tells_nothing_if_nobody_wants_it (Fixture *fixture, gconstpointer data)
{
  g_autofree char *origin = NULL;
  guint culprit;

  if (!keeps_attributes (fixture))
    return;

  add_file (fixture, "a", BGD_FILE_TRANSFERRED);
  g_assert_true (move (fixture, &culprit, NULL));
  origin = get_attribute (fixture, "a", "user.xdg.origin.url");
  g_assert_null (origin);
}

static void
test_what_is_discarded_is_gone (Fixture *fixture, gconstpointer data)
{
  BgdFile *file = add_file (fixture, "a", BGD_FILE_WAITING);

  put (fixture, "a", "mine");
  g_assert_true (bgd_completion_discard (file));
  g_assert_false (exists (fixture, ".0.part"));
  g_assert_true (bgd_completion_discard (file));
  assert_text (fixture, "a", "mine");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/completion/names-are-kept-once-and-first", test_names_are_kept_once_and_first },
    { "/completion/without-a-store-nothing-moves", test_without_a_store_nothing_moves },
    { "/completion/only-whole-files-move", test_only_whole_files_move },
    { "/completion/equal-names-get-numbers", test_equal_names_get_numbers },
    { "/completion/a-name-that-is-taken-meanwhile-is-left-alone",
      test_a_name_that_is_taken_meanwhile_is_left_alone },
    { "/completion/one-that-cannot-move-does-not-hinder-the-others",
      test_one_that_cannot_move_does_not_hinder_the_others },
    { "/completion/a-move-that-was-stopped-between-its-steps-ends",
      test_a_move_that_was_stopped_between_its_steps_ends },
    { "/completion/a-link-in-the-place-of-a-file-is-not-moved",
      test_a_link_in_the_place_of_a_file_is_not_moved },
    { "/completion/a-lost-file-is-fetched-again", test_a_lost_file_is_fetched_again },
    { "/completion/a-move-that-was-made-is-found", test_a_move_that_was_made_is_found },
    { "/completion/a-file-carries-where-it-came-from", test_a_file_carries_where_it_came_from },
    { "/completion/a-file-tells-nothing-if-nobody-wants-it",
      test_a_file_tells_nothing_if_nobody_wants_it },
    { "/completion/what-is-discarded-is-gone", test_what_is_discarded_is_gone },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].function, tear_down);

  return g_test_run ();
}
