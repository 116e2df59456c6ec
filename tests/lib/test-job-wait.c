/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for jobs of the real service. */
#include "config.h"

#include "manager-fixture.h"

/* A job that fails at once, and for good. */
static BgJob *
create_failing_job (ManagerFixture *self)
{
  BgJob *job = manager_fixture_create_job (self, "fails");
  g_autoptr (GError) error = NULL;

  bg_job_set_properties_sync (job, g_variant_new_parsed ("{'no-progress-timeout': <uint32 0>}"),
                              NULL, &error);
  g_assert_no_error (error);
  manager_fixture_add_file (self, job, NOWHERE);

  return job;
}

static void
test_a_failure_ends_it (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = create_failing_job (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bg_job_wait_async (job, NULL, keep_result, &result);
  g_assert_true (bg_job_resume_sync (job, NULL, NULL));
  wait_for (&result);
  g_assert_false (bg_job_wait_finish (job, result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_CONNECT_FAILURE);
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_ERROR);
  g_clear_error (&error);

  /* Whoever comes later need not wait. */
  g_assert_false (bg_job_wait_sync (job, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_CONNECT_FAILURE);
}

static void
test_so_does_somebody_who_cancels_it (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "cancelled");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bg_job_wait_async (job, NULL, keep_result, &result);
  g_assert_true (bg_job_cancel_sync (job, NULL, NULL));
  wait_for (&result);
  g_assert_false (bg_job_wait_finish (job, result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_STATE);
}

static void
test_so_does_somebody_who_removes_it (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgManager) other = bg_manager_new_sync (NULL, NULL);
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "removed");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgJob) same = NULL;

  g_assert_true (bg_manager_refresh_sync (other, NULL, NULL));
  same = g_object_ref (bg_manager_get_job (other, bg_job_get_id (job)));
  bg_job_wait_async (job, NULL, keep_result, &result);
  g_assert_true (bg_job_cancel_sync (same, NULL, NULL));
  wait_for (&result);
  g_assert_false (bg_job_wait_finish (job, result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_STATE);
  g_clear_error (&error);

  g_assert_true (bg_job_remove_sync (same, NULL, NULL));
  g_assert_false (bg_job_wait_sync (job, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_STATE);
}

static void
test_callers_may_give_up (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "suspended");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GError) error = NULL;

  bg_job_wait_async (job, cancellable, keep_result, &result);
  bg_job_wait_async (job, NULL, keep_result, &other);
  manager_fixture_refresh (self);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_false (bg_job_wait_finish (job, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (other);

  g_assert_false (bg_job_wait_sync (job, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_true (bg_job_cancel_sync (job, NULL, NULL));
  wait_for (&other);
  g_assert_false (bg_job_wait_finish (job, other, NULL));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/job-wait/" path, ManagerFixture, NULL, manager_fixture_set_up, function,           \
              manager_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("failure", test_a_failure_ends_it);
  ADD ("cancelled", test_so_does_somebody_who_cancels_it);
  ADD ("removed", test_so_does_somebody_who_removes_it);
  ADD ("given-up", test_callers_may_give_up);

  return g_test_run ();
}
