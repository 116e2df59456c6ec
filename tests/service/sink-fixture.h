/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for the tests of the sink, on a file system that can do as little as the test wants. */
#pragma once

#include "bgd-sink-names.h"
#include "bgd-sink.h"

G_BEGIN_DECLS

typedef struct
{
  char *directory; /* (owned) */
} SinkFixture;

/* The ways to move, from the best to the last. */
#define SINK_FIXTURE_WAYS 5

void sink_fixture_set_up (SinkFixture *fixture, gconstpointer data);
void sink_fixture_tear_down (SinkFixture *fixture, gconstpointer data);

void sink_fixture_fail (int renameat2_errno, int linkat_errno, int renameat_errno);
void sink_fixture_use_way (guint way);
void sink_fixture_set_type (guint32 magic);
guint sink_fixture_count_preallocations (void);

char *sink_fixture_path (SinkFixture *fixture, const char *name);
void sink_fixture_put (SinkFixture *fixture, const char *name, const char *contents);
void sink_fixture_assert_contents (SinkFixture *fixture, const char *name, const char *wanted);
BgdSink *sink_fixture_open (SinkFixture *fixture);

gboolean
sink_fixture_move (const char *directory, const char *part_name, const char *name, GError **error);

G_END_DECLS
