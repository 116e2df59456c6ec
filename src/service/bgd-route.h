/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the requests of a job get to its servers: what its owner has said about the way. */
#pragma once

#include <gio/gio.h>

#include "bg-enums.h"
#include "bgd-credentials.h"

G_BEGIN_DECLS

/* The job's own is the main thread's and may change; what bgd_route_freeze() gives never does. */
typedef struct
{
  gatomicrefcount references;

  char *proxy;                 /* (owned) as bgd_proxy_parse() takes it */
  char **bypass;               /* (owned) (nullable) as bgd_proxy_is_bypassed() takes it */
  BgdCredentials *credentials; /* (owned) (nullable) for a proxy that asks; never in the store */

  char *ca_file;            /* (owned) (nullable) (type filename) more authorities, PEM */
  char *client_certificate; /* (owned) (nullable) file in PEM, or "pkcs11:" */
  BgSecurityFlags security_flags;

  /* Loaded by the transfer thread. */
  GTlsDatabase *authorities; /* (owned) (nullable) */
  GTlsCertificate *identity; /* (owned) (nullable) */
} BgdRoute;

BgdRoute *bgd_route_new (void);
BgdRoute *bgd_route_ref (BgdRoute *self);
void bgd_route_unref (BgdRoute *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRoute, bgd_route_unref)

/* For the main thread. */
void bgd_route_set_uses_system_proxy (gboolean uses_system_proxy);
BgdRoute *bgd_route_freeze (const BgdRoute *self);
gboolean bgd_route_is_frozen (const BgdRoute *self, const BgdRoute *frozen);
gboolean bgd_route_is_last (BgdRoute *self);

void bgd_route_set_proxy (BgdRoute *self, const char *proxy);
void bgd_route_set_bypass (BgdRoute *self, const char *const *bypass);
void bgd_route_set_credentials (BgdRoute *self, BgdCredentials *credentials);
void bgd_route_set_ca_file (BgdRoute *self, const char *path);
void bgd_route_set_client_certificate (BgdRoute *self, const char *source);
gboolean bgd_route_has_flag (const BgdRoute *self, BgSecurityFlags flag);
gboolean bgd_route_has_proxies (const BgdRoute *self);
char **bgd_route_get_proxies (const BgdRoute *self, const char *host);

G_END_DECLS
