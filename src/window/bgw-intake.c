/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of a drop, the clipboard or a file. */
#include "config.h"

#include "bgw-intake.h"

#include <glib/gi18n.h>
#include <string.h>

/* What we understand, best first: lists of addresses, Firefox's links, text, and the text of old
 * X11 programs. */
static const char *const mime_types[] = {
  "text/uri-list", "text/x-moz-url", "_NETSCAPE_URL", "text/plain;charset=utf-8",
  "text/plain",    "UTF8_STRING",    "STRING",        NULL,
};

/* Nobody means to paste more text than this; a program that sends without end must not fill the
 * memory. */
#define MAX_BYTES ((gsize) 16 * 1024 * 1024)

#define BLOCK_BYTES ((gsize) 64 * 1024)

/* A transfer that is being read. */
typedef struct
{
  GByteArray *bytes; /* (owned) */
  char *mime_type;   /* (owned) (nullable) how it is written; NULL for a list in a file */
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

/* Firefox sends UTF-16 of the machine. */
static BgwOffer *
offer_from_moz_url (const GByteArray *bytes)
{
  g_autofree char *text =
      g_convert ((const char *) bytes->data, bytes->len, "UTF-8",
                 G_BYTE_ORDER == G_LITTLE_ENDIAN ? "UTF-16LE" : "UTF-16BE", NULL, NULL, NULL);

  return bgw_offer_new_from_moz_url (text, text != NULL ? strlen (text) : 0);
}

static BgwOffer *
offer_from (const Intake *intake)
{
  const char *bytes = (const char *) intake->bytes->data;
  gsize length = intake->bytes->len;

  if (intake->mime_type == NULL)
    return bgw_offer_new_from_list_file (bytes, length);
  if (g_str_equal (intake->mime_type, "text/x-moz-url"))
    return offer_from_moz_url (intake->bytes);
  if (g_str_equal (intake->mime_type, "_NETSCAPE_URL"))
    return bgw_offer_new_from_moz_url (bytes, length);
  if (g_str_equal (intake->mime_type, "text/uri-list"))
    return bgw_offer_new_from_uri_list (bytes, length);

  return bgw_offer_new_from_text (bytes, length);
}

/* Megabytes of text take longer than a frame of the window. */
static void
read_offer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, offer_from (data), (GDestroyNotify) bgw_offer_free);
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
    g_task_run_in_thread (task, read_offer);
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

static void
read_file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  read_stream (user_data, G_INPUT_STREAM (stream), NULL, error);
}

/* Anything else than a file may never end, or never begin. */
static void
query_info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    g_task_return_error (task, error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s",
                             _ ("This is not a file"));
  else
    g_file_read_async (G_FILE (source), G_PRIORITY_DEFAULT, NULL, read_file_cb,
                       g_steal_pointer (&task));
}

/**
 * bgw_intake_read_file_async:
 * @file: a list of addresses
 * @callback: called with the result
 * @user_data: for @callback
 */
void
bgw_intake_read_file_async (GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (file, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_intake_read_file_async);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, query_info_cb, task);
}

/**
 * bgw_intake_read_text_async:
 * @text: text that somebody gave to a text field
 * @length: its bytes
 * @callback: called with the result
 * @user_data: for @callback
 */
void
bgw_intake_read_text_async (const char *text,
                            gsize length,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Intake *intake = g_new0 (Intake, 1);

  g_task_set_source_tag (task, bgw_intake_read_text_async);
  intake->bytes = g_byte_array_new ();
  g_byte_array_append (intake->bytes, (const guint8 *) text, (guint) MIN (length, MAX_BYTES));
  intake->mime_type = g_strdup ("text/plain");
  g_task_set_task_data (task, intake, intake_free);
  g_task_run_in_thread (task, read_offer);
}

/**
 * bgw_intake_read_finish:
 * @result: the result
 * @error: why it could not be read; not being text is such a reason
 *
 * Returns: (transfer full) (nullable): what is in it, which may be nothing
 */
BgwOffer *
bgw_intake_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
