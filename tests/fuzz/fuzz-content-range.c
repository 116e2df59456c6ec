/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any value of Content-Range is refused, or names a range that can be. */
#include "config.h"

#include "bgd-answer.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = fuzz_text (data, size);
  guint64 start, end, total;

  if (!bgd_answer_parse_content_range (value, &start, &end, &total))
    return 0;

  if (end > 0)
    g_assert_cmpuint (start, <, end);
  else
    g_assert_cmpuint (start, ==, 0);
  if (total != BG_SIZE_UNKNOWN)
    {
      g_assert_cmpuint (end, <=, total);
      g_assert_cmpuint (total, <=, G_MAXINT64);
    }

  return 0;
}
