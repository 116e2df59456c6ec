/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection to the service, as long as one command runs. */
#pragma once

#include "bgt-resolve.h"

G_BEGIN_DECLS

BgManager *bgt_session_open (GError **error);
GPtrArray *bgt_session_open_jobs (const char *const *words,
                                  BgtResolveFilter filter,
                                  gconstpointer user_data,
                                  BgManager **manager,
                                  GError **error);
void bgt_session_look_at_policy (void);
void bgt_session_close (void);

G_END_DECLS
