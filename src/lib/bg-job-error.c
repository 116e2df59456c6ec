/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a job or file failed: IBackgroundCopyError. */
#include "config.h"

#include "bg-job-error.h"

#include "bg-job-error-private.h"

G_DEFINE_BOXED_TYPE (BgJobError, bg_job_error, bg_job_error_copy, bg_job_error_free)

/**
 * bg_job_error_copy:
 * @self: an error
 *
 * Copies an error with all that it holds.
 *
 * Returns: (transfer full): a copy of @self
 */
BgJobError *
bg_job_error_copy (const BgJobError *self)
{
  BgJobError *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->url = g_strdup (self->url);
  copy->message = g_strdup (self->message);

  return copy;
}

/**
 * bg_job_error_free:
 * @self: (transfer full): an error
 *
 * Frees what [method@Bg.JobError.copy] made.
 */
void
bg_job_error_free (BgJobError *self)
{
  if (self == NULL)
    return;

  g_free (self->url);
  g_free (self->message);
  g_free (self);
}

/**
 * bg_job_error_equal:
 * @a: (nullable): an error
 * @b: (nullable): another one
 *
 * Compares two errors.
 *
 * Returns: whether both say the same, or neither says anything
 */
gboolean
bg_job_error_equal (const BgJobError *a, const BgJobError *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->code == b->code && a->context == b->context && a->file_index == b->file_index &&
         a->http_status == b->http_status && a->bits_code == b->bits_code &&
         g_strcmp0 (a->url, b->url) == 0 && g_strcmp0 (a->message, b->message) == 0;
}

/* The key "error" of what the service says about a job or file, a (uuusuus). Returns NULL if the
 * key is missing or says that there is no error. */
BgJobError *
bg_job_error_lookup (GVariant *properties)
{
  BgJobError error = { 0 };
  const char *url, *message;
  guint32 code, context;

  if (!g_variant_lookup (properties, "error", "(uuu&suu&s)", &code, &context, &error.file_index,
                         &url, &error.http_status, &error.bits_code, &message) ||
      code == BG_ERROR_NONE)
    return NULL;

  /* A service of a newer version may know more. */
  error.code = code < BG_N_ERRORS ? (BgError) code : BG_ERROR_FAILED;
  error.context = (BgErrorContext) context;
  error.url = *url != '\0' ? (char *) url : NULL;
  error.message = (char *) message;

  return bg_job_error_copy (&error);
}
