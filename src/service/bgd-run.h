/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job on its way: starts the transfers of its files, side by side, and gathers what they tell.
 */
#pragma once

#include "bgd-job.h"
#include "bgd-transfer.h"

G_BEGIN_DECLS

/* Files of one job side by side: few, so that each is ready soon; more of those that are ready in
 * no time, most of which is spent on round trips and on the disk. */
#define BGD_RUN_FILES_AT_ONCE 4
#define BGD_RUN_SMALL_FILES_AT_ONCE 64

typedef struct _BgdRun BgdRun;

/* What the queue hears. All on the main thread, none before bgd_run_start() returns. */
typedef struct
{
  void (*connected) (BgdRun *run, gpointer user_data);
  void (*file_changed) (BgdRun *run, BgdFile *file, gpointer user_data);
  void (*file_moved) (BgdRun *run, BgdFile *file, gpointer user_data); /* has another address */
  void (*file_safe) (BgdRun *run, BgdFile *file, gpointer user_data);  /* only in its bytes */
  /* Like file_changed, and the store must know it before this returns: bytes of another version
   * come next. */
  void (*file_restarted) (BgdRun *run, BgdFile *file, gpointer user_data);
  /* (transfer full) (nullable) why there is no room for the file on the disk, in English. Asked
   * before a server is, and when its size is known. */
  char *(*find_obstacle) (BgdRun *run, BgdFile *file, gpointer user_data);
  void (*ended) (BgdRun *run, gpointer user_data);
} BgdRunListener;

BgdRun *bgd_run_new (BgdJob *job, const BgdRunListener *listener, gpointer user_data);
void bgd_run_free (BgdRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRun, bgd_run_free)

void bgd_run_start (BgdRun *self);
void bgd_run_stop (BgdRun *self);
void bgd_run_settings_changed (BgdRun *self);
gboolean bgd_run_meter (BgdRun *self, guint64 serial);

BgdJob *bgd_run_get_job (BgdRun *self);
GList *bgd_run_list_files (BgdRun *self);
BgdTransfer *bgd_run_get_transfer (BgdRun *self, BgdFile *file);
gboolean bgd_run_was_stopped (BgdRun *self);
gboolean bgd_run_has_progress (BgdRun *self);
guint bgd_run_get_retry_after (BgdRun *self);
gboolean bgd_run_lacks_connection (BgdRun *self);
const BgdFailure *bgd_run_get_failure (BgdRun *self);

G_END_DECLS
