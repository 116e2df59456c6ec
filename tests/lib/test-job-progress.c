/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two boxed types of a job: how far it is, and why it failed. */
#include "config.h"

#include "bg-job-progress.h"

#include "bg-job-error-private.h"

static double
fraction_of (guint64 total, guint64 transferred, guint32 files, guint32 files_transferred)
{
  BgJobProgress progress = { total, transferred, files, files_transferred };

  return bg_job_progress_get_fraction (&progress);
}

static void
test_fraction_is_between_zero_and_one (void)
{
  g_assert_cmpfloat (fraction_of (200, 0, 1, 0), ==, 0);
  g_assert_cmpfloat (fraction_of (200, 50, 1, 0), ==, 0.25);
  g_assert_cmpfloat (fraction_of (200, 200, 1, 1), ==, 1);
  g_assert_cmpfloat (fraction_of (200, 300, 1, 0), ==, 1);
}

static void
test_fraction_of_an_unknown_size_is_negative (void)
{
  g_assert_cmpfloat (fraction_of (BG_SIZE_UNKNOWN, 50, 1, 0), ==, -1);
}

static void
test_fraction_of_nothing_counts_files (void)
{
  g_assert_cmpfloat (fraction_of (0, 0, 0, 0), ==, 0);
  g_assert_cmpfloat (fraction_of (0, 0, 2, 1), ==, 0);
  g_assert_cmpfloat (fraction_of (0, 0, 2, 2), ==, 1);
}

static void
test_progress_is_equal_if_all_numbers_are (void)
{
  const BgJobProgress one = { 1, 2, 3, 4 };
  const BgJobProgress others[] = { { 0, 2, 3, 4 }, { 1, 0, 3, 4 }, { 1, 2, 0, 4 }, { 1, 2, 3, 0 } };
  g_autoptr (BgJobProgress) copy = bg_job_progress_copy (&one);

  g_assert_true (bg_job_progress_equal (&one, copy));

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (bg_job_progress_equal (&one, &others[i]));
}

static BgJobError *
parse (const char *text)
{
  g_autoptr (GVariant) properties = g_variant_new_parsed (text);

  return bg_job_error_lookup (properties);
}

static void
test_error_says_what_the_service_says (void)
{
  g_autoptr (BgJobError) error =
      parse ("@a{sv} {'error': <(uint32 33, uint32 5, uint32 3, 'http://a/b', uint32 404,"
             " uint32 2149122452, 'Not Found')>}");

  g_assert_cmpint (error->code, ==, BG_ERROR_HTTP_NOT_FOUND);
  g_assert_cmpint (error->context, ==, BG_ERROR_CONTEXT_REMOTE_FILE);
  g_assert_cmpuint (error->file_index, ==, 3);
  g_assert_cmpstr (error->url, ==, "http://a/b");
  g_assert_cmpuint (error->http_status, ==, 404);
  g_assert_cmphex (error->bits_code, ==, 0x80190194);
  g_assert_cmpstr (error->message, ==, "Not Found");
}

static void
test_error_without_a_code_is_none (void)
{
  g_assert_null (parse ("@a{sv} {}"));
  g_assert_null (parse ("@a{sv} {'error': <(uint32 0, uint32 0, uint32 4294967295, '', uint32 0,"
                        " uint32 0, '')>}"));
}

static void
test_error_of_a_newer_service_is_a_failure (void)
{
  g_autoptr (BgJobError) error =
      parse ("@a{sv} {'error': <(uint32 9999, uint32 2, uint32 4294967295, '', uint32 0, uint32 1,"
             " 'new')>}");

  g_assert_cmpint (error->code, ==, BG_ERROR_FAILED);
  g_assert_cmpuint (error->file_index, ==, BG_NO_FILE);
  g_assert_null (error->url);
  g_assert_cmpstr (error->message, ==, "new");
}

static void
test_error_of_another_type_is_none (void)
{
  g_assert_null (parse ("@a{sv} {'error': <'broken'>}"));
}

static void
test_errors_are_equal_if_they_say_the_same (void)
{
  BgJobError one = {
    BG_ERROR_TLS, BG_ERROR_CONTEXT_REMOTE_FILE, 1, 2, 3, (char *) "u", (char *) "m"
  };
  g_autoptr (BgJobError) copy = bg_job_error_copy (&one);

  g_assert_true (bg_job_error_equal (NULL, NULL));
  g_assert_false (bg_job_error_equal (&one, NULL));
  g_assert_false (bg_job_error_equal (NULL, &one));
  g_assert_true (bg_job_error_equal (&one, copy));

  copy->code = BG_ERROR_PROXY;
  g_assert_false (bg_job_error_equal (&one, copy));
  copy->code = one.code;
  g_clear_pointer (&copy->url, g_free);
  g_assert_false (bg_job_error_equal (&one, copy));
}

#define ADD(name, function) g_test_add_func (name, test_##function)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/job-progress/fraction-is-between-zero-and-one", fraction_is_between_zero_and_one);
  ADD ("/job-progress/fraction-of-an-unknown-size-is-negative",
       fraction_of_an_unknown_size_is_negative);
  ADD ("/job-progress/fraction-of-nothing-counts-files", fraction_of_nothing_counts_files);
  ADD ("/job-progress/progress-is-equal-if-all-numbers-are", progress_is_equal_if_all_numbers_are);
  ADD ("/job-error/error-says-what-the-service-says", error_says_what_the_service_says);
  ADD ("/job-error/error-without-a-code-is-none", error_without_a_code_is_none);
  ADD ("/job-error/error-of-a-newer-service-is-a-failure", error_of_a_newer_service_is_a_failure);
  ADD ("/job-error/error-of-another-type-is-none", error_of_another_type_is_none);
  ADD ("/job-error/errors-are-equal-if-they-say-the-same", errors_are_equal_if_they_say_the_same);

  return g_test_run ();
}
