/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who calls, and whether that program may: jobs belong to the program that made them.
 *
 * Programs outside of a sandbox can read each other's memory: they are one, and see all jobs, as an
 * administrator does in BITS. So is Ferry's own window, wherever it is. A program in a sandbox has
 * its own jobs; no other one exists for it. Source: "owner" in the BITS reference. */
#include "config.h"

#include "bgd-service-guard.h"

#include <gio/gunixfdlist.h>

#include "bgd-process.h"

/* So many programs are remembered: whoever comes back later is looked at again. */
#define MAXIMUM_CALLERS 64

/* The bus answers at once, or is gone. */
#define BUS_TIMEOUT 5000 /* ms */

#define SANDBOX "bgd-sandbox"

struct _BgdServiceGuard
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  GHashTable *callers;         /* (owned) unique name → Caller (owned) */
  GQueue names;                /* (element-type utf8) its keys, the oldest first */
  gboolean is_blind;           /* cannot see who calls: Flatpak's rules alone say who may */
};

/* A name is never given twice by a bus: what is known of it stays true. */
typedef struct
{
  char *name;          /* (owned) */
  BgdSandbox *sandbox; /* (owned) (nullable) NULL: may see all */
} Caller;

G_DEFINE_FINAL_TYPE (BgdServiceGuard, bgd_service_guard, G_TYPE_OBJECT)

static void
caller_free (gpointer data)
{
  Caller *self = data;

  g_clear_pointer (&self->sandbox, bgd_sandbox_free);
  g_free (self->name);
  g_free (self);
}

static GVariant *
ask_bus (BgdServiceGuard *self, const char *name, GUnixFDList **fds, GError **error)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_with_unix_fd_list_sync (
      self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "GetConnectionCredentials", g_variant_new ("(s)", name), G_VARIANT_TYPE ("(a{sv})"),
      G_DBUS_CALL_FLAGS_NONE, BUS_TIMEOUT, NULL, fds, NULL, error);

  return answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
}

/* Where the bus holds the process itself, no other one can have its number. */
static int
open_held (GVariant *credentials, GUnixFDList *fds)
{
  gint32 handle;
  int pidfd, process_fd;

  if (fds == NULL || !g_variant_lookup (credentials, "ProcessFD", "h", &handle))
    return -1;

  pidfd = g_unix_fd_list_get (fds, handle, NULL);
  process_fd = pidfd >= 0 ? bgd_process_open_pidfd (pidfd) : -1;
  bgd_process_close (pidfd);

  return process_fd;
}

/* An older bus knows a number only, which another process may have by now. So it is asked again
 * once that process is held: a program that is still connected had not ended before. */
static int
open_numbered (BgdServiceGuard *self, GVariant *credentials, const char *name)
{
  guint32 number;
  int process_fd;
  g_autoptr (GVariant) again = NULL;

  if (!g_variant_lookup (credentials, "ProcessID", "u", &number))
    return -1;

  process_fd = bgd_process_open (number);
  again = process_fd >= 0 ? ask_bus (self, name, NULL, NULL) : NULL;
  if (again != NULL)
    return process_fd;

  bgd_process_close (process_fd);
  return -1;
}

static gboolean
look_at (BgdServiceGuard *self, const char *name, BgdSandbox **sandbox, GError **error)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) credentials = ask_bus (self, name, &fds, NULL);
  int process_fd = -1;
  gboolean found;

  if (credentials != NULL)
    process_fd = open_held (credentials, fds);
  if (credentials != NULL && process_fd < 0)
    process_fd = open_numbered (self, credentials, name);
  if (process_fd < 0)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                           "Ferry cannot see which program calls.");
      return FALSE;
    }

  found = bgd_sandbox_find (process_fd, sandbox, error);
  bgd_process_close (process_fd);

  /* Ferry's own window. */
  if (found && *sandbox != NULL && g_str_equal (bgd_sandbox_get_app_id (*sandbox), APP_ID))
    g_clear_pointer (sandbox, bgd_sandbox_free);

  return found;
}

static void
forget_oldest (BgdServiceGuard *self)
{
  while (self->names.length >= MAXIMUM_CALLERS)
    g_hash_table_remove (self->callers, g_queue_pop_head (&self->names));
}

static Caller *
identify (BgdServiceGuard *self, const char *name, GError **error)
{
  Caller *caller = g_hash_table_lookup (self->callers, name);
  BgdSandbox *sandbox = NULL;

  if (caller != NULL)
    return caller;

  if (!self->is_blind && !look_at (self, name, &sandbox, error))
    return NULL;

  forget_oldest (self);
  caller = g_new0 (Caller, 1);
  caller->name = g_strdup (name);
  caller->sandbox = sandbox;
  g_hash_table_insert (self->callers, caller->name, caller);
  g_queue_push_tail (&self->names, caller->name);

  return caller;
}

static void
bgd_service_guard_finalize (GObject *object)
{
  BgdServiceGuard *self = BGD_SERVICE_GUARD (object);

  g_queue_clear (&self->names);
  g_hash_table_unref (self->callers);
  g_object_unref (self->connection);

  G_OBJECT_CLASS (bgd_service_guard_parent_class)->finalize (object);
}

static void
bgd_service_guard_class_init (BgdServiceGuardClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bgd_service_guard_finalize;
}

static void
bgd_service_guard_init (BgdServiceGuard *self)
{
  self->callers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, caller_free);
  g_queue_init (&self->names);
  self->is_blind = bgd_sandbox_is_ours ();
}

/**
 * bgd_service_guard_new:
 * @connection: the bus by which calls come
 */
BgdServiceGuard *
bgd_service_guard_new (GDBusConnection *connection)
{
  BgdServiceGuard *self = g_object_new (BGD_TYPE_SERVICE_GUARD, NULL);

  self->connection = g_object_ref (connection);

  return self;
}

/* The calls that are not about one job. They heed the sandbox by themselves. */
static gboolean
is_about_many (const char *method)
{
  static const char *const methods[] = {
    "CreateJob", "Refresh", "Poll",   "Suspend",   "Resume",
    "Complete",  "Cancel",  "Remove", "GetStatus", NULL,
  };

  return g_strv_contains (methods, method);
}

/* What is no such call begins with the id of the job that it is about. */
static gboolean
check_first_argument (const BgdSandbox *sandbox,
                      GDBusMethodInvocation *invocation,
                      BgdQueue *queue,
                      GError **error)
{
  GVariant *arguments = g_dbus_method_invocation_get_parameters (invocation);
  g_autoptr (GVariant) id = NULL;

  if (g_variant_n_children (arguments) > 0)
    id = g_variant_get_child_value (arguments, 0);
  if (id != NULL && g_variant_is_of_type (id, G_VARIANT_TYPE_STRING))
    return bgd_service_guard_check_id (sandbox, queue, g_variant_get_string (id, NULL), error);

  g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED, "%s may not call “%s”.",
               bgd_sandbox_get_app_id (sandbox),
               g_dbus_method_invocation_get_method_name (invocation));
  return FALSE;
}

/**
 * bgd_service_guard_admit:
 * @self: the guard
 * @invocation: a call, before its handler has it
 * @queue: the jobs
 * @error: %BG_ERROR_ACCESS_DENIED if nobody can tell who calls; %BG_ERROR_NOT_FOUND if it is about
 *   a job of another program
 *
 * Returns: whether its handler may have it
 */
gboolean
bgd_service_guard_admit (BgdServiceGuard *self,
                         GDBusMethodInvocation *invocation,
                         BgdQueue *queue,
                         GError **error)
{
  const Caller *caller = identify (self, g_dbus_method_invocation_get_sender (invocation), error);

  if (caller == NULL)
    return FALSE;
  if (caller->sandbox == NULL)
    return TRUE;

  g_object_set_data (G_OBJECT (invocation), SANDBOX, caller->sandbox);

  return is_about_many (g_dbus_method_invocation_get_method_name (invocation)) ||
         check_first_argument (caller->sandbox, invocation, queue, error);
}

/* (transfer none) (nullable): as long as the handler of the call runs; %NULL: may see all. */
const BgdSandbox *
bgd_service_guard_get_sandbox (GDBusMethodInvocation *invocation)
{
  return g_object_get_data (G_OBJECT (invocation), SANDBOX);
}

/* Whether a job of that owner exists for who is in the sandbox. */
gboolean
bgd_service_guard_is_theirs (const BgdSandbox *sandbox, const char *owner)
{
  return sandbox == NULL || g_str_equal (bgd_sandbox_get_app_id (sandbox), owner);
}

/* The words are those for a job that there is not. */
gboolean
bgd_service_guard_check_id (const BgdSandbox *sandbox,
                            BgdQueue *queue,
                            const char *id,
                            GError **error)
{
  const BgdJob *job = bgd_queue_get_job (queue, id, error);

  if (job == NULL || bgd_service_guard_is_theirs (sandbox, job->owner))
    return job != NULL;

  bgd_queue_set_not_found (id, error);
  return FALSE;
}

/* The service gives no program more than it has. */
gboolean
bgd_service_guard_check_new (const BgdSandbox *sandbox, GError **error)
{
  if (sandbox == NULL || bgd_sandbox_has_network (sandbox))
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
               "%s may not use the network, and so not let Ferry do it.",
               bgd_sandbox_get_app_id (sandbox));
  return FALSE;
}
