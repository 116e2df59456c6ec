/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the window share: bgw-window.c puts it together, bgw-window-actions.c has its
 * actions “win.…”. */
#pragma once

#include "bgw-window.h"

#include "bgw-adder.h"
#include "bgw-drop-area.h"
#include "bgw-header.h"
#include "bgw-job-model.h"
#include "bgw-news.h"
#include "bgw-pages.h"
#include "bgw-pane.h"
#include "bgw-poll.h"
#include "bgw-search-bar.h"
#include "bgw-state.h"
#include "bgw-status-line.h"
#include "bgw-totals.h"
#include "bgw-undo.h"

G_BEGIN_DECLS

struct _BgwWindow
{
  AdwApplicationWindow parent_instance;

  GSettings *settings; /* (owned) */
  BgwAdder *adder;     /* (owned) */

  /* These exist once the bus was reached. */
  BgManager *manager; /* (owned) (nullable) */
  BgwPoll *poll;      /* (owned) (nullable) */
  BgwTotals *totals;  /* (owned) (nullable) */
  BgwUndo *undo;      /* (owned) (nullable) */
  BgwJobModel *model; /* (owned) (nullable) */

  BgwNews *news;     /* (owned) */
  guint64 changes;   /* what the totals counted when Update was pressed */
  gboolean updating; /* Update was pressed and has no answer yet */
  gboolean answered; /* the service has answered the last question */
  gboolean failed;   /* … or could not be reached */
  BgwView view;
  char *wanted_job; /* (owned) (nullable) the id of one that is to be selected when it is here */

  AdwToastOverlay *toasts;
  BgwHeader *header;
  AdwViewStack *views;
  AdwViewStackPage *failed_page;
  BgwPane *pane;
  GtkWidget *banner;
  BgwSearchBar *search_bar;
  BgwPages *pages;
  BgwDropArea *drop_area;
  BgwStatusLine *status_line;
};

#define BGW_N_VIEWS 4

/* bgw-window.c */
extern const char *const bgw_window_views[BGW_N_VIEWS];

GtkSelectionModel *bgw_window_get_selection (BgwWindow *self);
void bgw_window_connect (BgwWindow *self);
void bgw_window_set_order (BgwWindow *self);

/* bgw-window-actions.c */
void bgw_window_install_actions (GtkWidgetClass *widget_class);
void bgw_window_add_order_actions (BgwWindow *self);

G_END_DECLS
