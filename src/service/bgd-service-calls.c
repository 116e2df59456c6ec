/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls on the bus but for the verbs, one function each: check, hand on to the queue, answer.
 */
#include "config.h"

#include "bgd-service-calls.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bgd-service-build.h"
#include "bgd-service-guard.h"
#include "bgd-service-parse.h"
#include "bgd-service-places.h"

/* After the answer that holds a whole queue. */
#define TRIM_SECONDS 2

/* Every handler has answered when it returns, or will; GDBus wants to hear TRUE for that. */
#define ANSWERED TRUE

static gboolean
refuse (GDBusMethodInvocation *invocation, GError *error)
{
  g_dbus_method_invocation_take_error (invocation, error);

  return ANSWERED;
}

/* What a call is answered with once secrets are where they survive a restart. */
typedef struct
{
  GDBusMethodInvocation *invocation; /* (owned by the bus until it is answered) */
  GVariant *value;                   /* (owned) (nullable) */
} Answer;

static void
on_kept (gpointer user_data)
{
  Answer *answer = user_data;

  g_dbus_method_invocation_return_value (answer->invocation, answer->value);
  g_clear_pointer (&answer->value, g_variant_unref);
  g_free (answer);
}

static gboolean
answer_when_kept (BgdQueue *queue,
                  const char *id,
                  GDBusMethodInvocation *invocation,
                  GVariant *value)
{
  Answer *answer = g_new (Answer, 1);

  answer->invocation = invocation;
  answer->value = value != NULL ? g_variant_ref_sink (value) : NULL;
  bgd_queue_when_kept (queue, id, on_kept, answer);

  return ANSWERED;
}

/* The name has an argument of its own. */
static gboolean
check_no_name (const BgdSettings *settings, GError **error)
{
  if (settings->name != NULL)
    g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                         "The name is no property of a new job.");

  return settings->name == NULL;
}

static gboolean
on_create_job (BgbService *skeleton,
               GDBusMethodInvocation *invocation,
               const char *name,
               guint type,
               GVariant *properties,
               BgdQueue *queue)
{
  const BgdSandbox *sandbox = bgd_service_guard_get_sandbox (invocation);
  BgdServiceSettings parsed;
  GError *error = NULL;
  const char *id = NULL;

  if (bgd_service_parse_settings (properties, &parsed, &error) &&
      check_no_name (&parsed.settings, &error) && bgd_service_guard_check_new (sandbox, &error))
    {
      parsed.settings.owner = sandbox != NULL ? bgd_sandbox_get_app_id (sandbox) : NULL;
      parsed.settings.name = name;
      id = bgd_queue_create_job (queue, (BgJobType) type, &parsed.settings, &error);
    }
  bgd_service_settings_clear (&parsed);

  if (id == NULL)
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, g_variant_new ("(s)", id));
}

static gboolean
on_add_files (BgbService *skeleton,
              GDBusMethodInvocation *invocation,
              const char *id,
              GVariant *files,
              BgdQueue *queue)
{
  const BgdSandbox *sandbox = bgd_service_guard_get_sandbox (invocation);
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  GError *error = NULL;
  const BgdJob *job = bgd_queue_get_job (queue, id, &error);
  g_autoptr (GArray) parsed = job != NULL ? bgd_service_parse_files (files, &error) : NULL;

  if (parsed == NULL || !bgd_service_places_check (sandbox, job->type, parsed, strings, &error) ||
      !bgd_queue_add_files (queue, id, (const BgdNewFile *) parsed->data, parsed->len, &error))
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, NULL);
}

static gboolean
on_add_metalink (BgbService *skeleton,
                 GDBusMethodInvocation *invocation,
                 const char *id,
                 GVariant *document,
                 GVariant *options,
                 BgdQueue *queue)
{
  const BgdSandbox *sandbox = bgd_service_guard_get_sandbox (invocation);
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (document);
  GError *error = NULL;
  const char *directory = bgd_service_parse_metalink_options (options, &error);
  guint n_files = 0;

  if (directory != NULL)
    directory = bgd_service_places_check_folder (sandbox, directory, strings, &error);
  if (directory == NULL || !bgd_queue_add_metalink (queue, id, bytes, directory, &n_files, &error))
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, g_variant_new ("(u)", n_files));
}

static gboolean
on_set_remote_name (BgbService *skeleton,
                    GDBusMethodInvocation *invocation,
                    const char *id,
                    guint index,
                    const char *url,
                    BgdQueue *queue)
{
  GError *error = NULL;

  if (!bgd_queue_set_remote_name (queue, id, index, url, &error))
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, NULL);
}

static gboolean
on_replace_remote_prefix (BgbService *skeleton,
                          GDBusMethodInvocation *invocation,
                          const char *id,
                          const char *old_prefix,
                          const char *new_prefix,
                          BgdQueue *queue)
{
  GError *error = NULL;
  guint n_changed = 0;

  if (!bgd_queue_replace_remote_prefix (queue, id, old_prefix, new_prefix, &n_changed, &error))
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, g_variant_new ("(u)", n_changed));
}

static gboolean
on_set_properties (BgbService *skeleton,
                   GDBusMethodInvocation *invocation,
                   const char *id,
                   GVariant *changes,
                   BgdQueue *queue)
{
  BgdServiceSettings parsed;
  GError *error = NULL;
  gboolean done = bgd_service_parse_settings (changes, &parsed, &error) &&
                  bgd_queue_set_properties (queue, id, &parsed.settings, &error);

  bgd_service_settings_clear (&parsed);
  if (!done)
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, NULL);
}

static gboolean
on_set_credentials (BgbService *skeleton,
                    GDBusMethodInvocation *invocation,
                    const char *id,
                    guint target,
                    guint scheme,
                    const char *user,
                    const char *password,
                    BgdQueue *queue)
{
  GError *error = NULL;

  if (!bgd_queue_set_credentials (queue, id, target, scheme, user, password, &error))
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, NULL);
}

static gboolean
on_remove_credentials (BgbService *skeleton,
                       GDBusMethodInvocation *invocation,
                       const char *id,
                       guint target,
                       guint scheme,
                       BgdQueue *queue)
{
  GError *error = NULL;

  if (!bgd_queue_remove_credentials (queue, id, target, scheme, &error))
    return refuse (invocation, error);

  return answer_when_kept (queue, id, invocation, NULL);
}

static guint trim_id; /* 0: not due */

static gboolean
on_trim (gpointer user_data)
{
  trim_id = 0;
#ifdef __GLIBC__
  malloc_trim (0);
#endif

  return G_SOURCE_REMOVE;
}

/* What such an answer needed lies about in small pieces, which malloc() keeps for ever. */
static void
trim_soon (void)
{
  if (trim_id == 0)
    trim_id = g_timeout_add_seconds (TRIM_SECONDS, on_trim, NULL);
}

/* What a poll answers. */
typedef struct
{
  guint64 now;
  gboolean whole;
  GVariantBuilder changed; /* until it is answered */
  GArray *moved;           /* (owned) (nullable) of guint64; NULL: these are among the changed */
  GPtrArray *gone;         /* (owned) of ids */
} News;

static void
collect_news (
    News *self, BgdQueue *queue, const BgdSandbox *sandbox, guint64 serial, gboolean packed)
{
  const GArray *gone = bgd_queue_get_gone (queue);
  GError *error = NULL;

  /* What is told must be kept. */
  if (!bgd_queue_flush (queue, &error))
    {
      g_message ("The queue is ahead of its store: %s", error->message);
      g_clear_error (&error);
    }

  bgd_queue_meter (queue);
  self->now = bgd_queue_get_serial (queue);
  self->whole = serial < bgd_queue_get_first_serial (queue) || serial > self->now;
  self->moved = packed ? g_array_new (FALSE, FALSE, sizeof (guint64)) : NULL;
  self->gone = g_ptr_array_new ();
  g_variant_builder_init (&self->changed, G_VARIANT_TYPE ("a(suttuua{sv})"));
  if (self->whole)
    serial = 0;

  /* Mostly nothing is new, and nobody looks at ten thousand jobs to find that out. */
  for (const GList *l = serial < self->now ? bgd_queue_get_jobs (queue)->head : NULL; l != NULL;
       l = l->next)
    {
      const BgdJob *job = l->data;

      if (job->progress_serial <= serial || !bgd_service_guard_is_theirs (sandbox, job->owner))
        continue;
      if (!packed || job->serial > serial || !bgd_service_pack_job (job, self->moved))
        g_variant_builder_add_value (&self->changed, bgd_service_build_job (job, serial));
    }

  for (guint i = 0; !self->whole && serial < self->now && i < gone->len; i++)
    {
      const BgdGone *one = &g_array_index (gone, BgdGone, i);

      if (one->serial > serial && bgd_service_guard_is_theirs (sandbox, one->owner))
        g_ptr_array_add (self->gone, one->id);
    }
  g_ptr_array_add (self->gone, NULL);
}

static void
clear_news (News *self)
{
  if (self->whole)
    trim_soon ();
  g_clear_pointer (&self->moved, g_array_unref);
  g_ptr_array_unref (self->gone);
}

static gboolean
on_refresh (BgbService *skeleton,
            GDBusMethodInvocation *invocation,
            guint64 serial,
            BgdQueue *queue)
{
  News news;

  collect_news (&news, queue, bgd_service_guard_get_sandbox (invocation), serial, FALSE);
  bgb_service_complete_refresh (skeleton, invocation, news.now, news.whole,
                                g_variant_builder_end (&news.changed),
                                (const char *const *) news.gone->pdata);
  clear_news (&news);

  return ANSWERED;
}

static gboolean
on_poll (BgbService *skeleton, GDBusMethodInvocation *invocation, guint64 serial, BgdQueue *queue)
{
  News news;

  collect_news (&news, queue, bgd_service_guard_get_sandbox (invocation), serial, TRUE);
  bgb_service_complete_poll (skeleton, invocation, news.now, news.whole,
                             g_variant_builder_end (&news.changed),
                             g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, news.moved->data,
                                                        news.moved->len, sizeof (guint64)),
                             (const char *const *) news.gone->pdata);
  clear_news (&news);

  return ANSWERED;
}

static gboolean
on_get_files (BgbService *skeleton,
              GDBusMethodInvocation *invocation,
              const char *id,
              guint64 serial,
              BgdQueue *queue)
{
  GVariantBuilder files = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(uttba{sv})"));
  GError *error = NULL;
  const BgdJob *job = bgd_queue_get_job (queue, id, &error);

  if (job == NULL)
    return refuse (invocation, error);

  bgd_queue_meter (queue);
  if (serial < bgd_queue_get_first_serial (queue) || serial > bgd_queue_get_serial (queue))
    serial = 0;

  for (guint i = 0; i < job->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);

      if (file->progress_serial > serial && file != bgd_job_get_reply (job))
        g_variant_builder_add_value (&files, bgd_service_build_file (job, file, serial));
    }

  bgb_service_complete_get_files (skeleton, invocation, bgd_queue_get_serial (queue),
                                  g_variant_builder_end (&files));
  return ANSWERED;
}

static void
on_drawn (BgdOutline *outline, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;

  bgd_outline_simplify (outline);
  g_dbus_method_invocation_return_value (invocation, bgd_service_build_outline (outline));
  bgd_outline_free (outline);
}

/* The answer may come from the transfer thread, and later. */
static gboolean
on_get_segments (BgbService *skeleton,
                 GDBusMethodInvocation *invocation,
                 const char *id,
                 guint index,
                 BgdQueue *queue)
{
  GError *error = NULL;

  if (!bgd_queue_draw_file (queue, id, index, on_drawn, invocation, &error))
    return refuse (invocation, error);

  return ANSWERED;
}

static gboolean
on_get_status (BgbService *skeleton, GDBusMethodInvocation *invocation, BgdQueue *queue)
{
  const char *problem = bgd_queue_get_rules_problem (queue);
  GVariantDict status;

  g_variant_dict_init (&status, NULL);
  if (problem != NULL)
    g_variant_dict_insert (&status, "policy-problem", "s", problem);

  bgb_service_complete_get_status (skeleton, invocation, g_variant_dict_end (&status));
  return ANSWERED;
}

/**
 * bgd_service_calls_connect:
 * @skeleton: the object on the bus
 * @queue: who does the work; must live as long as @skeleton
 */
void
bgd_service_calls_connect (BgbService *skeleton, BgdQueue *queue)
{
  const struct
  {
    const char *signal;
    GCallback handler;
  } handlers[] = {
    { "handle-create-job", G_CALLBACK (on_create_job) },
    { "handle-add-files", G_CALLBACK (on_add_files) },
    { "handle-add-metalink", G_CALLBACK (on_add_metalink) },
    { "handle-set-remote-name", G_CALLBACK (on_set_remote_name) },
    { "handle-replace-remote-prefix", G_CALLBACK (on_replace_remote_prefix) },
    { "handle-set-properties", G_CALLBACK (on_set_properties) },
    { "handle-set-credentials", G_CALLBACK (on_set_credentials) },
    { "handle-remove-credentials", G_CALLBACK (on_remove_credentials) },
    { "handle-refresh", G_CALLBACK (on_refresh) },
    { "handle-poll", G_CALLBACK (on_poll) },
    { "handle-get-files", G_CALLBACK (on_get_files) },
    { "handle-get-segments", G_CALLBACK (on_get_segments) },
    { "handle-get-status", G_CALLBACK (on_get_status) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].handler, queue,
                             G_CONNECT_DEFAULT);
}
