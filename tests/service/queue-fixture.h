/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A queue in a world turned by hand, with its real store and real connections: to a port that
 * nobody listens on, and to a server that never answers. */
#pragma once

#include "bgd-queue.h"
#include "fake-host.h"

G_BEGIN_DECLS

#define SECOND G_USEC_PER_SEC
#define REFUSING "http://127.0.0.1:1/file"

typedef struct
{
  char *state_directory;          /* (owned) */
  char *target_directory;         /* (owned) */
  FakeHost *host;                 /* (owned) */
  BgdStore *store;                /* (owned) */
  BgdQueue *queue;                /* (owned) */
  GSocketListener *silent_server; /* (owned) takes connections, never says a word */
  char *silent_url;               /* (owned) */
  GPtrArray *log;                 /* (owned) (element-type utf8) signals of the queue */
} QueueFixture;

void queue_fixture_set_up (QueueFixture *fixture, gconstpointer data);
void queue_fixture_tear_down (QueueFixture *fixture, gconstpointer data);
void queue_fixture_open (QueueFixture *fixture);
void queue_fixture_close (QueueFixture *fixture);

BgdJob *queue_fixture_get_job (QueueFixture *fixture, const char *id);
const char *queue_fixture_make_job (QueueFixture *fixture, const char *url, BgJobPriority priority);
void queue_fixture_apply (QueueFixture *fixture, const char *id, BgdEvent verb);
void queue_fixture_set_timeouts (QueueFixture *fixture,
                                 const char *id,
                                 guint32 retry_delay,
                                 guint32 no_progress);
void queue_fixture_wait (QueueFixture *fixture, const char *id, BgJobState state);
void queue_fixture_settle (void);

G_END_DECLS
