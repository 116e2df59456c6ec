/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is pasted as a command, what comes of it can be given to the service. */
#include "config.h"

#include <string.h>

#include "bgw-addresses.h"
#include "bgw-command.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = fuzz_text (data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autofree char *line = g_strconcat ("curl ", text, NULL);
  const char *texts[] = { text, line };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BgwCommand) command = bgw_command_parse (texts[i]);

      if (command->problem == BGW_COMMAND_GOOD)
        g_assert_cmpuint (g_strv_length (command->addresses), >, 0);

      for (guint j = 0; command->addresses[j] != NULL; j++)
        g_assert_cmpint (bgw_address_check (command->addresses[j], NULL), ==, BGW_ADDRESS_GOOD);

      for (guint j = 0; command->headers[j] != NULL; j++)
        {
          g_assert_true (g_utf8_validate (command->headers[j], -1, NULL));
          g_assert_nonnull (strstr (command->headers[j], ": "));
          g_assert_null (strpbrk (command->headers[j], "\r\n"));
        }

      if (command->file_name != NULL)
        g_assert_null (strchr (command->file_name, '/'));
    }

  return 0;
}
