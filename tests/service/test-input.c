/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers may say, and what becomes of it. */
#include "config.h"

#include "bgd-input.h"

#include <string.h>

static BgdFile *
make (const char *url, const char *name, GError **error)
{
  const BgdNewFile file = { .url = url, .directory = "/folder", .name = name };

  return bgd_input_make_file (&file, 1, error);
}

static void
assert_url (const char *given, const char *kept, const char *authorization)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) file = make (given, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (file->url, ==, kept);
  g_assert_cmpstr (file->authorization, ==, authorization);
}

static void
assert_refused (const char *url, BgError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) file = make (url, NULL, &error);

  g_assert_error (error, BG_ERROR, (int) code);
  g_assert_null (file);
}

static void
test_an_address_is_kept_in_ascii (void)
{
  assert_url ("http://h/a", "http://h/a", NULL);
  assert_url ("HTTP://h/a%2Fb?q=%20&r=1;2", "http://h/a%2Fb?q=%20&r=1;2", NULL);
  assert_url ("http://h/a b", "http://h/a%20b", NULL);
  assert_url ("http://h/ü", "http://h/%C3%BC", NULL);
  assert_url ("http://bücher.example/", "http://xn--bcher-kva.example/", NULL);
  assert_url ("http://h/\x01\x7f\"<>\\^`{|}", "http://h/%01%7F%22%3C%3E%5C%5E%60%7B%7C%7D", NULL);
  assert_url ("http://h/a#fragment", "http://h/a", NULL);
  assert_url ("http://[::1]:8080/a", "http://[::1]:8080/a", NULL);
}

/* "Aladdin:open sesame" is the example of RFC 7617. */
static void
test_a_password_leaves_the_address (void)
{
  assert_url ("http://Aladdin:open%20sesame@h/a", "http://h/a",
              "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  assert_url ("http://user@h/a", "http://h/a", "Authorization: Basic dXNlcjo=");
  assert_url ("http://:token@h/a", "http://h/a", "Authorization: Basic OnRva2Vu");
  assert_url ("http://@h/a", "http://h/a", NULL);
  assert_url ("http://a:%0d%0aX@h/", "http://h/", "Authorization: Basic YToNClg=");
}

static void
test_what_is_no_address_is_refused (void)
{
  g_autofree char *filling = g_strnfill (BGD_MAX_URL, 'x');
  g_autofree char *longest = g_strdup_printf ("http://h/%s", filling);

  assert_refused ("", BG_ERROR_INVALID_URL);
  assert_refused ("a", BG_ERROR_INVALID_URL);
  assert_refused ("/a", BG_ERROR_INVALID_URL);
  assert_refused ("http:", BG_ERROR_INVALID_URL);
  assert_refused ("http:///a", BG_ERROR_INVALID_URL);
  assert_refused ("http://user:secret@/a", BG_ERROR_INVALID_URL);
  assert_refused ("http://h:99999/", BG_ERROR_INVALID_URL);
  assert_refused ("http://h/%zz", BG_ERROR_INVALID_URL);
  assert_refused ("http://h;a", BG_ERROR_INVALID_URL);
  assert_refused ("magnet:/..//h/a", BG_ERROR_INVALID_URL);
  assert_refused ("http://h:80;a/", BG_ERROR_INVALID_URL);
  assert_refused ("ftp://h/", BG_ERROR_UNSUPPORTED_SCHEME);
  assert_refused ("javascript:alert(1)", BG_ERROR_UNSUPPORTED_SCHEME);
  assert_refused (longest, BG_ERROR_STRING_TOO_LONG);
}

/* It goes into the head of a request. */
static void
test_a_host_cannot_smuggle (void)
{
  assert_refused ("http://a%0d%0aX/", BG_ERROR_INVALID_URL);
  assert_refused ("http://a%20b/", BG_ERROR_INVALID_URL);
  assert_refused ("http://a%2fb/", BG_ERROR_INVALID_URL);
  assert_refused ("http://a%40b/", BG_ERROR_INVALID_URL);
  assert_refused ("http://a<b/", BG_ERROR_INVALID_URL);
}

static void
test_a_password_is_in_no_message (void)
{
  static const char *const urls[] = { "http://user:swordfish@/", "http://user:swordfish@h:x/",
                                      "gopher://user:swordfish@h/", "http://user:swordfish@h/%zz" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BgdFile) file = make (urls[i], NULL, &error);

      g_assert_null (file);
      g_assert_null (strstr (error->message, "swordfish"));
    }
}

static void
test_names_are_one_component (void)
{
  static const char *const bad[] = { "", ".", "..", "a/b", "/a", "a\nb", "a\x7f" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (make ("http://h/a", bad[i], &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }

  g_autoptr (BgdFile) file = make ("http://h/a", "wanted name.txt", NULL);

  g_assert_cmpstr (file->name, ==, "wanted name.txt");
  g_assert_cmpstr (file->wanted_name, ==, "wanted name.txt");
  g_assert_true (g_str_has_prefix (file->part_name, "."));
}

static void
test_the_folder_is_absolute (void)
{
  static const char *const bad[] = { NULL, "", "relative", "./a" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      const BgdNewFile file = { .url = "http://h/a", .directory = bad[i] };

      g_assert_null (bgd_input_make_file (&file, 1, &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_mirrors_are_more_addresses (void)
{
  static const char *const given[] = { "HTTP://h/b c", "https://h/a", "http://h/a",
                                       "http://h/b%20c", NULL };
  const BgdNewFile file = { .url = "http://h/a", .directory = "/folder", .mirrors = given };
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) made = bgd_input_make_file (&file, 1, &error);

  g_assert_no_error (error);
  kept = g_strjoinv (" ", made->mirrors);
  g_assert_cmpstr (kept, ==, "http://h/b%20c https://h/a");
}

static void
test_mirrors_are_checked_as_the_address_is (void)
{
  static const struct
  {
    const char *mirror;
    BgError code;
  } bad[] = {
    { "", BG_ERROR_INVALID_URL },
    { "nonsense", BG_ERROR_INVALID_URL },
    { "http:///a", BG_ERROR_INVALID_URL },
    { "ftp://h/a", BG_ERROR_UNSUPPORTED_SCHEME },
    { "file:///etc/passwd", BG_ERROR_UNSUPPORTED_SCHEME },
    { "http://user:swordfish@h/a", BG_ERROR_INVALID_URL },
    { "http://user@h/a", BG_ERROR_INVALID_URL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const mirrors[] = { "http://good/", bad[i].mirror, NULL };
      const BgdNewFile file = { .url = "http://h/a", .directory = "/f", .mirrors = mirrors };
      g_autoptr (GError) error = NULL;

      g_assert_null (bgd_input_make_file (&file, 1, &error));
      g_assert_error (error, BG_ERROR, (int) bad[i].code);
      g_assert_true (g_str_has_prefix (error->message, "Mirror 2: "));
      g_assert_null (strstr (error->message, "swordfish"));
    }
}

static void
test_mirrors_have_a_limit (void)
{
  const char *mirrors[BGD_MAX_MIRRORS + 2] = { NULL };
  const BgdNewFile file = { .url = "http://h/a", .directory = "/f", .mirrors = mirrors };
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) made = NULL;

  for (guint i = 0; i < BGD_MAX_MIRRORS; i++)
    mirrors[i] = "http://h/b";
  made = bgd_input_make_file (&file, 1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (made);

  mirrors[BGD_MAX_MIRRORS] = "http://h/b";
  g_assert_null (bgd_input_make_file (&file, 1, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
}

static void
test_pieces_need_a_size_that_they_fit (void)
{
  g_autoptr (GBytes) hashes = g_bytes_new_static ("0123456789abcdef0123456789ABCDEF", 32);
  BgdNewFile file = { .url = "http://h/a",
                      .directory = "/f",
                      .has_size = TRUE,
                      .size = 2000,
                      .pieces = { "MD5", 1024, hashes } };
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) made = bgd_input_make_file (&file, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (made->wanted_size, ==, 2000);
  g_assert_cmpstr (made->pieces->algorithm, ==, "md5");
  g_assert_cmpuint (bgd_pieces_count (made->pieces), ==, 2);

  file.size = 3000;
  g_assert_null (bgd_input_make_file (&file, 1, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  file.has_size = FALSE;
  g_assert_null (bgd_input_make_file (&file, 1, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
}

static void
test_a_size_is_one_that_a_file_can_have (void)
{
  BgdNewFile file = { .url = "http://h/a", .directory = "/f", .has_size = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) empty = bgd_input_make_file (&file, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (empty->wanted_size, ==, 0);

  file.size = (guint64) G_MAXINT64 + 1;
  g_assert_null (bgd_input_make_file (&file, 1, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
}

static void
test_a_speed_limit_lets_bytes_through (void)
{
  static const guint64 good[] = { 0, 1024, 1500000, G_MAXINT64 };
  static const guint64 bad[] = { 1, 1023, (guint64) G_MAXINT64 + 1, G_MAXUINT64 };
  g_autoptr (BgdJob) job = bgd_job_new ("id", "job", BG_JOB_TYPE_DOWNLOAD);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      const BgdSettings settings = { .speed_limit = &good[i] };

      g_assert_true (bgd_input_check_settings (&settings, &error));
      g_assert_no_error (error);
      bgd_input_apply_settings (&settings, job);
      g_assert_cmpuint (job->speed_limit, ==, good[i]);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      const BgdSettings settings = { .speed_limit = &bad[i] };

      g_assert_false (bgd_input_check_settings (&settings, &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

static void
assert_header (const char *line, gboolean is_good)
{
  g_autoptr (GError) error = NULL;
  const char *const headers[] = { line, NULL };
  const BgdSettings settings = { .headers = headers };

  g_assert_cmpint (bgd_input_check_settings (&settings, &error), ==, is_good);
  if (!is_good)
    g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
}

static void
test_headers_are_lines_of_ours (void)
{
  assert_header ("X-Colour: blue", TRUE);
  assert_header ("X-Empty:", TRUE);
  assert_header ("X-Tab: a\tb", TRUE);
  assert_header ("X-Text: ü", TRUE);
  assert_header ("", FALSE);
  assert_header (": a", FALSE);
  assert_header ("X", FALSE);
  assert_header ("X : a", FALSE);
  assert_header ("X-ü: a", FALSE);
  assert_header ("X: a\r\nHost: b", FALSE);
  assert_header ("X: a\x01", FALSE);
  assert_header ("host: a", FALSE);
  assert_header ("RANGE: bytes=0-", FALSE);
  assert_header ("If-Modified-Since: Tue, 01 Oct 2024 10:00:00 GMT", FALSE);
  assert_header ("Transfer-Encoding: chunked", FALSE);
}

static void
test_all_headers_have_a_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *half = g_strnfill (BGD_MAX_HEADERS / 2, 'x');
  g_autofree char *line = g_strdup_printf ("X: %s", half);
  const char *const headers[] = { line, line, NULL };
  const BgdSettings settings = { .headers = headers };

  g_assert_false (bgd_input_check_settings (&settings, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG);
}

static void
test_secret_headers_are_kept_apart (void)
{
  g_autoptr (BgdJob) job = bgd_job_new ("id", "job", BG_JOB_TYPE_DOWNLOAD);
  const char *const headers[] = { "X-Colour: blue", "authorization: Bearer x", "X-API-Key: y",
                                  "Cookie: z", NULL };
  const char *const open[] = { "X-Colour: blue", NULL };
  const BgdSettings settings = { .headers = headers };
  const BgdSettings fewer = { .headers = open };

  bgd_input_apply_settings (&settings, job);
  g_assert_cmpuint (g_strv_length (job->headers), ==, 1);
  g_assert_cmpuint (g_strv_length (job->secret_headers), ==, 3);
  g_assert_true (job->had_secrets);

  bgd_input_apply_settings (&fewer, job);
  g_assert_cmpuint (g_strv_length (job->secret_headers), ==, 0);
  g_assert_false (job->had_secrets);

  g_ptr_array_add (job->files, make ("http://user:password@h/a", NULL, NULL));
  bgd_input_apply_settings (&fewer, job);
  g_assert_true (job->had_secrets);
}

static void
test_settings_have_their_ranges (void)
{
  g_autoptr (BgdJob) job = bgd_job_new ("id", "job", BG_JOB_TYPE_DOWNLOAD);
  g_autofree char *longest = g_strnfill (BGD_MAX_NAME, 'x');
  g_autofree char *longer = g_strnfill (BGD_MAX_NAME + 1, 'x');
  guint32 number = 0;
  const BgdSettings good = { .name = longest, .minimum_retry_delay = &number };
  const BgdSettings long_name = { .name = longer };
  const BgdSettings no_name = { .name = "" };
  const BgdSettings priority = { .priority = &number };

  g_assert_true (bgd_input_check_settings (&good, NULL));
  bgd_input_apply_settings (&good, job);
  g_assert_cmpuint (job->minimum_retry_delay, ==, BGD_MINIMUM_RETRY_DELAY);
  g_assert_false (bgd_input_check_settings (&long_name, NULL));
  g_assert_false (bgd_input_check_settings (&no_name, NULL));
  number = BG_JOB_PRIORITY_LOW + 1;
  g_assert_false (bgd_input_check_settings (&priority, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/input/an-address-is-kept-in-ascii", test_an_address_is_kept_in_ascii);
  g_test_add_func ("/input/a-password-leaves-the-address", test_a_password_leaves_the_address);
  g_test_add_func ("/input/what-is-no-address-is-refused", test_what_is_no_address_is_refused);
  g_test_add_func ("/input/a-host-cannot-smuggle", test_a_host_cannot_smuggle);
  g_test_add_func ("/input/a-password-is-in-no-message", test_a_password_is_in_no_message);
  g_test_add_func ("/input/names-are-one-component", test_names_are_one_component);
  g_test_add_func ("/input/the-folder-is-absolute", test_the_folder_is_absolute);
  g_test_add_func ("/input/mirrors-are-more-addresses", test_mirrors_are_more_addresses);
  g_test_add_func ("/input/mirrors-are-checked-as-the-address-is",
                   test_mirrors_are_checked_as_the_address_is);
  g_test_add_func ("/input/mirrors-have-a-limit", test_mirrors_have_a_limit);
  g_test_add_func ("/input/pieces-need-a-size-that-they-fit",
                   test_pieces_need_a_size_that_they_fit);
  g_test_add_func ("/input/a-size-is-one-that-a-file-can-have",
                   test_a_size_is_one_that_a_file_can_have);
  g_test_add_func ("/input/a-speed-limit-lets-bytes-through",
                   test_a_speed_limit_lets_bytes_through);
  g_test_add_func ("/input/headers-are-lines-of-ours", test_headers_are_lines_of_ours);
  g_test_add_func ("/input/all-headers-have-a-limit", test_all_headers_have_a_limit);
  g_test_add_func ("/input/secret-headers-are-kept-apart", test_secret_headers_are_kept_apart);
  g_test_add_func ("/input/settings-have-their-ranges", test_settings_have_their_ranges);

  return g_test_run ();
}
