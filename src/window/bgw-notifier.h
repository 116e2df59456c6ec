/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows notifications of jobs: one for each, one for many at once, none where people look anyway.
 */
#pragma once

#include "bgw-errands.h"

G_BEGIN_DECLS

#define BGW_TYPE_NOTIFIER (bgw_notifier_get_type ())
G_DECLARE_FINAL_TYPE (BgwNotifier, bgw_notifier, BGW, NOTIFIER, GObject)

BgwNotifier *bgw_notifier_new (GApplication *application, BgwErrands *errands);

void bgw_notifier_tell_background (BgwNotifier *self, guint running);
void bgw_notifier_withdraw_all (BgwNotifier *self);

G_END_DECLS
