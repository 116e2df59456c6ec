/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manager and the real service, on a bus of their own. */
#include "config.h"

#include "manager-fixture.h"

void
manager_fixture_set_up (ManagerFixture *self, gconstpointer program)
{
  g_autoptr (GError) error = NULL;

  bus_fixture_set_up (&self->bus, program);
  self->manager = bg_manager_new_sync (NULL, &error);
  g_assert_no_error (error);
}

void
manager_fixture_tear_down (ManagerFixture *self, gconstpointer program)
{
  g_assert_finalize_object (self->manager);
  bus_fixture_tear_down (&self->bus, program);
}

void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
manager_fixture_refresh (ManagerFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bg_manager_refresh_sync (self->manager, NULL, &error));
  g_assert_no_error (error);
}

BgJob *
manager_fixture_create_job (ManagerFixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  BgJob *job =
      bg_manager_create_job_sync (self->manager, name, BG_JOB_TYPE_DOWNLOAD, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (job);

  return job;
}

void
manager_fixture_add_file (ManagerFixture *self, BgJob *job, const char *url)
{
  g_autofree char *folder = bus_fixture_make_folder (&self->bus, "downloads");
  g_autoptr (GError) error = NULL;

  g_assert_true (bg_job_add_file_sync (job, url, folder, NULL, &error));
  g_assert_no_error (error);
}

guint
manager_fixture_count_jobs (ManagerFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->manager));
}
