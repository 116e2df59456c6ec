/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of a job, and to whom: from words and to words. */
#include "config.h"

#include "bgt-notify.h"

#include <glib/gi18n.h>

/* In the order of their numbers. Ranges are not among them: the service tells of whole files. */
static const struct
{
  const char *word;
  BgNotifyFlags flag;
} words[] = {
  { "transferred", BG_NOTIFY_JOB_TRANSFERRED },
  { "error", BG_NOTIFY_JOB_ERROR },
  { "disable", BG_NOTIFY_DISABLE },
  { "modification", BG_NOTIFY_JOB_MODIFICATION },
  { "file-transferred", BG_NOTIFY_FILE_TRANSFERRED },
};

static gboolean
parse_word (const char *word, BgNotifyFlags *flags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i].word))
      {
        *flags |= words[i].flag;
        return TRUE;
      }

  return FALSE;
}

/**
 * bgt_notify_parse_flags:
 * @text: words with commas between them, “default”, or “none”
 * @flags: (out): what they mean
 */
gboolean
bgt_notify_parse_flags (const char *text, BgNotifyFlags *flags, GError **error)
{
  g_auto (GStrv) parts = NULL;

  *flags = g_str_equal (text, "default") ? BG_NOTIFY_DEFAULT : 0;
  if (g_str_equal (text, "default") || g_str_equal (text, "none"))
    return TRUE;

  parts = g_strsplit (text, ",", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    if (!parse_word (g_strstrip (parts[i]), flags))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _ ("“%s” is nothing that can be told of a job. There are %s, or none."),
                     parts[i], "transferred, error, disable, modification, file-transferred");
        return FALSE;
      }

  return TRUE;
}

/* Returns: (transfer full): what bgt_notify_parse_flags() takes. */
char *
bgt_notify_format_flags (BgNotifyFlags flags)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((flags & words[i].flag) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", words[i].word);

  if (text->len == 0)
    g_string_append (text, "none");

  return g_string_free (text, FALSE);
}

/**
 * bgt_notify_parse_action:
 * @text: an application and its action with a space between them; empty: nobody
 *
 * The service knows which names are good.
 *
 * Returns: (transfer floating) (nullable): what SetProperties takes
 */
GVariant *
bgt_notify_parse_action (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  if (*text == '\0')
    return g_variant_new ("(ss)", "", "");

  if (g_strv_length (parts) == 2)
    return g_variant_new ("(ss)", parts[0], parts[1]);

  g_set_error_literal (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      _ ("Say whom to tell as “org.example.App ACTION”; an empty text is nobody."));
  return NULL;
}
