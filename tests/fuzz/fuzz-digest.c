/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any headers about checksums give one that can be checked, or none; so does any checksum that
 * somebody types. The lines of the input are Repr-Digest, Content-Digest, Digest, Content-MD5. */
#include "config.h"

#include "bgd-digest-field.h"
#include "bgd-digest.h"
#include "fuzz.h"

static void
assert_normal (const char *checksum)
{
  g_autofree char *again = bgd_digest_normalize (checksum, NULL);

  g_assert_cmpstr (checksum, ==, again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *typed = bgd_digest_normalize (text, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);
  guint count = g_strv_length (lines);
  const BgdDigestFields fields = {
    .repr_digest = count > 0 ? lines[0] : NULL,
    .content_digest = count > 1 ? lines[1] : NULL,
    .digest = count > 2 ? lines[2] : NULL,
    .content_md5 = count > 3 ? lines[3] : NULL,
  };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *chosen = bgd_digest_field_choose (&fields, i == 1);

      if (chosen != NULL)
        assert_normal (chosen);
    }
  if (typed != NULL)
    assert_normal (typed);

  return 0;
}
