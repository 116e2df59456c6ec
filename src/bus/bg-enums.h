/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The enumerations that everybody shares. Their numbers are those of Windows BITS. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BG_SIZE_UNKNOWN:
 *
 * A size in bytes that nobody knows, yet or ever: all 64 bits are one, as in BITS.
 */
#define BG_SIZE_UNKNOWN ((guint64) 0xffffffffffffffff)

/**
 * BgJobState:
 * @BG_JOB_STATE_QUEUED: waits for its turn
 * @BG_JOB_STATE_CONNECTING: contacts the server
 * @BG_JOB_STATE_TRANSFERRING: moves bytes
 * @BG_JOB_STATE_SUSPENDED: paused; every new job starts here
 * @BG_JOB_STATE_ERROR: failed for good; resume tries again
 * @BG_JOB_STATE_TRANSIENT_ERROR: failed, and the service will try again by itself
 * @BG_JOB_STATE_TRANSFERRED: all bytes are here; wants [method@Bg.Job.complete_async]
 * @BG_JOB_STATE_ACKNOWLEDGED: the files are in place; final
 * @BG_JOB_STATE_CANCELLED: given up, nothing is left; final
 *
 * Where a job is in its life (BITS: BG_JOB_STATE).
 */
typedef enum
{
  BG_JOB_STATE_QUEUED = 0,
  BG_JOB_STATE_CONNECTING = 1,
  BG_JOB_STATE_TRANSFERRING = 2,
  BG_JOB_STATE_SUSPENDED = 3,
  BG_JOB_STATE_ERROR = 4,
  BG_JOB_STATE_TRANSIENT_ERROR = 5,
  BG_JOB_STATE_TRANSFERRED = 6,
  BG_JOB_STATE_ACKNOWLEDGED = 7,
  BG_JOB_STATE_CANCELLED = 8,
} BgJobState;

/**
 * BG_N_JOB_STATES: (skip)
 *
 * The number of states, and of labels in `JobStates[]`.
 */
#define BG_N_JOB_STATES 9

/**
 * JobStates: (skip)
 *
 * The English label of each state, in the order of [enum@Bg.JobState], as on the BITS page about
 * polling. Show [func@Bg.JobState.get_label] to people: it is translated.
 */
extern const char *const JobStates[BG_N_JOB_STATES];

#define BG_TYPE_JOB_STATE (bg_job_state_get_type ())
GType bg_job_state_get_type (void) G_GNUC_CONST;
const char *bg_job_state_get_label (BgJobState state);
const char *bg_job_state_to_string (BgJobState state);
gboolean bg_job_state_is_final (BgJobState state);
gboolean bg_job_state_can_change (BgJobState state);

/**
 * BgJobPriority:
 * @BG_JOB_PRIORITY_FOREGROUND: a person waits; runs at once
 * @BG_JOB_PRIORITY_HIGH: before normal jobs
 * @BG_JOB_PRIORITY_NORMAL: the default
 * @BG_JOB_PRIORITY_LOW: when nothing else is to be done
 *
 * Which jobs run first (BITS: BG_JOB_PRIORITY).
 */
typedef enum
{
  BG_JOB_PRIORITY_FOREGROUND = 0,
  BG_JOB_PRIORITY_HIGH = 1,
  BG_JOB_PRIORITY_NORMAL = 2,
  BG_JOB_PRIORITY_LOW = 3,
} BgJobPriority;

#define BG_TYPE_JOB_PRIORITY (bg_job_priority_get_type ())
GType bg_job_priority_get_type (void) G_GNUC_CONST;
const char *bg_job_priority_to_string (BgJobPriority priority);
gboolean bg_job_priority_from_string (const char *string, BgJobPriority *priority);

/**
 * BgAuthScheme:
 * @BG_AUTH_SCHEME_BASIC: the password is sent as it is, or, where Digest is asked for and
 *   there is nothing else for that, as with Digest
 * @BG_AUTH_SCHEME_DIGEST: the password is never sent, only a proof that it is known
 *
 * How to sign in at a server or a proxy (BITS: BG_AUTH_SCHEME).
 */
typedef enum
{
  BG_AUTH_SCHEME_BASIC = 1,
  BG_AUTH_SCHEME_DIGEST = 2,
} BgAuthScheme;

#define BG_TYPE_AUTH_SCHEME (bg_auth_scheme_get_type ())
GType bg_auth_scheme_get_type (void) G_GNUC_CONST;

/**
 * BgNotifyFlags:
 * @BG_NOTIFY_JOB_TRANSFERRED: all files of the job are here
 * @BG_NOTIFY_JOB_ERROR: the job failed for good
 * @BG_NOTIFY_DISABLE: nothing, whatever else is set
 * @BG_NOTIFY_JOB_MODIFICATION: a property of the job changed
 * @BG_NOTIFY_FILE_TRANSFERRED: a file of the job is here
 * @BG_NOTIFY_FILE_RANGES_TRANSFERRED: not there in Ferry, which tells of whole files
 *
 * What is signalled of a job (BITS: SetNotifyFlags).
 */
typedef enum
{
  BG_NOTIFY_JOB_TRANSFERRED = 1,
  BG_NOTIFY_JOB_ERROR = 2,
  BG_NOTIFY_DISABLE = 4,
  BG_NOTIFY_JOB_MODIFICATION = 8,
  BG_NOTIFY_FILE_TRANSFERRED = 16,
  BG_NOTIFY_FILE_RANGES_TRANSFERRED = 32,
} BgNotifyFlags;

/**
 * BG_NOTIFY_DEFAULT:
 *
 * What is signalled of a new job: its end, its failure, and changes of its properties.
 */
#define BG_NOTIFY_DEFAULT 11

#define BG_TYPE_NOTIFY_FLAGS (bg_notify_flags_get_type ())
GType bg_notify_flags_get_type (void) G_GNUC_CONST;

/**
 * BgJobType:
 * @BG_JOB_TYPE_DOWNLOAD: from servers to files
 * @BG_JOB_TYPE_UPLOAD: one file to a server
 * @BG_JOB_TYPE_UPLOAD_REPLY: one file to a server, whose answer becomes a file
 *
 * The direction of a job (BITS: BG_JOB_TYPE).
 */
typedef enum
{
  BG_JOB_TYPE_DOWNLOAD = 0,
  BG_JOB_TYPE_UPLOAD = 1,
  BG_JOB_TYPE_UPLOAD_REPLY = 2,
} BgJobType;

#define BG_TYPE_JOB_TYPE (bg_job_type_get_type ())
GType bg_job_type_get_type (void) G_GNUC_CONST;
const char *bg_job_type_to_string (BgJobType type);

/**
 * BgErrorContext:
 * @BG_ERROR_CONTEXT_NONE: there is no error
 * @BG_ERROR_CONTEXT_UNKNOWN: somewhere
 * @BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER: in the service itself: a policy, a timeout, a checksum
 * @BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION: while telling another program
 * @BG_ERROR_CONTEXT_LOCAL_FILE: while reading or writing the local file
 * @BG_ERROR_CONTEXT_REMOTE_FILE: the server's answer about this file
 * @BG_ERROR_CONTEXT_GENERAL_TRANSPORT: on the way to the server
 * @BG_ERROR_CONTEXT_REMOTE_APPLICATION: the program behind an upload
 * @BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK: the owner's check of the certificate
 *
 * Where an error happened (BITS: BG_ERROR_CONTEXT).
 */
typedef enum
{
  BG_ERROR_CONTEXT_NONE = 0,
  BG_ERROR_CONTEXT_UNKNOWN = 1,
  BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER = 2,
  BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION = 3,
  BG_ERROR_CONTEXT_LOCAL_FILE = 4,
  BG_ERROR_CONTEXT_REMOTE_FILE = 5,
  BG_ERROR_CONTEXT_GENERAL_TRANSPORT = 6,
  BG_ERROR_CONTEXT_REMOTE_APPLICATION = 7,
  BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK = 8,
} BgErrorContext;

#define BG_TYPE_ERROR_CONTEXT (bg_error_context_get_type ())
GType bg_error_context_get_type (void) G_GNUC_CONST;
const char *bg_error_context_to_string (BgErrorContext context);

/**
 * BgSecurityFlags:
 * @BG_SECURITY_DEFAULT: nothing passes that is not as it should be
 * @BG_SECURITY_IGNORE_HOST: the certificate of a server may be for another host
 * @BG_SECURITY_IGNORE_DATE: it may have expired, or not be valid yet
 * @BG_SECURITY_IGNORE_AUTHORITY: anybody may have issued it
 * @BG_SECURITY_IGNORE_USAGE: it may be for something else than a server
 * @BG_SECURITY_REPORT_REDIRECTS: where a redirection leads becomes the address of the file
 * @BG_SECURITY_REFUSE_REDIRECTS: a redirection is an error, and where it leads becomes the address;
 *   not together with the one before
 * @BG_SECURITY_ALLOW_HTTP: a redirection may lead from `https` to `http`
 *
 * What a job lets pass on the way to its servers (BITS:
 * [SetSecurityFlags](https://learn.microsoft.com/en-us/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-setsecurityflags)).
 */
typedef enum /*< flags >*/
{
  BG_SECURITY_DEFAULT = 0,
  BG_SECURITY_IGNORE_HOST = 0x2,
  BG_SECURITY_IGNORE_DATE = 0x4,
  BG_SECURITY_IGNORE_AUTHORITY = 0x8,
  BG_SECURITY_IGNORE_USAGE = 0x10,
  BG_SECURITY_REPORT_REDIRECTS = 0x100,
  BG_SECURITY_REFUSE_REDIRECTS = 0x200,
  BG_SECURITY_ALLOW_HTTP = 0x800,
} BgSecurityFlags;

#define BG_TYPE_SECURITY_FLAGS (bg_security_flags_get_type ())
GType bg_security_flags_get_type (void) G_GNUC_CONST;
char *bg_security_flags_to_string (BgSecurityFlags flags);
gboolean bg_security_flags_from_string (const char *string, BgSecurityFlags *flags);

/**
 * BgWaitReason:
 * @BG_WAIT_NONE: it does not wait
 * @BG_WAIT_TURN: until there is a place: only so many jobs run at once
 * @BG_WAIT_SERVER_PLACES: until another job leaves it one of the connections to its server
 * @BG_WAIT_NETWORK: until there is a network
 * @BG_WAIT_METERED: until there is a network that costs nothing
 * @BG_WAIT_SCHEDULE: until the hours that were set for transfers
 * @BG_WAIT_POWER: until the machine has power enough
 * @BG_WAIT_RETRY: between a failure and the next try
 * @BG_WAIT_RETRY_AFTER: as long as the server asked to be left alone
 * @BG_WAIT_DISK: until there is room on the disk, or its folder is there again
 * @BG_WAIT_POLICY: until the hours that the administrator allows, or until a mistake in the
 *   administrator's policy is mended
 *
 * Why a job does not move although nobody stopped it.
 */
typedef enum
{
  BG_WAIT_NONE = 0,
  BG_WAIT_TURN = 1,
  BG_WAIT_SERVER_PLACES = 2,
  BG_WAIT_NETWORK = 3,
  BG_WAIT_METERED = 4,
  BG_WAIT_SCHEDULE = 5,
  BG_WAIT_POWER = 6,
  BG_WAIT_RETRY = 7,
  BG_WAIT_RETRY_AFTER = 8,
  BG_WAIT_DISK = 9,
  BG_WAIT_POLICY = 10,
} BgWaitReason;

#define BG_TYPE_WAIT_REASON (bg_wait_reason_get_type ())
GType bg_wait_reason_get_type (void) G_GNUC_CONST;
const char *bg_wait_reason_to_string (BgWaitReason reason);

G_END_DECLS
