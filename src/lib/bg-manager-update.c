/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what the service says to the list of jobs. */
#include "config.h"

#include "bg-manager-private.h"

#include "bg-frozen.h"
#include "bg-job-private.h"

static int
compare_places (gconstpointer a, gconstpointer b)
{
  return bg_job_compare (*(gpointer const *) a, *(gpointer const *) b, NULL);
}

/* Neighbours leave with one signal. A handler may refresh, so that a job has left already. */
static void
unlist_jobs (BgManager *self, GPtrArray *removed)
{
  g_ptr_array_sort (removed, compare_places);

  for (guint i = 0; i < removed->len;)
    {
      GSequenceIter *begin =
          g_sequence_lookup (self->jobs, removed->pdata[i++], bg_job_compare, NULL);
      GSequenceIter *end;
      int position, n_removed;

      if (begin == NULL)
        continue;

      end = g_sequence_iter_next (begin);

      while (i < removed->len && !g_sequence_iter_is_end (end) &&
             g_sequence_get (end) == removed->pdata[i])
        {
          end = g_sequence_iter_next (end);
          i++;
        }

      position = g_sequence_iter_get_position (begin);
      n_removed = g_sequence_iter_get_position (end) - position;
      g_sequence_remove_range (begin, end);
      g_list_model_items_changed (G_LIST_MODEL (self), (guint) position, (guint) n_removed, 0);
    }
}

/* Neighbours come with one signal. A handler may refresh, so that a job is gone already. */
static void
list_jobs (BgManager *self, GPtrArray *added)
{
  g_ptr_array_sort (added, compare_places);

  for (guint i = 0; i < added->len;)
    {
      GSequenceIter *next = g_sequence_search (self->jobs, added->pdata[i], bg_job_compare, NULL);
      guint n_added = 0;

      do
        {
          BgJob *job = added->pdata[i++];

          if (bg_manager_get_job (self, bg_job_get_id (job)) == job)
            {
              g_sequence_insert_before (next, g_object_ref (job));
              n_added++;
            }
        }
      while (i < added->len && (g_sequence_iter_is_end (next) ||
                                bg_job_compare (added->pdata[i], g_sequence_get (next), NULL) < 0));

      if (n_added > 0)
        g_list_model_items_changed (G_LIST_MODEL (self),
                                    (guint) g_sequence_iter_get_position (next) - n_added, 0,
                                    n_added);
    }
}

/* The job of @id; made, and added to @added, if it is new, else kept silent by @frozen. */
static BgJob *
ensure_job (BgManager *self, const char *id, GPtrArray *added, GPtrArray *frozen)
{
  BgJob *job = bg_manager_get_job (self, id);

  if (job != NULL)
    {
      bg_frozen_add (frozen, job);
      return job;
    }

  job = bg_job_new (self->box, id);
  g_hash_table_insert (self->by_id, (char *) bg_job_get_id (job), job);
  g_ptr_array_add (added, g_object_ref (job));

  return job;
}

static guint32
uint32_at (GVariant *tuple, gsize index)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (tuple, index);

  return g_variant_get_uint32 (child);
}

static guint64
uint64_at (GVariant *tuple, gsize index)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (tuple, index);

  return g_variant_get_uint64 (child);
}

static void
note_activity (BgManager *self, BgJob *job)
{
  if (bg_job_state_can_change (bg_job_get_state (job)))
    g_hash_table_add (self->active, job);
  else
    g_hash_table_remove (self->active, job);
}

/* An answer comes as a tree. To take a borrowed string out of it with a format would first write
 * all of it into one block, which for thousands of jobs takes longer than all the rest. */
static void
take_in_changed (
    BgManager *self, GVariant *changed, gint64 time, GPtrArray *added, GPtrArray *frozen)
{
  GVariantIter iter;
  GVariant *next;

  g_variant_iter_init (&iter, changed);

  while ((next = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_autoptr (GVariant) entry = next;
      g_autoptr (GVariant) id = g_variant_get_child_value (entry, 0);
      g_autoptr (GVariant) values = g_variant_get_child_value (entry, 6);
      BgJob *job = ensure_job (self, g_variant_get_string (id, NULL), added, frozen);
      BgJobProgress progress = {
        .bytes_total = uint64_at (entry, 2),
        .bytes_transferred = uint64_at (entry, 3),
        .files_total = uint32_at (entry, 4),
        .files_transferred = uint32_at (entry, 5),
      };

      bg_job_update (job, (BgJobState) uint32_at (entry, 1), &progress, values);
      bg_job_measure (job, time);
      note_activity (self, job);
    }
}

/* What a job has in the block of numbers of those that moved; see Poll. */
typedef struct
{
  guint64 id_first;
  guint64 id_last;
  guint64 state;
  guint64 bytes_total;
  guint64 bytes_transferred;
  guint64 files_total;
  guint64 files_transferred;
} Moved;

/* As g_uuid_string_random() writes them. */
static void
write_id (char id[37], const Moved *moved)
{
  const guint64 halves[] = { moved->id_first, moved->id_last };
  char *p = id;

  for (guint i = 0; i < 32; i++)
    {
      if (i == 8 || i == 12 || i == 16 || i == 20)
        *p++ = '-';
      *p++ = "0123456789abcdef"[halves[i / 16] >> (60 - 4 * (i % 16)) & 0xf];
    }
  *p = '\0';
}

static void
take_in_moved (BgManager *self, GVariant *moved, gint64 time, GPtrArray *frozen)
{
  gsize n_numbers;
  const guint64 *numbers = g_variant_get_fixed_array (moved, &n_numbers, sizeof *numbers);
  const Moved *all = (const Moved *) numbers;

  for (gsize i = 0; i < n_numbers * sizeof *numbers / sizeof *all; i++)
    {
      BgJobProgress progress = {
        .bytes_total = all[i].bytes_total,
        .bytes_transferred = all[i].bytes_transferred,
        .files_total = (guint) all[i].files_total,
        .files_transferred = (guint) all[i].files_transferred,
      };
      char id[37];
      BgJob *job;

      write_id (id, &all[i]);
      job = g_hash_table_lookup (self->by_id, id);
      if (job == NULL)
        continue;

      bg_frozen_add (frozen, job);
      bg_job_update (job, (BgJobState) all[i].state, &progress, NULL);
      bg_job_measure (job, time);
      note_activity (self, job);
    }
}

static void
take_out (BgManager *self, const char *id, GPtrArray *removed)
{
  gpointer job;

  if (!g_hash_table_steal_extended (self->by_id, id, NULL, &job))
    return;

  g_hash_table_remove (self->active, job);
  g_ptr_array_add (removed, job);
}

/* All jobs that the answer does not name. */
static void
take_out_others (BgManager *self, GVariant *changed, GPtrArray *removed)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  GHashTableIter jobs;
  gpointer id;
  GVariantIter iter;

  g_variant_iter_init (&iter, changed);

  while (g_variant_iter_next (&iter, "(&suttuu@a{sv})", &id, NULL, NULL, NULL, NULL, NULL, NULL))
    g_hash_table_add (named, id);

  g_hash_table_iter_init (&jobs, self->by_id);

  while (g_hash_table_iter_next (&jobs, &id, NULL))
    if (!g_hash_table_contains (named, id))
      g_ptr_array_add (others, id);

  for (guint i = 0; i < others->len; i++)
    take_out (self, others->pdata[i], removed);
}

/* Those that the answer does not name: no byte came. */
static void
measure_others (BgManager *self, gint64 time, GPtrArray *frozen)
{
  GHashTableIter iter;
  gpointer job;

  g_hash_table_iter_init (&iter, self->active);

  while (g_hash_table_iter_next (&iter, &job, NULL))
    {
      if (!bg_job_wants_measure (job, time))
        continue;

      bg_frozen_add (frozen, job);
      bg_job_measure (job, time);
    }
}

/* What Poll, or Refresh, says about changes after @asked. No signal leaves before all is known,
 * because handlers may call us again. */
void
bg_manager_update (BgManager *self, guint64 asked, GVariant *answer)
{
  g_autoptr (GPtrArray) frozen = bg_frozen_new ();
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GVariant) whole = g_variant_get_child_value (answer, 1);
  g_autoptr (GVariant) changed = g_variant_get_child_value (answer, 2);
  gboolean is_packed = g_variant_n_children (answer) == 5;
  g_autoptr (GVariant) moved = is_packed ? g_variant_get_child_value (answer, 3) : NULL;
  g_autoptr (GVariant) names = g_variant_get_child_value (answer, is_packed ? 4 : 3);
  g_autofree const char **gone = g_variant_get_strv (names, NULL);
  gboolean could_change = bg_manager_get_can_change (self);
  guint64 now = uint64_at (answer, 0);
  gint64 time = g_get_monotonic_time ();

  /* A synchronous call has overtaken this one and knows more. */
  if (asked != self->serial && now <= self->serial)
    return;

  self->serial = now;
  take_in_changed (self, changed, time, added, frozen);
  if (moved != NULL)
    take_in_moved (self, moved, time, frozen);

  for (guint i = 0; gone[i] != NULL; i++)
    take_out (self, gone[i], removed);

  if (g_variant_get_boolean (whole))
    take_out_others (self, changed, removed);

  measure_others (self, time, frozen);
  unlist_jobs (self, removed);
  list_jobs (self, added);
  g_clear_pointer (&frozen, g_ptr_array_unref);

  if (bg_manager_get_can_change (self) != could_change)
    g_object_notify (G_OBJECT (self), "can-change");
}
