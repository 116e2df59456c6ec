/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl upload: from a file to a server, and only then back. */
#include "config.h"

#include "bgt-upload.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-connection.h"
#include "bgt-print.h"
#include "bgt-rate.h"
#include "bgt-report.h"
#include "bgt-session.h"
#include "bgt-url.h"
#include "bgt-value.h"
#include "bgt-watch.h"
#include "bgt-words.h"

typedef struct
{
  char *path;       /* (owned) (type filename) absolute */
  char *url;        /* (owned) checked, escaped */
  char *reply_path; /* (owned) (nullable) (type filename) absolute */
  char *protocol;   /* (owned) (nullable) */
  guint64 speed_limit;
  GPtrArray *headers;   /* (owned) (element-type utf8) */
  GVariant *connection; /* (owned) properties that say how to get to the server */
  gboolean background;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->path);
  g_free (self->url);
  g_free (self->reply_path);
  g_free (self->protocol);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_clear_pointer (&self->connection, g_variant_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Whether the service knows it. */
gboolean
bgt_upload_check_protocol (const char *name, GError **error)
{
  static const char *const names[] = { "auto", "put", "tus", "resumable", "bits", NULL };

  if (g_strv_contains (names, name))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not an upload protocol. There are auto, put, tus, resumable and bits"),
               name);
  return FALSE;
}

static gboolean
parse_headers (Options *self, char **headers, GError **error)
{
  self->headers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    if (!bgt_value_parse_header (headers[i], self->headers, error))
      return FALSE;

  return TRUE;
}

static gboolean
take_connection (Options *self, const BgtConnection *connection, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!bgt_connection_add_to (connection, &dict, error))
    return FALSE;

  self->connection = g_variant_ref_sink (g_variant_dict_end (&dict));
  return TRUE;
}

static gboolean
parse (Options *self, int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) headers = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *rate = NULL;
  g_auto (BgtConnection) connection = { 0 };
  // clang-format off
  const GOptionEntry entries[] = {
    { "reply", 'r', 0, G_OPTION_ARG_FILENAME, &reply,
      N_ ("Save what the server replies as FILE"), N_ ("FILE") },
    { "protocol", 0, 0, G_OPTION_ARG_STRING, &self->protocol,
      N_ ("auto, put, tus, resumable or bits"), N_ ("NAME") },
    { "header", 'H', 0, G_OPTION_ARG_STRING_ARRAY, &headers,
      N_ ("Send this line with each request"), N_ ("LINE") },
    { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &rate,
      N_ ("Bytes per second at most, as in 500k or 1.5M"), N_ ("RATE") },
    { "background", 'b', 0, G_OPTION_ARG_NONE, &self->background,
      N_ ("Print the id of the job, and do not wait"), NULL },
    BGT_CONNECTION_ENTRIES (&connection),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  // clang-format on

  if (!bgt_command_parse (_ ("Uploads a file and waits until the server has it."), _ ("FILE URL"),
                          entries, argc, argv, error))
    return FALSE;

  if (words == NULL || g_strv_length (words) != 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Say which file goes to which address"));
      return FALSE;
    }

  self->path = g_canonicalize_filename (words[0], NULL);
  self->url = bgt_url_parse (words[1], error);
  if (reply != NULL)
    self->reply_path = g_canonicalize_filename (reply, NULL);

  return self->url != NULL &&
         (self->protocol == NULL || bgt_upload_check_protocol (self->protocol, error)) &&
         (rate == NULL || bgt_rate_parse ("--limit-rate", rate, &self->speed_limit, error)) &&
         parse_headers (self, headers, error) && take_connection (self, &connection, error);
}

static GVariant *
to_properties (const Options *self)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (self->connection);

  g_variant_dict_insert (&dict, "auto-complete", "b", TRUE);
  if (self->protocol != NULL)
    g_variant_dict_insert (&dict, "upload-protocol", "s", self->protocol);
  if (self->speed_limit > 0)
    g_variant_dict_insert (&dict, "speed-limit", "t", self->speed_limit);
  if (!self->background)
    g_variant_dict_insert (&dict, "priority", "u", BG_JOB_PRIORITY_FOREGROUND);
  if (self->headers->len > 0)
    g_variant_dict_insert_value (&dict, "headers",
                                 g_variant_new_strv ((const char *const *) self->headers->pdata,
                                                     self->headers->len));

  return g_variant_dict_end (&dict);
}

/* What cannot be read here is told here: the words for folders would not fit. */
static gboolean
check_file (const Options *self, GError **error)
{
  g_autofree char *display = g_filename_display_name (self->path);

  if (g_file_test (self->path, G_FILE_TEST_IS_REGULAR) &&
      !g_file_test (self->path, G_FILE_TEST_IS_SYMLINK))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               g_file_test (self->path, G_FILE_TEST_EXISTS)
                   ? _ ("“%s” is not a regular file. Only such files can be uploaded.")
                   : _ ("There is no file “%s”."),
               display);
  return FALSE;
}

/* (transfer full): the job, which goes; on failure there is none. */
static BgJob *
create_job (BgManager *manager, const Options *self, GError **error)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree char *public_url = bgt_url_hide_secrets (self->url);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (BgJob) job =
      bg_manager_create_job_sync (manager, name,
                                  self->reply_path != NULL ? BG_JOB_TYPE_UPLOAD_REPLY
                                                           : BG_JOB_TYPE_UPLOAD,
                                  to_properties (self), NULL, &reason);

  if (job != NULL &&
      bg_job_add_upload_sync (job, self->path, self->url, self->reply_path, NULL, &reason) &&
      bg_job_resume_sync (job, NULL, &reason))
    return g_steal_pointer (&job);

  sentence = bgt_words_for_call (reason, directory, public_url);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
  if (job != NULL && bg_job_cancel_sync (job, NULL, NULL))
    bg_job_remove_sync (job, NULL, NULL);

  return NULL;
}

/* @job is over. */
static int
finish (BgJob *job, GError **error)
{
  const char *reply_path = bg_job_get_reply_path (job);

  if (bg_job_get_state (job) == BG_JOB_STATE_ACKNOWLEDGED)
    {
      if (reply_path != NULL)
        {
          g_autofree char *display = g_filename_display_name (reply_path);

          bgt_print_line ("%s", display);
        }
      return BGT_EXIT_OK;
    }

  bgt_report_failed (job);
  if (bg_job_get_state (job) == BG_JOB_STATE_ERROR)
    bg_job_cancel_sync (job, NULL, error);

  return BGT_EXIT_FAILED;
}

static int
wait_for (BgtFollow *follow, BgJob *job, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  int number;

  g_ptr_array_add (jobs, g_object_ref (job));
  if (!bgt_watch_jobs (follow, jobs, error))
    return BGT_EXIT_FAILED;

  number = bgt_follow_get_signal (follow);
  if (number == 0)
    return finish (job, error);

  if (!bg_job_suspend_sync (job, NULL, error))
    return BGT_EXIT_FAILED;
  if (bgt_watch_is_over (bg_job_get_state (job)))
    return finish (job, error);

  bgt_print_error (_ ("Suspended. Go on with: ferryctl resume %s && ferryctl wait %s"),
                   bg_job_get_id (job), bg_job_get_id (job));
  return BGT_EXIT_SIGNAL + number;
}

int
bgt_upload (int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .path = NULL };
  g_autoptr (BgtFollow) follow = NULL;
  g_autoptr (BgJob) job = NULL;
  BgManager *manager;

  if (!parse (&options, argc, argv, error) || !check_file (&options, error))
    return BGT_EXIT_FAILED;

  manager = bgt_session_open (error);
  if (manager == NULL)
    return BGT_EXIT_FAILED;

  /* Before there is a job: none may be left without a word. */
  follow = bgt_follow_new (manager);
  job = create_job (manager, &options, error);
  if (job == NULL)
    return BGT_EXIT_FAILED;

  if (!options.background)
    return wait_for (follow, job, error);

  bgt_print_line ("%s", bg_job_get_id (job));
  return BGT_EXIT_OK;
}
