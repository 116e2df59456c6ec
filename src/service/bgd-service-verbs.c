/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs on the bus: what is done to many jobs at once, and which of them refuse. */
#include "config.h"

#include "bgd-service-verbs.h"

#include "bgd-service-guard.h"

/* Every handler has answered when it returns; GDBus wants to hear TRUE for that. */
#define ANSWERED TRUE

static gboolean
fail (GDBusMethodInvocation *invocation, GError *error)
{
  g_dbus_method_invocation_take_error (invocation, error);

  return ANSWERED;
}

static void
add_refusal (GVariantBuilder *refused, const char *id, const GError *error)
{
  g_variant_builder_add (refused, "(sss)", id, bg_error_to_dbus_name ((BgError) error->code),
                         error->message);
}

/* What a verb does to one job. */
typedef gboolean (*VerbFunc) (BgdQueue *queue, const char *id, gboolean *partial, GError **error);

static gboolean
suspend (BgdQueue *queue, const char *id, gboolean *partial, GError **error)
{
  return bgd_queue_apply (queue, id, BGD_EVENT_SUSPEND, partial, error);
}

static gboolean
resume (BgdQueue *queue, const char *id, gboolean *partial, GError **error)
{
  return bgd_queue_apply (queue, id, BGD_EVENT_RESUME, partial, error);
}

static gboolean
complete (BgdQueue *queue, const char *id, gboolean *partial, GError **error)
{
  return bgd_queue_apply (queue, id, BGD_EVENT_COMPLETE, partial, error);
}

static gboolean
cancel (BgdQueue *queue, const char *id, gboolean *partial, GError **error)
{
  return bgd_queue_apply (queue, id, BGD_EVENT_CANCEL, partial, error);
}

static gboolean
forget (BgdQueue *queue, const char *id, gboolean *partial, GError **error)
{
  return bgd_queue_remove (queue, id, error);
}

/* Applies a verb to each job, then writes once; NULL if that failed. */
static GVariant *
apply (BgdQueue *queue,
       GDBusMethodInvocation *invocation,
       const char *const *ids,
       VerbFunc verb,
       GStrvBuilder *partials,
       GError **error)
{
  const BgdSandbox *sandbox = bgd_service_guard_get_sandbox (invocation);
  GVariantBuilder refused = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sss)"));

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      gboolean partial = FALSE;

      if (!bgd_service_guard_check_id (sandbox, queue, ids[i], &local_error) ||
          !verb (queue, ids[i], &partial, &local_error))
        add_refusal (&refused, ids[i], local_error);
      else if (partial)
        g_strv_builder_add (partials, ids[i]);
    }

  if (!bgd_queue_flush (queue, error))
    {
      g_variant_builder_clear (&refused);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_builder_end (&refused));
}

/* For the verbs that answer with the refusals alone. */
static gboolean
answer_verb (BgdQueue *queue,
             GDBusMethodInvocation *invocation,
             const char *const *ids,
             VerbFunc verb)
{
  g_autoptr (GStrvBuilder) no_partials = g_strv_builder_new ();
  GError *error = NULL;
  g_autoptr (GVariant) refused = apply (queue, invocation, ids, verb, no_partials, &error);

  if (refused == NULL)
    return fail (invocation, error);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a(sss))", refused));
  return ANSWERED;
}

static gboolean
on_suspend (BgbService *skeleton,
            GDBusMethodInvocation *invocation,
            const char *const *ids,
            BgdQueue *queue)
{
  return answer_verb (queue, invocation, ids, suspend);
}

static gboolean
on_resume (BgbService *skeleton,
           GDBusMethodInvocation *invocation,
           const char *const *ids,
           BgdQueue *queue)
{
  return answer_verb (queue, invocation, ids, resume);
}

static gboolean
on_cancel (BgbService *skeleton,
           GDBusMethodInvocation *invocation,
           const char *const *ids,
           BgdQueue *queue)
{
  return answer_verb (queue, invocation, ids, cancel);
}

static gboolean
on_remove (BgbService *skeleton,
           GDBusMethodInvocation *invocation,
           const char *const *ids,
           BgdQueue *queue)
{
  return answer_verb (queue, invocation, ids, forget);
}

static gboolean
on_complete (BgbService *skeleton,
             GDBusMethodInvocation *invocation,
             const char *const *ids,
             BgdQueue *queue)
{
  g_autoptr (GStrvBuilder) partials = g_strv_builder_new ();
  g_auto (GStrv) partial_ids = NULL;
  GError *error = NULL;
  g_autoptr (GVariant) refused = apply (queue, invocation, ids, complete, partials, &error);

  if (refused == NULL)
    return fail (invocation, error);

  partial_ids = g_strv_builder_end (partials);
  bgb_service_complete_complete (skeleton, invocation, (const char *const *) partial_ids, refused);
  return ANSWERED;
}

/**
 * bgd_service_verbs_connect:
 * @skeleton: the object on the bus
 * @queue: who does the work; must live as long as @skeleton
 */
void
bgd_service_verbs_connect (BgbService *skeleton, BgdQueue *queue)
{
  const struct
  {
    const char *signal;
    GCallback handler;
  } handlers[] = {
    { "handle-suspend", G_CALLBACK (on_suspend) },   { "handle-resume", G_CALLBACK (on_resume) },
    { "handle-complete", G_CALLBACK (on_complete) }, { "handle-cancel", G_CALLBACK (on_cancel) },
    { "handle-remove", G_CALLBACK (on_remove) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].handler, queue,
                             G_CONNECT_DEFAULT);
}
