/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs of one user, in memory. The only file that changes a job's state. */
#pragma once

#include <gio/gio.h>

#include "bgd-host.h"
#include "bgd-input.h"
#include "bgd-job.h"
#include "bgd-rules.h"
#include "bgd-secrets.h"
#include "bgd-state.h"
#include "bgd-store.h"
#include "bgd-transfer.h"

G_BEGIN_DECLS

#define BGD_TYPE_QUEUE (bgd_queue_get_type ())
G_DECLARE_FINAL_TYPE (BgdQueue, bgd_queue, BGD, QUEUE, GObject)

BgdQueue *bgd_queue_new (BgdHost *host, BgdStore *store);
void bgd_queue_use_secrets (BgdQueue *self, BgdSecrets *secrets);
gboolean bgd_queue_load (BgdQueue *self, GError **error);
void bgd_queue_set_rules (BgdQueue *self, BgdRules *rules);
void bgd_queue_miss_rules (BgdQueue *self, const char *problem);
const char *bgd_queue_get_rules_problem (BgdQueue *self);
void bgd_queue_shut_down (BgdQueue *self);

/* Changes. All but apply() are in the store when they return. */
const char *
bgd_queue_create_job (BgdQueue *self, BgJobType type, const BgdSettings *settings, GError **error);
gboolean bgd_queue_add_files (
    BgdQueue *self, const char *id, const BgdNewFile *files, guint n_files, GError **error);
gboolean bgd_queue_add_metalink (BgdQueue *self,
                                 const char *id,
                                 GBytes *document,
                                 const char *directory,
                                 guint *n_files,
                                 GError **error);
gboolean bgd_queue_set_remote_name (
    BgdQueue *self, const char *id, guint index, const char *url, GError **error);
gboolean bgd_queue_replace_remote_prefix (BgdQueue *self,
                                          const char *id,
                                          const char *old_prefix,
                                          const char *new_prefix,
                                          guint *n_changed,
                                          GError **error);
gboolean bgd_queue_set_credentials (BgdQueue *self,
                                    const char *id,
                                    guint target,
                                    guint scheme,
                                    const char *user,
                                    const char *password,
                                    GError **error);
gboolean bgd_queue_remove_credentials (
    BgdQueue *self, const char *id, guint target, guint scheme, GError **error);
gboolean bgd_queue_set_properties (BgdQueue *self,
                                   const char *id,
                                   const BgdSettings *settings,
                                   GError **error);
gboolean
bgd_queue_apply (BgdQueue *self, const char *id, BgdEvent verb, gboolean *partial, GError **error);
gboolean bgd_queue_remove (BgdQueue *self, const char *id, GError **error);
gboolean bgd_queue_flush (BgdQueue *self, GError **error);

void bgd_queue_end_action (BgdQueue *self, const char *id);

/* For those who wait until secrets survive a restart. */
typedef void (*BgdQueueKeptFunc) (gpointer user_data);
void
bgd_queue_when_kept (BgdQueue *self, const char *id, BgdQueueKeptFunc func, gpointer user_data);

/* Looking. */
typedef struct
{
  guint64 serial;
  char *id;    /* (owned) */
  char *owner; /* (owned) */
} BgdGone;

void bgd_queue_meter (BgdQueue *self);
BgdJob *bgd_queue_get_job (BgdQueue *self, const char *id, GError **error);
void bgd_queue_set_not_found (const char *id, GError **error);
gboolean bgd_queue_draw_file (BgdQueue *self,
                              const char *id,
                              guint index,
                              BgdTransferDrawn drawn,
                              gpointer user_data,
                              GError **error);
const GQueue *bgd_queue_get_jobs (BgdQueue *self);
guint64 bgd_queue_get_serial (BgdQueue *self);
guint64 bgd_queue_get_first_serial (BgdQueue *self);
const GArray *bgd_queue_get_gone (BgdQueue *self);
gboolean bgd_queue_is_busy (BgdQueue *self);
gboolean bgd_queue_is_moving (BgdQueue *self);

G_END_DECLS
