/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is typed as a pattern, as many addresses come of it as were counted. */
#include "config.h"

#include "bgw-patterns.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, MIN (size, 256));
  guint64 count = bgw_pattern_count (text);
  g_auto (GStrv) expanded = bgw_pattern_expand (text);

  g_assert_cmpuint (count, >, 0);
  if (count > BGW_PATTERNS_MAX)
    g_assert_null (expanded);
  else
    g_assert_cmpuint (g_strv_length (expanded), ==, count);

  return 0;
}
