/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of jobs, told on the bus: gathered, so that a thousand small files are not a
 * thousand signals, and not before the store has it. */
#include "config.h"

#include "bgd-service-news.h"

#include "bgd-preferences.h"
#include "bgd-service-notice.h"

/* Between two bursts of signals on the bus. */
#define SIGNAL_INTERVAL_MICROSECONDS ((gint64) 100 * 1000)

/* Ids that wait to be signalled, each once, in the order of their first event. */
typedef struct
{
  GPtrArray *ids;   /* (owned) (element-type utf8) */
  GHashTable *seen; /* (owned) the same strings */
} PendingIds;

struct _BgdServiceNews
{
  GObject parent_instance;

  BgbService *skeleton;        /* (owned) */
  BgdQueue *queue;             /* (owned) */
  BgdPreferences *preferences; /* (owned) */

  PendingIds finished_news; /* for people, whatever the owners of the jobs want signalled */
  PendingIds failed_news;   /* likewise */
  PendingIds transferred;
  PendingIds failed;
  PendingIds modified;
  GVariantBuilder *files; /* (owned) (nullable) those that are to be signalled */
  guint emit_id;          /* 0: nothing to signal */
  gint64 last_emission;
};

G_DEFINE_FINAL_TYPE (BgdServiceNews, bgd_service_news, G_TYPE_OBJECT)

static void
pending_init (PendingIds *pending)
{
  pending->ids = g_ptr_array_new_with_free_func (g_free);
  pending->seen = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
pending_free (PendingIds *pending)
{
  g_hash_table_unref (pending->seen);
  g_ptr_array_unref (pending->ids);
}

static void
pending_add (PendingIds *pending, const char *id)
{
  char *copy;

  if (g_hash_table_contains (pending->seen, id))
    return;

  copy = g_strdup (id);
  g_ptr_array_add (pending->ids, copy);
  g_hash_table_add (pending->seen, copy);
}

static void
pending_clear (PendingIds *pending)
{
  g_hash_table_remove_all (pending->seen);
  g_ptr_array_set_size (pending->ids, 0);
}

static void
pending_emit (PendingIds *pending,
              BgbService *skeleton,
              void (*emit) (BgbService *skeleton, const char *const *ids))
{
  if (pending->ids->len == 0)
    return;

  g_ptr_array_add (pending->ids, NULL);
  emit (skeleton, (const char *const *) pending->ids->pdata);
  pending_clear (pending);
}

static void
tell_people (BgdServiceNews *self)
{
  GDBusConnection *connection =
      g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton));

  if (bgd_preferences_get_notify_finished (self->preferences))
    bgd_service_notice_tell (connection, self->finished_news.ids);
  if (bgd_preferences_get_notify_failed (self->preferences))
    bgd_service_notice_tell (connection, self->failed_news.ids);
  pending_clear (&self->finished_news);
  pending_clear (&self->failed_news);
}

static void
emit_files (BgdServiceNews *self)
{
  if (self->files == NULL)
    return;

  bgb_service_emit_file_transferred (self->skeleton, g_variant_builder_end (self->files));
  g_clear_pointer (&self->files, g_variant_builder_unref);
}

static gboolean
on_emit (gpointer user_data)
{
  BgdServiceNews *self = user_data;

  self->emit_id = 0;
  self->last_emission = g_get_monotonic_time ();

  /* Nobody may hear of what a crash could take back. A store that fails has said so already, and
   * silence would not mend it. */
  bgd_queue_flush (self->queue, NULL);

  tell_people (self);
  pending_emit (&self->modified, self->skeleton, bgb_service_emit_job_modified);
  emit_files (self);
  pending_emit (&self->transferred, self->skeleton, bgb_service_emit_job_transferred);
  pending_emit (&self->failed, self->skeleton, bgb_service_emit_job_error);

  return G_SOURCE_REMOVE;
}

static void
emit_soon (BgdServiceNews *self)
{
  gint64 wait;

  if (self->emit_id != 0)
    return;

  wait = self->last_emission + SIGNAL_INTERVAL_MICROSECONDS - g_get_monotonic_time ();
  self->emit_id = g_timeout_add ((guint) (MAX (wait, 0) / 1000), on_emit, self);
}

/* As far as its owner wants: that the job is in one of the states that want an answer. */
static void
on_repeat (BgdServiceNews *self, const char *id, BgdQueue *queue)
{
  const BgdJob *job = bgd_queue_get_job (queue, id, NULL);

  if (job->state == BG_JOB_STATE_TRANSFERRED && bgd_job_signals (job, BG_NOTIFY_JOB_TRANSFERRED))
    pending_add (&self->transferred, id);
  if (job->state == BG_JOB_STATE_ERROR && bgd_job_signals (job, BG_NOTIFY_JOB_ERROR))
    pending_add (&self->failed, id);
  emit_soon (self);
}

static void
on_transferred (BgdServiceNews *self, const char *id, BgdQueue *queue)
{
  pending_add (&self->finished_news, id);
  on_repeat (self, id, queue);
}

static void
on_error (BgdServiceNews *self, const char *id, BgdQueue *queue)
{
  pending_add (&self->failed_news, id);
  on_repeat (self, id, queue);
}

static void
on_file_transferred (BgdServiceNews *self, const char *id, guint index)
{
  if (self->files == NULL)
    self->files = g_variant_builder_new (G_VARIANT_TYPE ("a(su)"));
  g_variant_builder_add (self->files, "(su)", id, index);
  emit_soon (self);
}

static void
on_modified (BgdServiceNews *self, const char *id)
{
  pending_add (&self->modified, id);
  emit_soon (self);
}

/**
 * bgd_service_news_repeat:
 * @self: the news
 *
 * Tells again of the ends that nobody has answered: whoever was to answer may not have heard.
 *
 * Source: “Registering a COM Callback” in the BITS reference.
 */
void
bgd_service_news_repeat (BgdServiceNews *self)
{
  for (const GList *l = bgd_queue_get_jobs (self->queue)->head; l != NULL; l = l->next)
    on_repeat (self, ((const BgdJob *) l->data)->id, self->queue);
}

static void
bgd_service_news_dispose (GObject *object)
{
  BgdServiceNews *self = BGD_SERVICE_NEWS (object);

  g_clear_handle_id (&self->emit_id, g_source_remove);
  g_clear_object (&self->skeleton);
  g_clear_object (&self->queue);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bgd_service_news_parent_class)->dispose (object);
}

static void
bgd_service_news_finalize (GObject *object)
{
  BgdServiceNews *self = BGD_SERVICE_NEWS (object);

  g_clear_pointer (&self->files, g_variant_builder_unref);
  pending_free (&self->finished_news);
  pending_free (&self->failed_news);
  pending_free (&self->transferred);
  pending_free (&self->failed);
  pending_free (&self->modified);

  G_OBJECT_CLASS (bgd_service_news_parent_class)->finalize (object);
}

static void
bgd_service_news_class_init (BgdServiceNewsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgd_service_news_dispose;
  G_OBJECT_CLASS (class)->finalize = bgd_service_news_finalize;
}

static void
bgd_service_news_init (BgdServiceNews *self)
{
  pending_init (&self->finished_news);
  pending_init (&self->failed_news);
  pending_init (&self->transferred);
  pending_init (&self->failed);
  pending_init (&self->modified);
  self->preferences = bgd_preferences_new ();
}

/**
 * bgd_service_news_new:
 * @skeleton: whose signals tell
 * @queue: of whose jobs
 *
 * Returns: (transfer full): what tells, for as long as it is there
 */
BgdServiceNews *
bgd_service_news_new (BgbService *skeleton, BgdQueue *queue)
{
  BgdServiceNews *self = g_object_new (BGD_TYPE_SERVICE_NEWS, NULL);

  self->skeleton = g_object_ref (skeleton);
  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "transferred", G_CALLBACK (on_transferred), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "error", G_CALLBACK (on_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "modified", G_CALLBACK (on_modified), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "repeat", G_CALLBACK (on_repeat), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "file-transferred", G_CALLBACK (on_file_transferred), self,
                           G_CONNECT_SWAPPED);

  return self;
}
