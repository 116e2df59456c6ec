/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The connection to the service, and the list of its jobs: IBackgroundCopyManager. */
#pragma once

#include <gio/gio.h>

#include "bg-job.h"

G_BEGIN_DECLS

#define BG_TYPE_MANAGER (bg_manager_get_type ())
G_DECLARE_FINAL_TYPE (BgManager, bg_manager, BG, MANAGER, GObject)

void
bg_manager_new_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BgManager *bg_manager_new_finish (GAsyncResult *result, GError **error);
BgManager *bg_manager_new_sync (GCancellable *cancellable, GError **error);

/* The poll. */
void bg_manager_refresh_async (BgManager *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean bg_manager_refresh_finish (BgManager *self, GAsyncResult *result, GError **error);
gboolean bg_manager_refresh_sync (BgManager *self, GCancellable *cancellable, GError **error);
gboolean bg_manager_get_can_change (BgManager *self);

void bg_manager_find_policy_problem_async (BgManager *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *bg_manager_find_policy_problem_finish (BgManager *self, GAsyncResult *result, GError **error);
char *
bg_manager_find_policy_problem_sync (BgManager *self, GCancellable *cancellable, GError **error);

BgJob *bg_manager_get_job (BgManager *self, const char *id);

void bg_manager_create_job_async (BgManager *self,
                                  const char *name,
                                  BgJobType type,
                                  GVariant *properties,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BgJob *bg_manager_create_job_finish (BgManager *self, GAsyncResult *result, GError **error);
BgJob *bg_manager_create_job_sync (BgManager *self,
                                   const char *name,
                                   BgJobType type,
                                   GVariant *properties,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * BgVerb:
 * @BG_VERB_SUSPEND: stop for now
 * @BG_VERB_RESUME: start, go on, or try again now
 * @BG_VERB_COMPLETE: move the finished files into place and end
 * @BG_VERB_CANCEL: give up and delete what was fetched
 * @BG_VERB_REMOVE: forget an ended job
 *
 * What can be done to many jobs with one call.
 */
typedef enum
{
  BG_VERB_SUSPEND,
  BG_VERB_RESUME,
  BG_VERB_COMPLETE,
  BG_VERB_CANCEL,
  BG_VERB_REMOVE,
} BgVerb;

#define BG_TYPE_VERB (bg_verb_get_type ())
GType bg_verb_get_type (void) G_GNUC_CONST;

void bg_manager_apply_async (BgManager *self,
                             BgVerb verb,
                             const char *const *ids,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean bg_manager_apply_finish (BgManager *self,
                                  GAsyncResult *result,
                                  GHashTable **refused,
                                  GError **error);
gboolean bg_manager_apply_sync (BgManager *self,
                                BgVerb verb,
                                const char *const *ids,
                                GHashTable **refused,
                                GCancellable *cancellable,
                                GError **error);
gboolean bg_manager_apply_variant_finish (BgManager *self,
                                          GAsyncResult *result,
                                          GVariant **refused,
                                          GError **error);
gboolean bg_manager_apply_variant_sync (BgManager *self,
                                        BgVerb verb,
                                        const char *const *ids,
                                        GVariant **refused,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
