/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom requests trust: the system, and who the owner of their job says. */
#include "config.h"

#include "bgd-http-trust.h"

#include "bgd-tls.h"

struct _BgdHttpTrust
{
  GTlsDatabase parent_instance;

  GTlsDatabase *system;      /* (owned) */
  GTlsDatabase *authorities; /* (owned) (nullable) of the job */
};

G_DEFINE_FINAL_TYPE (BgdHttpTrust, bgd_http_trust, G_TYPE_TLS_DATABASE)

/* GIO promises one flaw, not all of them, and does not look at what a certificate is for. What does
 * not matter to somebody must not hide what does. */
static GTlsCertificateFlags
bgd_http_trust_verify_chain (GTlsDatabase *database,
                             GTlsCertificate *chain,
                             const char *purpose,
                             GSocketConnectable *identity,
                             GTlsInteraction *interaction,
                             GTlsDatabaseVerifyFlags flags,
                             GCancellable *cancellable,
                             GError **error)
{
  BgdHttpTrust *self = BGD_HTTP_TRUST (database);
  GTlsCertificateFlags flaws = g_tls_database_verify_chain (self->system, chain, purpose, identity,
                                                            interaction, flags, cancellable, error);

  if ((flaws & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0 && self->authorities != NULL)
    flaws = g_tls_database_verify_chain (self->authorities, chain, purpose, identity, interaction,
                                         flags, cancellable, error);

  flaws |= g_tls_certificate_verify (chain, identity, NULL);
  if (!bgd_tls_is_for_servers (chain))
    flaws |= BGD_TLS_WRONG_USAGE;

  return flaws;
}

static void
bgd_http_trust_finalize (GObject *object)
{
  BgdHttpTrust *self = BGD_HTTP_TRUST (object);

  g_object_unref (self->system);
  g_clear_object (&self->authorities);

  G_OBJECT_CLASS (bgd_http_trust_parent_class)->finalize (object);
}

static void
bgd_http_trust_class_init (BgdHttpTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bgd_http_trust_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = bgd_http_trust_verify_chain;
}

static void
bgd_http_trust_init (BgdHttpTrust *self)
{
  self->system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
}

/**
 * bgd_http_trust_new:
 * @authorities: (nullable): who else may vouch for servers
 *
 * Returns: (transfer full): what connections ask
 */
GTlsDatabase *
bgd_http_trust_new (GTlsDatabase *authorities)
{
  BgdHttpTrust *self = g_object_new (BGD_TYPE_HTTP_TRUST, NULL);

  g_set_object (&self->authorities, authorities);

  return G_TLS_DATABASE (self);
}
