/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which jobs the words of a command line mean: ids, beginnings of ids, or “all”. */
#include "config.h"

#include "bgt-resolve.h"

#include <glib/gi18n.h>

#define ALL "all"

/* What “list” shows of an id, unless more is needed to tell them apart. */
#define SHORT_ID 8

/* As many as fit a sentence. */
#define MAX_MATCHES 8

/**
 * bgt_resolve_find:
 * @ids: ids of jobs
 * @prefix: the beginning of an id, or a whole one; in any case
 *
 * Returns: (element-type guint): the places of those in @ids that begin so
 */
GArray *
bgt_resolve_find (const char *const *ids, const char *prefix)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *lower = g_ascii_strdown (prefix, -1);

  for (guint i = 0; *lower != '\0' && ids[i] != NULL; i++)
    if (g_str_has_prefix (ids[i], lower))
      g_array_append_val (found, i);

  return g_steal_pointer (&found);
}

/**
 * bgt_resolve_get_ids:
 *
 * Returns: (transfer container): the ids of @jobs; they live as long as these
 */
const char **
bgt_resolve_get_ids (GListModel *jobs)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (jobs, i);

      g_ptr_array_add (ids, (gpointer) bg_job_get_id (job));
    }

  g_ptr_array_add (ids, NULL);

  return (const char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static void
set_ambiguous (GError **error, const char *word, GListModel *jobs, GArray *found)
{
  g_autoptr (GString) matches = g_string_new (NULL);

  for (guint i = 0; i < MIN (found->len, MAX_MATCHES); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (jobs, g_array_index (found, guint, i));

      g_string_append_printf (matches, "%s%s “%s”", i > 0 ? ", " : "", bg_job_get_id (job),
                              bg_job_get_name (job));
    }

  if (found->len > MAX_MATCHES)
    g_string_append (matches, ", …");

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is the beginning of several ids: %s."), word, matches->str);
}

static void
add_once (GPtrArray *result, BgJob *job)
{
  if (!g_ptr_array_find (result, job, NULL))
    g_ptr_array_add (result, g_object_ref (job));
}

static void
add_all (GPtrArray *result, GListModel *jobs, BgtResolveFilter filter, gconstpointer user_data)
{
  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (jobs, i);

      if (filter == NULL || filter (bg_job_get_state (job), user_data))
        add_once (result, job);
    }
}

static gboolean
add_word (GPtrArray *result, GListModel *jobs, const char *word, GError **error)
{
  g_autofree const char **ids = bgt_resolve_get_ids (jobs);
  g_autoptr (GArray) found = bgt_resolve_find (ids, word);
  g_autoptr (BgJob) job = NULL;

  if (found->len == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("There is no job “%s”. “ferryctl list” shows those that there are."), word);
      return FALSE;
    }

  if (found->len > 1)
    {
      set_ambiguous (error, word, jobs, found);
      return FALSE;
    }

  job = g_list_model_get_item (jobs, g_array_index (found, guint, 0));
  add_once (result, job);
  return TRUE;
}

/**
 * bgt_resolve_jobs:
 * @jobs: all jobs
 * @words: ids, beginnings of ids, or “all”
 * @filter: (nullable): which jobs “all” stands for; NULL: every one
 *
 * Returns: (element-type BgJob): the jobs that are meant, each once; or NULL with a sentence in
 *   @error if a word means none, or several
 */
GPtrArray *
bgt_resolve_jobs (GListModel *jobs,
                  const char *const *words,
                  BgtResolveFilter filter,
                  gconstpointer user_data,
                  GError **error)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], ALL))
      add_all (result, jobs, filter, user_data);
    else if (!add_word (result, jobs, words[i], error))
      return NULL;

  return g_steal_pointer (&result);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * bgt_resolve_get_id_length:
 * @ids: the ids of all jobs
 *
 * Returns: how many characters of an id tell it from all others, and please the eye
 */
guint
bgt_resolve_get_id_length (const char *const *ids)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint length = SHORT_ID;

  for (gsize i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (sorted, (gpointer) ids[i]);

  g_ptr_array_sort (sorted, compare_ids);

  for (guint i = 1; i < sorted->len; i++)
    {
      const char *one = sorted->pdata[i - 1], *other = sorted->pdata[i];
      guint common = 0;

      while (one[common] != '\0' && one[common] == other[common])
        common++;

      length = MAX (length, common + 1);
    }

  return length;
}
