/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client of the service that does as little as possible: many jobs with few calls, and the time
 * of one call. */
#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "io.github.ferrydm.Ferry.Bg1"
#define PATH "/io/github/ferrydm/Ferry/Bg1"
#define PRIORITY_FOREGROUND 0
#define LIMIT 300000     /* milliseconds for one call */
#define LONG_DELAY 86400 /* seconds */
#define N_MOVING 3       /* the states Queued, Connecting and Transferring are below */

/* What becomes of the jobs once they are in the queue. */
typedef enum
{
  PLAN_GET,  /* all run at once, and this program waits until each has ended */
  PLAN_ADD,  /* they stay suspended */
  PLAN_PARK, /* they fail, and then wait for a retry that is not due for a day */
} Plan;

typedef struct
{
  GDBusConnection *bus; /* (owned) */
  GMainLoop *loop;      /* (owned) */
  GPtrArray *ids;       /* (owned): char * (owned) */
  guint transferred;
  guint failed;
} Client;

static void
fail (const GError *error)
{
  g_printerr ("queue: %s\n", error->message);
  exit (1);
}

static GVariant *
call (Client *client, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer =
      g_dbus_connection_call_sync (client->bus, NAME, PATH, interface, method, arguments, NULL,
                                   G_DBUS_CALL_FLAGS_NONE, LIMIT, NULL, &error);

  if (answer == NULL)
    fail (error);

  return answer;
}

static void
add_job (Client *client, Plan plan, const char *url, const char *directory)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) done = NULL;
  GVariantBuilder properties;
  GVariantBuilder files;
  char *id;

  g_variant_builder_init (&properties, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&properties, "{sv}", "priority",
                         g_variant_new_uint32 (PRIORITY_FOREGROUND));
  g_variant_builder_add (&properties, "{sv}", "auto-complete", g_variant_new_boolean (TRUE));

  if (plan == PLAN_GET)
    g_variant_builder_add (&properties, "{sv}", "no-progress-timeout", g_variant_new_uint32 (0));
  else
    g_variant_builder_add (&properties, "{sv}", "minimum-retry-delay",
                           g_variant_new_uint32 (LONG_DELAY));

  answer = call (client, NAME, "CreateJob", g_variant_new ("(sua{sv})", "bench", 0, &properties));
  g_variant_get (answer, "(s)", &id);
  g_ptr_array_add (client->ids, id);

  g_variant_builder_init (&files, G_VARIANT_TYPE ("a(sa{sv})"));
  g_variant_builder_open (&files, G_VARIANT_TYPE ("(sa{sv})"));
  g_variant_builder_add (&files, "s", url);
  g_variant_builder_open (&files, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&files, "{sv}", "directory", g_variant_new_bytestring (directory));
  g_variant_builder_close (&files);
  g_variant_builder_close (&files);
  done = call (client, NAME, "AddFiles", g_variant_new ("(sa(sa{sv}))", id, &files));
}

/* One job for each address in a file. */
static void
add_jobs (Client *client, Plan plan, const char *list, const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) urls = NULL;

  if (!g_file_get_contents (list, &text, NULL, &error))
    fail (error);

  urls = g_strsplit (text, "\n", -1);

  for (gsize i = 0; urls[i] != NULL; i++)
    if (*urls[i] != '\0')
      add_job (client, plan, urls[i], directory);
}

static void
on_end (GDBusConnection *bus,
        const char *sender,
        const char *path,
        const char *interface,
        const char *signal_name,
        GVariant *parameters,
        gpointer user_data)
{
  Client *client = user_data;
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameters, 0);

  if (g_str_equal (signal_name, "JobTransferred"))
    client->transferred += (guint) g_variant_n_children (ids);
  else if (g_str_equal (signal_name, "JobError"))
    client->failed += (guint) g_variant_n_children (ids);

  if (client->transferred + client->failed >= client->ids->len)
    g_main_loop_quit (client->loop);
}

static void
resume_jobs (Client *client)
{
  g_autoptr (GVariant) answer = NULL;
  GVariantBuilder ids;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("as"));

  for (guint i = 0; i < client->ids->len; i++)
    g_variant_builder_add (&ids, "s", g_ptr_array_index (client->ids, i));

  answer = call (client, NAME, "Resume", g_variant_new ("(as)", &ids));
}

/* All at once, and waits until each has ended. */
static int
run_jobs (Client *client)
{
  g_dbus_connection_signal_subscribe (client->bus, NAME, NAME, NULL, PATH, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, on_end, client, NULL);
  resume_jobs (client);
  g_main_loop_run (client->loop);

  if (client->failed > 0)
    g_printerr ("queue: %u of %u jobs failed\n", client->failed, client->ids->len);

  return client->failed > 0 ? 1 : 0;
}

static gboolean
is_moving (Client *client)
{
  g_autoptr (GVariant) answer = call (client, NAME, "Refresh", g_variant_new ("(t)", (guint64) 0));
  g_autoptr (GVariant) jobs = g_variant_get_child_value (answer, 2);

  for (gsize i = 0; i < g_variant_n_children (jobs); i++)
    {
      g_autoptr (GVariant) job = g_variant_get_child_value (jobs, i);
      guint32 state;

      g_variant_get_child (job, 1, "u", &state);

      if (state < N_MOVING)
        return TRUE;
    }

  return FALSE;
}

/* All try once, and then wait. */
static int
park_jobs (Client *client)
{
  resume_jobs (client);

  while (is_moving (client))
    g_usleep (G_USEC_PER_SEC / 2);

  return 0;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static gint64
refresh (Client *client, guint64 *serial)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GVariant) answer = call (client, NAME, "Refresh", g_variant_new ("(t)", *serial));
  gint64 taken = g_get_monotonic_time () - start;

  g_variant_get_child (answer, 0, "t", serial);
  return taken;
}

static gint64
ping (Client *client)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GVariant) answer = call (client, "org.freedesktop.DBus.Peer", "Ping", NULL);

  return g_get_monotonic_time () - start;
}

/* Prints microseconds: the whole list once, and the medians of nothing changed and of an empty
 * call. */
static int
poll (Client *client, guint times)
{
  g_autofree gint64 *refreshes = g_new0 (gint64, times);
  g_autofree gint64 *pings = g_new0 (gint64, times);
  guint64 serial = 0;
  gint64 whole;

  ping (client); /* a service that has left comes back with this one */
  whole = refresh (client, &serial);

  for (guint i = 0; i < times; i++)
    {
      refreshes[i] = refresh (client, &serial);
      pings[i] = ping (client);
    }

  qsort (refreshes, times, sizeof (gint64), compare_times);
  qsort (pings, times, sizeof (gint64), compare_times);
  g_print ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", whole,
           refreshes[times / 2], pings[times / 2]);
  return 0;
}

static gboolean
parse_plan (const char *word, Plan *plan)
{
  const char *const words[] = { "get", "add", "park" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (word, words[i]) == 0)
      {
        *plan = (Plan) i;
        return TRUE;
      }

  return FALSE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Client client = { .bus = bus, .loop = loop, .ids = ids };
  Plan plan;

  if (bus == NULL)
    fail (error);

  if (argc == 3 && strcmp (argv[1], "poll") == 0)
    return poll (&client, MAX (1, (guint) strtoul (argv[2], NULL, 10)));

  if (argc != 4 || !parse_plan (argv[1], &plan))
    {
      g_printerr ("usage: queue get|add|park LIST DIRECTORY\n       queue poll TIMES\n");
      return 2;
    }

  add_jobs (&client, plan, argv[2], argv[3]);

  if (plan == PLAN_GET)
    return run_jobs (&client);

  return plan == PLAN_PARK ? park_jobs (&client) : 0;
}
