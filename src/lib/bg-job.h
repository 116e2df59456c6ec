/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One job: IBackgroundCopyJob. */
#pragma once

#include <gio/gio.h>

#include "bg-enums.h"
#include "bg-file.h"
#include "bg-job-error.h"
#include "bg-job-progress.h"
#include "bg-job-reply-progress.h"
#include "bg-ranges.h"
#include "bg-segments.h"

G_BEGIN_DECLS

#define BG_TYPE_JOB (bg_job_get_type ())
G_DECLARE_FINAL_TYPE (BgJob, bg_job, BG, JOB, GObject)

const char *bg_job_get_id (BgJob *self);
const char *bg_job_get_name (BgJob *self);
const char *bg_job_get_description (BgJob *self);
const char *bg_job_get_owner (BgJob *self);
BgJobType bg_job_get_job_type (BgJob *self);
BgJobState bg_job_get_state (BgJob *self);
BgJobPriority bg_job_get_priority (BgJob *self);
gboolean bg_job_get_auto_complete (BgJob *self);
guint bg_job_get_minimum_retry_delay (BgJob *self);
guint bg_job_get_no_progress_timeout (BgJob *self);
guint bg_job_get_maximum_download_time (BgJob *self);
guint64 bg_job_get_maximum_download_size (BgJob *self);
gboolean bg_job_get_dynamic_content (BgJob *self);
guint bg_job_get_connections (BgJob *self);
guint64 bg_job_get_speed_limit (BgJob *self);
BgNotifyFlags bg_job_get_notify_flags (BgJob *self);
const char *bg_job_get_notify_application (BgJob *self);
const char *bg_job_get_notify_action (BgJob *self);
const char *bg_job_get_http_method (BgJob *self);
const char *bg_job_get_proxy (BgJob *self);
const char *const *bg_job_get_proxy_bypass (BgJob *self);
const char *bg_job_get_ca_file (BgJob *self);
const char *bg_job_get_client_certificate (BgJob *self);
BgSecurityFlags bg_job_get_security_flags (BgJob *self);
guint bg_job_get_error_count (BgJob *self);
const char *bg_job_get_address (BgJob *self);
const char *bg_job_get_directory (BgJob *self);
GDateTime *bg_job_get_created (BgJob *self);
GDateTime *bg_job_get_modified (BgJob *self);
GDateTime *bg_job_get_finished (BgJob *self);
GDateTime *bg_job_get_retry_at (BgJob *self);
BgWaitReason bg_job_get_wait_reason (BgJob *self);
GDateTime *bg_job_get_wait_until (BgJob *self);

void bg_job_get_progress (BgJob *self, BgJobProgress *progress);
const BgJobError *bg_job_get_error (BgJob *self);
gboolean bg_job_get_reply_progress (BgJob *self, BgJobReplyProgress *progress);
const char *bg_job_get_reply_path (BgJob *self);
guint64 bg_job_get_speed (BgJob *self);
gint64 bg_job_get_seconds_left (BgJob *self);

/* Files. The job is a GListModel of them once they were asked for. */
void bg_job_add_file_async (BgJob *self,
                            const char *url,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean bg_job_add_file_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_add_file_sync (
    BgJob *self, const char *url, const char *path, GCancellable *cancellable, GError **error);
void bg_job_add_file_with_ranges_async (BgJob *self,
                                        const char *url,
                                        const char *path,
                                        const BgRanges *ranges,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean bg_job_add_file_with_ranges_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_add_file_with_ranges_sync (BgJob *self,
                                           const char *url,
                                           const char *path,
                                           const BgRanges *ranges,
                                           GCancellable *cancellable,
                                           GError **error);
void bg_job_add_files_async (BgJob *self,
                             GVariant *files,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean bg_job_add_files_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean
bg_job_add_files_sync (BgJob *self, GVariant *files, GCancellable *cancellable, GError **error);
void bg_job_add_upload_async (BgJob *self,
                              const char *path,
                              const char *url,
                              const char *reply_path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean bg_job_add_upload_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_add_upload_sync (BgJob *self,
                                 const char *path,
                                 const char *url,
                                 const char *reply_path,
                                 GCancellable *cancellable,
                                 GError **error);
void bg_job_add_metalink_async (BgJob *self,
                                GBytes *document,
                                const char *directory,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean
bg_job_add_metalink_finish (BgJob *self, GAsyncResult *result, guint *n_files, GError **error);
gboolean bg_job_add_metalink_sync (BgJob *self,
                                   GBytes *document,
                                   const char *directory,
                                   guint *n_files,
                                   GCancellable *cancellable,
                                   GError **error);
void bg_job_set_remote_name_async (BgJob *self,
                                   guint index,
                                   const char *url,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean bg_job_set_remote_name_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_set_remote_name_sync (
    BgJob *self, guint index, const char *url, GCancellable *cancellable, GError **error);
void bg_job_replace_remote_prefix_async (BgJob *self,
                                         const char *old_prefix,
                                         const char *new_prefix,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean bg_job_replace_remote_prefix_finish (BgJob *self,
                                              GAsyncResult *result,
                                              guint *n_files,
                                              GError **error);
gboolean bg_job_replace_remote_prefix_sync (BgJob *self,
                                            const char *old_prefix,
                                            const char *new_prefix,
                                            guint *n_files,
                                            GCancellable *cancellable,
                                            GError **error);
void bg_job_refresh_files_async (BgJob *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean bg_job_refresh_files_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_refresh_files_sync (BgJob *self, GCancellable *cancellable, GError **error);

void bg_job_get_segments_async (BgJob *self,
                                guint index,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BgSegments *bg_job_get_segments_finish (BgJob *self, GAsyncResult *result, GError **error);
BgSegments *
bg_job_get_segments_sync (BgJob *self, guint index, GCancellable *cancellable, GError **error);

/* Verbs. */
void bg_job_suspend_async (BgJob *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean bg_job_suspend_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_suspend_sync (BgJob *self, GCancellable *cancellable, GError **error);
void bg_job_resume_async (BgJob *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean bg_job_resume_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_resume_sync (BgJob *self, GCancellable *cancellable, GError **error);
void bg_job_complete_async (BgJob *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean
bg_job_complete_finish (BgJob *self, GAsyncResult *result, gboolean *partial, GError **error);
gboolean
bg_job_complete_sync (BgJob *self, gboolean *partial, GCancellable *cancellable, GError **error);
void bg_job_cancel_async (BgJob *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean bg_job_cancel_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_cancel_sync (BgJob *self, GCancellable *cancellable, GError **error);
void bg_job_remove_async (BgJob *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean bg_job_remove_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_remove_sync (BgJob *self, GCancellable *cancellable, GError **error);

/* Until it has ended. */
void bg_job_wait_async (BgJob *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean bg_job_wait_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_wait_sync (BgJob *self, GCancellable *cancellable, GError **error);

/* Settings: a dictionary with the keys of SetProperties on the bus. */
void bg_job_set_properties_async (BgJob *self,
                                  GVariant *changes,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean bg_job_set_properties_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_set_properties_sync (BgJob *self,
                                     GVariant *changes,
                                     GCancellable *cancellable,
                                     GError **error);

void bg_job_set_credentials_async (BgJob *self,
                                   BgAuthScheme scheme,
                                   const char *user,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean bg_job_set_credentials_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_set_credentials_sync (BgJob *self,
                                      BgAuthScheme scheme,
                                      const char *user,
                                      const char *password,
                                      GCancellable *cancellable,
                                      GError **error);
void bg_job_remove_credentials_async (BgJob *self,
                                      BgAuthScheme scheme,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean bg_job_remove_credentials_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_remove_credentials_sync (BgJob *self,
                                         BgAuthScheme scheme,
                                         GCancellable *cancellable,
                                         GError **error);

void bg_job_set_proxy_credentials_async (BgJob *self,
                                         BgAuthScheme scheme,
                                         const char *user,
                                         const char *password,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean bg_job_set_proxy_credentials_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_set_proxy_credentials_sync (BgJob *self,
                                            BgAuthScheme scheme,
                                            const char *user,
                                            const char *password,
                                            GCancellable *cancellable,
                                            GError **error);
void bg_job_remove_proxy_credentials_async (BgJob *self,
                                            BgAuthScheme scheme,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean bg_job_remove_proxy_credentials_finish (BgJob *self, GAsyncResult *result, GError **error);
gboolean bg_job_remove_proxy_credentials_sync (BgJob *self,
                                               BgAuthScheme scheme,
                                               GCancellable *cancellable,
                                               GError **error);

G_END_DECLS
