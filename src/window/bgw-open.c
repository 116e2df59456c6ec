/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands files that were fetched to other programs. */
#include "config.h"

#include "bgw-open.h"

/* The file manager's own door: it opens the folder and selects the file. */
#define FILE_MANAGER_NAME "org.freedesktop.FileManager1"
#define FILE_MANAGER_PATH "/org/freedesktop/FileManager1"

typedef struct
{
  GtkWindow *window; /* (owned) (nullable) */
  gboolean folder;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_object (&opening->window);
  g_free (opening);
}

static void
launch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Through the portal in a sandbox, else with the program for that type. */
static void
launch (GTask *task, GFile *file)
{
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GAppLaunchContext) context = NULL;

  if (opening->window != NULL)
    context = G_APP_LAUNCH_CONTEXT (
        gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (opening->window))));

  g_app_info_launch_default_for_uri_async (uri, context, NULL, launch_cb, task);
}

static void
show_items_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  BgJob *job = g_task_get_source_object (task);

  if (reply != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_debug ("No file manager: %s", error->message);
  if (bg_job_get_directory (job) != NULL)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (bg_job_get_directory (job));

      launch (g_steal_pointer (&task), folder);
      return;
    }

  g_task_return_error (task, g_steal_pointer (&error));
}

static void
show_items (GTask *task, GFile *file)
{
  GApplication *application = g_application_get_default ();
  g_autofree char *uri = g_file_get_uri (file);
  const char *uris[] = { uri, NULL };

  g_dbus_connection_call (g_application_get_dbus_connection (application), FILE_MANAGER_NAME,
                          FILE_MANAGER_PATH, FILE_MANAGER_NAME, "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, show_items_cb, task);
}

static void
refresh_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  BgJob *job = BG_JOB (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (BgFile) first = NULL;
  g_autoptr (GFile) file = NULL;

  if (!bg_job_refresh_files_finish (job, result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  first = g_list_model_get_item (G_LIST_MODEL (job), 0);
  if (first == NULL || bg_file_get_path (first) == NULL ||
      !g_file_test (bg_file_get_path (first), G_FILE_TEST_EXISTS))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The file is gone");
      return;
    }

  file = g_file_new_for_path (bg_file_get_path (first));
  if (opening->folder)
    show_items (g_steal_pointer (&task), file);
  else if (g_list_model_get_n_items (G_LIST_MODEL (job)) > 1)
    {
      g_autoptr (GFile) folder = g_file_get_parent (file);

      launch (g_steal_pointer (&task), folder);
    }
  else
    launch (g_steal_pointer (&task), file);
}

static void
begin (GtkWindow *window,
       BgJob *job,
       gboolean folder,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (job, NULL, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, opening, opening_free);
  g_set_object (&opening->window, window);
  opening->folder = folder;

  bg_job_refresh_files_async (job, NULL, refresh_files_cb, task);
}

/**
 * bgw_open_file:
 * @window: (nullable): who asks
 * @job: a job whose files are in place
 *
 * Opens the file, or the folder of several. Fails with %G_IO_ERROR_NOT_FOUND if it is gone.
 */
void
bgw_open_file (GtkWindow *window, BgJob *job, GAsyncReadyCallback callback, gpointer user_data)
{
  begin (window, job, FALSE, callback, user_data);
}

/**
 * bgw_open_folder:
 * @window: (nullable): who asks
 * @job: a job whose files are in place
 *
 * Shows the file in its folder. Fails with %G_IO_ERROR_NOT_FOUND if it is gone.
 */
void
bgw_open_folder (GtkWindow *window, BgJob *job, GAsyncReadyCallback callback, gpointer user_data)
{
  begin (window, job, TRUE, callback, user_data);
}

gboolean
bgw_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
