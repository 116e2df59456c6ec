/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With what a job signs in where a server, or a proxy, asks for it. Never changes once made. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BGD_MAX_USER 300       /* characters; SetCredentials */
#define BGD_MAX_PASSWORD 65536 /* characters; SetCredentials */

/* Numbers of BITS: BG_AUTH_TARGET and BG_AUTH_SCHEME. */
typedef enum
{
  BGD_AUTH_TARGET_SERVER = 1,
  BGD_AUTH_TARGET_PROXY = 2,
} BgdAuthTarget;

typedef enum
{
  BGD_AUTH_SCHEME_BASIC = 1,
  BGD_AUTH_SCHEME_DIGEST = 2,
} BgdAuthScheme;

typedef struct _BgdCredentials BgdCredentials;

gboolean bgd_credentials_check_scheme (guint target, guint scheme, GError **error);
gboolean
bgd_credentials_check (guint scheme, const char *user, const char *password, GError **error);

BgdCredentials *bgd_credentials_with (const BgdCredentials *self,
                                      BgdAuthScheme scheme,
                                      const char *user,
                                      const char *password);
BgdCredentials *bgd_credentials_without (const BgdCredentials *self, BgdAuthScheme scheme);
BgdCredentials *bgd_credentials_ref (BgdCredentials *self);
void bgd_credentials_unref (BgdCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdCredentials, bgd_credentials_unref)

gboolean bgd_credentials_get (const BgdCredentials *self,
                              BgdAuthScheme scheme,
                              const char **user,
                              const char **password);
gboolean bgd_credentials_find (const BgdCredentials *self,
                               const char *scheme,
                               const char **user,
                               const char **password);

G_END_DECLS
