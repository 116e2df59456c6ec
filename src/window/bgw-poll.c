/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The poll: asks once a second while somebody looks and something can change, else never. */
#include "config.h"

#include "bgw-poll.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define INTERVAL_MS 1000

/* When whoever takes in the first answer has done so. */
#define TRIM_MS 2000

/* A service that takes longer than this to answer counts as not there. */
#define PATIENCE_US (G_GINT64_CONSTANT (5) * G_USEC_PER_SEC)

struct _BgwPoll
{
  GObject parent_instance;

  BgManager *manager;        /* (owned) */
  GCancellable *cancellable; /* (owned) of the question on its way; NULL if there is none */
  gint64 asked_at;           /* monotonic; when that was asked */
  gboolean late;             /* whether its lateness was told */
  guint timeout_id;          /* 0 when nothing can change or nobody looks */
  gboolean stale;            /* something changed after the last question was asked */
  gboolean awake;
  gboolean trimmed; /* the memory of the first answer was given back, or will be soon */
  gboolean failed;  /* the last question had no answer */
};

typedef enum
{
  SIGNAL_ANSWERED,
} BgwPollSignal;

static guint signals[SIGNAL_ANSWERED + 1];

G_DEFINE_FINAL_TYPE (BgwPoll, bgw_poll, G_TYPE_OBJECT)

static void
tell (BgwPoll *self, const GError *error)
{
  self->failed = error != NULL;
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, error);
}

/* What the answer about all jobs needed lies about in small pieces, which malloc() keeps for ever.
 */
static void
on_trim (gpointer user_data)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

static gboolean
should_tick (BgwPoll *self)
{
  if (!self->awake)
    return FALSE;

  return self->cancellable != NULL || self->stale ||
         (!self->failed && bg_manager_get_can_change (self->manager));
}

static void
refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwPoll) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean answered = bg_manager_refresh_finish (BG_MANAGER (source), result, &error);

  if (!answered && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  tell (self, answered ? NULL : error);
  if (answered && !self->trimmed)
    {
      self->trimmed = TRUE;
      g_timeout_add_once (TRIM_MS, on_trim, NULL);
    }

  if (!should_tick (self))
    g_clear_handle_id (&self->timeout_id, g_source_remove);
}

static void
ask (BgwPoll *self)
{
  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->asked_at = g_get_monotonic_time ();
  self->late = FALSE;
  self->stale = FALSE;
  bg_manager_refresh_async (self->manager, self->cancellable, refresh_cb, g_object_ref (self));
}

static gboolean
on_tick (gpointer user_data)
{
  BgwPoll *self = user_data;

  g_debug ("Poll");

  if (!should_tick (self))
    {
      self->timeout_id = 0;
      return G_SOURCE_REMOVE;
    }

  if (self->cancellable != NULL && !self->late &&
      g_get_monotonic_time () - self->asked_at >= PATIENCE_US)
    {
      g_autoptr (GError) error =
          g_error_new_literal (BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE, "No answer");

      self->late = TRUE;
      tell (self, error);
    }

  ask (self);
  return G_SOURCE_CONTINUE;
}

/* Something was added or changed its state. While the timer runs, its next tick sees that; the
 * answer that is on its way may not. */
static void
on_job_modified (BgwPoll *self)
{
  self->stale = TRUE;
  if (self->awake && self->timeout_id == 0)
    bgw_poll_look (self);
}

static void
bgw_poll_dispose (GObject *object)
{
  BgwPoll *self = BGW_POLL (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (bgw_poll_parent_class)->dispose (object);
}

static void
bgw_poll_class_init (BgwPollClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bgw_poll_dispose;

  /**
   * BgwPoll::answered:
   * @error: (nullable): why there was no answer
   *
   * The service was asked, and the jobs are up to date or out of reach. Numbers that depend on
   * the clock may be shown anew.
   */
  signals[SIGNAL_ANSWERED] =
      g_signal_new ("answered", BGW_TYPE_POLL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
bgw_poll_init (BgwPoll *self)
{
}

BgwPoll *
bgw_poll_new (BgManager *manager)
{
  BgwPoll *self = g_object_new (BGW_TYPE_POLL, NULL);

  self->manager = g_object_ref (manager);
  g_signal_connect_object (manager, "job-modified", G_CALLBACK (on_job_modified), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * bgw_poll_set_awake:
 * @self: a poll
 * @awake: whether a person can see the window
 *
 * A window that appears gets fresh numbers at once.
 */
void
bgw_poll_set_awake (BgwPoll *self, gboolean awake)
{
  if (self->awake == awake)
    return;

  self->awake = awake;
  if (awake)
    bgw_poll_look (self);
  else
    g_clear_handle_id (&self->timeout_id, g_source_remove);
}

/**
 * bgw_poll_look:
 * @self: a poll
 *
 * Asks now, and then each second for as long as something can change.
 */
void
bgw_poll_look (BgwPoll *self)
{
  ask (self);

  if (!self->awake)
    return;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->timeout_id = g_timeout_add (INTERVAL_MS, on_tick, self);
}
