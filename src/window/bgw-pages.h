/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands below the header bar: the list, or a page that says why there is none. */
#pragma once

#include "bgw-job-list.h"
#include "bgw-state.h"

G_BEGIN_DECLS

/**
 * BgwPage:
 * @BGW_PAGE_WAITING: the service has not answered yet
 * @BGW_PAGE_LIST: there are jobs
 * @BGW_PAGE_EMPTY: there are none at all
 * @BGW_PAGE_NOTHING: there are none in this view
 * @BGW_PAGE_NO_RESULTS: there are none that the search finds
 * @BGW_PAGE_UNAVAILABLE: the service cannot be reached
 */
typedef enum
{
  BGW_PAGE_WAITING,
  BGW_PAGE_LIST,
  BGW_PAGE_EMPTY,
  BGW_PAGE_NOTHING,
  BGW_PAGE_NO_RESULTS,
  BGW_PAGE_UNAVAILABLE,
} BgwPage;

#define BGW_TYPE_PAGES (bgw_pages_get_type ())
G_DECLARE_FINAL_TYPE (BgwPages, bgw_pages, BGW, PAGES, AdwBin)

BgwJobList *bgw_pages_get_list (BgwPages *self);
void bgw_pages_show (BgwPages *self, BgwPage page, BgwView view);

G_END_DECLS
