/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into a keyring comes back, and nothing else that may be in one. */
#include "config.h"

#include "bgd-job-secrets.h"

static BgdJob *
new_job (guint n_files)
{
  BgdJob *job = bgd_job_new ("id", "name", BG_JOB_TYPE_DOWNLOAD);

  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (job->files, bgd_file_new ("http://example.org/", "/tmp"));

  return job;
}

static BgdJob *
new_full_job (void)
{
  const char *const headers[] = { "Cookie: “a” \\ 'b'", NULL };
  BgdJob *job = new_job (4);
  g_autoptr (BgdCredentials) basic =
      bgd_credentials_with (NULL, BGD_AUTH_SCHEME_BASIC, "anna", "it's \"ü\"");

  job->credentials = bgd_credentials_with (basic, BGD_AUTH_SCHEME_DIGEST, "bert", "");
  job->route->credentials = bgd_credentials_with (NULL, BGD_AUTH_SCHEME_DIGEST, "carl", "through");
  job->secret_headers = g_strdupv ((char **) headers);
  for (guint i = 1; i < 3; i++)
    bgd_job_get_file (job, i)->authorization = g_strdup ("Authorization: Basic YTpi");

  return job;
}

static void
test_comes_back (void)
{
  g_autoptr (BgdJob) job = new_full_job ();
  g_autoptr (BgdJob) other = new_job (4);
  g_autofree char *text = bgd_job_secrets_pack (job);
  const char *user, *password;

  g_assert_true (bgd_job_secrets_unpack (other, text));
  g_assert_true (bgd_credentials_get (other->credentials, BGD_AUTH_SCHEME_BASIC, &user, &password));
  g_assert_cmpstr (user, ==, "anna");
  g_assert_cmpstr (password, ==, "it's \"ü\"");
  g_assert_true (
      bgd_credentials_get (other->credentials, BGD_AUTH_SCHEME_DIGEST, &user, &password));
  g_assert_cmpstr (user, ==, "bert");
  g_assert_cmpstr (password, ==, "");
  g_assert_true (
      bgd_credentials_get (other->route->credentials, BGD_AUTH_SCHEME_DIGEST, &user, &password));
  g_assert_cmpstr (user, ==, "carl");
  g_assert_cmpstr (password, ==, "through");
  g_assert_false (
      bgd_credentials_get (other->route->credentials, BGD_AUTH_SCHEME_BASIC, &user, &password));
  g_assert_cmpstrv (other->secret_headers, job->secret_headers);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (bgd_job_get_file (other, i)->authorization, ==,
                     bgd_job_get_file (job, i)->authorization);
}

static void
test_nothing_is_no_text (void)
{
  g_autoptr (BgdJob) job = new_job (2);

  g_assert_null (bgd_job_secrets_pack (job));
}

/* Nothing of it may come over what the owner has said since. */
static void
test_what_was_told_counts (void)
{
  g_autoptr (BgdJob) job = new_full_job ();
  g_autoptr (BgdJob) other = new_job (4);
  g_autofree char *text = bgd_job_secrets_pack (job);
  const char *user, *password;

  other->told_secrets =
      BGD_SECRET_BASIC | BGD_SECRET_HEADERS | BGD_SECRET_ADDRESSES | BGD_SECRET_PROXY_DIGEST;
  g_assert_true (bgd_job_secrets_unpack (other, text));
  g_assert_false (
      bgd_credentials_get (other->credentials, BGD_AUTH_SCHEME_BASIC, &user, &password));
  g_assert_true (
      bgd_credentials_get (other->credentials, BGD_AUTH_SCHEME_DIGEST, &user, &password));
  g_assert_null (other->route->credentials);
  g_assert_null (other->secret_headers);
  for (guint i = 0; i < 4; i++)
    g_assert_null (bgd_job_get_file (other, i)->authorization);
}

/* Whatever may be in a keyring: a line that a server could take for two, a file that is not. */
static void
test_what_makes_no_sense_is_left_out (void)
{
  const char *const texts[] = {
    "{'headers': <['Cookie: a\\r\\nHost: b']>}",
    "{'headers': <['Host: elsewhere']>}",
    "{'headers': <'Cookie: a'>}",
    "{'basic': <('a:b', 'c')>}",
    "{'basic': <('', 'c')>}",
    "{'digest': <('a\\n', 'c')>}",
    "{'proxy-basic': <('a:b', 'c')>}",
    "{'addresses': <[(uint32 9, uint32 4294967295, 'Authorization: Basic YTpi')]>}",
    "{'addresses': <[(uint32 0, uint32 1, 'no header')]>}",
    "{'else': <1>}",
    "@a{sv} {}",
  };
  const char *const nonsense[] = { "", "{", "password", "['a']", "{'a': 1}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BgdJob) job = new_job (2);

      g_assert_true (bgd_job_secrets_unpack (job, texts[i]));
      g_assert_false (bgd_job_has_secrets (job));
    }

  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autoptr (BgdJob) job = new_job (2);

      g_assert_false (bgd_job_secrets_unpack (job, nonsense[i]));
      g_assert_false (bgd_job_has_secrets (job));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/job-secrets/comes-back", test_comes_back);
  g_test_add_func ("/job-secrets/nothing-is-no-text", test_nothing_is_no_text);
  g_test_add_func ("/job-secrets/what-was-told-counts", test_what_was_told_counts);
  g_test_add_func ("/job-secrets/what-makes-no-sense-is-left-out",
                   test_what_makes_no_sense_is_left_out);

  return g_test_run ();
}
