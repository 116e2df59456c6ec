/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a caller adds is refused, or a file with a safe name and an address without secrets. The
 * lines of the input are the address, the name, the checksum, and headers. */
#include "config.h"

#include "bgd-input.h"

#include "bgd-name.h"
#include "bgd-transfer.h"
#include "fuzz.h"

static const char *
line_or_null (GStrv lines, guint index)
{
  return index < g_strv_length (lines) && *lines[index] != '\0' ? lines[index] : NULL;
}

static void
add_file (GStrv lines)
{
  const BgdNewFile wanted = {
    .url = lines[0] != NULL ? lines[0] : "",
    .directory = "/tmp",
    .name = line_or_null (lines, 1),
    .checksum = line_or_null (lines, 2),
  };
  g_autofree char *name = bgd_name_from_url (wanted.url);
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdFile) file = bgd_input_make_file (&wanted, 0, &error);

  g_assert_true (bgd_name_is_valid (name));
  if (file == NULL)
    {
      g_assert_cmpint (error->code, !=, BG_ERROR_NONE);
      return;
    }

  g_autoptr (GUri) uri = g_uri_parse (file->url, G_URI_FLAGS_NONE, NULL);

  g_assert_true (bgd_transfer_supports (file->url, NULL));
  g_assert_true (g_utf8_validate (file->url, -1, NULL));
  g_assert_true (uri == NULL || g_uri_get_userinfo (uri) == NULL);
  for (const char *at = file->url; *at != '\0'; at++)
    g_assert_false (g_ascii_iscntrl (*at) || *at == ' ');
  g_assert_true (bgd_name_is_valid (file->name));
  g_assert_true (bgd_name_is_valid (file->part_name));
}

static void
set_headers (GStrv lines)
{
  const char *const *headers =
      (const char *const *) lines + (g_strv_length (lines) > 3 ? 3 : g_strv_length (lines));
  const BgdSettings settings = { .headers = headers };
  g_autoptr (BgdJob) job =
      bgd_job_new ("00000000-0000-4000-8000-000000000000", "job", BG_JOB_TYPE_DOWNLOAD);

  if (!bgd_input_check_settings (&settings, NULL))
    return;

  bgd_input_apply_settings (&settings, job);
  for (guint i = 0; job->headers != NULL && job->headers[i] != NULL; i++)
    {
      g_assert_null (strpbrk (job->headers[i], "\r\n"));
      g_assert_nonnull (strchr (job->headers[i], ':'));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);

  /* The bus lets nothing else through. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  add_file (lines);
  set_headers (lines);

  return 0;
}
