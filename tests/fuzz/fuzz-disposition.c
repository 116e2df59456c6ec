/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any value of Content-Disposition gives a name that is safe, or none. */
#include "config.h"

#include "bgd-disposition.h"
#include "bgd-name.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = fuzz_text (data, size);
  g_autofree char *name = bgd_disposition_get_name (value);

  if (name == NULL)
    return 0;

  g_autofree char *safe = bgd_name_make_safe (name);

  g_assert_cmpstr (name, !=, "");
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (bgd_name_is_valid (safe));
  g_assert_cmpuint (strlen (safe), <=, BGD_NAME_SAFE_MAXIMUM);
  g_assert_false (g_str_has_prefix (safe, "."));

  return 0;
}
