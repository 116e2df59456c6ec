/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a file in which some pieces are wrong: whose fault it is, and who is not asked
 * again. */
#include "config.h"

#include "bgd-repair.h"

struct _BgdRepair
{
  guint64 piece_length; /* bytes */
  GPtrArray *brought;   /* (owned) (element-type BgdRanges) by each source */
  gboolean *banned;     /* (owned) each source */
  guint rounds;
  gboolean has_forgiven;
};

/**
 * bgd_repair_new:
 * @n_sources: how many addresses the file has, from 1
 * @piece_length: bytes of each piece but the last
 */
BgdRepair *
bgd_repair_new (guint n_sources, guint64 piece_length)
{
  BgdRepair *self = g_new0 (BgdRepair, 1);

  self->piece_length = piece_length;
  self->brought = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_ranges_free);
  for (guint i = 0; i < n_sources; i++)
    g_ptr_array_add (self->brought, bgd_ranges_new ());
  self->banned = g_new0 (gboolean, n_sources);

  return self;
}

void
bgd_repair_free (BgdRepair *self)
{
  g_ptr_array_unref (self->brought);
  g_free (self->banned);
  g_free (self);
}

/* (transfer none) (element-type BgdRanges): to be filled with what came from each source. */
GPtrArray *
bgd_repair_get_brought (BgdRepair *self)
{
  return self->brought;
}

/* (transfer none): for each source, whether it is not to be used any more. */
const gboolean *
bgd_repair_get_banned (BgdRepair *self)
{
  return self->banned;
}

static gboolean
has_any (const BgdRanges *ranges, guint64 start, guint64 end)
{
  g_autoptr (BgdRanges) rest = bgd_ranges_copy (ranges);

  bgd_ranges_remove (rest, start, end);

  return !bgd_ranges_equal (rest, ranges);
}

/* Whoever brought a wrong piece alone. Where several did it may be any of them: when the piece has
 * come again that is mostly clear. */
static void
judge_piece (BgdRepair *self, guint64 start, guint64 end)
{
  guint culprit = 0;
  guint n = 0;

  for (guint i = 0; i < self->brought->len; i++)
    if (has_any (g_ptr_array_index (self->brought, i), start, end))
      {
        culprit = i;
        n++;
      }

  if (n == 1)
    self->banned[culprit] = TRUE;
  for (guint i = 0; i < self->brought->len; i++)
    bgd_ranges_remove (g_ptr_array_index (self->brought, i), start, end);
}

static gboolean
is_anybody_left (BgdRepair *self)
{
  for (guint i = 0; i < self->brought->len; i++)
    if (!self->banned[i])
      return TRUE;

  return FALSE;
}

/**
 * bgd_repair_blame:
 * @bad: what is wrong, whole pieces
 *
 * Bans the sources from which it came. If that were all of them none is banned, once: it may have
 * been the network, the disk, or an earlier try, and the bytes are worth another request.
 *
 * Returns: whether it is worth it; %FALSE when it was tried often enough
 */
gboolean
bgd_repair_blame (BgdRepair *self, const BgdRanges *bad)
{
  if (++self->rounds > BGD_REPAIR_ROUNDS)
    return FALSE;

  for (guint i = 0; i < bgd_ranges_get_length (bad); i++)
    {
      BgdRange range = bgd_ranges_get (bad, i);

      for (guint64 start = range.start; start < range.end; start += self->piece_length)
        judge_piece (self, start, MIN (start + self->piece_length, range.end));
    }

  if (is_anybody_left (self))
    return TRUE;
  if (self->has_forgiven)
    return FALSE;

  self->has_forgiven = TRUE;
  for (guint i = 0; i < self->brought->len; i++)
    self->banned[i] = FALSE;

  return TRUE;
}
