/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job and its files are: plain structs. The queue changes them, the store keeps them. */
#pragma once

#include <glib-object.h>

#include "bg-enums.h"
#include "bg-error.h"
#include "bgd-cargo.h"
#include "bgd-credentials.h"
#include "bgd-pieces.h"
#include "bgd-range.h"
#include "bgd-remote-ranges.h"
#include "bgd-route.h"

G_BEGIN_DECLS

/* Limits. BITS's own where a reason still holds; more where today's use asks for it. */
#define BGD_MAX_NAME 256             /* characters; SetDisplayName */
#define BGD_MAX_DESCRIPTION 1024     /* characters; SetDescription */
#define BGD_MAX_URL 8192             /* bytes; BITS: 2,200, but signed addresses are longer today */
#define BGD_MAX_HEADERS 16384        /* bytes; SetCustomHeaders */
#define BGD_MAX_METHOD 32            /* bytes; the longest that is registered has 17 */
#define BGD_MAX_JOBS 100000          /* a guard against a loop gone wild; see bgd-rules.c, too */
#define BGD_MAX_FILES 100000         /* per job; likewise */
#define BGD_MAX_NOTIFY_FLAGS 31      /* a sum of those BgNotifyFlags that Ferry has */
#define BGD_MAX_MIRRORS 64           /* of one file */
#define BGD_MAX_CONNECTIONS 32       /* for one file */
#define BGD_MINIMUM_SPEED_LIMIT 1024 /* bytes per second; less is a slip of the pen */
#define BGD_DEFAULT_RETRY_DELAY 10   /* seconds; BITS: 600, too long for people */
#define BGD_MINIMUM_RETRY_DELAY 1    /* seconds; BITS: 5 */
#define BGD_DEFAULT_NO_PROGRESS 1209600  /* seconds: 14 days; SetNoProgressTimeout */
#define BGD_DEFAULT_MAXIMUM_TIME 7776000 /* seconds: 90 days; SetMaximumDownloadTime */

#define BGD_NO_FILE G_MAXUINT32 /* the index of an error that is no file's */

/* Why something failed. The code BG_ERROR_NONE means that nothing did. */
typedef struct
{
  BgError code;
  BgErrorContext context;
  guint file;        /* index, or BGD_NO_FILE */
  guint http_status; /* 0 without an answer */
  char *message;     /* (owned) (nullable) detail in English */
} BgdFailure;

typedef enum
{
  BGD_FILE_WAITING = 0,     /* not whole; runs with its job */
  BGD_FILE_FAILED = 1,      /* fatally; Resume makes it wait again */
  BGD_FILE_TRANSFERRED = 2, /* whole and checked, under its temporary name */
  BGD_FILE_COMPLETED = 3,   /* under its final name */
  BGD_FILE_DROPPED = 4,     /* its job ended without it */
} BgdFileState;

/* What becomes of a file that turns out to be a Metalink document: a list of other files. */
typedef enum
{
  BGD_METALINK_NO = 0,       /* nothing: it is a file like any other */
  BGD_METALINK_FOLLOW = 1,   /* the files that it describes take its place */
  BGD_METALINK_FOLLOWED = 2, /* they have; it was dropped and counts no more */
} BgdMetalinkUse;

/* What a job may have that nobody else may know. */
typedef enum
{
  BGD_SECRET_BASIC = 1 << 0,
  BGD_SECRET_DIGEST = 1 << 1,
  BGD_SECRET_HEADERS = 1 << 2,
  BGD_SECRET_ADDRESSES = 1 << 3, /* user names and passwords out of them */
  BGD_SECRET_PROXY_BASIC = 1 << 4,
  BGD_SECRET_PROXY_DIGEST = 1 << 5,
} BgdSecretKinds;

/* What the server told about a file: what is needed to go on with the same bytes. */
typedef struct
{
  char *etag;          /* (owned) (nullable) as sent, weak ones too */
  char *last_modified; /* (owned) (nullable) as sent */
} BgdValidators;

typedef struct
{
  guint index; /* in its job, from 0 */
  BgdFileState state;

  char *url;         /* (owned) without user name and password */
  char *directory;   /* (owned) (type filename) absolute */
  char *wanted_name; /* (owned) (nullable) the name that the owner asked for */
  char *name;        /* (owned) the name to be: wanted, suggested by the server, or from the URL */
  char *part_name;   /* (owned) the hidden file in directory; kept before it is made */
  char *final_name;  /* (owned) (nullable) kept before the move; counts once COMPLETED */
  char *checksum;    /* (owned) (nullable) "sha-256:hex" */
  char **mirrors;    /* (owned) (nullable) more addresses of the same bytes, best first */
  guint64 wanted_size;     /* that it must have, by its owner's word; BG_SIZE_UNKNOWN: any */
  BgdPieces *pieces;       /* (owned) (nullable) never without wanted_size */
  BgdRemoteRanges *ranges; /* (owned) (nullable) that alone are wanted of it */
  BgdMetalinkUse metalink;
  gboolean without_headers; /* its address came from a document: the job's headers are not for it */
  char *headers_url;        /* (owned) (nullable) whose server the headers are for, if not url's */
  BgdCargo *cargo;     /* (owned) (nullable) if it goes to the server, from directory and name */
  char *authorization; /* (owned) (nullable) header line out of the address; never in the store */

  guint64 bytes_total;       /* BG_SIZE_UNKNOWN */
  guint64 bytes_transferred; /* received; at least what done covers */
  BgdRanges *done;           /* (owned) what is synced: never more than the disk has */
  BgdValidators validators;

  /* Its address was changed: what is done must prove to be of the file that is there. */
  gboolean is_moved;
  gboolean is_proving;   /* a transfer is about to; not kept */
  BgdValidators offered; /* what the server told, for when it is proven; not kept */
  guint64 offered_total; /* likewise */

  BgdFailure failure; /* the last one of this file */
  gboolean was_told;  /* that it is here; not kept */
  guint64 serial;     /* of the last change of anything but bytes_transferred */
  guint64 progress_serial;
} BgdFile;

typedef struct
{
  char *id;          /* (owned) UUID in lower case */
  char *name;        /* (owned) */
  char *description; /* (owned) */
  char *owner;       /* (owned) the application that made it, if it was in a sandbox; else empty */
  BgJobType type;
  BgJobState state;
  gboolean is_removed; /* kept: nobody sees it any more; it waits for its transfers to stop */
  BgJobPriority priority;
  gboolean auto_complete;
  gboolean dynamic_content;    /* its files are made anew for each request: no parts */
  guint minimum_retry_delay;   /* seconds, from BGD_MINIMUM_RETRY_DELAY */
  guint no_progress_timeout;   /* seconds; 0: every error is final */
  guint maximum_time;          /* seconds on the way since Resume; 0: for ever */
  guint64 maximum_size;        /* bytes of all files together; 0: any */
  guint connections;           /* for one file; 0: as many as help */
  BgdProtocol upload_protocol; /* that its owner wants */
  char *http_method;           /* (owned) (nullable) that its owner wants; NULL: the usual one */
  guint64 speed_limit;         /* bytes per second for all files together; 0: none */
  char **headers;              /* (owned) (nullable) lines that are no secret; kept by the store */
  char **secret_headers;       /* (owned) (nullable) lines that are; never in the store */
  BgdCredentials *credentials; /* (owned) (nullable) to sign in with; never in the store */
  BgdRoute *route;             /* (owned) how its requests go */
  gboolean had_secrets;        /* kept: there were secrets, which a restart parts it from */
  gboolean secrets_unknown;    /* since a restart, until the keyring has told. Not kept */
  gboolean secrets_locked;     /* the keyring has them, and is locked. Not kept */
  gboolean secrets_sought;     /* it waits in the queue until the keyring has answered. Not kept */
  guint told_secrets;          /* BgdSecretKinds that it was told in this life. Not kept */

  guint notify_flags;       /* BgNotifyFlags */
  char *notify_application; /* (owned) (nullable) whom to tell of the end; NULL: nobody */
  char *notify_action;      /* (owned) (nullable) what to call there */
  gboolean action_is_due;   /* kept: it was not told yet */
  BgJobState told_state;    /* the last one that was signalled. Not kept */

  gint64 created;  /* microseconds since 1970 UTC */
  gint64 modified; /* likewise */
  gint64 finished; /* likewise; 0: not yet */

  BgdFailure failure;   /* context NONE once TRANSFERRING again */
  gint64 time_used;     /* microseconds on the way since Resume, without what runs now */
  guint error_count;    /* failed tries; never falls */
  guint failures;       /* failed tries in a row, without a byte between; not kept */
  gboolean was_put_off; /* the server said how long to wait; not kept */

  BgWaitReason waits_for; /* for people: derived, not kept */
  gint64 held_until;      /* likewise, by the user's clock, if hours hold it; else 0 */

  gint64 retry_at;          /* monotonic microseconds; 0: no try is due. Not kept */
  gint64 retry_at_real;     /* the same for people; not kept */
  gint64 no_progress_since; /* monotonic, first failure without a byte since; 0: none. Not kept */
  gint64 running_since;     /* monotonic: when it left QUEUED; 0: is not on the way. Not kept */
  gint64 queued_since;      /* monotonic: when it became QUEUED. Not kept */
  gint64 slice_start;       /* monotonic: when it began to run; 0: does not. Not kept */

  GPtrArray *files; /* (owned) (element-type BgdFile) in the order added */

  guint64 place;           /* grows in the order of creation. Not kept */
  guint64 serial;          /* of the last change of a property or the state */
  guint64 progress_serial; /* of the last change of the numbers; at least serial */
} BgdJob;

BgdJob *bgd_job_new (const char *id, const char *name, BgJobType type);
BgdJob *bgd_job_ref (BgdJob *self);
void bgd_job_unref (BgdJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdJob, bgd_job_unref)

BgdFile *bgd_file_new (const char *url, const char *directory);
void bgd_file_free (BgdFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdFile, bgd_file_free)

BgdFile *bgd_job_get_file (const BgdJob *self, guint index);
BgdFile *bgd_job_get_reply (const BgdJob *self);
void bgd_job_get_progress (const BgdJob *self,
                           guint64 *bytes_total,
                           guint64 *bytes_transferred,
                           guint *files_total,
                           guint *files_transferred);
guint bgd_job_count_files (const BgdJob *self, BgdFileState state);
const char *bgd_job_get_method (const BgdJob *self);
gboolean bgd_job_may_ask_again (const BgdJob *self);
gboolean bgd_job_has_begun (const BgdJob *self);
guint64 bgd_job_get_size_limit (const BgdJob *self, const BgdFile *file);
const BgdCredentials *bgd_job_get_credentials (const BgdJob *self, BgdAuthTarget target);
void bgd_job_take_credentials (BgdJob *self, BgdAuthTarget target, BgdCredentials *credentials);
gboolean bgd_job_has_secrets (const BgdJob *self);
gboolean bgd_job_signals (const BgdJob *self, BgNotifyFlags flag);
gboolean bgd_file_is_whole (const BgdFile *self);
gboolean bgd_file_was_replaced (const BgdFile *self);
guint64 bgd_file_get_size (const BgdFile *self);
void bgd_file_forget_bytes (BgdFile *self);
void bgd_file_set_url (BgdFile *self, const char *url);
void bgd_file_follow (BgdFile *self, const char *url, gboolean is_same_server);
void bgd_file_accept_offer (BgdFile *self);

void bgd_failure_set (BgdFailure *self,
                      BgError code,
                      BgErrorContext context,
                      guint file,
                      guint http_status,
                      const char *message);
void bgd_failure_copy (BgdFailure *self, const BgdFailure *other);
void bgd_failure_clear (BgdFailure *self);

void bgd_validators_set (BgdValidators *self, const char *etag, const char *last_modified);
void bgd_validators_clear (BgdValidators *self);

G_END_DECLS
