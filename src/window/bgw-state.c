/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window makes of each state: its look, and what may be done. Pure. */
#include "config.h"

#include "bgw-state.h"

#include <glib/gi18n.h>

#define MAY(deed) (1u << BGW_DEED_##deed)

static const struct
{
  const char *style; /* a class of the style sheet: the colour of word, badge and bar */
  gboolean has_bar;
  BgwDeed main_deed; /* the one button of the row */
  guint allowed;
} looks[BG_N_JOB_STATES] = {
  // clang-format off
  [BG_JOB_STATE_QUEUED] =
    { "waiting", TRUE, BGW_DEED_SUSPEND,
      MAY (SUSPEND) | MAY (CANCEL) | MAY (CHANGE_ADDRESS) | MAY (RENAME) },
  [BG_JOB_STATE_CONNECTING] =
    { "running", TRUE, BGW_DEED_SUSPEND, MAY (SUSPEND) | MAY (CANCEL) | MAY (RENAME) },
  [BG_JOB_STATE_TRANSFERRING] =
    { "running", TRUE, BGW_DEED_SUSPEND,
      MAY (SUSPEND) | MAY (CANCEL) | MAY (RENAME) | MAY (KEEP_FINISHED) },
  [BG_JOB_STATE_SUSPENDED] =
    { "waiting", TRUE, BGW_DEED_RESUME,
      MAY (RESUME) | MAY (CANCEL) | MAY (CHANGE_ADDRESS) | MAY (RENAME) | MAY (KEEP_FINISHED) },
  [BG_JOB_STATE_ERROR] =
    { "failed", FALSE, BGW_DEED_RESUME,
      MAY (RESUME) | MAY (CANCEL) | MAY (CHANGE_ADDRESS) | MAY (RENAME) | MAY (KEEP_FINISHED) |
      MAY (SIGN_IN) },
  [BG_JOB_STATE_TRANSIENT_ERROR] =
    { "troubled", TRUE, BGW_DEED_RESUME,
      MAY (SUSPEND) | MAY (RESUME) | MAY (CANCEL) | MAY (CHANGE_ADDRESS) | MAY (RENAME) |
      MAY (KEEP_FINISHED) },
  [BG_JOB_STATE_TRANSFERRED] =
    { "finished", FALSE, BGW_DEED_COMPLETE, MAY (COMPLETE) | MAY (CANCEL) | MAY (RENAME) },
  [BG_JOB_STATE_ACKNOWLEDGED] =
    { "finished", FALSE, BGW_DEED_SHOW_IN_FOLDER,
      MAY (OPEN) | MAY (SHOW_IN_FOLDER) | MAY (REMOVE) | MAY (TRASH) | MAY (DOWNLOAD_AGAIN) },
  [BG_JOB_STATE_CANCELLED] =
    { "waiting", FALSE, BGW_DEED_START_AGAIN, MAY (START_AGAIN) | MAY (REMOVE) },
  // clang-format on
};

/* A newer service may know more states: they look like one that waits, and nothing is offered. */
static gboolean
is_known (BgJobState state)
{
  return (guint) state < G_N_ELEMENTS (looks);
}

gboolean
bgw_state_allows (BgJobState state, BgwDeed deed)
{
  return is_known (state) && (looks[state].allowed & (1u << deed)) != 0;
}

/**
 * bgw_state_get_main_deed:
 * @state: a state
 *
 * Returns: what the one button of a row does
 */
BgwDeed
bgw_state_get_main_deed (BgJobState state)
{
  return is_known (state) ? looks[state].main_deed : BGW_DEED_SUSPEND;
}

gboolean
bgw_state_has_bar (BgJobState state)
{
  return is_known (state) && looks[state].has_bar;
}

/* Whether it matters for what the job does: not once all of its bytes are there. */
gboolean
bgw_state_has_priority (BgJobState state)
{
  return bg_job_state_can_change (state) || state == BG_JOB_STATE_SUSPENDED ||
         state == BG_JOB_STATE_ERROR;
}

gboolean
bgw_state_is_in_view (BgJobState state, BgwView view)
{
  switch (view)
    {
    case BGW_VIEW_ACTIVE:
      return bg_job_state_can_change (state) || state == BG_JOB_STATE_SUSPENDED;
    case BGW_VIEW_FINISHED:
      return state == BG_JOB_STATE_TRANSFERRED || state == BG_JOB_STATE_ACKNOWLEDGED;
    case BGW_VIEW_FAILED:
      return state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR;
    case BGW_VIEW_ALL:
    default:
      return TRUE;
    }
}

/**
 * bgw_state_get_style:
 * @state: a state
 *
 * Returns: the class of the style sheet that gives its colour
 */
const char *
bgw_state_get_style (BgJobState state)
{
  return is_known (state) ? looks[state].style : "waiting";
}

/**
 * bgw_state_get_badge:
 * @state: a state
 * @type: the direction
 *
 * Returns: the icon in the badge of a row
 */
const char *
bgw_state_get_badge (BgJobState state, BgJobType type)
{
  switch (state)
    {
    case BG_JOB_STATE_SUSPENDED:
      return "ferry-pause-symbolic";
    case BG_JOB_STATE_ERROR:
      return "ferry-badge-barred-symbolic";
    case BG_JOB_STATE_TRANSIENT_ERROR:
      return "ferry-badge-dots-symbolic";
    case BG_JOB_STATE_TRANSFERRED:
    case BG_JOB_STATE_ACKNOWLEDGED:
      return "ferry-badge-check-symbolic";
    case BG_JOB_STATE_CANCELLED:
      return "ferry-badge-cross-symbolic";
    case BG_JOB_STATE_QUEUED:
    case BG_JOB_STATE_CONNECTING:
    case BG_JOB_STATE_TRANSFERRING:
    default:
      break;
    }

  if (type == BG_JOB_TYPE_UPLOAD)
    return "ferry-badge-up-symbolic";
  if (type == BG_JOB_TYPE_UPLOAD_REPLY)
    return "ferry-badge-both-symbolic";
  return "ferry-badge-down-symbolic";
}

/**
 * bgw_deed_get_name:
 * @deed: what is to be done
 *
 * Returns: the name of the action that does it, without its group
 */
const char *
bgw_deed_get_name (BgwDeed deed)
{
  static const char *const names[BGW_N_DEEDS] = {
    [BGW_DEED_SUSPEND] = "suspend",
    [BGW_DEED_RESUME] = "resume",
    [BGW_DEED_COMPLETE] = "complete",
    [BGW_DEED_CANCEL] = "cancel",
    [BGW_DEED_REMOVE] = "remove",
    [BGW_DEED_OPEN] = "open",
    [BGW_DEED_SHOW_IN_FOLDER] = "show-in-folder",
    [BGW_DEED_START_AGAIN] = "start-again",
    [BGW_DEED_DOWNLOAD_AGAIN] = "download-again",
    [BGW_DEED_KEEP_FINISHED] = "keep-finished",
    [BGW_DEED_TRASH] = "trash",
    [BGW_DEED_RENAME] = "rename",
    [BGW_DEED_CHANGE_ADDRESS] = "change-address",
    [BGW_DEED_SIGN_IN] = "sign-in",
  };

  return names[deed];
}

/**
 * bgw_deed_get_label:
 * @deed: what is to be done
 * @state: the state of the job that it is done to
 *
 * Returns: the words for it: resuming a failed job is “Try Again”
 */
const char *
bgw_deed_get_label (BgwDeed deed, BgJobState state)
{
  switch (deed)
    {
    case BGW_DEED_SUSPEND:
      return _ ("Suspend");
    case BGW_DEED_RESUME:
      if (state == BG_JOB_STATE_ERROR)
        return _ ("Try Again");
      if (state == BG_JOB_STATE_TRANSIENT_ERROR)
        return _ ("Try Now");
      return _ ("Resume");
    case BGW_DEED_COMPLETE:
      return _ ("Complete");
    case BGW_DEED_CANCEL:
      return C_ ("a job", "Cancel");
    case BGW_DEED_REMOVE:
      return _ ("Remove From List");
    case BGW_DEED_OPEN:
      return C_ ("a file", "Open");
    case BGW_DEED_SHOW_IN_FOLDER:
      return _ ("Show in Folder");
    case BGW_DEED_START_AGAIN:
      return _ ("Start Again");
    case BGW_DEED_DOWNLOAD_AGAIN:
      return _ ("Download Again");
    case BGW_DEED_KEEP_FINISHED:
      return _ ("Keep Finished Files");
    case BGW_DEED_TRASH:
      return _ ("Move File to Trash");
    case BGW_DEED_RENAME:
      return _ ("Rename…");
    case BGW_DEED_CHANGE_ADDRESS:
      return _ ("Change Address…");
    case BGW_DEED_SIGN_IN:
      return _ ("Sign In…");
    default:
      g_assert_not_reached ();
    }
}

/**
 * bgw_deed_get_icon_name:
 * @deed: what is to be done
 * @state: the state of the job that it is done to
 *
 * Returns: (nullable): the icon of a row's button; %NULL if it shows words
 */
const char *
bgw_deed_get_icon_name (BgwDeed deed, BgJobState state)
{
  switch (deed)
    {
    case BGW_DEED_SUSPEND:
      return "ferry-pause-symbolic";
    case BGW_DEED_RESUME:
      return state == BG_JOB_STATE_SUSPENDED ? "ferry-play-symbolic" : "ferry-update-symbolic";
    case BGW_DEED_SHOW_IN_FOLDER:
      return "ferry-folder-symbolic";
    case BGW_DEED_START_AGAIN:
      return "ferry-update-symbolic";
    case BGW_DEED_COMPLETE:
    case BGW_DEED_CANCEL:
    case BGW_DEED_REMOVE:
    case BGW_DEED_OPEN:
    case BGW_DEED_DOWNLOAD_AGAIN:
    case BGW_DEED_KEEP_FINISHED:
    case BGW_DEED_TRASH:
    case BGW_DEED_RENAME:
    case BGW_DEED_CHANGE_ADDRESS:
    case BGW_DEED_SIGN_IN:
    default:
      return NULL;
    }
}
