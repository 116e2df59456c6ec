/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates that the owner of a job names: who may vouch for servers, and who the job is. */
#include "config.h"

#include "bgd-tls.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bg-error.h"

#define MAXIMUM_SIZE (4L * 1024 * 1024) /* bytes; all authorities of a system have 300 KB */

/* Some systems have one rule for all programs. */
static gboolean
has_policy (void)
{
  gnutls_priority_t priority = NULL;
  gboolean found = gnutls_priority_init (&priority, "@SYSTEM", NULL) == GNUTLS_E_SUCCESS;

  if (found)
    gnutls_priority_deinit (priority);

  return found;
}

/**
 * bgd_tls_forget_sessions:
 *
 * The backend remembers sessions for the whole process, and looks at no certificate when it goes on
 * with one: whom one job trusts, and who it is, would be so for all jobs. glib-networking before
 * 2.76 cannot be told that for one connection; without the tickets of GnuTLS it has no sessions to
 * remember. To be called before there are threads.
 */
void
bgd_tls_forget_sessions (void)
{
  const char *wanted = g_getenv ("G_TLS_GNUTLS_PRIORITY");
  g_autofree char *priority = NULL;

  if (wanted == NULL)
    wanted = has_policy () ? "@SYSTEM:%COMPAT" : "NORMAL:%COMPAT";
  priority = g_strconcat (wanted, ":%NO_TICKETS", NULL);

  g_setenv ("G_TLS_GNUTLS_PRIORITY", priority, TRUE);
}

/* A key that others can read is no secret. */
static gboolean
check_file (const char *path, gboolean is_private, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  GStatBuf status;

  if (!g_path_is_absolute (path))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The certificate file “%s” must be given as an absolute path.", name);
      return FALSE;
    }
  if (g_stat (path, &status) < 0)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The certificate file “%s” cannot be read: %s.", name, g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (status.st_mode) || status.st_size > MAXIMUM_SIZE)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "“%s” is no file with certificates: it must be a file of up to 4 MiB.", name);
      return FALSE;
    }
  if (is_private && (status.st_uid != geteuid () || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The file “%s” has a private key, and others may read it. Make it yours alone "
                   "with “chmod 600”.",
                   name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_unusable (GError **error, const char *source, GError *reason)
{
  g_autofree char *name = g_filename_display_name (source);

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
               "The certificate “%s” cannot be used: %s.", name, reason->message);
  g_error_free (reason);

  return FALSE;
}

/**
 * bgd_tls_load_authorities:
 * @path: (type filename): from outside: a file with certificates in PEM
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): who may vouch for servers, or %NULL
 */
GTlsDatabase *
bgd_tls_load_authorities (const char *path, GError **error)
{
  GError *reason = NULL;
  g_autolist (GTlsCertificate) certificates = NULL;
  GTlsDatabase *database = NULL;

  if (!check_file (path, FALSE, error))
    return NULL;

  certificates = g_tls_certificate_list_new_from_file (path, &reason);
  if (reason == NULL && certificates == NULL)
    reason = g_error_new_literal (BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "no certificate is in it");
  if (reason == NULL)
    database = g_tls_file_database_new (path, &reason);
  if (reason != NULL)
    set_unusable (error, path, reason);

  return database;
}

/* A PIN in the address would be a secret in the store. */
static GTlsCertificate *
load_from_token (const char *uri, GError **error)
{
  GError *reason = NULL;
  GTlsCertificate *certificate = NULL;

  if (strstr (uri, "pin-value") != NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The address of a certificate must not have a PIN in it: use "
                           "“pin-source”.");
      return NULL;
    }

  certificate = g_tls_certificate_new_from_pkcs11_uris (uri, NULL, &reason);
  if (reason != NULL)
    set_unusable (error, uri, reason);

  return certificate;
}

static gboolean
has_key (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) key = NULL;
  g_autofree char *key_uri = NULL;

  g_object_get (certificate, "private-key", &key, "private-key-pkcs11-uri", &key_uri, NULL);

  return key != NULL || key_uri != NULL;
}

/**
 * bgd_tls_load_identity:
 * @source: from outside: a file with a certificate and its key in PEM, or an address "pkcs11:"
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): who the job is, or %NULL
 */
GTlsCertificate *
bgd_tls_load_identity (const char *source, GError **error)
{
  GError *reason = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (g_str_has_prefix (source, "pkcs11:"))
    return load_from_token (source, error);
  if (!check_file (source, TRUE, error))
    return NULL;

  certificate = g_tls_certificate_new_from_file (source, &reason);
  if (reason == NULL && !has_key (certificate))
    reason = g_error_new_literal (BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "no key is in it");
  if (reason != NULL)
    {
      set_unusable (error, source, reason);
      return NULL;
    }

  return g_steal_pointer (&certificate);
}

/**
 * bgd_tls_is_for_servers:
 * @certificate: of a server
 *
 * Source: RFC 5280, section 4.2.1.12: what does not say what it is for is for everything.
 *
 * Returns: whether it may be that of a server
 */
gboolean
bgd_tls_is_for_servers (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  gnutls_x509_crt_t parsed;
  gboolean fits;

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL || gnutls_x509_crt_init (&parsed) != GNUTLS_E_SUCCESS)
    return FALSE;

  const gnutls_datum_t datum = { der->data, der->len };

  fits = gnutls_x509_crt_import (parsed, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS &&
         gnutls_x509_crt_check_key_purpose (parsed, GNUTLS_KP_TLS_WWW_SERVER, 0) != 0;
  gnutls_x509_crt_deinit (parsed);

  return fits;
}

/**
 * bgd_tls_get_ignored:
 * @flags: what the owner of a job lets pass
 *
 * Source: SetSecurityFlags in the BITS reference.
 *
 * Returns: the flaws of a certificate that do not matter
 */
GTlsCertificateFlags
bgd_tls_get_ignored (BgSecurityFlags flags)
{
  GTlsCertificateFlags ignored = G_TLS_CERTIFICATE_NO_FLAGS;

  if (flags & BG_SECURITY_IGNORE_HOST)
    ignored |= G_TLS_CERTIFICATE_BAD_IDENTITY;
  if (flags & BG_SECURITY_IGNORE_DATE)
    ignored |= G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED;
  if (flags & BG_SECURITY_IGNORE_AUTHORITY)
    ignored |= G_TLS_CERTIFICATE_UNKNOWN_CA;
  if (flags & BG_SECURITY_IGNORE_USAGE)
    ignored |= BGD_TLS_WRONG_USAGE;

  return ignored;
}
