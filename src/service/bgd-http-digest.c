/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheme Digest for libsoup: RFC 7616, with "auth" as the only quality of protection, and what
 * came before it. */
#include "config.h"

#include "bgd-http-digest.h"

#include <string.h>

#include "bgd-http-private.h"

#define STRENGTH 5 /* Basic has 1 */

typedef struct
{
  const char *name;
  GChecksumType type;
  gboolean is_session; /* the nonces are a part of the secret */
} Algorithm;

static const Algorithm algorithms[] = {
  { "MD5", G_CHECKSUM_MD5, FALSE },
  { "MD5-sess", G_CHECKSUM_MD5, TRUE },
  { "SHA-256", G_CHECKSUM_SHA256, FALSE },
  { "SHA-256-sess", G_CHECKSUM_SHA256, TRUE },
};

struct _BgdHttpDigest
{
  SoupAuth parent_instance;

  const Algorithm *algorithm;
  gboolean is_named; /* the algorithm was, and is to be repeated */
  gboolean has_quality;
  char *nonce;  /* (owned) (nullable) */
  char *opaque; /* (owned) (nullable) */

  char *user;   /* (owned) (nullable) */
  char *secret; /* (owned) (nullable) name, realm and password, hashed */
  char *cnonce; /* (owned) (nullable) ours */
  guint count;  /* of the answers with this nonce */
};

G_DEFINE_FINAL_TYPE (BgdHttpDigest, bgd_http_digest, SOUP_TYPE_AUTH)

static const Algorithm *
find_algorithm (const char *name)
{
  if (name == NULL)
    return &algorithms[0];

  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_ascii_strcasecmp (name, algorithms[i].name) == 0)
      return &algorithms[i];

  return NULL;
}

/* Hashes the parts with colons between them. */
static char *G_GNUC_NULL_TERMINATED
hash (const BgdHttpDigest *self, const char *first, ...)
{
  g_autoptr (GString) text = g_string_new (first);
  va_list parts;
  char *result;

  va_start (parts, first);
  for (const char *part = va_arg (parts, const char *); part != NULL;
       part = va_arg (parts, const char *))
    {
      g_string_append_c (text, ':');
      g_string_append (text, part);
    }
  va_end (parts);

  result = g_compute_checksum_for_string (self->algorithm->type, text->str, (gssize) text->len);
  memset (text->str, 0, text->len); /* a password may be in it */

  return result;
}

static void
forget (BgdHttpDigest *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->secret, g_free);
  g_clear_pointer (&self->cnonce, g_free);
}

static gboolean
offers (const char *qualities, const char *wanted)
{
  g_auto (GStrv) words = g_strsplit_set (qualities, ", \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], wanted) == 0)
      return TRUE;

  return FALSE;
}

/* A challenge, perhaps one more: who was told and does not say that the nonce was too old does not
 * know us. */
static gboolean
bgd_http_digest_update (SoupAuth *auth, SoupMessage *message, GHashTable *parameters)
{
  BgdHttpDigest *self = BGD_HTTP_DIGEST (auth);
  const char *name = g_hash_table_lookup (parameters, "algorithm");
  const char *quality = g_hash_table_lookup (parameters, "qop");
  const char *stale = g_hash_table_lookup (parameters, "stale");
  const Algorithm *algorithm = find_algorithm (name);

  if (stale == NULL || g_ascii_strcasecmp (stale, "true") != 0 || algorithm != self->algorithm)
    forget (self);

  g_free (self->nonce);
  self->nonce = g_strdup (g_hash_table_lookup (parameters, "nonce"));
  g_free (self->opaque);
  self->opaque = g_strdup (g_hash_table_lookup (parameters, "opaque"));
  self->is_named = name != NULL;
  self->has_quality = quality != NULL;
  self->count = 0;
  if (algorithm != NULL)
    self->algorithm = algorithm;

  return algorithm != NULL && self->nonce != NULL && soup_auth_get_realm (auth) != NULL &&
         (quality == NULL || offers (quality, "auth"));
}

/* Of the whole server. */
static GSList *
bgd_http_digest_get_protection_space (SoupAuth *auth, GUri *uri)
{
  return g_slist_prepend (NULL, g_strdup (""));
}

static void
bgd_http_digest_authenticate (SoupAuth *auth, const char *user, const char *password)
{
  BgdHttpDigest *self = BGD_HTTP_DIGEST (auth);

  forget (self);
  self->user = g_strdup (user);
  self->secret = hash (self, user, soup_auth_get_realm (auth), password, NULL);
  self->cnonce = g_uuid_string_random ();
}

static gboolean
bgd_http_digest_is_authenticated (SoupAuth *auth)
{
  return BGD_HTTP_DIGEST (auth)->secret != NULL;
}

/* What the request line has: of a tunnel, no more than where it leads. */
static char *
get_target (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  const char *host = g_uri_get_host (uri);
  const char *query = g_uri_get_query (uri);

  if (g_str_equal (soup_message_get_method (message), SOUP_METHOD_CONNECT))
    return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host,
                            bgd_http_get_port (uri));

  return g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
}

static char *
get_response (const BgdHttpDigest *self, const char *method, const char *target, const char *count)
{
  g_autofree char *whole = self->algorithm->is_session
                               ? hash (self, self->secret, self->nonce, self->cnonce, NULL)
                               : g_strdup (self->secret);
  g_autofree char *request = hash (self, method, target, NULL);

  return self->has_quality
             ? hash (self, whole, self->nonce, count, self->cnonce, "auth", request, NULL)
             : hash (self, whole, self->nonce, request, NULL);
}

static void
add_quoted (GString *line, const char *name, const char *value)
{
  g_string_append (line, line->str[line->len - 1] == ' ' ? "" : ", ");
  soup_header_g_string_append_param_quoted (line, name, value);
}

static char *
bgd_http_digest_get_authorization (SoupAuth *auth, SoupMessage *message)
{
  BgdHttpDigest *self = BGD_HTTP_DIGEST (auth);
  g_autofree char *count = g_strdup_printf ("%08x", ++self->count);
  g_autofree char *target = get_target (message);
  g_autofree char *response = get_response (self, soup_message_get_method (message), target, count);
  GString *line = g_string_new ("Digest ");

  add_quoted (line, "username", self->user);
  add_quoted (line, "realm", soup_auth_get_realm (auth));
  add_quoted (line, "nonce", self->nonce);
  add_quoted (line, "uri", target);
  add_quoted (line, "response", response);
  if (self->opaque != NULL)
    add_quoted (line, "opaque", self->opaque);
  if (self->has_quality || self->algorithm->is_session)
    add_quoted (line, "cnonce", self->cnonce);
  if (self->has_quality)
    g_string_append_printf (line, ", nc=%s, qop=auth", count);
  if (self->is_named)
    g_string_append_printf (line, ", algorithm=%s", self->algorithm->name);

  return g_string_free (line, FALSE);
}

static void
bgd_http_digest_finalize (GObject *object)
{
  BgdHttpDigest *self = BGD_HTTP_DIGEST (object);

  forget (self);
  g_free (self->nonce);
  g_free (self->opaque);

  G_OBJECT_CLASS (bgd_http_digest_parent_class)->finalize (object);
}

static void
bgd_http_digest_class_init (BgdHttpDigestClass *klass)
{
  SoupAuthClass *auth_class = SOUP_AUTH_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bgd_http_digest_finalize;
  auth_class->scheme_name = "Digest";
  auth_class->strength = STRENGTH;
  auth_class->update = bgd_http_digest_update;
  auth_class->get_protection_space = bgd_http_digest_get_protection_space;
  auth_class->authenticate = bgd_http_digest_authenticate;
  auth_class->is_authenticated = bgd_http_digest_is_authenticated;
  auth_class->get_authorization = bgd_http_digest_get_authorization;
}

static void
bgd_http_digest_init (BgdHttpDigest *self)
{
  self->algorithm = &algorithms[0];
}
