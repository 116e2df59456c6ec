/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line on a terminal that tells how far a job is. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

/* What is to be seen of a job. */
typedef struct
{
  BgJobState state;
  BgJobProgress progress;
  guint64 speed;       /* bytes per second; 0: unknown */
  gint64 seconds_left; /* -1: unknown */
  gint64 retry_in;     /* seconds; -1: no try is due */
  const char *reason;  /* (nullable) of the last failure */
} BgtProgressView;

/* What the terminal can do. */
typedef struct
{
  guint columns;
  gboolean unicode;
  gboolean colour;
} BgtProgressTerminal;

/* Pure. @step moves the block of a bar whose end nobody knows. */
char *
bgt_progress_format (const BgtProgressView *view, const BgtProgressTerminal *terminal, guint step);

typedef struct _BgtProgress BgtProgress;

BgtProgress *bgt_progress_new (void);
void bgt_progress_free (BgtProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgtProgress, bgt_progress_free)

void bgt_progress_show (BgtProgress *self, BgJob *job, const char *reason);
void bgt_progress_hide (BgtProgress *self);

G_END_DECLS
