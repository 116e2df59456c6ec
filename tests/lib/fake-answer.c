/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the service could answer, given to a manager without a bus. */
#include "config.h"

#include "fake-answer.h"

#include "bg-manager-private.h"

void
answer_init (Answer *self)
{
  g_variant_builder_init (&self->changed, G_VARIANT_TYPE ("a(suttuua{sv})"));
  g_variant_builder_init (&self->gone, G_VARIANT_TYPE ("as"));
}

static void
add_variant (Answer *self, const char *id, BgJobState state, guint64 bytes, GVariant *properties)
{
  g_variant_builder_add (&self->changed, "(suttuu@a{sv})", id, (guint32) state, (guint64) 1000,
                         bytes, 1, 0, properties);
}

void
answer_add (Answer *self, const char *id, BgJobState state, guint64 bytes, const char *properties)
{
  g_autofree char *text = g_strdup_printf ("@a{sv} %s", properties);

  add_variant (self, id, state, bytes, g_variant_new_parsed (text));
}

void
answer_add_gone (Answer *self, const char *id)
{
  g_variant_builder_add (&self->gone, "s", id);
}

void
answer_give (Answer *self, BgManager *manager, guint64 asked, guint64 now, gboolean whole)
{
  g_autoptr (GVariant) answer = g_variant_ref_sink (
      g_variant_new ("(tba(suttuua{sv})as)", now, whole, &self->changed, &self->gone));

  bg_manager_update (manager, asked, answer);
}

void
answer_give_next (Answer *self, BgManager *manager)
{
  answer_give (self, manager, manager->serial, manager->serial + 1, FALSE);
}

void
give_jobs (BgManager *manager, guint n_jobs, BgJobState state)
{
  Answer answer;

  answer_init (&answer);

  for (guint i = n_jobs; i > 0; i--)
    {
      g_auto (GVariantDict) properties = G_VARIANT_DICT_INIT (NULL);
      g_autofree char *id = g_strdup_printf ("%06u", n_jobs - i);
      g_autofree char *name = g_strdup_printf ("job %u", i);

      g_variant_dict_insert (&properties, "name", "s", name);
      g_variant_dict_insert (&properties, "created", "x", i * (gint64) G_USEC_PER_SEC);
      add_variant (&answer, id, state, 0, g_variant_dict_end (&properties));
    }

  answer_give (&answer, manager, manager->serial, manager->serial + 1, TRUE);
}

void
give_change (BgManager *manager, const char *id, BgJobState state, guint64 bytes)
{
  Answer answer;

  answer_init (&answer);
  answer_add (&answer, id, state, bytes, NUMBERS_ONLY);
  answer_give_next (&answer, manager);
}

void
log_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", pspec->name);
}
