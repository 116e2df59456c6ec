/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The enumerations that everybody shares, their GTypes, and the words for them. */
#include "config.h"

#include "bg-enums.h"

#include <glib/gi18n-lib.h>

/* BITS, "Polling for the Status of the Job": nine labels in the order of BG_JOB_STATE. */
const char *const JobStates[BG_N_JOB_STATES] = {
  NC_ ("job state", "Queued"),       NC_ ("job state", "Connecting"),
  NC_ ("job state", "Transferring"), NC_ ("job state", "Suspended"),
  NC_ ("job state", "Error"),        NC_ ("job state", "Transient Error"),
  NC_ ("job state", "Transferred"),  NC_ ("job state", "Acknowledged"),
  NC_ ("job state", "Canceled"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (JobStates) == BG_JOB_STATE_CANCELLED + 1);

G_DEFINE_ENUM_TYPE (BgJobState,
                    bg_job_state,
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_TRANSFERRING, "transferring"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_SUSPENDED, "suspended"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_ERROR, "error"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_TRANSIENT_ERROR, "transient-error"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_TRANSFERRED, "transferred"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_ACKNOWLEDGED, "acknowledged"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_STATE_CANCELLED, "cancelled"))

G_DEFINE_ENUM_TYPE (BgJobPriority,
                    bg_job_priority,
                    G_DEFINE_ENUM_VALUE (BG_JOB_PRIORITY_FOREGROUND, "foreground"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_PRIORITY_HIGH, "high"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_PRIORITY_NORMAL, "normal"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_PRIORITY_LOW, "low"))

G_DEFINE_ENUM_TYPE (BgJobType,
                    bg_job_type,
                    G_DEFINE_ENUM_VALUE (BG_JOB_TYPE_DOWNLOAD, "download"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_TYPE_UPLOAD, "upload"),
                    G_DEFINE_ENUM_VALUE (BG_JOB_TYPE_UPLOAD_REPLY, "upload-reply"))

G_DEFINE_ENUM_TYPE (BgAuthScheme,
                    bg_auth_scheme,
                    G_DEFINE_ENUM_VALUE (BG_AUTH_SCHEME_BASIC, "basic"),
                    G_DEFINE_ENUM_VALUE (BG_AUTH_SCHEME_DIGEST, "digest"))

G_DEFINE_FLAGS_TYPE (BgNotifyFlags,
                     bg_notify_flags,
                     G_DEFINE_ENUM_VALUE (BG_NOTIFY_JOB_TRANSFERRED, "job-transferred"),
                     G_DEFINE_ENUM_VALUE (BG_NOTIFY_JOB_ERROR, "job-error"),
                     G_DEFINE_ENUM_VALUE (BG_NOTIFY_DISABLE, "disable"),
                     G_DEFINE_ENUM_VALUE (BG_NOTIFY_JOB_MODIFICATION, "job-modification"),
                     G_DEFINE_ENUM_VALUE (BG_NOTIFY_FILE_TRANSFERRED, "file-transferred"),
                     G_DEFINE_ENUM_VALUE (BG_NOTIFY_FILE_RANGES_TRANSFERRED,
                                          "file-ranges-transferred"))

G_DEFINE_ENUM_TYPE (BgErrorContext,
                    bg_error_context,
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER,
                                         "general-queue-manager"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION,
                                         "queue-manager-notification"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_LOCAL_FILE, "local-file"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_REMOTE_FILE, "remote-file"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_GENERAL_TRANSPORT, "general-transport"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_REMOTE_APPLICATION, "remote-application"),
                    G_DEFINE_ENUM_VALUE (BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK,
                                         "server-certificate-callback"))

G_DEFINE_FLAGS_TYPE (BgSecurityFlags,
                     bg_security_flags,
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_IGNORE_HOST, "ignore-host"),
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_IGNORE_DATE, "ignore-date"),
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_IGNORE_AUTHORITY, "ignore-authority"),
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_IGNORE_USAGE, "ignore-usage"),
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_REPORT_REDIRECTS, "report-redirects"),
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_REFUSE_REDIRECTS, "refuse-redirects"),
                     G_DEFINE_ENUM_VALUE (BG_SECURITY_ALLOW_HTTP, "allow-http"))

G_DEFINE_ENUM_TYPE (BgWaitReason,
                    bg_wait_reason,
                    G_DEFINE_ENUM_VALUE (BG_WAIT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_TURN, "turn"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_SERVER_PLACES, "server-places"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_NETWORK, "network"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_METERED, "metered"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_SCHEDULE, "schedule"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_POWER, "power"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_RETRY, "retry"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_RETRY_AFTER, "retry-after"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_DISK, "disk"),
                    G_DEFINE_ENUM_VALUE (BG_WAIT_POLICY, "policy"))

/* The service of another version may send a number that this one does not know. */
static const char *
nick_of (GType type, int value)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (class, value);

  return found != NULL ? found->value_nick : "unknown";
}

/**
 * bg_job_state_get_label:
 * @state: a state
 *
 * Names a state for people.
 *
 * Returns: (transfer none): the label of @state, translated
 */
const char *
bg_job_state_get_label (BgJobState state)
{
  if ((guint) state >= G_N_ELEMENTS (JobStates))
    return "?";

  return g_dpgettext2 (GETTEXT_PACKAGE, "job state", JobStates[state]);
}

/**
 * bg_job_state_to_string:
 * @state: a state
 *
 * Names a state for programs.
 *
 * Returns: (transfer none): the name of @state, such as `transient-error`
 */
const char *
bg_job_state_to_string (BgJobState state)
{
  return nick_of (BG_TYPE_JOB_STATE, (int) state);
}

/**
 * bg_job_state_is_final:
 * @state: a state
 *
 * Tells whether a job has ended.
 *
 * Returns: whether a job in @state will not change again, only be removed
 */
gboolean
bg_job_state_is_final (BgJobState state)
{
  return state == BG_JOB_STATE_ACKNOWLEDGED || state == BG_JOB_STATE_CANCELLED;
}

/**
 * bg_job_state_can_change:
 * @state: a state
 *
 * Tells whether polling makes sense.
 *
 * Returns: whether a job in @state can change by itself
 */
gboolean
bg_job_state_can_change (BgJobState state)
{
  return state == BG_JOB_STATE_QUEUED || state == BG_JOB_STATE_CONNECTING ||
         state == BG_JOB_STATE_TRANSFERRING || state == BG_JOB_STATE_TRANSIENT_ERROR;
}

/**
 * bg_job_priority_to_string:
 * @priority: a priority
 *
 * Names a priority for programs.
 *
 * Returns: (transfer none): the name of @priority, such as `foreground`
 */
const char *
bg_job_priority_to_string (BgJobPriority priority)
{
  return nick_of (BG_TYPE_JOB_PRIORITY, (int) priority);
}

/**
 * bg_job_priority_from_string:
 * @string: what [func@Bg.JobPriority.to_string] returns
 * @priority: (out): the priority
 *
 * Finds a priority by its name for programs.
 *
 * Returns: whether @string names a priority
 */
gboolean
bg_job_priority_from_string (const char *string, BgJobPriority *priority)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (BG_TYPE_JOB_PRIORITY);
  const GEnumValue *found = g_enum_get_value_by_nick (class, string);

  if (found == NULL)
    return FALSE;

  *priority = (BgJobPriority) found->value;
  return TRUE;
}

/**
 * bg_job_type_to_string:
 * @type: a type
 *
 * Names a direction for programs.
 *
 * Returns: (transfer none): the name of @type, such as `upload-reply`
 */
const char *
bg_job_type_to_string (BgJobType type)
{
  return nick_of (BG_TYPE_JOB_TYPE, (int) type);
}

/**
 * bg_error_context_to_string:
 * @context: a context
 *
 * Names a context for programs.
 *
 * Returns: (transfer none): the name of @context, such as `remote-file`
 */
const char *
bg_error_context_to_string (BgErrorContext context)
{
  return nick_of (BG_TYPE_ERROR_CONTEXT, (int) context);
}

/**
 * bg_wait_reason_to_string:
 * @reason: a reason
 *
 * Names a reason for programs.
 *
 * Returns: (transfer none): the name of @reason, such as `server-places`
 */
const char *
bg_wait_reason_to_string (BgWaitReason reason)
{
  return nick_of (BG_TYPE_WAIT_REASON, (int) reason);
}

/**
 * bg_security_flags_to_string:
 * @flags: flags
 *
 * Names flags for programs.
 *
 * Returns: (transfer full): their names with commas between them, such as
 *   `ignore-host,ignore-date`; `none` if there are none
 */
char *
bg_security_flags_to_string (BgSecurityFlags flags)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (BG_TYPE_SECURITY_FLAGS);
  const GFlagsClass *known = G_FLAGS_CLASS (class);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < known->n_values; i++)
    if ((flags & known->values[i].value) != 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "",
                              known->values[i].value_nick);

  return g_string_free (names->len > 0 ? names : g_string_append (names, "none"), FALSE);
}

/**
 * bg_security_flags_from_string:
 * @string: what [func@Bg.SecurityFlags.to_string] gives
 * @flags: (out): the flags
 *
 * Finds flags by their names.
 *
 * Returns: whether all of the names are known
 */
gboolean
bg_security_flags_from_string (const char *string, BgSecurityFlags *flags)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (BG_TYPE_SECURITY_FLAGS);
  g_auto (GStrv) names = g_strsplit (string, ",", -1);

  *flags = BG_SECURITY_DEFAULT;
  if (g_str_equal (string, "none"))
    return TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const GFlagsValue *value = g_flags_get_value_by_nick (G_FLAGS_CLASS (class), names[i]);

      if (value == NULL)
        return FALSE;

      *flags |= (BgSecurityFlags) value->value;
    }

  return names[0] != NULL;
}
