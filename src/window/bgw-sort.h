/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The orders of the list. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The numbers are those of the key “sort”. */
typedef enum
{
  BGW_SORT_DATE_ADDED,
  BGW_SORT_NAME,
  BGW_SORT_STATE,
  BGW_SORT_PRIORITY,
  BGW_SORT_PROGRESS,
  BGW_SORT_SPEED,
  BGW_SORT_SIZE,
} BgwSort;

GtkSorter *bgw_sort_create_sorter (BgwSort sort, gboolean reversed);
gboolean bgw_sort_can_change (BgwSort sort);

G_END_DECLS
