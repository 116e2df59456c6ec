/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server may do wrong, as a table. Each row is one kind of server; all of them are alive
 * somewhere. */
#include "config.h"

#include "matrix-fault.h"

#include <stdlib.h>
#include <string.h>

#define ETAG "\"one\""
#define OTHER_ETAG "\"two\""
#define LAST_MODIFIED "Tue, 01 Oct 2024 10:00:00 GMT"
#define OTHER_LAST_MODIFIED "Wed, 02 Oct 2024 10:00:00 GMT"

/* How much a length is off by. */
#define LIE 1000

/* A server that was busy wants to be left alone for so long. */
#define PAUSE 1 /* seconds */

/* Slower than any line, but never silent. */
#define DRIP_SIZE 4000
#define DRIP_RATE 1000

static gboolean
is_for_a_part (const FakeRequest *request)
{
  return fake_request_get (request, "range") != NULL;
}

static gboolean
is_odd (const MatrixCell *cell)
{
  return cell->requests % 2 == 1;
}

/* ---- Parts ------------------------------------------------------------------------------- */

static void
lie_about_total (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->total_lie = LIE;
}

static void
send_another_part (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->start_slip = -LIE;
}

static void
send_short_parts (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->part_limit = answer->size / 5;
}

static void
send_long_parts (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->overlong = TRUE;
}

static void
send_all_for_a_part (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->ignores_range = TRUE;
}

static void
know_no_parts (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->ignores_range = TRUE;
  answer->headers = "Accept-Ranges: none\r\n";
}

static void
refuse_parts (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  if (is_for_a_part (request))
    answer->status = 416;
}

static void
send_nonsense (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->content_range = "bytes 5-4/3";
}

static void
send_a_part_for_all (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->status = 206;
}

/* ---- Bodies ------------------------------------------------------------------------------ */

static void
send_chunks (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->chunked = TRUE;
}

static void
forget_last_chunk (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->chunked = TRUE;
  answer->cuts = TRUE;
  answer->cut_at = answer->size;
}

static void
send_until_close (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->no_length = TRUE;
}

static void
announce_too_much (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->length_lie = LIE;
  answer->closes = TRUE;
}

/* The file is what was announced, for all that a client can know. */
static void
announce_too_little (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->length_lie = -LIE;
}

static void
send_surplus (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->surplus = LIE;
}

/* ---- Connections ------------------------------------------------------------------------- */

static void
cut_once (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->cuts = cell->requests == 0;
  answer->cut_at = answer->size / 3;
}

static void
cut_often (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->cuts = !is_odd (cell);
  answer->cut_at = answer->size / 4;
}

static void
cut_always (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->cuts = TRUE;
  answer->cut_at = answer->size / 4;
}

static void
reset_often (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  cut_often (cell, request, answer);
  answer->resets = TRUE;
}

/* Waiting for a minute would tell nothing more: the next kill ends the silence. */
static void
fall_silent (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->stalls = atomic_load (&cell->to_survive) > 0;
  answer->stall_at = answer->size / 3;
}

static void
say_nothing (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->mute = !is_odd (cell) && atomic_load (&cell->to_survive) > 0;
}

static void
hang_up (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  if (is_odd (cell))
    answer->raw = "";
}

/* ---- Answers ----------------------------------------------------------------------------- */

static void
inform_first (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->prelude = "HTTP/1.1 102 Processing\r\n\r\n"
                    "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n";
}

static void
be_busy (MatrixCell *cell, FakeAnswer *answer, guint status, const char *retry_after)
{
  if (cell->requests >= 2)
    return;

  answer->status = status;
  answer->headers = retry_after;
}

/* Each thread of the server answers one request at a time. */
static const char *
get_date (guint seconds)
{
  static _Thread_local char line[64];
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, seconds);
  g_autofree char *text = g_date_time_format (then, "Retry-After: %a, %d %b %Y %H:%M:%S GMT\r\n");

  g_strlcpy (line, text, sizeof line);

  return line;
}

static void
be_busy_for_a_second (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  be_busy (cell, answer, 429, "Retry-After: 1\r\n");
}

static void
be_busy_until_then (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  be_busy (cell, answer, 429, get_date (PAUSE));
}

static void
be_down_for_no_time (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  be_busy (cell, answer, 503, "Retry-After: 0\r\n");
}

static void
be_down_until_then (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  be_busy (cell, answer, 503, get_date (PAUSE));
}

static void
be_broken_at_first (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  be_busy (cell, answer, 500, NULL);
}

static void
have_no_file (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->status = 404;
}

static void
send_garbage (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->raw = "\x16\x03\x01\x02 this is no HTTP\r\n\r\n";
}

static void
send_huge_head (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  static char head[1024 * 1024];

  if (head[0] == '\0')
    {
      memset (head, 'a', sizeof head - 1);
      memcpy (head, "HTTP/1.1 200 Yes\r\nX: ", strlen ("HTTP/1.1 200 Yes\r\nX: "));
    }

  answer->raw = head;
  answer->raw_length = sizeof head - 1;
}

static void
pack (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->headers = "Content-Encoding: gzip\r\n";
}

static void
announce_two_lengths (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->headers = "Content-Length: 17\r\n";
}

/* ---- Redirections ------------------------------------------------------------------------ */

/* The second part of a path is how often it has led elsewhere. */
static guint
get_step (const FakeRequest *request)
{
  const char *step = strchr (request->path + 1, '/');

  return step != NULL ? (guint) strtoul (step + 1, NULL, 10) : 0;
}

static void
lead_to (FakeAnswer *answer, guint status, const char *location)
{
  answer->status = status;
  answer->location = location;
}

static void
lead_to_neighbour (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  if (get_step (request) == 0)
    lead_to (answer, 302, "../1/file.bin");
}

static void
lead_abroad (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  if (get_step (request) == 0)
    lead_to (answer, 307, cell->abroad);
}

static void
lead_far (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  static const char *const steps[] = { "../1/file.bin", "../2/file.bin", "../3/file.bin",
                                       "../4/file.bin", "../5/file.bin" };
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  guint step = get_step (request);

  if (step < G_N_ELEMENTS (steps))
    lead_to (answer, statuses[step], steps[step]);
}

static void
lead_in_circles (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  lead_to (answer, 302, get_step (request) == 0 ? "../1/file.bin" : "../0/file.bin");
}

static void
lead_out_of_http (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  lead_to (answer, 301, "file:///etc/passwd");
}

/* ---- Versions ---------------------------------------------------------------------------- */

/* Nobody ever gets all of the first version. */
static void
change_half_way (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  guint64 half = cell->versions[0].size / 2;

  if (atomic_load (&cell->sent) < half)
    {
      answer->sent_limit = half;
      return;
    }

  answer->seed = cell->versions[1].seed;
  answer->size = cell->versions[1].size;
  answer->etag = OTHER_ETAG;
  answer->last_modified = OTHER_LAST_MODIFIED;
}

static void
change_etag_half_way (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  change_half_way (cell, request, answer);
  answer->last_modified = NULL;
}

static void
change_date_half_way (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  change_half_way (cell, request, answer);
  answer->etag = NULL;
}

static void
change_weak_etag_half_way (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  change_half_way (cell, request, answer);
  answer->etag = g_str_equal (answer->etag, ETAG) ? "W/\"one\"" : "W/\"two\"";
  answer->last_modified = NULL;
}

/* As if nobody had asked under a condition. */
static void
change_and_send_all_the_same (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  change_half_way (cell, request, answer);
  answer->ignores_if_range = TRUE;
}

/* Only the bytes tell. */
static void
change_in_silence_half_way (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  change_half_way (cell, request, answer);
  answer->etag = NULL;
  answer->last_modified = NULL;
}

static void
change_etag_each_time (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  static _Thread_local char etag[16];

  g_snprintf (etag, sizeof etag, "\"%u\"", cell->requests);
  answer->etag = etag;
  answer->last_modified = NULL;
}

static void
tell_no_version (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->etag = NULL;
  answer->last_modified = NULL;
}

static void
tell_weak_etag (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->etag = "W/\"one\"";
  answer->last_modified = NULL;
}

static void
tell_date_only (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  answer->etag = NULL;
}

static void
behave (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
}

// clang-format off
static const MatrixFault faults[] = {
  { "parts",       "none-at-all",           MATRIX_ARRIVES, 0,              behave },
  { "parts",       "wrong-total",           MATRIX_EITHER,  MATRIX_WASTES,  lie_about_total },
  { "parts",       "wrong-start",           MATRIX_EITHER,  MATRIX_WASTES,  send_another_part },
  { "parts",       "short-parts",           MATRIX_ARRIVES, 0,              send_short_parts },
  { "parts",       "long-parts",            MATRIX_ARRIVES, MATRIX_WASTES,  send_long_parts },
  { "parts",       "all-for-a-part",        MATRIX_ARRIVES, MATRIX_WASTES,  send_all_for_a_part },
  { "parts",       "no-ranges",             MATRIX_ARRIVES, MATRIX_WASTES,  know_no_parts },
  { "parts",       "unsatisfiable",         MATRIX_ARRIVES, MATRIX_WASTES,  refuse_parts },
  { "parts",       "nonsense",              MATRIX_EITHER,  MATRIX_WASTES,  send_nonsense },
  { "parts",       "unasked",               MATRIX_FAILS,   0,              send_a_part_for_all },
  { "bodies",      "chunks",                MATRIX_ARRIVES, 0,              send_chunks },
  { "bodies",      "no-last-chunk",         MATRIX_ARRIVES, 0,              forget_last_chunk },
  { "bodies",      "until-close",           MATRIX_ARRIVES, 0,              send_until_close },
  { "bodies",      "too-long-a-length",     MATRIX_EITHER,  MATRIX_WASTES,  announce_too_much },
  { "bodies",      "too-short-a-length",    MATRIX_EITHER,  MATRIX_WASTES | MATRIX_SHORT, announce_too_little },
  { "bodies",      "surplus",               MATRIX_ARRIVES, 0,              send_surplus },
  { "bodies",      "drip",                  MATRIX_ARRIVES, MATRIX_DRIPS,   behave },
  { "connections", "cut-once",              MATRIX_ARRIVES, 0,              cut_once },
  { "connections", "cut-often",             MATRIX_ARRIVES, 0,              cut_often },
  { "connections", "cut-always",            MATRIX_ARRIVES, 0,              cut_always },
  { "connections", "reset-often",           MATRIX_ARRIVES, MATRIX_WASTES,  reset_often },
  { "connections", "stall",                 MATRIX_ARRIVES, 0,              fall_silent },
  { "connections", "mute",                  MATRIX_ARRIVES, 0,              say_nothing },
  { "connections", "hang-up",               MATRIX_ARRIVES, 0,              hang_up },
  { "answers",     "informational",         MATRIX_ARRIVES, 0,              inform_first },
  { "answers",     "429-seconds",           MATRIX_ARRIVES, 0,              be_busy_for_a_second },
  { "answers",     "429-date",              MATRIX_ARRIVES, 0,              be_busy_until_then },
  { "answers",     "503-zero",              MATRIX_ARRIVES, 0,              be_down_for_no_time },
  { "answers",     "503-date",              MATRIX_ARRIVES, 0,              be_down_until_then },
  { "answers",     "500-at-first",          MATRIX_ARRIVES, 0,              be_broken_at_first },
  { "answers",     "404",                   MATRIX_FAILS,   0,              have_no_file },
  { "answers",     "garbage",               MATRIX_FAILS,   0,              send_garbage },
  { "answers",     "huge-head",             MATRIX_FAILS,   0,              send_huge_head },
  { "answers",     "packed",                MATRIX_FAILS,   0,              pack },
  { "answers",     "two-lengths",           MATRIX_FAILS,   0,              announce_two_lengths },
  { "redirects",   "relative",              MATRIX_ARRIVES, 0,              lead_to_neighbour },
  { "redirects",   "other-host",            MATRIX_ARRIVES, 0,              lead_abroad },
  { "redirects",   "chain",                 MATRIX_ARRIVES, 0,              lead_far },
  { "redirects",   "circle",                MATRIX_FAILS,   0,              lead_in_circles },
  { "redirects",   "no-http",               MATRIX_FAILS,   0,              lead_out_of_http },
  { "versions",    "changes-half-way",      MATRIX_ARRIVES, MATRIX_WASTES | MATRIX_CHANGES, change_half_way },
  { "versions",    "changes-etag-half-way", MATRIX_ARRIVES, MATRIX_WASTES | MATRIX_CHANGES, change_etag_half_way },
  { "versions",    "changes-date-half-way", MATRIX_ARRIVES, MATRIX_WASTES | MATRIX_CHANGES, change_date_half_way },
  { "versions",    "changes-all-the-same",  MATRIX_ARRIVES, MATRIX_WASTES | MATRIX_CHANGES, change_and_send_all_the_same },
  { "versions",    "changes-weak-etag",     MATRIX_ARRIVES, MATRIX_WASTES | MATRIX_CHANGES, change_weak_etag_half_way },
  { "versions",    "changes-in-silence",    MATRIX_ARRIVES, MATRIX_WASTES | MATRIX_CHANGES | MATRIX_SAME, change_in_silence_half_way },
  { "versions",    "changes-each-time",     MATRIX_ARRIVES, MATRIX_WASTES,  change_etag_each_time },
  { "versions",    "none",                  MATRIX_ARRIVES, MATRIX_WASTES,  tell_no_version },
  { "versions",    "weak-etag",             MATRIX_ARRIVES, MATRIX_WASTES,  tell_weak_etag },
  { "versions",    "date-only",             MATRIX_ARRIVES, 0,              tell_date_only },
};
// clang-format on

const MatrixFault *
matrix_fault_get_all (guint *n_faults)
{
  *n_faults = G_N_ELEMENTS (faults);

  return faults;
}

/**
 * matrix_fault_prepare:
 * @cell: a cell that has its fault
 * @seed: of the first version
 * @size: of the first version, in bytes
 * @rate: bytes in a second over one connection
 */
void
matrix_fault_prepare (MatrixCell *cell, guint seed, guint64 size, guint rate)
{
  MatrixFlags flags = cell->fault->flags;

  if ((flags & MATRIX_DRIPS) != 0)
    {
      size = DRIP_SIZE;
      rate = DRIP_RATE;
    }

  cell->rate = rate;
  cell->versions[0] = (MatrixVersion){ seed, size };
  cell->versions[1] = cell->versions[0];
  if ((flags & MATRIX_CHANGES) != 0)
    cell->versions[1] = (MatrixVersion){ seed + 1, (flags & MATRIX_SAME) != 0 ? size : size + LIE };
  if ((flags & MATRIX_SHORT) != 0)
    cell->versions[1].size = size - LIE;
}

/* The behaviour of a good server, and then what the fault makes of it. */
void
matrix_fault_answer (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer)
{
  *answer = (FakeAnswer){
    .size = cell->versions[0].size,
    .seed = cell->versions[0].seed,
    .etag = ETAG,
    .last_modified = LAST_MODIFIED,
    .rate = cell->rate,
    .sent = &cell->sent,
  };
  cell->fault->change (cell, request, answer);
  cell->requests++;
  atomic_fetch_add (&cell->asked, 1);
}
