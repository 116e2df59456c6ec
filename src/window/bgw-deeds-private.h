/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the deeds share: bgw-deeds.c asks the service and lets take back,
 * bgw-deeds-ask.c asks people first, bgw-deeds-files.c does something to files that are there,
 * bgw-deeds-change.c changes what a job is, bgw-deeds-sign-in.c says who it is. */
#pragma once

#include <adwaita.h>

#include "bgw-deeds.h"

G_BEGIN_DECLS

struct _BgwDeeds
{
  GObject parent_instance;

  BgManager *manager; /* (owned) */
  BgwUndo *undo;      /* (owned) */
  GtkWindow *window;  /* (weak) */

  AdwToast *undo_toast; /* (owned) (nullable) the one on screen */
  guint undo_batch;     /* what it takes back */
};

/* One deed on its way. */
typedef struct
{
  BgwDeeds *self; /* (owned) */
  BgwDeed deed;
  GPtrArray *jobs; /* (owned) of BgJob (owned) */
} BgwDoing;

BgwDoing *bgw_doing_new (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs);
void bgw_doing_free (BgwDoing *doing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgwDoing, bgw_doing_free)

/* bgw-deeds.c */
AdwToast *bgw_deeds_toast_new (const char *title);
void bgw_deeds_show (BgwDeeds *self, AdwToast *toast);
void bgw_deeds_show_text (BgwDeeds *self, const char *title);
void bgw_deeds_show_failure (BgwDeeds *self, BgwDeed deed, BgJob *job, const GError *error);
void bgw_deeds_tell_done (BgwDeeds *self);
void bgw_deeds_complete_now (BgwDeeds *self, GPtrArray *jobs);
void bgw_deeds_cancel_now (BgwDeeds *self, GPtrArray *jobs);

/* bgw-deeds-ask.c */
void bgw_deeds_cancel (BgwDeeds *self, GPtrArray *jobs);
void bgw_deeds_keep_finished (BgwDeeds *self, GPtrArray *jobs);

/* bgw-deeds-files.c */
void bgw_deeds_open (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs);
void bgw_deeds_trash (BgwDeeds *self, GPtrArray *jobs);
void bgw_deeds_start_again (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs);

/* bgw-deeds-change.c */
void bgw_deeds_rename (BgwDeeds *self, BgJob *job);
void bgw_deeds_change_address (BgwDeeds *self, BgJob *job);

/* bgw-deeds-sign-in.c */
void bgw_deeds_sign_in (BgwDeeds *self, BgJob *job);

G_END_DECLS
