/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How files get into a job: by address, or by a Metalink document, which may come by address too.
 */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-address.h"
#include "bgd-completion.h"
#include "bgd-hosts.h"
#include "bgd-metalink.h"
#include "bgd-sink-folder.h"
#include "bgd-sink.h"

static gboolean
check_may_add (BgdQueue *self, const BgdJob *job, guint n_files, GError **error)
{
  BgJobState to;

  if (!bgd_state_next (job->state, BGD_EVENT_ADD_FILES, job->type, &to))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE, "The job “%s” has ended.", job->name);
      return FALSE;
    }

  return bgd_queue_check_new_files (self, job, n_files, error);
}

/* The files that are to be the next of the job; NULL if any of them cannot be. */
static GPtrArray *
make_files (
    BgdQueue *self, const BgdJob *job, const BgdNewFile *files, guint n_files, GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_file_free);
  const char *checked_directory = NULL;

  for (guint i = 0; i < n_files; i++)
    {
      BgdFile *file = bgd_input_check_ranges (&files[i], job, error)
                          ? bgd_input_make_file (&files[i], self->next_part++, error)
                          : NULL;

      if (file == NULL)
        return NULL;

      file->index = job->files->len + i;
      file->serial = file->progress_serial = self->serial + 1;
      g_ptr_array_add (made, file);

      /* Mostly all go into one folder. */
      if (g_strcmp0 (checked_directory, file->directory) == 0)
        continue;
      if (!bgd_sink_folder_check (file->directory, error))
        return NULL;
      checked_directory = file->directory;
    }

  return bgd_queue_check_made_files (self, job, made, error) ? g_steal_pointer (&made) : NULL;
}

static gboolean
insert_files (
    BgdQueue *self, BgdJob *job, const GPtrArray *files, const BgdFile *replaced, GError **error)
{
  if (!bgd_store_begin (self->store, error) || !bgd_store_update_job (self->store, job, error))
    return FALSE;

  if (replaced != NULL && !bgd_store_update_file (self->store, job, replaced, error))
    return FALSE;

  for (guint i = 0; i < files->len; i++)
    if (!bgd_store_insert_file (self->store, job, g_ptr_array_index (files, i), error))
      return FALSE;

  return bgd_store_commit (self->store, error);
}

static gboolean
have_secrets (const GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (((const BgdFile *) g_ptr_array_index (files, i))->authorization != NULL)
      return TRUE;

  return FALSE;
}

/* What else changes when files are taken in. */
typedef struct
{
  const BgdFile *replaced; /* (nullable) whose place they take */
  const char *description; /* (nullable) for a job that nobody has described */
} Occasion;

/* Takes them, if the store does. One transaction with the job, or a crash could make it forget that
 * its files had secrets; and with the file whose place they take, or it could have both or none. */
static gboolean
take_files (BgdQueue *self, BgdJob *job, GPtrArray *files, const Occasion *occasion, GError **error)
{
  gboolean had_secrets = job->had_secrets;
  gboolean is_news = have_secrets (files);
  g_autofree char *description = g_strdup (job->description);

  job->had_secrets |= is_news;
  job->modified = bgd_host_get_real (self->host);
  if (*job->description == '\0' && occasion->description != NULL)
    {
      g_free (job->description);
      job->description = g_strdup (occasion->description);
    }

  if (!insert_files (self, job, files, occasion->replaced, error))
    {
      job->had_secrets = had_secrets;
      g_free (job->description);
      job->description = g_steal_pointer (&description);
      return FALSE;
    }

  is_news |= job->files->len == 0 && job->had_secrets; /* a server for them to be named after */
  g_ptr_array_extend_and_steal (job->files, g_ptr_array_ref (files));
  bgd_queue_notice (self, job);
  if (is_news)
    bgd_queue_keep_secrets (self, job, 0);
  return TRUE;
}

/**
 * bgd_queue_add_files:
 * @self: the queue
 * @id: a job
 * @files: (array length=n_files): the files
 *
 * Adds all of them or none.
 */
gboolean
bgd_queue_add_files (
    BgdQueue *self, const char *id, const BgdNewFile *files, guint n_files, GError **error)
{
  BgdJob *job = bgd_queue_get_job (self, id, error);
  g_autoptr (GPtrArray) made = NULL;
  const Occasion occasion = { NULL, NULL };

  if (job == NULL || !check_may_add (self, job, n_files, error))
    return FALSE;

  made = job->type == BG_JOB_TYPE_DOWNLOAD
             ? make_files (self, job, files, n_files, error)
             : bgd_queue_make_upload (self, job, files, n_files, error);
  if (made == NULL || !take_files (self, job, made, &occasion, error))
    return FALSE;

  bgd_queue_wake_run (self, job);
  return TRUE;
}

/* Whoever wrote the document knows nothing of the administrator's rules: one allowed address is
 * enough. */
static gboolean
pass_over_refused (BgdMetalinkFile *file, GError **error)
{
  guint n_allowed = 0;

  for (guint i = 0; file->urls[i] != NULL; i++)
    {
      g_autofree char *url = g_steal_pointer (&file->urls[i]);

      g_clear_error (error);
      if (bgd_hosts_check_address (url, error))
        file->urls[n_allowed++] = g_steal_pointer (&url);
    }
  if (n_allowed > 0)
    g_clear_error (error);

  return n_allowed > 0;
}

/* What a document says of a file, as the owner of the job would have said it. All or none: a file
 * that nobody can fetch is told before anything is fetched. */
static gboolean
describe_file (BgdMetalinkFile *file,
               const char *directory,
               const BgdFile *document,
               BgdNewFile *new_file,
               GError **error)
{
  if (file->urls[0] == NULL)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The Metalink document has no address for “%s” that Ferry can fetch from.",
                   file->name);
      return FALSE;
    }
  if (!pass_over_refused (file, error))
    return FALSE;

  *new_file = (BgdNewFile){
    .url = file->urls[0],
    .mirrors = (const char *const *) file->urls + 1,
    .directory = directory,
    .name = file->name,
    .checksum = file->checksum,
    .has_size = file->size != BG_SIZE_UNKNOWN,
    .size = file->size,
    /* The owner's headers may be secrets, and are meant for the server of the document. */
    .without_headers =
        document != NULL &&
        (document->without_headers || !bgd_address_is_same_server (file->urls[0], document->url)),
  };
  if (file->pieces != NULL)
    new_file->pieces = *file->pieces;

  return TRUE;
}

/* The files that a document describes; NULL if it cannot be read, or not be followed. */
static GPtrArray *
make_described (BgdQueue *self,
                const BgdJob *job,
                const GPtrArray *described,
                const char *directory,
                const BgdFile *document,
                GError **error)
{
  g_autofree BgdNewFile *files = g_new0 (BgdNewFile, described->len);

  if (!check_may_add (self, job, described->len, error))
    return NULL;

  for (guint i = 0; i < described->len; i++)
    if (!describe_file (g_ptr_array_index (described, i), directory, document, &files[i], error))
      return NULL;

  return make_files (self, job, files, described->len, error);
}

/* The words that a document has for its first file. */
static const char *
get_description (const GPtrArray *described)
{
  return ((const BgdMetalinkFile *) g_ptr_array_index (described, 0))->description;
}

/**
 * bgd_queue_add_metalink:
 * @self: the queue
 * @id: a job
 * @document: a Metalink document
 * @directory: (type filename) (nullable): where its files go
 * @n_files: (out): how many there are
 *
 * Adds all of them or none.
 */
gboolean
bgd_queue_add_metalink (BgdQueue *self,
                        const char *id,
                        GBytes *document,
                        const char *directory,
                        guint *n_files,
                        GError **error)
{
  BgdJob *job = bgd_queue_get_job (self, id, error);
  gsize length = 0;
  const char *text = g_bytes_get_data (document, &length);
  g_autoptr (GPtrArray) described = NULL;
  g_autoptr (GPtrArray) made = NULL;
  Occasion occasion = { NULL, NULL };

  if (job == NULL)
    return FALSE;

  if (job->type != BG_JOB_TYPE_DOWNLOAD)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                           "A Metalink document cannot be uploaded this way.");
      return FALSE;
    }

  described = bgd_metalink_parse (text != NULL ? text : "", length, error);
  if (described == NULL)
    return FALSE;

  made = make_described (self, job, described, directory, NULL, error);
  if (made == NULL)
    return FALSE;

  occasion.description = get_description (described);
  if (!take_files (self, job, made, &occasion, error))
    return FALSE;

  *n_files = described->len;
  bgd_queue_wake_run (self, job);
  return TRUE;
}

/* Whether the owner or the server calls it one. */
static gboolean
looks_like_metalink (const BgdFile *file)
{
  g_autoptr (GUri) uri = g_uri_parse (file->url, G_URI_FLAGS_ENCODED, NULL);

  return bgd_metalink_is_name (file->name) ||
         (uri != NULL && bgd_metalink_is_name (g_uri_get_path (uri)));
}

/* What the document says, from its part file. */
static GPtrArray *
read_document (const BgdFile *document, GError **error)
{
  g_autoptr (BgdSink) sink = bgd_sink_open (document->directory, document->part_name, error);
  g_autofree char *text = NULL;
  guint64 size;
  gssize length;

  if (sink == NULL)
    return NULL;

  size = bgd_sink_get_size (sink);
  if (size > BGD_METALINK_MAX_BYTES)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "It is too long.");
      return NULL;
    }

  text = g_malloc (size + 1);
  length = bgd_sink_read (sink, text, size, 0, error);

  return length >= 0 ? bgd_metalink_parse (text, (gsize) length, error) : NULL;
}

static gboolean
follow (BgdQueue *self, BgdJob *job, BgdFile *document, GError **error)
{
  g_autoptr (GPtrArray) described = read_document (document, error);
  g_autoptr (GPtrArray) made = NULL;
  Occasion occasion = { document, NULL };

  if (described == NULL)
    return FALSE;

  made = make_described (self, job, described, document->directory, document, error);
  if (made == NULL)
    return FALSE;

  occasion.description = get_description (described);
  document->state = BGD_FILE_DROPPED;
  document->metalink = BGD_METALINK_FOLLOWED;
  if (!take_files (self, job, made, &occasion, error))
    {
      document->state = BGD_FILE_TRANSFERRED;
      document->metalink = BGD_METALINK_FOLLOW;
      return FALSE;
    }

  return TRUE;
}

/**
 * bgd_queue_follow_metalink:
 * @self: the queue
 * @job: a job
 * @document: a file of it that is whole, and to be followed if it is a Metalink document
 *
 * If it is one, the files that it describes are the next of the job, and it is dropped. Else, or if
 * they cannot be added, it stays what it is: a file like any other. Its run finds the new files by
 * itself.
 */
void
bgd_queue_follow_metalink (BgdQueue *self, BgdJob *job, BgdFile *document)
{
  g_autoptr (GError) error = NULL;

  if (!looks_like_metalink (document))
    return;

  if (!follow (self, job, document, &error))
    {
      g_message ("“%s” is kept as it is: %s", document->name, error->message);
      return;
    }

  g_debug ("%s: “%s” was followed", job->id, document->name);
  bgd_completion_discard (document);
  bgd_queue_touch_file (self, job, document);
}
