/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a notification says of one job, or of several. */
#include "config.h"

#include "bgw-notice.h"

#include <glib/gi18n.h>

#include "bgw-error-words.h"
#include "bgw-words.h"

BgwNoticeKind
bgw_notice_get_kind (BgJob *job)
{
  BgJobState state = bg_job_get_state (job);

  if (state == BG_JOB_STATE_ACKNOWLEDGED)
    return BGW_NOTICE_FINISHED;
  if (state == BG_JOB_STATE_TRANSFERRED)
    return BGW_NOTICE_READY;

  return state == BG_JOB_STATE_ERROR ? BGW_NOTICE_FAILED : BGW_NOTICE_NONE;
}

static gboolean
is_download (BgJob *job)
{
  return bg_job_get_job_type (job) == BG_JOB_TYPE_DOWNLOAD;
}

static char *
describe_finished (BgJob *job, const char *name)
{
  g_autofree char *folder = NULL;
  g_autofree char *size = NULL;
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);
  size = bgw_words_size (progress.bytes_transferred);
  if (!is_download (job) || bg_job_get_directory (job) == NULL)
    return g_strdup_printf (_ ("%s (%s) is done."), name, size);

  folder = bgw_words_folder (bg_job_get_directory (job));

  /* Translators: A file, its size, and its folder: “debian.iso (4.0 GB) is in Downloads.” */
  return g_strdup_printf (_ ("%s (%s) is in %s."), name, size, folder);
}

static char *
describe_failure (BgJob *job, const char *name)
{
  const BgJobError *error = bg_job_get_error (job);
  g_autofree char *reason = NULL;

  if (error == NULL)
    return g_strdup (name);

  reason = bgw_error_row (error, bg_job_get_directory (job), FALSE);

  /* Translators: A file, and why it failed: “report.pdf: The server refuses access (403)” */
  return g_strdup_printf (_ ("%s: %s"), name, reason);
}

static GNotification *
finished (BgJob *job, const char *name)
{
  g_autofree char *body = describe_finished (job, name);
  GNotification *notification =
      g_notification_new (is_download (job) ? _ ("Download finished") : _ ("Upload finished"));

  g_notification_set_body (notification, body);
  if (is_download (job))
    {
      g_notification_add_button_with_target (notification, C_ ("a file", "Open"), "app.open-job",
                                             "s", bg_job_get_id (job));
      g_notification_add_button_with_target (notification, _ ("Show in Folder"),
                                             "app.show-job-in-folder", "s", bg_job_get_id (job));
    }

  return notification;
}

static GNotification *
ready (BgJob *job, const char *name)
{
  g_autofree char *body = g_strdup_printf (_ ("Press Complete to save %s."), name);
  GNotification *notification =
      g_notification_new (is_download (job) ? _ ("Download ready") : _ ("Upload ready"));

  g_notification_set_body (notification, body);
  g_notification_add_button_with_target (notification, _ ("Complete"), "app.complete-job", "s",
                                         bg_job_get_id (job));

  return notification;
}

static GNotification *
failed (BgJob *job, const char *name)
{
  g_autofree char *body = describe_failure (job, name);
  GNotification *notification =
      g_notification_new (is_download (job) ? _ ("Download failed") : _ ("Upload failed"));

  g_notification_set_body (notification, body);
  g_notification_add_button_with_target (notification, _ ("Try Again"), "app.try-job-again", "s",
                                         bg_job_get_id (job));

  return notification;
}

/**
 * bgw_notice_of_job:
 * @job: a job of any kind but %BGW_NOTICE_NONE
 *
 * Returns: (transfer full): what there is to say of it
 */
GNotification *
bgw_notice_of_job (BgJob *job)
{
  g_autofree char *name = bgw_words_quotable (bg_job_get_name (job));
  BgwNoticeKind kind = bgw_notice_get_kind (job);
  GNotification *notification = NULL;

  if (kind == BGW_NOTICE_FINISHED)
    notification = finished (job, name);
  else if (kind == BGW_NOTICE_READY)
    notification = ready (job, name);
  else
    notification = failed (job, name);

  g_notification_set_default_action_and_target (notification, "app.show-job", "s",
                                                bg_job_get_id (job));

  return notification;
}

/**
 * bgw_notice_of_several:
 * @kind: what happened to them
 * @count: to how many, from 2
 * @downloads: whether all of them are downloads
 */
GNotification *
bgw_notice_of_several (BgwNoticeKind kind, guint count, gboolean downloads)
{
  g_autofree char *title = NULL;

  if (kind == BGW_NOTICE_FINISHED && downloads)
    title =
        g_strdup_printf (ngettext ("%u download finished", "%u downloads finished", count), count);
  else if (kind == BGW_NOTICE_FINISHED)
    title = g_strdup_printf (ngettext ("%u job finished", "%u jobs finished", count), count);
  else if (kind == BGW_NOTICE_READY && downloads)
    title = g_strdup_printf (ngettext ("%u download ready", "%u downloads ready", count), count);
  else if (kind == BGW_NOTICE_READY)
    title = g_strdup_printf (ngettext ("%u job ready", "%u jobs ready", count), count);
  else if (downloads)
    title = g_strdup_printf (ngettext ("%u download failed", "%u downloads failed", count), count);
  else
    title = g_strdup_printf (ngettext ("%u job failed", "%u jobs failed", count), count);

  return g_notification_new (title);
}

/**
 * bgw_notice_of_background:
 * @running: how many jobs go on without the window
 */
GNotification *
bgw_notice_of_background (guint running)
{
  GNotification *notification = g_notification_new (_ ("Ferry keeps working"));
  g_autofree char *body =
      g_strdup_printf (ngettext ("%u job continues in the background.",
                                 "%u jobs continue in the background.", running),
                       running);

  g_notification_set_body (notification, body);

  return notification;
}
