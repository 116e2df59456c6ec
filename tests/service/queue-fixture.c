/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A queue in a world turned by hand, with its real store and real connections. */
#include "config.h"

#include "queue-fixture.h"

#include <glib/gstdio.h>

static void
on_signal (BgdQueue *queue, const char *id, const char *name)
{
  GPtrArray *log = g_object_get_data (G_OBJECT (queue), "log");

  g_ptr_array_add (log, g_strdup (name));
}

void
queue_fixture_open (QueueFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = bgd_store_open (fixture->state_directory, &error);
  g_assert_no_error (error);
  fixture->queue = bgd_queue_new (BGD_HOST (fixture->host), fixture->store);
  g_object_set_data (G_OBJECT (fixture->queue), "log", fixture->log);
  g_signal_connect (fixture->queue, "transferred", G_CALLBACK (on_signal),
                    (gpointer) "transferred");
  g_signal_connect (fixture->queue, "error", G_CALLBACK (on_signal), (gpointer) "error");
  bgd_queue_load (fixture->queue, &error);
  g_assert_no_error (error);
}

void
queue_fixture_close (QueueFixture *fixture)
{
  bgd_queue_shut_down (fixture->queue);
  while (bgd_queue_is_moving (fixture->queue))
    g_main_context_iteration (NULL, TRUE);
  bgd_queue_flush (fixture->queue, NULL);

  g_assert_finalize_object (g_steal_pointer (&fixture->queue));
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

void
queue_fixture_set_up (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint16 port;

  fixture->state_directory = g_dir_make_tmp ("ferry-state-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->target_directory = g_dir_make_tmp ("ferry-target-XXXXXX", &error);
  g_assert_no_error (error);

  fixture->silent_server = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (fixture->silent_server, NULL, &error);
  g_assert_no_error (error);
  fixture->silent_url = g_strdup_printf ("http://127.0.0.1:%u/file", port);

  fixture->log = g_ptr_array_new_with_free_func (g_free);
  fixture->host = fake_host_new ();
  queue_fixture_open (fixture);
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);

  for (const char *name = g_dir_read_name (directory); name != NULL;
       name = g_dir_read_name (directory))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_unlink (child);
    }

  g_rmdir (path);
}

void
queue_fixture_tear_down (QueueFixture *fixture, gconstpointer data)
{
  queue_fixture_close (fixture);
  g_assert_finalize_object (fixture->host);
  g_socket_listener_close (fixture->silent_server);
  g_object_unref (fixture->silent_server);
  remove_directory (fixture->state_directory);
  remove_directory (fixture->target_directory);
  g_free (fixture->state_directory);
  g_free (fixture->target_directory);
  g_free (fixture->silent_url);
  g_ptr_array_unref (fixture->log);
}

BgdJob *
queue_fixture_get_job (QueueFixture *fixture, const char *id)
{
  g_autoptr (GError) error = NULL;
  BgdJob *job = bgd_queue_get_job (fixture->queue, id, &error);

  g_assert_no_error (error);
  return job;
}

/* A job with one file that waits to be resumed. */
const char *
queue_fixture_make_job (QueueFixture *fixture, const char *url, BgJobPriority priority)
{
  g_autoptr (GError) error = NULL;
  guint32 number = priority;
  const BgdSettings settings = { .name = "job", .priority = &number };
  const BgdNewFile file = { .url = url, .directory = fixture->target_directory };
  const char *id = bgd_queue_create_job (fixture->queue, BG_JOB_TYPE_DOWNLOAD, &settings, &error);

  g_assert_no_error (error);
  bgd_queue_add_files (fixture->queue, id, &file, 1, &error);
  g_assert_no_error (error);

  return id;
}

void
queue_fixture_apply (QueueFixture *fixture, const char *id, BgdEvent verb)
{
  g_autoptr (GError) error = NULL;
  gboolean partial;

  bgd_queue_apply (fixture->queue, id, verb, &partial, &error);
  g_assert_no_error (error);
  bgd_queue_flush (fixture->queue, &error);
  g_assert_no_error (error);
}

void
queue_fixture_set_timeouts (QueueFixture *fixture,
                            const char *id,
                            guint32 retry_delay,
                            guint32 no_progress)
{
  g_autoptr (GError) error = NULL;
  const BgdSettings settings = { .minimum_retry_delay = &retry_delay,
                                 .no_progress_timeout = &no_progress };

  bgd_queue_set_properties (fixture->queue, id, &settings, &error);
  g_assert_no_error (error);
}

void
queue_fixture_wait (QueueFixture *fixture, const char *id, BgJobState state)
{
  BgdJob *job = queue_fixture_get_job (fixture, id);

  while (job->state != state)
    g_main_context_iteration (NULL, TRUE);
}

/* Everything that is ready now happens; nothing is waited for. */
void
queue_fixture_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
