/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates that the owner of a job names: who may vouch for servers, and who the job is. */
#pragma once

#include <gio/gio.h>

#include "bg-enums.h"

G_BEGIN_DECLS

/* GIO has no flag for it. */
#define BGD_TLS_WRONG_USAGE G_TLS_CERTIFICATE_GENERIC_ERROR

#define BGD_MAX_PATH 4095 /* bytes */

void bgd_tls_forget_sessions (void);
GTlsDatabase *bgd_tls_load_authorities (const char *path, GError **error);
GTlsCertificate *bgd_tls_load_identity (const char *source, GError **error);
gboolean bgd_tls_is_for_servers (GTlsCertificate *certificate);
GTlsCertificateFlags bgd_tls_get_ignored (BgSecurityFlags flags);

G_END_DECLS
