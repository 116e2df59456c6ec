/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rest of the library needs of BgJob. */
#pragma once

#include "bg-bus.h"
#include "bg-job.h"
#include "bg-manager.h"
#include "bg-rate.h"

G_BEGIN_DECLS

/* What a key that the service leaves out means, see SetProperties of the contract. */
#define DEFAULT_MINIMUM_RETRY_DELAY 10
#define DEFAULT_NO_PROGRESS_TIMEOUT 1209600
#define DEFAULT_MAXIMUM_DOWNLOAD_TIME 7776000

struct _BgJob
{
  GObject parent_instance;

  BgManager **manager; /* (owned) (nullable): a box that the manager empties when it goes */
  char *id;            /* (owned) */
  char *name;          /* (owned) */
  char *description;   /* (owned) */
  char *owner;         /* (owned) */
  char *address;       /* (owned) (nullable) */
  char *directory;     /* (owned) (nullable) */
  guint job_type;      /* BgJobType */
  guint priority;      /* BgJobPriority */
  guint minimum_retry_delay;
  guint no_progress_timeout;
  guint maximum_download_time;
  guint64 maximum_download_size;
  guint connections;
  guint64 speed_limit;
  guint notify_flags;       /* BgNotifyFlags */
  char *notify_application; /* (owned) (nullable) */
  char *notify_action;      /* (owned) (nullable) */
  char *http_method;        /* (owned) (nullable): the usual one */
  char *proxy;              /* (owned) (nullable): that of the desktop */
  char **proxy_bypass;      /* (owned) (nullable) */
  char *ca_file;            /* (owned) (nullable) (type filename) */
  char *client_certificate; /* (owned) (nullable) (type filename) */
  guint security_flags;     /* BgSecurityFlags */
  guint error_count;
  gboolean auto_complete;
  gboolean dynamic_content;
  GDateTime *created;    /* (owned) (nullable) */
  GDateTime *modified;   /* (owned) (nullable) */
  GDateTime *finished;   /* (owned) (nullable) */
  GDateTime *retry_at;   /* (owned) (nullable) */
  guint wait_reason;     /* BgWaitReason */
  GDateTime *wait_until; /* (owned) (nullable) */
  BgJobError *error;     /* (owned) (nullable) */
  BgJobState state;
  BgJobProgress progress;
  char *reply_path; /* (owned) (nullable) */
  BgJobReplyProgress reply;

  BgRate *rate; /* (owned) (nullable): only while bytes move */
  gint64 measured_at;
  guint64 speed;
  gint64 seconds_left;

  GPtrArray *files; /* (owned) BgFile (owned), at the place that is its index */
  guint64 files_serial;
};

typedef enum
{
  BG_JOB_PROP_ID = 1,
  BG_JOB_PROP_NAME,
  BG_JOB_PROP_DESCRIPTION,
  BG_JOB_PROP_OWNER,
  BG_JOB_PROP_JOB_TYPE,
  BG_JOB_PROP_STATE,
  BG_JOB_PROP_PRIORITY,
  BG_JOB_PROP_AUTO_COMPLETE,
  BG_JOB_PROP_MINIMUM_RETRY_DELAY,
  BG_JOB_PROP_NO_PROGRESS_TIMEOUT,
  BG_JOB_PROP_MAXIMUM_DOWNLOAD_TIME,
  BG_JOB_PROP_MAXIMUM_DOWNLOAD_SIZE,
  BG_JOB_PROP_DYNAMIC_CONTENT,
  BG_JOB_PROP_CONNECTIONS,
  BG_JOB_PROP_SPEED_LIMIT,
  BG_JOB_PROP_NOTIFY_FLAGS,
  BG_JOB_PROP_NOTIFY_APPLICATION,
  BG_JOB_PROP_NOTIFY_ACTION,
  BG_JOB_PROP_HTTP_METHOD,
  BG_JOB_PROP_PROXY,
  BG_JOB_PROP_PROXY_BYPASS,
  BG_JOB_PROP_CA_FILE,
  BG_JOB_PROP_CLIENT_CERTIFICATE,
  BG_JOB_PROP_SECURITY_FLAGS,
  BG_JOB_PROP_ERROR_COUNT,
  BG_JOB_PROP_ADDRESS,
  BG_JOB_PROP_DIRECTORY,
  BG_JOB_PROP_CREATED,
  BG_JOB_PROP_MODIFIED,
  BG_JOB_PROP_FINISHED,
  BG_JOB_PROP_RETRY_AT,
  BG_JOB_PROP_WAIT_REASON,
  BG_JOB_PROP_WAIT_UNTIL,
  BG_JOB_PROP_PROGRESS,
  BG_JOB_PROP_ERROR,
  BG_JOB_PROP_SPEED,
  BG_JOB_PROP_SECONDS_LEFT,
} BgJobProperty;

G_GNUC_INTERNAL BgJob *bg_job_new (BgManager **manager, const char *id);
G_GNUC_INTERNAL BgManager *bg_job_dup_manager (BgJob *self, GError **error);
G_GNUC_INTERNAL int bg_job_compare (gconstpointer a, gconstpointer b, gpointer user_data);
G_GNUC_INTERNAL void bg_job_install_properties (GObjectClass *object_class);
G_GNUC_INTERNAL void
bg_job_read_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec);
G_GNUC_INTERNAL void bg_job_notify (BgJob *self, BgJobProperty property);

G_GNUC_INTERNAL void
bg_job_update (BgJob *self, BgJobState state, const BgJobProgress *progress, GVariant *values);
G_GNUC_INTERNAL void bg_job_measure (BgJob *self, gint64 time);
G_GNUC_INTERNAL gboolean bg_job_wants_measure (BgJob *self, gint64 time);

/* Everything that changes a job goes through this pair. @tag is the function that was called.
 * Consumes @arguments if they float. */
G_GNUC_INTERNAL void bg_job_call_async (BgJob *self,
                                        gpointer tag,
                                        const BgBusMethod *method,
                                        GVariant *arguments,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
G_GNUC_INTERNAL gboolean bg_job_call_finish (BgJob *self,
                                             GAsyncResult *result,
                                             gpointer tag,
                                             GError **error);
G_GNUC_INTERNAL GVariant *bg_job_call_sync (BgJob *self,
                                            const BgBusMethod *method,
                                            GVariant *arguments,
                                            GCancellable *cancellable,
                                            GError **error);
G_GNUC_INTERNAL gboolean bg_job_is_result_of (BgJob *self, GAsyncResult *result, gpointer tag);

G_END_DECLS
