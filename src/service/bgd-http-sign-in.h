/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may be told with what a job signs in: its server, its proxies, nobody else. Only for
 * bgd-http*. */
#pragma once

#include <libsoup/soup.h>

#include "bgd-credentials.h"
#include "bgd-route.h"

G_BEGIN_DECLS

/* What there is to tell. */
typedef struct
{
  GUri *origin;                      /* whose server it is for */
  const BgdCredentials *credentials; /* (nullable) of that server */
  const BgdRoute *route;             /* (nullable) has those of its proxies */
} BgdHttpSecrets;

gboolean bgd_http_sign_in_find (const BgdHttpSecrets *secrets,
                                SoupMessage *message,
                                SoupAuth *auth,
                                const char **user,
                                const char **password);
void bgd_http_sign_in_guard (SoupMessage *message);

G_END_DECLS
