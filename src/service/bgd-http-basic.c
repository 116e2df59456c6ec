/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheme Basic for libsoup: RFC 7617, always in UTF-8. That is what browsers send, and what
 * servers have in their lists of passwords, whether or not they say so. */
#include "config.h"

#include "bgd-http-basic.h"

#include <string.h>

#define STRENGTH 1 /* Digest has 5 */

struct _BgdHttpBasic
{
  SoupAuth parent_instance;

  char *token; /* (owned) (nullable) name and password, encoded */
};

G_DEFINE_FINAL_TYPE (BgdHttpBasic, bgd_http_basic, SOUP_TYPE_AUTH)

/* A challenge, perhaps one more: who was told does not know us. */
static gboolean
bgd_http_basic_update (SoupAuth *auth, SoupMessage *message, GHashTable *parameters)
{
  g_clear_pointer (&BGD_HTTP_BASIC (auth)->token, g_free);

  return TRUE;
}

/* Of the whole server: a job signs in at the server of its file alone. */
static GSList *
bgd_http_basic_get_protection_space (SoupAuth *auth, GUri *uri)
{
  return g_slist_prepend (NULL, g_strdup (""));
}

static void
bgd_http_basic_authenticate (SoupAuth *auth, const char *user, const char *password)
{
  BgdHttpBasic *self = BGD_HTTP_BASIC (auth);
  g_autofree char *pair = g_strconcat (user, ":", password, NULL);

  g_free (self->token);
  self->token = g_base64_encode ((const guchar *) pair, strlen (pair));
}

static gboolean
bgd_http_basic_is_authenticated (SoupAuth *auth)
{
  return BGD_HTTP_BASIC (auth)->token != NULL;
}

static char *
bgd_http_basic_get_authorization (SoupAuth *auth, SoupMessage *message)
{
  return g_strconcat ("Basic ", BGD_HTTP_BASIC (auth)->token, NULL);
}

static void
bgd_http_basic_finalize (GObject *object)
{
  g_free (BGD_HTTP_BASIC (object)->token);

  G_OBJECT_CLASS (bgd_http_basic_parent_class)->finalize (object);
}

static void
bgd_http_basic_class_init (BgdHttpBasicClass *klass)
{
  SoupAuthClass *auth_class = SOUP_AUTH_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bgd_http_basic_finalize;
  auth_class->scheme_name = "Basic";
  auth_class->strength = STRENGTH;
  auth_class->update = bgd_http_basic_update;
  auth_class->get_protection_space = bgd_http_basic_get_protection_space;
  auth_class->authenticate = bgd_http_basic_authenticate;
  auth_class->is_authenticated = bgd_http_basic_is_authenticated;
  auth_class->get_authorization = bgd_http_basic_get_authorization;
}

static void
bgd_http_basic_init (BgdHttpBasic *self)
{
}
