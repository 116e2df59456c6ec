/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any value of Retry-After is a time that can be waited for, whatever the clock says. */
#include "config.h"

#include "bgd-answer.h"
#include "bgd-date.h"
#include "bgd-retry.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const gint64 clocks[] = { G_MININT64, 0, 1730000000, G_MAXINT64 };
  g_autofree char *value = fuzz_text (data, size);

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      guint wait = bgd_answer_parse_retry_after (value, clocks[i]);
      GTimeSpan delay = bgd_retry_delay (1, 1, wait, 0);
      gint64 seconds;

      g_assert_cmpint (delay, >=, G_USEC_PER_SEC);
      g_assert_cmpint (delay, <=, (gint64) BGD_RETRY_AFTER_MAXIMUM * G_USEC_PER_SEC);

      /* From year 1 to year 9999. */
      if (bgd_date_parse (value, clocks[i], &seconds))
        {
          g_assert_cmpint (seconds, >=, G_GINT64_CONSTANT (-62135596800));
          g_assert_cmpint (seconds, <=, G_GINT64_CONSTANT (253402300799));
        }
    }

  return 0;
}
