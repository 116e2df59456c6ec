/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A crew that fetches ranges of a file: the plan is of the local file, in which they follow each
 * other; requests and answers are of the remote one, and no request goes beyond a range. */
#include "config.h"

#include "bgd-crew-private.h"

#include "bgd-error.h"

/**
 * bgd_crew_aim:
 * @self: a crew
 * @segment: a part of the local file
 * @overlap: bytes before it that are asked for as well
 * @request: (inout): a request for it: where it starts and ends becomes what ranges say, if there
 *   are any
 */
void
bgd_crew_aim (BgdCrew *self, const BgdSegment *segment, guint64 overlap, BgdHttpRequest *request)
{
  BgdRemotePlace place;

  if (self->ranges == NULL)
    return;

  place = bgd_remote_ranges_find (self->ranges, segment->position);
  request->ranged = TRUE;
  request->start = place.offset - overlap;
  request->end = place.left != BGD_LENGTH_TO_EOF
                     ? place.offset + MIN (place.left, segment->end - segment->position)
                     : BGD_TO_THE_END;
}

/* How many of the bytes right before @position are right before it in the remote file, too. */
guint64
bgd_crew_clip_overlap (BgdCrew *self, guint64 position, guint64 overlap)
{
  return self->ranges != NULL
             ? MIN (overlap, bgd_remote_ranges_find (self->ranges, position).before)
             : overlap;
}

/* What was asked for, of the remote file. */
void
bgd_crew_ask_for_range (BgdCrew *self, guint64 position, BgdQuestion *question)
{
  if (self->ranges == NULL)
    return;

  question->start = bgd_remote_ranges_find (self->ranges, position).offset;
  question->bytes_total = bgd_remote_ranges_get_size (self->ranges);
}

static BgdVerdict
fail (GError **error, BgError code, const char *message)
{
  g_set_error_literal (error, BG_ERROR, (int) code, message);

  return BGD_VERDICT_FAIL;
}

/* From the remote file to the local one. */
static BgdVerdict
translate (BgdCrew *self, BgdAnswer *answer, guint64 position, GError **error)
{
  BgdRemotePlace place;
  guint64 length = answer->end - answer->start;

  if (answer->bytes_total == BG_SIZE_UNKNOWN)
    return fail (error, BG_ERROR_INVALID_SERVER_RESPONSE,
                 "The server sent a part and did not say how large the file is");
  if (!bgd_remote_ranges_set_size (self->ranges, answer->bytes_total, error))
    return BGD_VERDICT_FAIL;

  place = bgd_remote_ranges_find (self->ranges, position);
  if (length > place.left)
    return fail (error, BG_ERROR_INVALID_SERVER_RESPONSE,
                 "The server sent more of the file than was asked for");

  answer->start = position;
  answer->end = position + length;
  answer->bytes_total = bgd_remote_ranges_get_total (self->ranges);
  g_clear_pointer (&answer->digest, g_free); /* of all of it */

  return BGD_VERDICT_TAKE;
}

/**
 * bgd_crew_judge_range:
 * @self: a crew
 * @question: what was asked
 * @answer: (inout): to a request for a range; what is taken is of the local file afterwards
 * @position: in the local file, of the first byte that was asked for
 * @verdict: what it would mean for a whole file
 * @error: set with %BGD_VERDICT_FAIL
 *
 * Source: IBackgroundCopyJob3::AddFileWithRanges in the BITS reference: a server that sends no
 * parts is of no use, and a range that is not there ends the job.
 *
 * Returns: what it means
 */
BgdVerdict
bgd_crew_judge_range (BgdCrew *self,
                      const BgdQuestion *question,
                      BgdAnswer *answer,
                      guint64 position,
                      BgdVerdict verdict,
                      GError **error)
{
  if (self->ranges == NULL || verdict == BGD_VERDICT_FAIL)
    return verdict;

  if (answer->status == 416)
    return fail (error, BG_ERROR_INVALID_RANGE,
                 "The file on the server ends before the range that is wanted");
  if (verdict == BGD_VERDICT_TAKE)
    return translate (self, answer, position, error);
  /* All of the file: because it has changed, or because the server knows no parts? */
  if (verdict == BGD_VERDICT_RESTART)
    return bgd_answer_get_if_range (question->validators) != NULL
               ? BGD_VERDICT_ASK_AGAIN
               : fail (error, BG_ERROR_INSUFFICIENT_RANGE_SUPPORT,
                       "The server sends the whole file only, and not the ranges that are wanted");

  return verdict;
}
