/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at the jobs whenever they may have changed, until enough is seen or a signal comes. */
#include "config.h"

#include "bgt-follow.h"

#include <glib-unix.h>
#include <signal.h>

/* A short job is over before a second is: look often at first. */
#define FIRST_INTERVAL_MS 20
#define LAST_INTERVAL_MS 1000

/* A service that crashed comes back with the next call. */
#define MAX_FAILURES 3

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

/* Counts its references: a call may still be on its way when nobody follows any more. */
struct _BgtFollow
{
  BgManager *manager;  /* (owned) */
  GMainLoop *loop;     /* (owned) */
  BgtFollowFunc func;  /* NULL unless it runs */
  gpointer user_data;  /* of func */
  GError *error;       /* (owned) (nullable) */
  guint interval_ms;   /* until the next look */
  guint timeout_id;    /* 0 when no look is planned */
  guint failures;      /* in a row */
  gboolean refreshing; /* a call is on its way */
  gboolean again;      /* something happened meanwhile */
  int signal;          /* 0: none */
  guint signal_ids[G_N_ELEMENTS (signals)];
};

static void look (BgtFollow *self);

static void
follow_clear (gpointer data)
{
  BgtFollow *self = data;

  g_clear_error (&self->error);
  g_main_loop_unref (self->loop);
  g_object_unref (self->manager);
}

static gboolean
on_timeout (gpointer user_data)
{
  BgtFollow *self = user_data;

  self->timeout_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* Jobs that only a person can change are left alone, so that the service may leave: it tells when
 * one changes. */
static void
plan (BgtFollow *self)
{
  if (self->again)
    {
      look (self);
      return;
    }

  if (!bg_manager_get_can_change (self->manager) && self->failures == 0)
    return;

  self->timeout_id = g_timeout_add (self->interval_ms, on_timeout, self);
  self->interval_ms = MIN (self->interval_ms * 2, LAST_INTERVAL_MS);
}

static void
take_look (BgtFollow *self, gboolean ok, GError *error)
{
  self->failures = ok ? 0 : self->failures + 1;

  if (self->failures == MAX_FAILURES)
    self->error = g_error_copy (error);

  if (self->error != NULL || (ok && !self->func (self->manager, self->user_data)))
    g_main_loop_quit (self->loop);
  else
    plan (self);
}

static void
refresh_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BgtFollow *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = bg_manager_refresh_finish (BG_MANAGER (object), result, &error);

  self->refreshing = FALSE;

  if (self->func != NULL)
    take_look (self, ok, error);

  g_rc_box_release_full (self, follow_clear);
}

static void
look (BgtFollow *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->again = self->refreshing;

  if (self->refreshing)
    return;

  self->refreshing = TRUE;
  bg_manager_refresh_async (self->manager, NULL, refresh_cb, g_rc_box_acquire (self));
}

/* Before the run there is nobody to look. */
static void
on_jobs_changed (BgtFollow *self)
{
  if (self->func != NULL)
    look (self);
}

static gboolean
take_signal (BgtFollow *self, int number)
{
  self->signal = number;
  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt (gpointer user_data)
{
  return take_signal (user_data, SIGINT);
}

static gboolean
on_terminate (gpointer user_data)
{
  return take_signal (user_data, SIGTERM);
}

static gboolean
on_hangup (gpointer user_data)
{
  return take_signal (user_data, SIGHUP);
}

static const GSourceFunc handlers[] = { on_interrupt, on_terminate, on_hangup };

G_STATIC_ASSERT (G_N_ELEMENTS (handlers) == G_N_ELEMENTS (signals));

/* From here on a signal does not end the process, but the next bgt_follow_run(). */
BgtFollow *
bgt_follow_new (BgManager *manager)
{
  BgtFollow *self = g_rc_box_new0 (BgtFollow);

  self->manager = g_object_ref (manager);
  self->loop = g_main_loop_new (NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], handlers[i], self);

  g_signal_connect_swapped (manager, "job-modified", G_CALLBACK (on_jobs_changed), self);
  g_signal_connect_swapped (manager, "job-transferred", G_CALLBACK (on_jobs_changed), self);
  g_signal_connect_swapped (manager, "job-error", G_CALLBACK (on_jobs_changed), self);

  return self;
}

static void
stop (BgtFollow *self)
{
  self->func = NULL;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->manager, self);

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
}

void
bgt_follow_free (BgtFollow *self)
{
  stop (self);
  g_rc_box_release_full (self, follow_clear);
}

/**
 * bgt_follow_run:
 *
 * To be called once. After it has returned the signals do what they always do: a second Ctrl+C ends
 * the process.
 *
 * Returns: whether @func ended it, or a signal did; FALSE if the service is gone
 */
gboolean
bgt_follow_run (BgtFollow *self, BgtFollowFunc func, gpointer user_data, GError **error)
{
  self->func = func;
  self->user_data = user_data;
  self->interval_ms = FIRST_INTERVAL_MS;

  look (self);
  g_main_loop_run (self->loop);
  stop (self);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  return TRUE;
}

/**
 * bgt_follow_get_signal:
 *
 * Returns: the number of the signal that came; 0 if none did
 */
int
bgt_follow_get_signal (BgtFollow *self)
{
  return self->signal;
}
