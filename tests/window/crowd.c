/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for the service: very many jobs, all of which have moved whenever somebody asks. With a
 * second argument, for one of an older version. */
#include "config.h"

#include <bg.h>
#include <stdlib.h>

#define BUS_NAME "io.github.ferrydm.Ferry.Bg1"
#define OBJECT_PATH "/io/github/ferrydm/Ferry/Bg1"
#define SIZE G_GUINT64_CONSTANT (4000000000)
#define JOB_TYPE "(suttuua{sv})"

static const char old_interface[] = "<node><interface name='" BUS_NAME "'>"
                                    "<method name='Refresh'>"
                                    "<arg type='t' direction='in'/><arg type='t' direction='out'/>"
                                    "<arg type='b' direction='out'/>"
                                    "<arg type='a" JOB_TYPE "' direction='out'/>"
                                    "<arg type='as' direction='out'/>"
                                    "</method></interface></node>";

static const char interface[] = "<node><interface name='" BUS_NAME "'>"
                                "<method name='Poll'>"
                                "<arg type='t' direction='in'/><arg type='t' direction='out'/>"
                                "<arg type='b' direction='out'/>"
                                "<arg type='a" JOB_TYPE "' direction='out'/>"
                                "<arg type='at' direction='out'/>"
                                "<arg type='as' direction='out'/>"
                                "</method></interface></node>";

static guint n_jobs;
static gboolean is_old;
static guint64 serial;

static GVariant *
create_properties (guint i)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "name",
                               g_variant_new_take_string (
                                   g_strdup_printf ("one of a crowd %05u.iso", i)));
  g_variant_dict_insert_value (&dict, "address",
                               g_variant_new_take_string (
                                   g_strdup_printf ("https://example.org/crowd/%05u.iso", i)));
  g_variant_dict_insert (&dict, "created", "x", G_GINT64_CONSTANT (1700000000000000) + i);
  g_variant_dict_insert_value (&dict, "directory", g_variant_new_bytestring ("/home/a/Downloads"));

  return g_variant_dict_end (&dict);
}

static guint64
get_bytes (guint i)
{
  return (serial * (100000 + i * 37)) % SIZE;
}

static GVariant *
create_job (guint i)
{
  g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012x", i);

  return g_variant_new ("(suttuu@a{sv})", id, BG_JOB_STATE_TRANSFERRING, SIZE, get_bytes (i), 1u,
                        0u, create_properties (i));
}

/* All of them, a little further than before, each at a speed of its own. */
static GVariant *
create_answer (guint64 known)
{
  GVariantBuilder jobs = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a" JOB_TYPE));
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (guint64));

  serial++;
  for (guint i = 0; i < n_jobs; i++)
    {
      const guint64 numbers[] = { 0x4000,
                                  G_GUINT64_CONSTANT (0x8000) << 48 | i,
                                  BG_JOB_STATE_TRANSFERRING,
                                  SIZE,
                                  get_bytes (i),
                                  1,
                                  0 };

      if (known == 0 || is_old)
        g_variant_builder_add_value (&jobs, create_job (i));
      else
        g_array_append_vals (moved, numbers, G_N_ELEMENTS (numbers));
    }

  if (is_old)
    return g_variant_new ("(tba" JOB_TYPE "@as)", serial, known == 0, &jobs,
                          g_variant_new_strv (NULL, 0));

  return g_variant_new ("(tba" JOB_TYPE "@at@as)", serial, known == 0, &jobs,
                        g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, moved->data, moved->len,
                                                   sizeof (guint64)),
                        g_variant_new_strv (NULL, 0));
}

static void
on_method_call (GDBusConnection *connection,
                const char *sender,
                const char *object_path,
                const char *interface_name,
                const char *method_name,
                GVariant *parameters,
                GDBusMethodInvocation *invocation,
                gpointer user_data)
{
  guint64 known;

  g_variant_get (parameters, "(t)", &known);
  g_dbus_method_invocation_return_value (invocation, create_answer (known));
}

static void
on_bus_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node =
      g_dbus_node_info_new_for_xml (is_old ? old_interface : interface, &error);

  g_assert_no_error (error);
  g_dbus_connection_register_object (connection, OBJECT_PATH, node->interfaces[0], &vtable, NULL,
                                     NULL, &error);
  g_assert_no_error (error);
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_print ("ready\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  n_jobs = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 10000;
  is_old = argc > 2;
  g_bus_own_name (G_BUS_TYPE_SESSION, BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE, on_bus_acquired,
                  on_name_acquired, NULL, NULL, NULL);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
