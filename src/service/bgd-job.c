/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job and its files are: plain structs. The queue changes them, the store keeps them. */
#include "config.h"

#include "bgd-job.h"

#define PROXY_AUTHENTICATION_REQUIRED 407

BgdJob *
bgd_job_new (const char *id, const char *name, BgJobType type)
{
  BgdJob *self = g_rc_box_new0 (BgdJob);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->description = g_strdup ("");
  self->owner = g_strdup ("");
  self->type = type;
  self->state = BG_JOB_STATE_SUSPENDED;
  self->priority = BG_JOB_PRIORITY_NORMAL;
  self->notify_flags = BG_NOTIFY_DEFAULT;
  self->minimum_retry_delay = BGD_DEFAULT_RETRY_DELAY;
  self->no_progress_timeout = BGD_DEFAULT_NO_PROGRESS;
  self->maximum_time = BGD_DEFAULT_MAXIMUM_TIME;
  self->route = bgd_route_new ();
  self->failure.file = BGD_NO_FILE;
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_file_free);

  return self;
}

BgdJob *
bgd_job_ref (BgdJob *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_job (gpointer data)
{
  BgdJob *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->owner);
  g_strfreev (self->headers);
  g_strfreev (self->secret_headers);
  g_free (self->http_method);
  g_free (self->notify_application);
  g_free (self->notify_action);
  g_clear_pointer (&self->credentials, bgd_credentials_unref);
  bgd_route_unref (self->route);
  bgd_failure_clear (&self->failure);
  g_ptr_array_unref (self->files);
}

void
bgd_job_unref (BgdJob *self)
{
  g_rc_box_release_full (self, clear_job);
}

BgdFile *
bgd_file_new (const char *url, const char *directory)
{
  BgdFile *self = g_new0 (BgdFile, 1);

  self->url = g_strdup (url);
  self->directory = g_strdup (directory);
  self->wanted_size = BG_SIZE_UNKNOWN;
  self->bytes_total = BG_SIZE_UNKNOWN;
  self->done = bgd_ranges_new ();
  self->failure.file = BGD_NO_FILE;

  return self;
}

void
bgd_file_free (BgdFile *self)
{
  if (self == NULL)
    return;

  g_free (self->url);
  g_free (self->directory);
  g_free (self->wanted_name);
  g_free (self->name);
  g_free (self->part_name);
  g_free (self->final_name);
  g_free (self->checksum);
  g_strfreev (self->mirrors);
  g_clear_pointer (&self->pieces, bgd_pieces_free);
  g_clear_pointer (&self->ranges, bgd_remote_ranges_free);
  g_free (self->headers_url);
  bgd_cargo_free (self->cargo);
  g_free (self->authorization);
  bgd_ranges_free (self->done);
  bgd_validators_clear (&self->validators);
  bgd_validators_clear (&self->offered);
  bgd_failure_clear (&self->failure);
  g_free (self);
}

BgdFile *
bgd_job_get_file (const BgdJob *self, guint index)
{
  g_assert (index < self->files->len);

  return g_ptr_array_index (self->files, index);
}

/* (nullable): the file that the server's reply to an upload goes to. It comes after the upload. */
BgdFile *
bgd_job_get_reply (const BgdJob *self)
{
  return self->type == BG_JOB_TYPE_UPLOAD_REPLY && self->files->len > 1 ? bgd_job_get_file (self, 1)
                                                                        : NULL;
}

/**
 * bgd_job_get_progress:
 * @self: a job
 * @bytes_total: (out): the sum over all files, or BG_SIZE_UNKNOWN if that of any is unknown. A
 *   document whose files took its place is not among them, nor is the reply to an upload
 * @bytes_transferred: (out): bytes received
 * @files_total: (out): number of files
 * @files_transferred: (out): number of files that are whole
 *
 * Source: BG_JOB_PROGRESS in the BITS reference.
 */
void
bgd_job_get_progress (const BgdJob *self,
                      guint64 *bytes_total,
                      guint64 *bytes_transferred,
                      guint *files_total,
                      guint *files_transferred)
{
  guint64 total = 0;
  guint64 transferred = 0;
  guint count = 0;
  guint whole = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (self, i);
      guint64 size = bgd_file_get_size (file);

      if (bgd_file_was_replaced (file) || file == bgd_job_get_reply (self))
        continue;

      /* Sizes are a server's word: a sum that does not fit is no size. */
      if (total != BG_SIZE_UNKNOWN &&
          (size == BG_SIZE_UNKNOWN || !g_uint64_checked_add (&total, total, size)))
        total = BG_SIZE_UNKNOWN;

      count++;
      transferred += file->bytes_transferred;
      whole += bgd_file_is_whole (file) ? 1 : 0;
    }

  *bytes_total = count > 0 ? total : BG_SIZE_UNKNOWN;
  *bytes_transferred = transferred;
  *files_total = count;
  *files_transferred = whole;
}

guint
bgd_job_count_files (const BgdJob *self, BgdFileState state)
{
  guint count = 0;

  for (guint i = 0; i < self->files->len; i++)
    count += bgd_job_get_file (self, i)->state == state ? 1 : 0;

  return count;
}

/* (nullable): the method of its requests, if it is not the usual one of a download or a PUT. */
const char *
bgd_job_get_method (const BgdJob *self)
{
  return self->type == BG_JOB_TYPE_DOWNLOAD || self->upload_protocol == BGD_PROTOCOL_PUT
             ? self->http_method
             : NULL;
}

/**
 * bgd_job_may_ask_again:
 * @self: a job
 *
 * Source: SetHttpMethod in the BITS reference; RFC 9110, section 9.2.2.
 *
 * Returns: whether its requests may be repeated when nobody has said so: a server may do something
 *   each time that it gets one with another method
 */
gboolean
bgd_job_may_ask_again (const BgdJob *self)
{
  return bgd_job_get_method (self) == NULL;
}

/* Whether a server was asked for something that counts. */
gboolean
bgd_job_has_begun (const BgdJob *self)
{
  if (self->state == BG_JOB_STATE_CONNECTING || self->state == BG_JOB_STATE_TRANSFERRING)
    return TRUE;

  for (guint i = 0; i < self->files->len; i++)
    if (bgd_job_get_file (self, i)->bytes_transferred > 0 ||
        bgd_file_is_whole (bgd_job_get_file (self, i)))
      return TRUE;

  return FALSE;
}

/* What a file takes of the bytes that its job may have. */
static guint64
get_claim (const BgdFile *file)
{
  guint64 size = bgd_file_get_size (file);

  return size != BG_SIZE_UNKNOWN ? size : file->bytes_transferred;
}

/* How many bytes the file may have beside the others; BG_SIZE_UNKNOWN: as many as it likes. */
guint64
bgd_job_get_size_limit (const BgdJob *self, const BgdFile *file)
{
  guint64 left = self->maximum_size;

  if (self->maximum_size == 0 || file->cargo != NULL)
    return BG_SIZE_UNKNOWN;

  for (guint i = 0; i < self->files->len; i++)
    {
      const BgdFile *other = bgd_job_get_file (self, i);

      if (other != file && !bgd_file_was_replaced (other))
        left -= MIN (left, get_claim (other));
    }

  return left;
}

/* (nullable): what it signs in with there. */
const BgdCredentials *
bgd_job_get_credentials (const BgdJob *self, BgdAuthTarget target)
{
  return target == BGD_AUTH_TARGET_PROXY ? self->route->credentials : self->credentials;
}

/* (transfer full) (nullable): none. */
void
bgd_job_take_credentials (BgdJob *self, BgdAuthTarget target, BgdCredentials *credentials)
{
  BgdCredentials **place =
      target == BGD_AUTH_TARGET_PROXY ? &self->route->credentials : &self->credentials;

  g_clear_pointer (place, bgd_credentials_unref);
  *place = credentials;
}

/* Never in the store: headers, sign-in, names and passwords out of addresses. */
gboolean
bgd_job_has_secrets (const BgdJob *self)
{
  if (self->credentials != NULL || self->route->credentials != NULL)
    return TRUE;
  if (self->secret_headers != NULL && self->secret_headers[0] != NULL)
    return TRUE;

  for (guint i = 0; i < self->files->len; i++)
    if (bgd_job_get_file (self, i)->authorization != NULL)
      return TRUE;

  return FALSE;
}

/* Whether its owner wants to hear of such a thing. */
gboolean
bgd_job_signals (const BgdJob *self, BgNotifyFlags flag)
{
  return (self->notify_flags & BG_NOTIFY_DISABLE) == 0 && (self->notify_flags & flag) != 0;
}

/* Whether all its bytes are on the disk and checked. */
gboolean
bgd_file_is_whole (const BgdFile *self)
{
  return self->state == BGD_FILE_TRANSFERRED || self->state == BGD_FILE_COMPLETED;
}

/* Whether it was a document, and the files that it described took its place. */
gboolean
bgd_file_was_replaced (const BgdFile *self)
{
  return self->state == BGD_FILE_DROPPED && self->metalink == BGD_METALINK_FOLLOWED;
}

/* What its server told, else what its owner did; BG_SIZE_UNKNOWN if neither. */
guint64
bgd_file_get_size (const BgdFile *self)
{
  if (self->bytes_total != BG_SIZE_UNKNOWN)
    return self->bytes_total;

  return self->wanted_size == BG_SIZE_UNKNOWN && self->ranges != NULL
             ? bgd_remote_ranges_get_total (self->ranges)
             : self->wanted_size;
}

/* What was fetched does not count any more: the next try starts at zero. */
void
bgd_file_forget_bytes (BgdFile *self)
{
  bgd_ranges_clear (self->done);
  bgd_validators_clear (&self->validators);
  self->bytes_transferred = 0;
  self->bytes_total = self->cargo != NULL ? self->cargo->size : BG_SIZE_UNKNOWN;
  self->is_moved = FALSE;
  self->is_proving = FALSE;
}

/* From now on it comes from there, if that can be shown to be the same file. */
void
bgd_file_set_url (BgdFile *self, const char *url)
{
  char *copy = g_strdup (url);

  g_free (self->url);
  self->url = copy;
  self->is_moved = bgd_ranges_get_length (self->done) > 0;
  self->is_proving = FALSE; /* a transfer that has not stopped yet is of the old address */
  bgd_validators_clear (&self->offered);
  if (!self->is_moved)
    bgd_file_forget_bytes (self);
}

/* By its server's word it is there: what is known of it stays, and what is for one server alone
 * does not go along. */
void
bgd_file_follow (BgdFile *self, const char *url, gboolean is_same_server)
{
  if (!is_same_server)
    {
      g_clear_pointer (&self->authorization, g_free);
      if (self->headers_url == NULL)
        self->headers_url = g_strdup (self->url);
    }

  g_free (self->url);
  self->url = g_strdup (url);
}

/* It is the same file. */
void
bgd_file_accept_offer (BgdFile *self)
{
  bgd_validators_set (&self->validators, self->offered.etag, self->offered.last_modified);
  bgd_validators_clear (&self->offered);
  self->bytes_total = self->offered_total;
  self->is_moved = FALSE;
  self->is_proving = FALSE;
}

void
bgd_failure_set (BgdFailure *self,
                 BgError code,
                 BgErrorContext context,
                 guint file,
                 guint http_status,
                 const char *message)
{
  char *copy = g_strdup (message); /* it may be our own */

  bgd_failure_clear (self);
  self->code = code;
  self->context = context;
  self->file = file;
  /* Of proxies that GIO talks to nothing is known but what they mean. */
  self->http_status = http_status == 0 && code == BG_ERROR_HTTP_PROXY_AUTHENTICATION
                          ? PROXY_AUTHENTICATION_REQUIRED
                          : http_status;
  self->message = copy;
}

void
bgd_failure_copy (BgdFailure *self, const BgdFailure *other)
{
  bgd_failure_set (self, other->code, other->context, other->file, other->http_status,
                   other->message);
}

void
bgd_failure_clear (BgdFailure *self)
{
  g_clear_pointer (&self->message, g_free);
  *self = (BgdFailure){ .file = BGD_NO_FILE };
}

void
bgd_validators_set (BgdValidators *self, const char *etag, const char *last_modified)
{
  BgdValidators old = *self;

  self->etag = g_strdup (etag);
  self->last_modified = g_strdup (last_modified);
  bgd_validators_clear (&old);
}

void
bgd_validators_clear (BgdValidators *self)
{
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->last_modified, g_free);
}
