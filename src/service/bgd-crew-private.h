/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of a crew share: bgd-crew.c hears what its hands bring, bgd-crew-answers.c judges
 * what servers answer them, bgd-crew-hands.c decides how many there are and where they go, and
 * bgd-crew-ranges.c knows where in the remote file the bytes are if only ranges of it are wanted.
 */
#pragma once

#include "bgd-crew.h"
#include "bgd-fetch.h"
#include "bgd-pace.h"
#include "bgd-source.h"
#include "bgd-timer.h"

G_BEGIN_DECLS

/* A file that changes more often while it is fetched will not hold still for us. */
#define BGD_CREW_RESTARTS 2

struct _BgdCrew
{
  const BgdCrewListener *listener;
  gpointer user_data;

  char *name;                  /* (owned) (nullable) that the file is expected to have */
  char *method;                /* (owned) (nullable) */
  char **headers;              /* (owned) (nullable) */
  BgdCredentials *credentials; /* (owned) (nullable) */
  BgdRoute *route;             /* (owned) (nullable) */
  guint connections;           /* 0: as many as help */
  guint silence;               /* seconds; 0: the usual ones */
  gboolean is_proven;          /* by a checksum, in the end */
  guint64 size;                /* that the file must have, or BG_SIZE_UNKNOWN */
  BgdRemoteRanges *ranges;     /* (owned) (nullable) that alone are wanted of it */

  BgdFetchPlace place; /* the plan is owned */
  GPtrArray *sources;  /* (owned) (element-type BgdSource) the file's own address first */
  GPtrArray *brought;  /* (nullable) (element-type BgdRanges) the owner's: by which source */
  GPtrArray *hands;    /* (owned) (element-type BgdFetch) those at work */
  BgdFetch *first;     /* (nullable) one of them: alone when it began; if lost, its source is */
  BgdFetch *paused;    /* (nullable) one of them: until bgd_crew_continue() */

  gboolean answered;   /* there was a useful answer */
  gboolean is_moved;   /* what is done is of another address, and was not compared yet */
  gboolean restarting; /* bytes that the owner knows of do not count any more */
  gboolean prepared;   /* the sink */
  gboolean comparing;  /* nothing but bytes will tell whether it is still the same file */
  gboolean compared;   /* it was tried to go on by comparing bytes */
  guint restarts;

  guint wanted;         /* hands */
  BgdPace pace;         /* decides about that if the owner does not */
  guint64 bytes;        /* that all hands have brought */
  double latency;       /* seconds from a request to its answer */
  BgdLine *line;        /* (nullable) where it began to give way to others */
  gboolean makes_way;   /* with the next look */
  BgdTimer *look;       /* (owned) looks after the hands */
  gint64 last_look;     /* monotonic microseconds; 0: there was none */
  gint64 work_then;     /* bgd_fetch_get_time_at_work() at that time */
  BgdServer *waits_for; /* (nullable) a source's: has no place for the only hand */
};

/* bgd-crew.c; all but the listener may free the crew. */
extern const BgdFetchListener bgd_crew_fetch_listener;
void bgd_crew_end (BgdCrew *self, const GError *error);
void bgd_crew_go_on (BgdCrew *self, const GError *error);
void bgd_crew_lose (BgdCrew *self, BgdFetch *hand, const GError *error);

/* bgd-crew-answers.c; the first two may free the crew. */
void bgd_crew_on_answered (BgdFetch *hand, BgdAnswer *answer, gpointer user_data);
void bgd_crew_ask_again (BgdCrew *self);
gboolean bgd_crew_prepare_sink (BgdCrew *self, GError **error);

/* bgd-crew-ranges.c */
void
bgd_crew_aim (BgdCrew *self, const BgdSegment *segment, guint64 overlap, BgdHttpRequest *request);
guint64 bgd_crew_clip_overlap (BgdCrew *self, guint64 position, guint64 overlap);
void bgd_crew_ask_for_range (BgdCrew *self, guint64 position, BgdQuestion *question);
BgdVerdict bgd_crew_judge_range (BgdCrew *self,
                                 const BgdQuestion *question,
                                 BgdAnswer *answer,
                                 guint64 position,
                                 BgdVerdict verdict,
                                 GError **error);

/* bgd-crew-hands.c */
void bgd_crew_dismiss (BgdCrew *self, BgdFetch *hand);
void bgd_crew_dismiss_all_but (BgdCrew *self, BgdFetch *hand);
void bgd_crew_stop (BgdCrew *self);
void bgd_crew_grow (BgdCrew *self);
void bgd_crew_look (gpointer crew);
void bgd_crew_look_soon (BgdCrew *self);
gboolean bgd_crew_needs_help (BgdCrew *self, gint64 now);

G_END_DECLS
