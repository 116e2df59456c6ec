/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers the search of GNOME Shell: jobs by words of their names. */
#pragma once

#include "bgw-errands.h"

G_BEGIN_DECLS

#define BGW_TYPE_SEARCH_PROVIDER (bgw_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (BgwSearchProvider, bgw_search_provider, BGW, SEARCH_PROVIDER, GObject)

BgwSearchProvider *bgw_search_provider_new (GApplication *application, BgwErrands *errands);

gboolean bgw_search_provider_export (BgwSearchProvider *self,
                                     GDBusConnection *connection,
                                     const char *application_path,
                                     GError **error);
void bgw_search_provider_unexport (BgwSearchProvider *self);

G_END_DECLS
