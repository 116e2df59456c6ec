/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window makes of each state: its look, and what may be done. Pure. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

/* What people can do to a job. */
typedef enum
{
  BGW_DEED_SUSPEND,
  BGW_DEED_RESUME,
  BGW_DEED_COMPLETE,
  BGW_DEED_CANCEL,
  BGW_DEED_REMOVE,
  BGW_DEED_OPEN,
  BGW_DEED_SHOW_IN_FOLDER,
  BGW_DEED_START_AGAIN,
  BGW_DEED_DOWNLOAD_AGAIN, /* finished, and perhaps gone */
  BGW_DEED_KEEP_FINISHED,  /* of several files */
  BGW_DEED_TRASH,
  BGW_DEED_RENAME,         /* one job */
  BGW_DEED_CHANGE_ADDRESS, /* likewise */
  BGW_DEED_SIGN_IN,        /* likewise; where somebody has asked who it is */
} BgwDeed;

#define BGW_N_DEEDS (BGW_DEED_SIGN_IN + 1)

/* Which jobs are shown. The numbers are those of the key “view”. */
typedef enum
{
  BGW_VIEW_ALL,
  BGW_VIEW_ACTIVE,
  BGW_VIEW_FINISHED,
  BGW_VIEW_FAILED,
} BgwView;

/* Stands for each of the states, where one can be chosen. */
#define BGW_ANY_STATE (-1)

gboolean bgw_state_allows (BgJobState state, BgwDeed deed);
BgwDeed bgw_state_get_main_deed (BgJobState state);
gboolean bgw_state_has_bar (BgJobState state);
gboolean bgw_state_has_priority (BgJobState state);
gboolean bgw_state_is_in_view (BgJobState state, BgwView view);
const char *bgw_state_get_style (BgJobState state);
const char *bgw_state_get_badge (BgJobState state, BgJobType type);

const char *bgw_deed_get_name (BgwDeed deed);
const char *bgw_deed_get_label (BgwDeed deed, BgJobState state);
const char *bgw_deed_get_icon_name (BgwDeed deed, BgJobState state);

G_END_DECLS
