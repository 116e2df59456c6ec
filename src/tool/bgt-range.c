/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a file as they are typed: "0-499", "500-". Pure. */
#include "config.h"

#include "bgt-range.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bg-ranges.h"

static gboolean
parse_one (const char *text, GVariantBuilder *builder)
{
  const char *dash = strchr (text, '-');
  g_autofree char *first = dash != NULL ? g_strndup (text, (gsize) (dash - text)) : NULL;
  guint64 offset, last;

  if (first == NULL || !g_ascii_string_to_unsigned (first, 10, 0, G_MAXINT64, &offset, NULL))
    return FALSE;

  if (dash[1] == '\0')
    {
      g_variant_builder_add (builder, "(tt)", offset, BG_LENGTH_TO_EOF);
      return TRUE;
    }

  if (!g_ascii_string_to_unsigned (dash + 1, 10, offset, G_MAXINT64 - 1, &last, NULL))
    return FALSE;

  g_variant_builder_add (builder, "(tt)", offset, last - offset + 1);
  return TRUE;
}

/**
 * bgt_range_parse:
 * @texts: what was typed: first and last byte, as in HTTP; each may be several, with commas
 * @error: G_OPTION_ERROR_BAD_VALUE with a sentence for people
 *
 * Returns: (transfer floating) (nullable): an a(tt), as AddFiles takes it
 */
GVariant *
bgt_range_parse (const char *const *texts, GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(tt)"));

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (texts[i], ",", -1);

      for (gsize k = 0; parts[k] != NULL || k == 0; k++)
        if (parts[k] == NULL || !parse_one (parts[k], &builder))
          {
            g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--range takes the first and the last byte, such as 0-499, or 500- for "
                            "all that follow; not “%s”."),
                         texts[i]);
            return NULL;
          }
    }

  return g_variant_builder_end (&builder);
}

/* As it is typed. */
char *
bgt_range_format (guint64 offset, guint64 length)
{
  return length == BG_LENGTH_TO_EOF ? g_strdup_printf ("%" G_GUINT64_FORMAT "-", offset)
                                    : g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                                       offset, offset + length - 1);
}
