/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what an answer means for the bytes that we have. */
#include "config.h"

#include "bgd-answer.h"

#define ETAG (char *) "\"one\""
#define OTHER_ETAG (char *) "\"two\""
#define WEAK_ETAG (char *) "W/\"one\""
#define DATE (char *) "Tue, 01 Oct 2024 10:00:00 GMT"
#define OTHER_DATE (char *) "Wed, 02 Oct 2024 10:00:00 GMT"

static const BgdValidators known = { ETAG, DATE };
static const BgdQuestion whole = { .bytes_total = BG_SIZE_UNKNOWN, .validators = &known };
static const BgdQuestion rest = {
  .ranged = TRUE,
  .start = 100,
  .bytes_total = 200,
  .bytes_done = 100,
  .validators = &known,
};

static void
assert_verdict (const BgdAnswer *answer, const BgdQuestion *question, BgdVerdict verdict)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (bgd_answer_judge (answer, question, &error), ==, verdict);
  if (verdict != BGD_VERDICT_FAIL)
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
}

static void
assert_fails (const BgdAnswer *answer, const BgdQuestion *question, BgError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (bgd_answer_judge (answer, question, &error), ==, BGD_VERDICT_FAIL);
  g_assert_error (error, BG_ERROR, (int) code);
}

static void
test_whole_file_is_taken (void)
{
  const BgdAnswer answer = { .status = 200, .end = 200, .bytes_total = 200 };
  const BgdAnswer touched = { .status = 203, .end = 200, .bytes_total = 200 };

  assert_verdict (&answer, &whole, BGD_VERDICT_TAKE);
  assert_verdict (&touched, &whole, BGD_VERDICT_TAKE);
}

static void
test_right_part_is_taken (void)
{
  const BgdAnswer answer = { .status = 206, .start = 100, .end = 200, .bytes_total = 200 };
  const BgdAnswer shorter = { .status = 206, .start = 100, .end = 101, .bytes_total = 200 };
  const BgdAnswer no_total = {
    .status = 206, .start = 100, .end = 200, .bytes_total = BG_SIZE_UNKNOWN
  };

  assert_verdict (&answer, &rest, BGD_VERDICT_TAKE);
  assert_verdict (&shorter, &rest, BGD_VERDICT_TAKE);
  assert_verdict (&no_total, &rest, BGD_VERDICT_TAKE);
}

static void
test_part_that_was_not_asked_for_fails (void)
{
  const BgdAnswer answer = { .status = 206, .start = 0, .end = 200, .bytes_total = 200 };
  const BgdAnswer elsewhere = { .status = 206, .start = 99, .end = 200, .bytes_total = 200 };
  const BgdAnswer nowhere = { .status = 206, .bytes_total = 200 };

  assert_fails (&answer, &whole, BG_ERROR_INVALID_SERVER_RESPONSE);
  assert_fails (&elsewhere, &rest, BG_ERROR_INVALID_SERVER_RESPONSE);
  assert_fails (&nowhere, &rest, BG_ERROR_INVALID_SERVER_RESPONSE);
}

static void
test_whole_file_instead_of_a_part_restarts (void)
{
  const BgdAnswer answer = { .status = 200, .end = 200, .bytes_total = 200, .validators = known };

  assert_verdict (&answer, &rest, BGD_VERDICT_RESTART);
}

static void
test_part_of_another_version_is_not_taken (void)
{
  const BgdAnswer etag = {
    .status = 206, .start = 100, .end = 200, .bytes_total = 200, .validators = { OTHER_ETAG, DATE }
  };
  const BgdAnswer date = {
    .status = 206, .start = 100, .end = 200, .bytes_total = 200, .validators = { NULL, OTHER_DATE }
  };
  const BgdAnswer size = { .status = 206, .start = 100, .end = 300, .bytes_total = 300 };

  assert_verdict (&etag, &rest, BGD_VERDICT_ASK_AGAIN);
  assert_verdict (&date, &rest, BGD_VERDICT_ASK_AGAIN);
  assert_verdict (&size, &rest, BGD_VERDICT_ASK_AGAIN);
}

static void
test_nothing_after_the_end_means_whole (void)
{
  const BgdAnswer here = { .status = 416, .bytes_total = 100 };
  const BgdAnswer longer = { .status = 416, .bytes_total = 200 };
  const BgdAnswer unknown = { .status = 416, .bytes_total = BG_SIZE_UNKNOWN };
  const BgdAnswer other = { .status = 416, .bytes_total = 100, .validators = { OTHER_ETAG, DATE } };

  const BgdQuestion end = {
    .ranged = TRUE,
    .start = 100,
    .bytes_total = BG_SIZE_UNKNOWN,
    .bytes_done = 100,
    .validators = &known,
  };

  assert_verdict (&here, &end, BGD_VERDICT_WHOLE);
  assert_verdict (&here, &rest, BGD_VERDICT_ASK_AGAIN); /* there was more */
  assert_verdict (&longer, &end, BGD_VERDICT_ASK_AGAIN);
  assert_verdict (&unknown, &end, BGD_VERDICT_ASK_AGAIN);
  assert_verdict (&other, &end, BGD_VERDICT_ASK_AGAIN);
  assert_fails (&here, &whole, BG_ERROR_HTTP_CLIENT);
}

static void
test_fault_counts_where_there_are_bytes (void)
{
  const BgdAnswer file = { .status = 200, .fault = "nonsense" };
  const BgdAnswer part = { .status = 206, .start = 100, .end = 200, .fault = "nonsense" };
  const BgdAnswer none = { .status = 404, .fault = "nonsense" };

  assert_fails (&file, &whole, BG_ERROR_INVALID_SERVER_RESPONSE);
  assert_fails (&part, &rest, BG_ERROR_INVALID_SERVER_RESPONSE);
  assert_fails (&none, &whole, BG_ERROR_HTTP_NOT_FOUND);
}

static void
test_only_strong_validators_are_conditions (void)
{
  g_assert_cmpstr (bgd_answer_get_if_range (&known), ==, ETAG);
  g_assert_cmpstr (bgd_answer_get_if_range (&(BgdValidators){ WEAK_ETAG, DATE }), ==, DATE);
  g_assert_cmpstr (bgd_answer_get_if_range (&(BgdValidators){ NULL, DATE }), ==, DATE);
  g_assert_null (bgd_answer_get_if_range (&(BgdValidators){ WEAK_ETAG, NULL }));
  g_assert_null (bgd_answer_get_if_range (&(BgdValidators){ (char *) "naked", NULL }));
  g_assert_null (bgd_answer_get_if_range (&(BgdValidators){ NULL, NULL }));
}

static void
test_versions_are_told_apart (void)
{
  static const struct
  {
    BgdValidators before, now;
    gboolean changed;
  } cases[] = {
    { { ETAG, DATE }, { ETAG, DATE }, FALSE },
    { { ETAG, DATE }, { ETAG, OTHER_DATE }, FALSE }, /* the tag knows better */
    { { ETAG, DATE }, { OTHER_ETAG, DATE }, TRUE },
    { { ETAG, DATE }, { NULL, DATE }, FALSE },
    { { ETAG, DATE }, { NULL, OTHER_DATE }, TRUE },
    { { ETAG, DATE }, { WEAK_ETAG, OTHER_DATE }, TRUE },
    { { WEAK_ETAG, NULL }, { WEAK_ETAG, NULL }, FALSE },
    { { ETAG, NULL }, { NULL, DATE }, FALSE },
    { { NULL, NULL }, { NULL, NULL }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (bgd_answer_has_changed (&cases[i].before, &cases[i].now), ==,
                     cases[i].changed);
}

static void
test_content_range_is_understood (void)
{
  static const struct
  {
    const char *value;
    guint64 start, end, total;
  } cases[] = {
    { "bytes 0-0/1", 0, 1, 1 },
    { "bytes 0-99/200", 0, 100, 200 },
    { "bytes 100-199/200", 100, 200, 200 },
    { "bytes 100-199/*", 100, 200, BG_SIZE_UNKNOWN },
    { "bytes */200", 0, 0, 200 },
    { "bytes */0", 0, 0, 0 },
    { "Bytes   5-6/7", 5, 7, 7 },
    { "bytes 9223372036854775806-9223372036854775806/9223372036854775807", G_MAXINT64 - 1,
      G_MAXINT64, G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 start, end, total;

      g_assert_true (bgd_answer_parse_content_range (cases[i].value, &start, &end, &total));
      g_assert_cmpuint (start, ==, cases[i].start);
      g_assert_cmpuint (end, ==, cases[i].end);
      g_assert_cmpuint (total, ==, cases[i].total);
    }
}

static void
test_other_content_ranges_are_refused (void)
{
  static const char *const cases[] = {
    "",
    "bytes",
    "bytes ",
    "bytes 0-",
    "bytes 0-1",
    "bytes 0-1/",
    "bytes -1/2",
    "bytes 1-0/2",
    "bytes 0-2/2",
    "bytes 0-1/2x",
    "bytes 0-1/-2",
    "bytes +0-1/2",
    "bytes 0 - 1 / 2",
    "bytes */*",
    "lines 0-1/2",
    "bytes 0-18446744073709551615/*",
    "bytes 0-9223372036854775808/*",
    "bytes 0-1/99999999999999999999",
    "bytes 0-1/2, bytes 2-3/4",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 start, end, total;

      g_test_message ("%s", cases[i]);
      g_assert_false (bgd_answer_parse_content_range (cases[i], &start, &end, &total));
    }
}

static void
test_wish_to_wait_is_understood (void)
{
  const gint64 now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
  static const struct
  {
    const char *value;
    guint seconds;
  } cases[] = {
    { "0", 0 },
    { "17", 17 },
    { " 17 ", 17 },
    { "4294967295", G_MAXUINT },
    { "Sun, 06 Nov 1994 08:49:38 GMT", 1 },
    { "Sunday, 06-Nov-94 08:51:07 GMT", 90 },
    { "Sun Nov  6 08:50:07 1994", 30 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
    { "Sun, 06 Nov 1994 08:49:36 GMT", 0 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { "Fri, 31 Dec 9999 23:59:59 GMT", G_MAXUINT },
    { "4294967296", 0 },
    { "99999999999999999999999", 0 },
    { "-5", 0 },
    { "+5", 0 },
    { "5.5", 0 },
    { "0x10", 0 },
    { "5 seconds", 0 },
    { "soon", 0 },
    { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].value);
      g_assert_cmpuint (bgd_answer_parse_retry_after (cases[i].value, now), ==, cases[i].seconds);
    }

  /* A clock that nobody has set. */
  g_assert_cmpuint (bgd_answer_parse_retry_after ("Sun Nov  6 08:50:07 1994", G_MININT64), ==,
                    G_MAXUINT);
}

static void
test_page_instead_of_a_file_fails (void)
{
  const BgdAnswer page = { .status = 200, .is_page = TRUE, .end = 200, .bytes_total = 200 };
  BgdAnswer meant = page;
  BgdQuestion question = whole;
  BgdQuestion continued = rest;

  assert_verdict (&page, &question, BGD_VERDICT_TAKE);
  question.name = "index.html";
  assert_verdict (&page, &question, BGD_VERDICT_TAKE);
  question.name = "a.zip";
  assert_fails (&page, &question, BG_ERROR_LOGIN_PAGE);
  continued.name = "a.zip";
  assert_fails (&page, &continued, BG_ERROR_LOGIN_PAGE);

  meant.suggested_name = (char *) "a.zip";
  assert_verdict (&meant, &question, BGD_VERDICT_TAKE);
  meant.suggested_name = (char *) "a.html";
  assert_fails (&meant, &question, BG_ERROR_LOGIN_PAGE);
}

static void
assert_difference (const BgdAnswer *answer, const BgdQuestion *question, BgError code)
{
  g_autoptr (GError) error = bgd_answer_explain_difference (answer, question);

  g_assert_error (error, BG_ERROR, (int) code);
}

static void
test_another_file_at_a_new_address_is_told_apart (void)
{
  const BgdAnswer other_size = { .status = 206, .start = 100, .end = 201, .bytes_total = 201 };
  const BgdAnswer too_short = { .status = 416, .bytes_total = BG_SIZE_UNKNOWN };
  const BgdAnswer no_parts = { .status = 200, .end = 200, .bytes_total = 200 };
  const BgdAnswer no_size = {
    .status = 206, .start = 100, .end = 200, .bytes_total = BG_SIZE_UNKNOWN
  };
  BgdQuestion unknown = rest;

  assert_difference (&other_size, &rest, BG_ERROR_OTHER_SIZE);
  assert_difference (&too_short, &rest, BG_ERROR_OTHER_SIZE);
  assert_difference (&no_parts, &rest, BG_ERROR_INSUFFICIENT_RANGE_SUPPORT);
  assert_difference (&no_size, &rest, BG_ERROR_INSUFFICIENT_RANGE_SUPPORT);
  unknown.bytes_total = BG_SIZE_UNKNOWN;
  assert_difference (&no_parts, &unknown, BG_ERROR_INSUFFICIENT_RANGE_SUPPORT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/answer/" name, test_##function)
  ADD ("whole-file-is-taken", whole_file_is_taken);
  ADD ("right-part-is-taken", right_part_is_taken);
  ADD ("part-that-was-not-asked-for-fails", part_that_was_not_asked_for_fails);
  ADD ("whole-file-instead-of-a-part-restarts", whole_file_instead_of_a_part_restarts);
  ADD ("part-of-another-version-is-not-taken", part_of_another_version_is_not_taken);
  ADD ("nothing-after-the-end-means-whole", nothing_after_the_end_means_whole);
  ADD ("fault-counts-where-there-are-bytes", fault_counts_where_there_are_bytes);
  ADD ("only-strong-validators-are-conditions", only_strong_validators_are_conditions);
  ADD ("versions-are-told-apart", versions_are_told_apart);
  ADD ("content-range-is-understood", content_range_is_understood);
  ADD ("other-content-ranges-are-refused", other_content_ranges_are_refused);
  ADD ("wish-to-wait-is-understood", wish_to_wait_is_understood);
  ADD ("page-instead-of-a-file-fails", page_instead_of_a_file_fails);
  ADD ("another-file-at-a-new-address-is-told-apart", another_file_at_a_new_address_is_told_apart);

  return g_test_run ();
}
