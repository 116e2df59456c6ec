/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time at which something is to happen. All timers of a thread are one source of its main loop,
 * which looks at each of its sources each time it wakes up. */
#include "config.h"

#include "bgd-timer.h"

/* All that is set in one thread, the next one on top. */
typedef struct
{
  guint references; /* of the thread and of its timers: which one goes first at its end? */
  GPtrArray *heap;  /* (owned) (element-type BgdTimer) */
  GSource *source;  /* (owned) */
  gint64 now;       /* monotonic microseconds: of the round that is under way; 0: none is */
} Clock;

struct _BgdTimer
{
  BgdTimerFunc func;
  gpointer user_data;

  Clock *clock; /* a reference */
  gint64 due;   /* monotonic microseconds; BGD_TIMER_NEVER */
  guint place;  /* in the heap, if it is set */
};

static void clock_unref (gpointer data);

/* Of each thread that has timers; goes with it. */
static GPrivate clock_key = G_PRIVATE_INIT (clock_unref);

static void
clock_unref (gpointer data)
{
  Clock *self = data;

  if (--self->references > 0)
    return;

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_ptr_array_unref (self->heap);
  g_free (self);
}

static BgdTimer *
get_timer (const Clock *self, guint place)
{
  return g_ptr_array_index (self->heap, place);
}

static void
put (Clock *self, guint place, BgdTimer *timer)
{
  self->heap->pdata[place] = timer;
  timer->place = place;
}

/* Moves a timer up or down to where it belongs. */
static void
find_place (Clock *self, BgdTimer *timer)
{
  guint place = timer->place;

  for (; place > 0 && timer->due < get_timer (self, (place - 1) / 2)->due; place = (place - 1) / 2)
    put (self, place, get_timer (self, (place - 1) / 2));

  for (guint child = 2 * place + 1; child < self->heap->len; child = 2 * place + 1)
    {
      if (child + 1 < self->heap->len &&
          get_timer (self, child + 1)->due < get_timer (self, child)->due)
        child++;
      if (timer->due <= get_timer (self, child)->due)
        break;

      put (self, place, get_timer (self, child));
      place = child;
    }

  put (self, place, timer);
}

static void
take_out (Clock *self, BgdTimer *timer)
{
  BgdTimer *last = get_timer (self, self->heap->len - 1);
  guint place = timer->place;

  g_ptr_array_set_size (self->heap, (int) self->heap->len - 1);
  timer->due = BGD_TIMER_NEVER;
  if (last == timer)
    return;

  put (self, place, last);
  find_place (self, last);
}

static void
set_source (Clock *self)
{
  if (self->now == 0)
    g_source_set_ready_time (self->source, self->heap->len > 0 ? get_timer (self, 0)->due : -1);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Clock *self = g_private_get (&clock_key);

  self->now = g_get_monotonic_time ();
  while (self->heap->len > 0 && get_timer (self, 0)->due <= self->now)
    {
      BgdTimer *timer = get_timer (self, 0);

      take_out (self, timer);
      timer->func (timer->user_data);
    }

  self->now = 0;
  set_source (self);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static Clock *
get_clock (void)
{
  Clock *self = g_private_get (&clock_key);

  if (self != NULL)
    return self;

  self = g_new0 (Clock, 1);
  self->references = 1;
  self->heap = g_ptr_array_new ();
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "bgd-timer");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  g_private_set (&clock_key, self);

  return self;
}

/**
 * bgd_timer_new:
 * @func: what to do
 * @user_data: for @func
 *
 * Returns: (transfer full): a timer that is not set; for this thread only, whose main loop must
 *   always be the same
 */
BgdTimer *
bgd_timer_new (BgdTimerFunc func, gpointer user_data)
{
  BgdTimer *self = g_new0 (BgdTimer, 1);

  self->func = func;
  self->user_data = user_data;
  self->clock = get_clock ();
  self->clock->references++;
  self->due = BGD_TIMER_NEVER;

  return self;
}

void
bgd_timer_free (BgdTimer *self)
{
  bgd_timer_set (self, BGD_TIMER_NEVER);
  clock_unref (self->clock);
  g_free (self);
}

/**
 * bgd_timer_set:
 * @due: monotonic microseconds; 0: as soon as the others had their turn; %BGD_TIMER_NEVER
 *
 * Once, and instead of any other time.
 */
void
bgd_timer_set (BgdTimer *self, gint64 due)
{
  Clock *clock = self->clock;

  /* In the next round, or one that sets itself again would keep the others waiting. */
  if (due <= clock->now)
    due = clock->now + 1;
  if (due == self->due)
    return;

  if (due == BGD_TIMER_NEVER)
    take_out (clock, self);
  else
    {
      if (self->due == BGD_TIMER_NEVER)
        {
          self->place = clock->heap->len;
          g_ptr_array_add (clock->heap, self);
        }
      self->due = due;
      find_place (clock, self);
    }

  set_source (clock);
}

/* When it is due; BGD_TIMER_NEVER if it is not set. */
gint64
bgd_timer_get (const BgdTimer *self)
{
  return self->due;
}
