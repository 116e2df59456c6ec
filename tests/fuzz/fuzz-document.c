/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever calls itself a Metalink document, what is left of it has the files that were wanted. */
#include "config.h"

#include <string.h>

#include "bgw-metalink.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  gsize length = strlen (text);
  g_autoptr (GPtrArray) files = bgw_metalink_read (text, length);
  g_autofree gboolean *wanted = NULL;
  g_autofree char *rest = NULL;
  g_autoptr (GPtrArray) left = NULL;

  if (files == NULL)
    return 0;

  wanted = g_new0 (gboolean, files->len);
  wanted[files->len - 1] = TRUE;
  for (guint i = 0; i < files->len; i++)
    {
      const BgwMetalinkFile *file = files->pdata[i];

      g_assert_true (g_utf8_validate (file->name, -1, NULL));
      wanted[i] = wanted[i] || i % 2 == 0;
    }

  rest = bgw_metalink_leave_out (text, length, wanted, files->len);
  g_assert_nonnull (rest);
  left = bgw_metalink_read (rest, strlen (rest));
  if (left != NULL)
    g_assert_cmpuint (left->len, <=, files->len);

  return 0;
}
