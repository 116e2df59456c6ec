/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network interfaces that connections use, each in one direction, and what of their traffic is
 * not ours: the background yields to that. */
#include "config.h"

#include "bgd-line.h"

#include <string.h>

#include "bgd-bucket.h"
#include "bgd-intake.h"
#include "bgd-outlet.h"
#include "bgd-timer.h"
#include "bgd-yield.h"

#define LOOK_INTERVAL ((gint64) G_USEC_PER_SEC / 10)

/* What was on its way when it began to yield is taken in as it comes. */
#define TAKE_IN ((gint64) 2 * G_USEC_PER_SEC)

/* So long it takes until the bytes of a new connection are told apart well. */
#define VAGUE ((gint64) G_USEC_PER_SEC / 2)

/* What the kernel still has of an upload that is cut off goes on its way. */
#define GOES_ON ((gint64) G_USEC_PER_SEC)

/* Who was there so long ago says nothing about now. */
#define FORGOTTEN ((gint64) 2 * G_USEC_PER_SEC)

/* All times are monotonic microseconds. */
struct _BgdLine
{
  char *interface; /* (owned) */
  BgdDirection direction;
  GPtrArray *ends;  /* (owned) (element-type End) of connections that are in use */
  BgdTimer *timer;  /* (owned) (nullable) looks at it while there are any */
  gint64 last_look; /* when it did */
  gint64 alone;     /* when it did not yield, the last time */
  gint64 joined;    /* when a new connection did, the last time */
  gint64 unclear;   /* until then bytes come or go that nobody counts */
  guint64 own;      /* bytes that came or went for us */
  BgdYield yield;
  BgdBucket bucket; /* what it decides */
};

/* A connection, kept by its socket. */
typedef struct
{
  BgdLine *line;    /* (nullable) none that can be watched */
  BgdIntake intake; /* of an incoming one */
  BgdOutlet outlet; /* of an outgoing one */
  guint users;
} End;

/* Of the transfer thread: those that were seen once, which are few. What they have shown stays
 * known. */
static GPtrArray *lines; /* (owned) (nullable) (element-type BgdLine) */

/* Likewise: connections whose answer is on its way, on whatever line. */
static int expected;

static End *
get_end (BgdLine *self, guint index)
{
  return g_ptr_array_index (self->ends, index);
}

static guint64
count (const BgdLine *self, End *end)
{
  return self->direction == BGD_INCOMING ? bgd_intake_count (&end->intake)
                                         : bgd_outlet_count (&end->outlet);
}

/* What goes is held back by who offers it. */
static void
hold_back (const BgdLine *self, End *end)
{
  if (self->direction == BGD_INCOMING)
    bgd_intake_hold_back (&end->intake, (double) self->bucket.rate / self->ends->len);
}

static void
on_look (gpointer user_data)
{
  BgdLine *self = user_data;
  g_autofree char *table = NULL;
  BgdYieldView view = { .now = g_get_monotonic_time () };

  for (guint i = 0; i < self->ends->len; i++)
    self->own += count (self, get_end (self, i));
  if (g_file_get_contents ("/proc/net/dev", &table, NULL, NULL))
    bgd_interface_parse_counters (table, self->interface, self->direction, &view.all);

  gboolean was_alone = self->bucket.rate == 0;

  view.own = self->own;
  view.is_vague =
      (self->direction == BGD_INCOMING && expected > 0) || view.now - self->joined < VAGUE;
  view.is_unclear = was_alone && view.now < self->unclear;
  if (was_alone)
    self->alone = view.now;

  guint64 rate = bgd_yield_decide (&self->yield, &view);

  if (was_alone != (rate == 0))
    g_debug ("%s in the background %s on %s",
             self->direction == BGD_INCOMING ? "Downloads" : "Uploads",
             rate > 0 ? "yield to others" : "are alone", self->interface);
  bgd_bucket_set_rate (&self->bucket, rate, view.now);
  for (guint i = 0; i < self->ends->len; i++)
    hold_back (self, get_end (self, i));

  self->last_look = view.now;
  bgd_timer_set (self->timer, view.now + LOOK_INTERVAL);
}

static BgdLine *
find_line (const char *interface, BgdDirection direction)
{
  if (lines == NULL)
    lines = g_ptr_array_new ();

  for (guint i = 0; i < lines->len; i++)
    {
      BgdLine *line = g_ptr_array_index (lines, i);

      if (line->direction == direction && strcmp (line->interface, interface) == 0)
        return line;
    }

  BgdLine *self = g_new0 (BgdLine, 1);

  self->interface = g_strdup (interface);
  self->direction = direction;
  self->ends = g_ptr_array_new ();
  g_ptr_array_add (lines, self);

  return self;
}

static gboolean
watch (End *self, GSocket *socket, BgdDirection direction)
{
  return direction == BGD_INCOMING ? bgd_intake_init (&self->intake, socket)
                                   : bgd_outlet_init (&self->outlet, socket);
}

/* (transfer none): found out once for each connection and direction. */
static End *
find_end (GSocket *socket, BgdDirection direction)
{
  const char *key = direction == BGD_INCOMING ? "bgd-line-incoming" : "bgd-line-outgoing";
  End *self = g_object_get_data (G_OBJECT (socket), key);

  if (self != NULL)
    return self;

  g_autofree char *interface = bgd_interface_find (socket);

  self = g_new0 (End, 1);
  if (watch (self, socket, direction) && interface != NULL)
    {
      self->line = find_line (interface, direction);
      self->line->joined = g_get_monotonic_time ();
    }
  g_object_set_data_full (G_OBJECT (socket), key, self, g_free);

  return self;
}

/* So many more or less are asked for what they do not bring yet. The first of their bytes will have
 * been counted before it is known that they are ours. */
void
bgd_line_expect (int connections)
{
  expected += connections;
}

static void
start_looking (BgdLine *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->last_look > FORGOTTEN)
    bgd_bucket_set_rate (&self->bucket, 0, now);

  self->timer = bgd_timer_new (on_look, self);
  bgd_timer_set (self->timer, MAX (now, self->last_look + LOOK_INTERVAL));
}

/**
 * bgd_line_join:
 * @socket: of a connection that brings or takes something in the background; stays until it leaves
 * @direction: which of both
 *
 * Returns: (transfer none) (nullable): the line that it yields on
 */
BgdLine *
bgd_line_join (GSocket *socket, BgdDirection direction)
{
  End *end = find_end (socket, direction);
  BgdLine *self = end->line;

  if (self == NULL)
    return NULL;

  if (self->timer == NULL)
    start_looking (self);
  self->bucket.users++;
  if (end->users++ == 0)
    {
      g_ptr_array_add (self->ends, end);
      hold_back (self, end);
      if (direction == BGD_OUTGOING)
        bgd_outlet_begin (&end->outlet);
    }

  return self;
}

/**
 * bgd_line_leave:
 * @self: a line
 * @socket: that joined it
 * @is_cut: whether more is on its way
 *
 * It brings or takes nothing more, for now.
 */
void
bgd_line_leave (BgdLine *self, GSocket *socket, gboolean is_cut)
{
  End *end = find_end (socket, self->direction);
  gint64 cut_time = GOES_ON;

  self->bucket.users--;
  if (--end->users > 0)
    return;

  self->own += count (self, end);
  if (self->direction == BGD_INCOMING)
    {
      bgd_intake_hold_back (&end->intake, 0);
      cut_time = bgd_intake_get_cut_time (&end->intake);
    }
  else
    bgd_outlet_end (&end->outlet);
  g_ptr_array_remove_fast (self->ends, end);
  if (is_cut)
    self->unclear = MAX (self->unclear, g_get_monotonic_time () + cut_time);
  if (self->ends->len == 0)
    g_clear_pointer (&self->timer, bgd_timer_free);
}

/* Whether others are there, and somebody looks whether they still are. */
gboolean
bgd_line_is_yielding (BgdLine *self)
{
  return self->bucket.rate > 0 && g_get_monotonic_time () - self->last_look < FORGOTTEN;
}

/**
 * bgd_line_get_places:
 * @self: an incoming line that yields
 *
 * Returns: for which part of its connections its rate is enough: if that is below 1 they are too
 *   many to be held back
 */
double
bgd_line_get_places (BgdLine *self)
{
  double least = 1;

  for (guint i = 0; i < self->ends->len; i++)
    least += bgd_intake_get_least_rate (&get_end (self, i)->intake);

  return (double) self->bucket.rate / least;
}

/**
 * bgd_line_get_promised:
 * @self: an incoming line
 * @socket: (nullable): that joined it; all that have if there is none
 *
 * A window that was opened cannot be closed before it was used.
 *
 * Returns: how many seconds the line needs for what senders may send, whatever we want now
 */
double
bgd_line_get_promised (BgdLine *self, GSocket *socket)
{
  double bytes = 0;

  for (guint i = 0; i < self->ends->len; i++)
    {
      const BgdIntake *intake = &get_end (self, i)->intake;

      if (socket == NULL || intake->socket == socket)
        bytes += intake->promised;
    }

  return bytes / MAX (self->yield.capacity, 1);
}

/**
 * bgd_line_offer:
 * @self: a line
 * @socket: that joined it
 * @now: monotonic microseconds
 *
 * Returns: bytes that it may bring or take now; 0: after bgd_line_get_wait()
 */
guint64
bgd_line_offer (BgdLine *self, GSocket *socket, gint64 now)
{
  guint64 offer = bgd_bucket_offer (&self->bucket, now);

  if (self->direction == BGD_OUTGOING)
    return offer;

  /* What has come although it was not to is in nobody's way any more. Left here it would come out
   * at once some time, for which the system would open the window wide. */
  return offer > 0 || now - self->alone > TAKE_IN
             ? offer
             : bgd_intake_get_surplus (&find_end (socket, self->direction)->intake);
}

void
bgd_line_take (BgdLine *self, guint64 bytes)
{
  if (self->bucket.level > 0)
    bgd_bucket_take (&self->bucket, bytes);
}

gint64
bgd_line_get_wait (BgdLine *self)
{
  return bgd_bucket_get_wait (&self->bucket);
}
