/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and states to sentences. Pure; the plural forms live here. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

/**
 * BgwFacts:
 * @state: what people see as the state
 * @type: the direction
 * @progress: how far
 * @speed: bytes a second; 0 if not known
 * @seconds_left: until the end; -1 if not known
 * @seconds_silent: since the last byte arrived
 * @seconds_to_retry: until the next try; -1 if none is due
 * @error: (nullable): why it failed
 * @host: (nullable): where it comes from
 * @waits_for: what it waits for in the queue
 * @waits_until: (nullable): when that ends
 * @directory: (nullable): where it goes to
 * @is_gone: its files were in place, and are not there any more
 *
 * All that the line below a job's name depends on.
 */
typedef struct
{
  BgJobState state;
  BgJobType type;
  BgJobProgress progress;
  guint64 speed;
  gint64 seconds_left;
  gint64 seconds_silent;
  gint64 seconds_to_retry;
  const BgJobError *error;
  const char *host;
  BgWaitReason waits_for;
  GDateTime *waits_until;
  const char *directory;
  gboolean is_gone;
} BgwFacts;

/* From so many seconds without a byte on a row says so; shorter gaps are everyday. */
#define BGW_SILENCE_SECONDS 10

char *bgw_words_name (const char *name);
char *bgw_words_quotable (const char *name);
char *bgw_words_folder (const char *directory);
char *bgw_words_size (guint64 bytes);
char *bgw_words_speed (guint64 bytes_per_second);
char *bgw_words_amount (const BgJobProgress *progress);
char *bgw_words_percent (const BgJobProgress *progress);
char *bgw_words_describe (const BgwFacts *facts, gboolean brief);
char *bgw_words_row (const char *name, const BgwFacts *facts);
char *bgw_words_bar (const BgJobProgress *progress);
char *bgw_words_counts (guint active, guint waiting, guint suspended);
char *bgw_words_job_name (const char *first_name, guint n_files);
const char *bgw_words_priority (BgJobPriority priority);

G_END_DECLS
