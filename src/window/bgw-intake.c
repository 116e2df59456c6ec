/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of a drop or the clipboard. */
#include "config.h"

#include "bgw-intake.h"

#include <string.h>

#include "bgw-addresses.h"

/* What we understand, best first: lists of addresses, Firefox's links, text, and the text of old
 * X11 programs. */
static const char *const mime_types[] = {
  "text/uri-list",
  "text/x-moz-url",
  "text/plain;charset=utf-8",
  "text/plain",
  "UTF8_STRING",
  "STRING",
  NULL,
};

/* Nobody means to paste more text than this; a program that sends without end must not fill the
 * memory. */
#define MAX_BYTES ((gsize) 16 * 1024 * 1024)

#define BLOCK_BYTES ((gsize) 64 * 1024)

/* A transfer that is being read. */
typedef struct
{
  GByteArray *bytes; /* (owned) */
  char *mime_type;   /* (owned) */
} Intake;

static void
intake_free (gpointer data)
{
  Intake *intake = data;

  g_byte_array_unref (intake->bytes);
  g_free (intake->mime_type);
  g_free (intake);
}

/**
 * bgw_intake_get_formats:
 *
 * Returns: (transfer full): what can be dropped and pasted
 */
GdkContentFormats *
bgw_intake_get_formats (void)
{
  return gdk_content_formats_new ((const char **) mime_types, G_N_ELEMENTS (mime_types) - 1);
}

/* Firefox: the address and the title, each on a line, in UTF-16 of the machine. */
static char **
addresses_from_moz_url (const GByteArray *bytes)
{
  g_autofree char *text =
      g_convert ((const char *) bytes->data, bytes->len, "UTF-8",
                 G_BYTE_ORDER == G_LITTLE_ENDIAN ? "UTF-16LE" : "UTF-16BE", NULL, NULL, NULL);

  if (text == NULL)
    return g_new0 (char *, 1);

  return bgw_addresses_from_uri_list (text, strcspn (text, "\r\n"));
}

static char **
addresses_from (const Intake *intake)
{
  if (g_str_equal (intake->mime_type, "text/x-moz-url"))
    return addresses_from_moz_url (intake->bytes);
  if (g_str_equal (intake->mime_type, "text/uri-list"))
    return bgw_addresses_from_uri_list ((const char *) intake->bytes->data, intake->bytes->len);

  return bgw_addresses_from_text ((const char *) intake->bytes->data, intake->bytes->len);
}

static void
read_bytes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GTask) task = user_data;
  Intake *intake = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) block = g_input_stream_read_bytes_finish (stream, result, &error);

  if (block == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_byte_array_append (intake->bytes, g_bytes_get_data (block, NULL),
                       (guint) g_bytes_get_size (block));

  if (g_bytes_get_size (block) == 0 || intake->bytes->len >= MAX_BYTES)
    g_task_return_pointer (task, addresses_from (intake), (GDestroyNotify) g_strfreev);
  else
    g_input_stream_read_bytes_async (stream, BLOCK_BYTES, G_PRIORITY_DEFAULT, NULL, read_bytes_cb,
                                     g_steal_pointer (&task));
}

static void
read_stream (GTask *task_owned, GInputStream *stream, const char *mime_type, GError *error)
{
  g_autoptr (GTask) task = task_owned;
  Intake *intake = NULL;

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  intake = g_new0 (Intake, 1);
  intake->bytes = g_byte_array_new ();
  intake->mime_type = g_strdup (mime_type);
  g_task_set_task_data (task, intake, intake_free);
  g_input_stream_read_bytes_async (stream, BLOCK_BYTES, G_PRIORITY_DEFAULT, NULL, read_bytes_cb,
                                   g_steal_pointer (&task));
}

static void
read_drop_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  const char *mime_type = NULL;
  g_autoptr (GInputStream) stream =
      gdk_drop_read_finish (GDK_DROP (source), result, &mime_type, &error);

  read_stream (user_data, stream, mime_type, error);
}

static void
read_clipboard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  const char *mime_type = NULL;
  g_autoptr (GInputStream) stream =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &mime_type, &error);

  read_stream (user_data, stream, mime_type, error);
}

void
bgw_intake_read_drop_async (GdkDrop *drop, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (drop, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_intake_read_drop_async);
  gdk_drop_read_async (drop, (const char **) mime_types, G_PRIORITY_DEFAULT, NULL, read_drop_cb,
                       task);
}

void
bgw_intake_read_clipboard_async (GdkClipboard *clipboard,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (clipboard, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_intake_read_clipboard_async);
  gdk_clipboard_read_async (clipboard, (const char **) mime_types, G_PRIORITY_DEFAULT, NULL,
                            read_clipboard_cb, task);
}

/**
 * bgw_intake_read_finish:
 * @result: the result
 * @error: why it could not be read; not being text is such a reason
 *
 * Returns: (transfer full) (nullable): the good addresses, which may be none
 */
char **
bgw_intake_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
