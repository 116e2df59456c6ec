/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One address of a file, and what is known of the file there. */
#include "config.h"

#include "bgd-source.h"

BgdSource *
bgd_source_new (const char *url)
{
  BgdSource *self = g_new0 (BgdSource, 1);

  self->url = g_strdup (url);
  self->server = bgd_server_get (url);
  bgd_server_enter (self->server);
  self->limit = bgd_server_get_limit (self->server, g_get_monotonic_time ());
  if (self->limit == 0)
    self->limit = BGD_MAX_CONNECTIONS;

  return self;
}

void
bgd_source_free (BgdSource *self)
{
  g_assert (self->hands == 0);

  bgd_server_leave (self->server);
  bgd_server_unref (self->server);
  bgd_validators_clear (&self->validators);
  g_clear_error (&self->broken);
  g_free (self->url);
  g_free (self->final_url);
  g_free (self->digest);
  g_free (self);
}

/* The file is another one now. */
void
bgd_source_forget (BgdSource *self)
{
  self->answered = FALSE;
  self->takes_parts = FALSE;
  g_clear_pointer (&self->final_url, g_free);
  g_clear_pointer (&self->digest, g_free);
  bgd_validators_clear (&self->validators);
}

/* It changes from answer to answer although the file does not. */
void
bgd_source_distrust_etag (BgdSource *self)
{
  g_autofree char *last_modified = g_strdup (self->validators.last_modified);

  self->distrusts_etag = TRUE;
  bgd_validators_set (&self->validators, NULL, last_modified);
}

/* Whatever @answer tells of the file: it is the first useful one. */
void
bgd_source_take_answer (BgdSource *self, const BgdAnswer *answer, gboolean has_size)
{
  self->answered = TRUE;
  g_free (self->final_url);
  self->final_url = g_strdup (answer->url);
  g_free (self->digest);
  self->digest = g_strdup (answer->digest);
  bgd_answer_complete_validators (answer, &self->validators);
  if (self->distrusts_etag)
    bgd_source_distrust_etag (self);

  /* Without a validator nobody could tell whether the parts belong together. */
  self->takes_parts = !self->refuses_parts && !answer->refuses_ranges && has_size &&
                      bgd_answer_get_if_range (&self->validators) != NULL;
}

/* It does not bear more connections than there are now. */
void
bgd_source_lower_limit (BgdSource *self, gint64 now)
{
  self->limit = MAX (self->hands, 1);
  bgd_server_set_limit (self->server, self->limit, now);
}

/**
 * bgd_source_get_maximum:
 * @fixed: connections that the owner of the job wants; 0: as many as help
 *
 * Returns: how many connections there may be to this source, from 1
 */
guint
bgd_source_get_maximum (const BgdSource *self, guint fixed)
{
  guint wanted = fixed > 0 ? fixed : bgd_server_get_share (self->server);

  return CLAMP (wanted, 1, self->limit);
}
