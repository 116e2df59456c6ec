/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server answered, and what that means for the bytes that we have. Pure. */
#include "config.h"

#include "bgd-answer.h"

#include <string.h>

#include "bgd-date.h"
#include "bgd-error.h"
#include "bgd-page.h"

void
bgd_answer_free (BgdAnswer *self)
{
  bgd_validators_clear (&self->validators);
  g_free (self->suggested_name);
  g_free (self->digest);
  g_free (self->url);
  g_clear_pointer (&self->decoder, bgd_decoder_free);
  g_clear_object (&self->chunks);
  g_clear_object (&self->body);
  g_clear_object (&self->socket);
  g_free (self);
}

static gboolean
is_strong (const char *etag)
{
  return etag != NULL && etag[0] == '"';
}

/**
 * bgd_answer_get_if_range:
 * @validators: of the bytes that we have
 *
 * Source: RFC 9110, section 13.1.5: a weak entity tag must not be used.
 *
 * Returns: (nullable): what to send as If-Range; %NULL if nothing can prove that the rest of the
 *   file will be of the same version
 */
const char *
bgd_answer_get_if_range (const BgdValidators *validators)
{
  return is_strong (validators->etag) ? validators->etag : validators->last_modified;
}

/**
 * bgd_answer_has_changed:
 * @before: of the bytes that we have
 * @now: of an answer
 *
 * Returns: whether the two tell different versions of a file. What one of them lacks proves
 *   nothing.
 */
gboolean
bgd_answer_has_changed (const BgdValidators *before, const BgdValidators *now)
{
  if (is_strong (before->etag) && is_strong (now->etag))
    return strcmp (before->etag, now->etag) != 0;
  if (before->last_modified != NULL && now->last_modified != NULL)
    return strcmp (before->last_modified, now->last_modified) != 0;

  return FALSE;
}

/**
 * bgd_answer_complete_validators:
 * @self: an answer that belongs to the bytes that we have
 * @validators: of these; takes what the answer knows. A part need not tell all.
 */
void
bgd_answer_complete_validators (const BgdAnswer *self, BgdValidators *validators)
{
  const BgdValidators *now = &self->validators;
  g_autofree char *etag = g_strdup (now->etag != NULL ? now->etag : validators->etag);
  g_autofree char *last_modified =
      g_strdup (now->last_modified != NULL ? now->last_modified : validators->last_modified);

  bgd_validators_set (validators, etag, last_modified);
}

static gboolean
parse_number (const char **cursor, guint64 *number)
{
  char *end;

  if (!g_ascii_isdigit (**cursor))
    return FALSE;

  *number = g_ascii_strtoull (*cursor, &end, 10);
  *cursor = end;

  /* Offsets of files are signed. A number that does not fit comes out as the largest. */
  return *number <= G_MAXINT64;
}

static gboolean
parse_character (const char **cursor, char character)
{
  if (**cursor != character)
    return FALSE;

  (*cursor)++;
  return TRUE;
}

/**
 * bgd_answer_parse_content_range:
 * @value: the value of Content-Range
 * @start: (out): the first byte of the body; 0 if no range is named, as in an answer 416
 * @end: (out): one after its last byte; 0 if no range is named
 * @bytes_total: (out): the size of the file, or BG_SIZE_UNKNOWN
 *
 * Source: RFC 9110, section 14.4.
 *
 * Returns: whether @value is well-formed
 */
gboolean
bgd_answer_parse_content_range (const char *value,
                                guint64 *start,
                                guint64 *end,
                                guint64 *bytes_total)
{
  guint64 last = 0;

  *start = 0;
  *end = 0;
  *bytes_total = BG_SIZE_UNKNOWN;

  if (g_ascii_strncasecmp (value, "bytes", strlen ("bytes")) != 0)
    return FALSE;
  value += strlen ("bytes");
  while (*value == ' ')
    value++;

  gboolean has_range = !parse_character (&value, '*');

  if (has_range)
    {
      if (!parse_number (&value, start) || !parse_character (&value, '-') ||
          !parse_number (&value, &last) || last < *start)
        return FALSE;
      *end = last + 1;
    }

  if (!parse_character (&value, '/'))
    return FALSE;
  if (parse_character (&value, '*'))
    return has_range && *value == '\0';

  return parse_number (&value, bytes_total) && *value == '\0' && *end <= *bytes_total;
}

/**
 * bgd_answer_parse_retry_after:
 * @value: the value of Retry-After
 * @now: seconds since 1970 UTC
 *
 * Source: RFC 9110, section 10.2.3: seconds, or a date.
 *
 * Returns: seconds from now on; 0 if that is over, or makes no sense
 */
guint
bgd_answer_parse_retry_after (const char *value, gint64 now)
{
  g_autofree char *text = g_strstrip (g_strdup (value));
  guint64 seconds;
  gint64 then;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &seconds, NULL))
    return (guint) seconds;
  if (!bgd_date_parse (text, now, &then) || then <= now)
    return 0;

  /* Unsigned, because no clock is too wrong. */
  return (guint) MIN ((guint64) then - (guint64) now, (guint64) G_MAXUINT);
}

static BgdVerdict
fail (GError **error, BgError code, const char *message)
{
  g_set_error_literal (error, BG_ERROR, (int) code, message);

  return BGD_VERDICT_FAIL;
}

/* Some servers make a new entity tag for each answer. If date and size agree, the bytes decide. */
static gboolean
may_be_same (const BgdAnswer *self, const BgdQuestion *question)
{
  const char *before = question->validators->last_modified;
  const char *now = self->validators.last_modified;

  return question->can_compare && before != NULL && now != NULL && strcmp (before, now) == 0 &&
         question->bytes_total != BG_SIZE_UNKNOWN && question->bytes_total == self->bytes_total;
}

/* 206 */
static BgdVerdict
judge_part (const BgdAnswer *self, const BgdQuestion *question, GError **error)
{
  if (!question->ranged)
    return fail (error, BG_ERROR_INVALID_SERVER_RESPONSE,
                 "The server sent a part although the whole file was asked for");
  if (self->end <= self->start)
    return fail (error, BG_ERROR_INVALID_SERVER_RESPONSE,
                 "The server sent a part and did not say which");

  if (bgd_answer_has_changed (question->validators, &self->validators))
    {
      if (!may_be_same (self, question))
        return BGD_VERDICT_ASK_AGAIN;
      if (!question->compares)
        return BGD_VERDICT_COMPARE;
    }
  /* Nothing but size and bytes tells whether it is the same file. */
  if (question->compares && self->bytes_total == BG_SIZE_UNKNOWN)
    return BGD_VERDICT_ASK_AGAIN;
  if (question->bytes_total != BG_SIZE_UNKNOWN && self->bytes_total != BG_SIZE_UNKNOWN &&
      question->bytes_total != self->bytes_total)
    return BGD_VERDICT_ASK_AGAIN;

  if (self->start != question->start)
    return fail (error, BG_ERROR_INVALID_SERVER_RESPONSE,
                 "The server sent another part than asked for");

  return BGD_VERDICT_TAKE;
}

/* 416: there is nothing from there on. */
static BgdVerdict
judge_unsatisfiable (const BgdAnswer *self, const BgdQuestion *question)
{
  if (self->bytes_total == question->bytes_done && question->bytes_done > 0 &&
      question->bytes_total == BG_SIZE_UNKNOWN &&
      !bgd_answer_has_changed (question->validators, &self->validators))
    return BGD_VERDICT_WHOLE;

  return BGD_VERDICT_ASK_AGAIN;
}

/* A page of the server's in the place of a file: to sign in, to agree, to find a way out of a
 * hotel. What it says by name is meant as it is. */
static gboolean
is_login_page (const BgdAnswer *self, const BgdQuestion *question)
{
  return self->is_page && bgd_page_is_unlikely (question->name) &&
         !bgd_page_is_unlikely (self->suggested_name);
}

/* A file: RFC 9110, section 15.3. Where GET was not the method, one that was made for it, or none.
 */
static gboolean
brings_file (guint status, const BgdQuestion *question)
{
  return status == 200 || status == 203 || status == 206 ||
         (question->is_action && (status == 201 || status == 204));
}

/**
 * bgd_answer_judge:
 * @self: an answer
 * @question: what was asked
 * @error: set with %BGD_VERDICT_FAIL
 *
 * Source: RFC 9110, sections 13.1.5, 14.2 and 15.3.7. Bytes of two versions of a file never come
 * together: whatever differs from what we have means to start again, unless only the entity tag
 * does and the bytes can be compared.
 *
 * Returns: what to do
 */
BgdVerdict
bgd_answer_judge (const BgdAnswer *self, const BgdQuestion *question, GError **error)
{
  gboolean brings_bytes = brings_file (self->status, question);
  BgError code;

  if (brings_bytes && self->fault != NULL)
    return fail (error, BG_ERROR_INVALID_SERVER_RESPONSE, self->fault);
  if (self->status == 206)
    return judge_part (self, question, error);
  if (brings_bytes && is_login_page (self, question))
    return fail (error, BG_ERROR_LOGIN_PAGE, "The server sent a web page instead of the file");
  if (brings_bytes) /* 203 is 200 through a proxy that touched it */
    {
      if (!question->ranged)
        return BGD_VERDICT_TAKE;

      return !question->compares && may_be_same (self, question) &&
                     bgd_answer_has_changed (question->validators, &self->validators)
                 ? BGD_VERDICT_COMPARE
                 : BGD_VERDICT_RESTART;
    }
  if (self->status == 416 && question->ranged)
    return judge_unsatisfiable (self, question);

  code = bgd_error_from_status (self->status);
  if (code == BG_ERROR_REDIRECT_REFUSED)
    return fail (error, code, "The server sent us elsewhere, and the job refuses that");

  g_set_error (error, BG_ERROR, (int) code, "The server answered with status %u", self->status);
  return BGD_VERDICT_FAIL;
}

/**
 * bgd_answer_explain_difference:
 * @self: an answer of a new address, which did not give what was asked for
 * @question: what was asked: to go on with bytes of the old address
 *
 * Errors: BG_ERROR_OTHER_SIZE, BG_ERROR_INSUFFICIENT_RANGE_SUPPORT.
 *
 * Returns: (transfer full): why the file cannot go on from there
 */
GError *
bgd_answer_explain_difference (const BgdAnswer *self, const BgdQuestion *question)
{
  if (question->bytes_total != BG_SIZE_UNKNOWN && self->bytes_total != BG_SIZE_UNKNOWN &&
      question->bytes_total != self->bytes_total)
    return g_error_new (BG_ERROR, BG_ERROR_OTHER_SIZE,
                        "The file at the new address has %" G_GUINT64_FORMAT
                        " bytes instead of %" G_GUINT64_FORMAT,
                        self->bytes_total, question->bytes_total);
  if (self->status == 416)
    return g_error_new (BG_ERROR, BG_ERROR_OTHER_SIZE,
                        "The file at the new address has fewer bytes than were received");

  return g_error_new_literal (BG_ERROR, BG_ERROR_INSUFFICIENT_RANGE_SUPPORT,
                              "The server of the new address cannot continue a partial download");
}
