/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a crew makes of the answers that its hands get: go on, begin again, compare, or give up. */
#include "config.h"

#include "bgd-crew-private.h"

#include "bgd-error.h"

static gboolean
has_size (BgdCrew *self)
{
  return bgd_segments_get_size (self->place.plan) != BG_SIZE_UNKNOWN;
}

/* All that was fetched does not count. */
static void
forget (BgdCrew *self)
{
  self->restarting = TRUE;
  self->restarts++;
  self->answered = FALSE;
  self->comparing = FALSE;
  self->prepared = FALSE;
  self->wanted = 1;
  for (guint i = 0; i < self->sources->len; i++)
    bgd_source_forget (g_ptr_array_index (self->sources, i));
  for (guint i = 0; self->brought != NULL && i < self->brought->len; i++)
    bgd_ranges_clear (g_ptr_array_index (self->brought, i));
  bgd_segments_reset (self->place.plan);
  if (self->ranges != NULL)
    bgd_remote_ranges_forget (self->ranges);
}

/* Once it is known which bytes will come. */
gboolean
bgd_crew_prepare_sink (BgdCrew *self, GError **error)
{
  self->prepared = TRUE;
  if (bgd_segments_count_done (self->place.plan) == 0 &&
      !bgd_sink_truncate (self->place.sink, 0, error))
    return FALSE;

  return !has_size (self) ||
         bgd_sink_preallocate (self->place.sink, bgd_segments_get_size (self->place.plan), error);
}

/* Some know the size of the file from elsewhere. */
static gboolean
check_size (BgdCrew *self, const BgdAnswer *answer, GError **error)
{
  if (self->size == BG_SIZE_UNKNOWN || answer->bytes_total == BG_SIZE_UNKNOWN ||
      answer->bytes_total == self->size)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_VALIDATION_FAILED,
               "The file on the server has %" G_GUINT64_FORMAT
               " bytes instead of %" G_GUINT64_FORMAT,
               answer->bytes_total, self->size);
  return FALSE;
}

/* The body of this answer is what its hand was sent for. May free us. */
static void
take_answer (BgdCrew *self, BgdFetch *hand, const BgdAnswer *answer)
{
  BgdSource *source = bgd_fetch_get_tag (hand);
  gboolean is_first = !self->answered;
  g_autoptr (GError) error = NULL;

  if (!check_size (self, answer, &error))
    {
      bgd_crew_lose (self, hand, error);
      return;
    }
  if (answer->bytes_total != BG_SIZE_UNKNOWN &&
      !bgd_fetch_check_limit (&self->place, answer->bytes_total, &error))
    {
      bgd_crew_end (self, error);
      return;
    }
  if (!has_size (self) && answer->bytes_total != BG_SIZE_UNKNOWN)
    bgd_segments_set_size (self->place.plan, answer->bytes_total);
  if (!source->answered)
    bgd_source_take_answer (source, answer, has_size (self));

  self->answered = TRUE;
  self->latency = (double) bgd_fetch_get_latency (hand) / G_USEC_PER_SEC;
  if (is_first)
    self->listener->answered (answer->suggested_name, self->restarting, self->user_data);

  if (self->restarting)
    {
      self->paused = hand;
      return;
    }
  if (!self->prepared && !bgd_crew_prepare_sink (self, &error))
    {
      bgd_crew_end (self, error);
      return;
    }

  bgd_fetch_read (hand);
  /* What cannot be shared needs no second thought. */
  if (is_first && source->takes_parts &&
      bgd_segments_get_missing (self->place.plan) >= 2 * BGD_SEGMENT_MINIMUM)
    bgd_crew_look_soon (self);
}

/* With this answer, which is the file from its beginning. */
static void
restart (BgdCrew *self, BgdFetch *hand, const BgdAnswer *answer)
{
  BgdSource *source = bgd_fetch_get_tag (hand);
  const BgdSegmentTerms terms = { 0 };

  /* The same file, and all of it: the server does not know how to send a part. */
  source->refuses_parts = !bgd_answer_has_changed (&source->validators, &answer->validators);

  bgd_crew_dismiss_all_but (self, hand);
  bgd_fetch_set_segment (hand, NULL);
  forget (self);
  bgd_fetch_set_segment (hand, bgd_segments_take (self->place.plan, &terms));
  take_answer (self, hand, answer);
}

/* May free us. */
void
bgd_crew_ask_again (BgdCrew *self)
{
  bgd_crew_dismiss_all_but (self, NULL);
  forget (self);
  bgd_crew_go_on (self, NULL);
}

/* From the same place, and a bit before it. May free us. */
static void
compare (BgdCrew *self, BgdFetch *hand)
{
  self->compared = TRUE;
  self->comparing = TRUE;
  bgd_source_distrust_etag (bgd_fetch_get_tag (hand));
  bgd_crew_dismiss (self, hand);
  bgd_crew_go_on (self, NULL);
}

/* Where the one piece ends that begins at 0. */
static guint64
first_piece (BgdCrew *self)
{
  g_autoptr (BgdRanges) done = bgd_segments_get_done (self->place.plan);

  return bgd_ranges_get_length (done) == 1 && bgd_ranges_get (done, 0).start == 0
             ? bgd_ranges_get_end (done)
             : 0;
}

static GError *
make_change_error (void)
{
  return g_error_new_literal (BG_ERROR, BG_ERROR_REMOTE_FILE_CHANGED,
                              "The file changes while it is fetched");
}

/* A hand beside others. They go on without it: a server may limit connections, or have several
 * faces. May free us. */
static void
take_other_answer (
    BgdCrew *self, BgdFetch *hand, const BgdAnswer *answer, BgdVerdict verdict, const GError *error)
{
  g_autoptr (GError) other = g_error_new (BG_ERROR, BG_ERROR_FAILED, "status %u", answer->status);

  if (verdict == BGD_VERDICT_TAKE)
    take_answer (self, hand, answer);
  else
    bgd_crew_lose (self, hand, error != NULL ? error : other);
}

/* Redirections of mirrors are nobody's business; where another method than GET leads, GET may be
 * what is meant. */
static void
report_redirection (BgdCrew *self, const BgdSource *source, const BgdAnswer *answer)
{
  if (source == g_ptr_array_index (self->sources, 0) && self->method == NULL &&
      bgd_route_has_flag (self->route,
                          BG_SECURITY_REPORT_REDIRECTS | BG_SECURITY_REFUSE_REDIRECTS) &&
      !g_str_equal (answer->url, source->url))
    self->listener->moved (answer->url, self->user_data);
}

void
bgd_crew_on_answered (BgdFetch *hand, BgdAnswer *answer, gpointer user_data)
{
  BgdCrew *self = user_data;
  BgdSource *source = bgd_fetch_get_tag (hand);
  const BgdSegment *segment = bgd_fetch_get_segment (hand);
  guint64 overlap = bgd_fetch_get_overlap (hand);
  guint64 position = segment->position - overlap;
  g_autoptr (GError) error = NULL;
  BgdQuestion question = {
    .is_action = self->method != NULL,
    .ranged = bgd_fetch_get_ranged (hand),
    .start = position,
    .bytes_total = bgd_segments_get_size (self->place.plan),
    .bytes_done = first_piece (self),
    .can_compare = !self->compared || overlap > 0,
    .compares = overlap > 0,
    .validators = &source->validators,
    .name = self->name,
  };
  BgdVerdict verdict;

  bgd_crew_ask_for_range (self, position, &question);
  verdict = bgd_answer_judge (answer, &question, &error);
  verdict = bgd_crew_judge_range (self, &question, answer, position, verdict, &error);

  report_redirection (self, source, answer);
  g_debug ("Status %u from %" G_GUINT64_FORMAT ": verdict %d", answer->status, question.start,
           (int) verdict);

  /* Neither the tag nor a byte shows that it is the same file. */
  if (self->comparing && overlap == 0 && verdict == BGD_VERDICT_TAKE)
    verdict = BGD_VERDICT_ASK_AGAIN;
  if (self->is_moved && verdict != BGD_VERDICT_TAKE && verdict != BGD_VERDICT_FAIL)
    {
      error = bgd_answer_explain_difference (answer, &question);
      verdict = BGD_VERDICT_FAIL;
    }
  if (self->first != hand)
    {
      take_other_answer (self, hand, answer, verdict, error);
      return;
    }

  if ((verdict == BGD_VERDICT_RESTART || verdict == BGD_VERDICT_ASK_AGAIN) &&
      self->restarts == BGD_CREW_RESTARTS)
    {
      error = make_change_error ();
      verdict = BGD_VERDICT_FAIL;
    }

  switch (verdict)
    {
    case BGD_VERDICT_TAKE:
      take_answer (self, hand, answer);
      break;
    case BGD_VERDICT_COMPARE:
      compare (self, hand);
      break;
    case BGD_VERDICT_WHOLE:
      bgd_segments_set_size (self->place.plan, question.bytes_done);
      bgd_answer_complete_validators (answer, &source->validators);
      self->listener->answered (answer->suggested_name, FALSE, self->user_data);
      bgd_crew_end (self, NULL);
      break;
    case BGD_VERDICT_RESTART:
      restart (self, hand, answer);
      break;
    case BGD_VERDICT_ASK_AGAIN:
      bgd_crew_ask_again (self);
      break;
    case BGD_VERDICT_FAIL:
    default:
      self->listener->refused (answer->status, answer->retry_after, self->user_data);
      g_clear_error (&source->broken);
      source->broken = g_error_copy (error);
      bgd_crew_dismiss (self, hand);
      bgd_crew_go_on (self, error);
      break;
    }
}
