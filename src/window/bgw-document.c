/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that say what to download: how people choose one, and a Metalink document read. */
#include "config.h"

#include "bgw-document.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-metalink.h"
#include "bgw-offer.h"

/* Who has chosen; goes with the chooser. */
typedef struct
{
  BgwDocumentFunc chosen;
  GWeakRef object;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_weak_ref_clear (&choice->object);
  g_free (choice);
}

static void
on_chooser_response (GtkNativeDialog *chooser, int response, Choice *choice)
{
  g_autoptr (GtkNativeDialog) finished = chooser;
  g_autoptr (GObject) object = g_weak_ref_get (&choice->object);
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT || object == NULL)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (finished));
  if (file != NULL)
    choice->chosen (file, object);
}

/**
 * bgw_document_choose:
 * @window: above which the dialog stands
 * @chosen: is told what was chosen; not, if @object has gone by then
 * @object: for @chosen
 *
 * Lets people choose a Metalink document or a list of addresses.
 */
void
bgw_document_choose (GtkWindow *window, BgwDocumentFunc chosen, GObject *object)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Open Metalink File or List"), window,
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->chosen = chosen;
  g_weak_ref_init (&choice->object, object);
  g_object_set_data_full (G_OBJECT (chooser), "choice", choice, choice_free);

  gtk_file_filter_set_name (filter, _ ("Metalink files and lists of addresses"));
  for (guint i = 0; bgw_offer_endings[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, bgw_offer_endings[i] + 1);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_chooser_response), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *document = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (document == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, document, (GDestroyNotify) g_bytes_unref);
}

/* What is no file may never end, and what is larger is no document. */
static void
query_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    g_task_return_error (task, error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
           g_file_info_get_size (info) > BGW_METALINK_MAX_BYTES)
    g_task_return_pointer (task, g_bytes_new_static ("", 0), (GDestroyNotify) g_bytes_unref);
  else
    g_file_load_bytes_async (G_FILE (source), NULL, load_cb, g_steal_pointer (&task));
}

/**
 * bgw_document_read_async:
 * @metalink: what says that it is a Metalink document
 * @callback: called when it was read
 * @user_data: for @callback
 */
void
bgw_document_read_async (GFile *metalink, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (metalink, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_document_read_async);
  g_file_query_info_async (metalink,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, query_cb, task);
}

/**
 * bgw_document_read_finish:
 * @result: what the callback got
 * @document: (out) (transfer full): its bytes
 * @error: why it could not be read
 *
 * Returns: (transfer full) (nullable): its files, as bgw_metalink_read() gives them; %NULL without
 *   @error if it is no Metalink document
 */
GPtrArray *
bgw_document_read_finish (GAsyncResult *result, GBytes **document, GError **error)
{
  *document = g_task_propagate_pointer (G_TASK (result), error);
  if (*document == NULL)
    return NULL;

  return bgw_metalink_read (g_bytes_get_data (*document, NULL), g_bytes_get_size (*document));
}

/**
 * bgw_document_get_name:
 * @file: a document
 *
 * Returns: its name without folder and ending; that of the first file in it may be long and odd
 */
char *
bgw_document_get_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (base);
  char *dot = strrchr (shown, '.');

  if (dot != NULL && dot > shown)
    *dot = '\0';

  return g_utf8_substring (shown, 0, MIN (g_utf8_strlen (shown, -1), BGW_NAME_MAX));
}
