/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a file fits on the disk beside those that were there first. */
#include "config.h"

#include "bgd-space.h"

/**
 * bgd_space_get_available:
 * @self: a file system
 *
 * Returns: bytes of it that downloads may take
 */
guint64
bgd_space_get_available (const BgdSpace *self)
{
  guint64 reserve = MIN (BGD_SPACE_RESERVE, self->size / BGD_SPACE_RESERVE_PART);

  return self->free > reserve ? self->free - reserve : 0;
}

/**
 * bgd_space_get_missing:
 * @bytes_total: size of the file; %BG_SIZE_UNKNOWN counts as one byte
 * @bytes_here: bytes that have come
 * @bytes_allocated: bytes that the file has on the disk: more than @bytes_here if space was taken
 * in advance, fewer if the file system compresses, or has not looked yet
 *
 * Returns: bytes that the file will still take
 */
guint64
bgd_space_get_missing (guint64 bytes_total, guint64 bytes_here, guint64 bytes_allocated)
{
  guint64 taken = MAX (bytes_here, bytes_allocated);

  if (bytes_total == BG_SIZE_UNKNOWN)
    return 1;

  return bytes_total > taken ? bytes_total - taken : 0;
}

/**
 * bgd_space_fits:
 * @self: a file system
 * @claimed: bytes that files ahead of this one will still take
 * @missing: bytes that this one will still take; with 0 it has its place already
 *
 * Returns: whether there is room for all of them
 */
gboolean
bgd_space_fits (const BgdSpace *self, guint64 claimed, guint64 missing)
{
  guint64 available = bgd_space_get_available (self);

  return missing == 0 || (claimed <= available && missing <= available - claimed);
}

/**
 * bgd_space_goes_before:
 * @priority: of a job
 * @is_older: whether it was made before the other one
 * @other_priority: of the other one
 *
 * Returns: whether the job has the right of way: its files get their space first
 */
gboolean
bgd_space_goes_before (BgJobPriority priority, gboolean is_older, BgJobPriority other_priority)
{
  return priority < other_priority || (priority == other_priority && is_older);
}

/**
 * bgd_space_describe:
 *
 * Returns: why a file that does not fit does not, as a sentence in English
 */
char *
bgd_space_describe (const BgdSpace *self, guint64 claimed, guint64 missing)
{
  g_autofree char *needed = g_format_size (missing);
  g_autofree char *available = g_format_size (bgd_space_get_available (self));
  g_autofree char *ahead = g_format_size (claimed);

  if (claimed == 0)
    return g_strdup_printf ("The file needs %s, %s are free", needed, available);

  return g_strdup_printf ("The file needs %s, %s are free, of which files ahead of it need %s",
                          needed, available, ahead);
}
