/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the limit of speed and of the meter, with a clock of their own. */
#include "config.h"

#include "bgd-bucket.h"
#include "bgd-meter.h"

#define START (5 * (gint64) G_USEC_PER_SEC)

/* Each user takes all that it is offered, and comes back when it is told to. Returns what came
 * through in so many seconds. */
static guint64
drain (BgdBucket *bucket, guint users, guint seconds, guint64 *largest)
{
  g_autofree gint64 *due = g_new0 (gint64, users);
  guint64 bytes = 0;

  bucket->users = users;
  for (gint64 now = START; now < START + seconds * G_USEC_PER_SEC; now += 1000)
    for (guint i = 0; i < users; i++)
      {
        if (due[i] > now)
          continue;

        guint64 offer = bgd_bucket_offer (bucket, now);

        bgd_bucket_take (bucket, offer);
        bytes += offer;
        *largest = MAX (*largest, offer);
        due[i] = offer > 0 ? now : now + bgd_bucket_get_wait (bucket);
      }

  return bytes;
}

static void
test_rate_is_kept_within_five_per_cent (void)
{
  static const guint64 rates[] = { 1024, 50 * 1000, 1000 * 1000, 30 * 1000 * 1000, G_MAXINT32 };
  static const guint users[] = { 1, 2, 16, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    for (guint j = 0; j < G_N_ELEMENTS (users); j++)
      {
        BgdBucket bucket = { 0 };
        guint64 largest = 0;

        bgd_bucket_set_rate (&bucket, rates[i], START);

        guint64 bytes = drain (&bucket, users[j], 60, &largest);

        g_test_message ("%" G_GUINT64_FORMAT " bytes a second for %u", rates[i], users[j]);
        g_assert_cmpuint (bytes, >=, 57 * rates[i]);
        g_assert_cmpuint (bytes, <=, 63 * rates[i]);
        /* No bursts: never more than a tenth of a second at once, or a packet or two. */
        g_assert_cmpuint (largest, <=, MAX (rates[i] / 10, 2048));
      }
}

static void
test_no_limit_offers_everything (void)
{
  BgdBucket bucket = { 0 };

  g_assert_cmpuint (bgd_bucket_offer (&bucket, START), ==, G_MAXUINT64);
  bgd_bucket_take (&bucket, 1000000);
  g_assert_cmpint (bgd_bucket_get_wait (&bucket), ==, 0);

  bgd_bucket_set_rate (&bucket, 1000000, START);
  g_assert_cmpuint (bgd_bucket_offer (&bucket, START), ==, 0);
  bgd_bucket_set_rate (&bucket, 0, START);
  g_assert_cmpuint (bgd_bucket_offer (&bucket, START), ==, G_MAXUINT64);
}

static void
test_pause_is_not_made_up_for (void)
{
  BgdBucket bucket = { 0 };

  bucket.users = 1;
  bgd_bucket_set_rate (&bucket, 1000000, START);
  g_assert_cmpuint (bgd_bucket_offer (&bucket, START + 3600 * (gint64) G_USEC_PER_SEC), <=, 100000);
}

static void
test_meter_tells_the_rate (void)
{
  BgdMeter meter = { 0 };
  gint64 now = START;

  g_assert_cmpfloat (bgd_meter_get_rate (&meter, now), ==, 0);

  bgd_meter_start (&meter, now);
  for (guint i = 0; i < 500; i++)
    {
      now += G_USEC_PER_SEC / 100;
      bgd_meter_add (&meter, now, 10000);
      /* Right from the beginning, and for as long as it lasts. */
      if (i > 10)
        {
          g_assert_cmpfloat (bgd_meter_get_rate (&meter, now), >, 900000);
          g_assert_cmpfloat (bgd_meter_get_rate (&meter, now), <, 1100000);
        }
    }
}

static void
test_meter_falls_when_nothing_comes (void)
{
  BgdMeter meter = { 0 };
  gint64 now = START;

  bgd_meter_start (&meter, now);
  bgd_meter_add (&meter, now, 64 * 1024);
  /* What was there at once is not a speed. */
  g_assert_cmpfloat (bgd_meter_get_rate (&meter, now), <, 10000000);

  now += G_USEC_PER_SEC;
  double before = bgd_meter_get_rate (&meter, now);

  now += 2 * G_USEC_PER_SEC;
  g_assert_cmpfloat (bgd_meter_get_rate (&meter, now), <, before / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/bucket/rate-is-kept-within-five-per-cent",
                   test_rate_is_kept_within_five_per_cent);
  g_test_add_func ("/bucket/no-limit-offers-everything", test_no_limit_offers_everything);
  g_test_add_func ("/bucket/pause-is-not-made-up-for", test_pause_is_not_made_up_for);
  g_test_add_func ("/meter/tells-the-rate", test_meter_tells_the_rate);
  g_test_add_func ("/meter/falls-when-nothing-comes", test_meter_falls_when_nothing_comes);

  return g_test_run ();
}
