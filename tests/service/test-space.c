/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of whether a file fits on the disk. */
#include "config.h"

#include "bgd-space.h"

#define KIB G_GUINT64_CONSTANT (1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

static void
test_something_is_left_for_the_system (void)
{
  static const struct
  {
    guint64 size, free, available;
  } rows[] = {
    { 100 * GIB, 100 * GIB, 100 * GIB - 16 * MIB },
    { 100 * GIB, 16 * MIB + 1, 1 },
    { 100 * GIB, 16 * MIB, 0 },
    { 100 * GIB, 1, 0 },
    { 100 * GIB, 0, 0 },
    { GIB, GIB, GIB - 16 * MIB },
    { 64 * MIB, 64 * MIB, 63 * MIB },
    { 8 * MIB, 8 * MIB, 8 * MIB - 128 * KIB },
    { 0, 5, 5 },
    { G_MAXUINT64, G_MAXUINT64, G_MAXUINT64 - 16 * MIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BgdSpace space = { .size = rows[i].size, .free = rows[i].free };

      g_assert_cmpuint (bgd_space_get_available (&space), ==, rows[i].available);
    }
}

static void
test_what_is_on_the_disk_is_not_missing (void)
{
  static const struct
  {
    guint64 total, here, allocated, missing;
  } rows[] = {
    { 100, 0, 0, 100 },
    { 100, 40, 0, 60 },  /* not yet written out */
    { 100, 40, 16, 60 }, /* compressed */
    { 100, 40, 100, 0 }, /* taken in advance */
    { 100, 40, 70, 30 },
    { 100, 100, 100, 0 },
    { 100, 100, 4096, 0 }, /* whole blocks */
    { 0, 0, 0, 0 },
    { BG_SIZE_UNKNOWN, 0, 0, 1 },
    { BG_SIZE_UNKNOWN, 1000, 4096, 1 },
    { BG_SIZE_UNKNOWN - 1, 0, 0, BG_SIZE_UNKNOWN - 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (bgd_space_get_missing (rows[i].total, rows[i].here, rows[i].allocated), ==,
                      rows[i].missing);
}

static void
test_a_file_fits_beside_those_ahead_of_it (void)
{
  static const struct
  {
    guint64 available, claimed, missing;
    gboolean fits;
  } rows[] = {
    { 100, 0, 100, TRUE },
    { 100, 0, 101, FALSE },
    { 100, 60, 40, TRUE },
    { 100, 60, 41, FALSE },
    { 100, 100, 1, FALSE },
    { 100, 101, 1, FALSE },
    { 100, 500, 0, TRUE }, /* it has its place */
    { 0, 0, 0, TRUE },
    { 0, 0, 1, FALSE },
    { 100, G_MAXUINT64, G_MAXUINT64, FALSE },
    { 100, 1, G_MAXUINT64, FALSE },
    { 100, G_MAXUINT64, 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BgdSpace space = { .size = 0, .free = rows[i].available };

      g_assert_cmpint (bgd_space_fits (&space, rows[i].claimed, rows[i].missing), ==, rows[i].fits);
    }
}

static void
test_priority_then_age_has_the_right_of_way (void)
{
  const BgJobPriority high = BG_JOB_PRIORITY_HIGH, normal = BG_JOB_PRIORITY_NORMAL;

  g_assert_true (bgd_space_goes_before (high, FALSE, normal));
  g_assert_true (bgd_space_goes_before (high, TRUE, normal));
  g_assert_false (bgd_space_goes_before (normal, TRUE, high));
  g_assert_true (bgd_space_goes_before (normal, TRUE, normal));
  g_assert_false (bgd_space_goes_before (normal, FALSE, normal));
  g_assert_true (bgd_space_goes_before (BG_JOB_PRIORITY_FOREGROUND, FALSE, high));
}

static void
test_the_sentence_has_the_figures (void)
{
  const BgdSpace space = { .size = 100 * GIB, .free = 1100000000 + 16 * MIB };
  g_autofree char *alone = bgd_space_describe (&space, 0, 4200000000);
  g_autofree char *beside = bgd_space_describe (&space, 500000000, 4200000000);

  /* The space between number and unit does not break the line. */
  g_assert_cmpstr (alone, ==, "The file needs 4.2\u00a0GB, 1.1\u00a0GB are free");
  g_assert_cmpstr (beside, ==,
                   "The file needs 4.2\u00a0GB, 1.1\u00a0GB are free, of which files ahead of it "
                   "need 500.0\u00a0MB");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/space/something-is-left-for-the-system",
                   test_something_is_left_for_the_system);
  g_test_add_func ("/space/what-is-on-the-disk-is-not-missing",
                   test_what_is_on_the_disk_is_not_missing);
  g_test_add_func ("/space/a-file-fits-beside-those-ahead-of-it",
                   test_a_file_fits_beside_those_ahead_of_it);
  g_test_add_func ("/space/priority-then-age-has-the-right-of-way",
                   test_priority_then_age_has_the_right_of_way);
  g_test_add_func ("/space/the-sentence-has-the-figures", test_the_sentence_has_the_figures);

  return g_test_run ();
}
