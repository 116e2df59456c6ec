/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fails when the test says so, between SQLite and the real one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAIL_ONCE,    /* a hiccup */
  FAIL_FROM_ON, /* a disk that is full, or gone */
} FailDuration;

/* Once, before the first database is opened. */
void fail_vfs_install (void);

/* The n-th of the writes, syncs and truncations from now on fails with that SQLite result. */
void fail_vfs_arm (guint n, int result, FailDuration duration);
gboolean fail_vfs_disarm (void); /* whether anything has failed */

/* Without it there is no write-ahead log. */
void fail_vfs_set_shared_memory (gboolean available);

G_END_DECLS
