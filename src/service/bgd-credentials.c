/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With what a job signs in where a server, or a proxy, asks for it. Never changes once made. */
#include "config.h"

#include "bgd-credentials.h"

#include <string.h>

#include "bg-error.h"

typedef struct
{
  char *user;     /* (owned) (nullable) NULL: there is none for this scheme */
  char *password; /* (owned) (nullable) */
} Pair;

struct _BgdCredentials
{
  Pair pairs[BGD_AUTH_SCHEME_DIGEST + 1]; /* by scheme; the first one is not used */
};

/* No error of this file quotes what it was given: a password may stand in the wrong field. */
static gboolean
check_text (const char *what, const char *text, glong maximum, GError **error)
{
  if (g_utf8_strlen (text, -1) > maximum)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The %s has more than %ld characters.", what, maximum);
      return FALSE;
    }

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "The %s has a control character in it.", what);
        return FALSE;
      }

  return TRUE;
}

/**
 * bgd_credentials_check_scheme:
 * @target: a number from outside
 * @scheme: a number from outside
 *
 * Errors: BG_ERROR_NOT_SUPPORTED for what BITS has and Ferry has not, and for any other number.
 *
 * Returns: whether they are a BgdAuthTarget and a BgdAuthScheme
 */
gboolean
bgd_credentials_check_scheme (guint target, guint scheme, GError **error)
{
  if (target != BGD_AUTH_TARGET_SERVER && target != BGD_AUTH_TARGET_PROXY)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                           "Ferry signs in to servers (1) and proxies (2) only.");
      return FALSE;
    }

  if (scheme != BGD_AUTH_SCHEME_BASIC && scheme != BGD_AUTH_SCHEME_DIGEST)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                           "Ferry signs in with the schemes Basic (1) and Digest (2) only.");
      return FALSE;
    }

  return TRUE;
}

/**
 * bgd_credentials_check:
 * @scheme: a BgdAuthScheme
 * @user: text from outside
 * @password: text from outside
 *
 * Source: SetCredentials in the BITS reference; RFC 7617, section 2, for the characters.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_STRING_TOO_LONG.
 *
 * Returns: whether a server, or a proxy, can be told both
 */
gboolean
bgd_credentials_check (guint scheme, const char *user, const char *password, GError **error)
{
  if (*user == '\0')
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "The user name is empty.");
      return FALSE;
    }

  /* There the password begins, for the server. */
  if (scheme == BGD_AUTH_SCHEME_BASIC && strchr (user, ':') != NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The user name has a colon in it, which Basic does not allow.");
      return FALSE;
    }

  return check_text ("user name", user, BGD_MAX_USER, error) &&
         check_text ("password", password, BGD_MAX_PASSWORD, error);
}

static void
set_pair (Pair *pair, const char *user, const char *password)
{
  pair->user = g_strdup (user);
  pair->password = g_strdup (password);
}

/* Of all schemes but one. */
static BgdCredentials *
copy_others (const BgdCredentials *self, BgdAuthScheme scheme)
{
  BgdCredentials *copy = g_atomic_rc_box_new0 (BgdCredentials);

  for (guint i = 0; self != NULL && i < G_N_ELEMENTS (self->pairs); i++)
    if (i != (guint) scheme)
      set_pair (&copy->pairs[i], self->pairs[i].user, self->pairs[i].password);

  return copy;
}

/**
 * bgd_credentials_with:
 * @self: (nullable): what there was
 * @scheme: what the name and password are for
 * @user: checked
 * @password: checked
 *
 * Returns: (transfer full): the same with @user and @password for @scheme
 */
BgdCredentials *
bgd_credentials_with (const BgdCredentials *self,
                      BgdAuthScheme scheme,
                      const char *user,
                      const char *password)
{
  BgdCredentials *copy = copy_others (self, scheme);

  set_pair (&copy->pairs[scheme], user, password);

  return copy;
}

/**
 * bgd_credentials_without:
 * @self: (nullable): what there was
 * @scheme: what is to go
 *
 * Returns: (transfer full) (nullable): the same without @scheme; NULL if nothing is left
 */
BgdCredentials *
bgd_credentials_without (const BgdCredentials *self, BgdAuthScheme scheme)
{
  g_autoptr (BgdCredentials) copy = copy_others (self, scheme);

  for (guint i = 0; i < G_N_ELEMENTS (copy->pairs); i++)
    if (copy->pairs[i].user != NULL)
      return g_steal_pointer (&copy);

  return NULL;
}

/* Any thread may hold one. */
BgdCredentials *
bgd_credentials_ref (BgdCredentials *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_pairs (gpointer data)
{
  BgdCredentials *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->pairs); i++)
    {
      g_free (self->pairs[i].user);
      g_free (self->pairs[i].password);
    }
}

void
bgd_credentials_unref (BgdCredentials *self)
{
  g_atomic_rc_box_release_full (self, clear_pairs);
}

/**
 * bgd_credentials_get:
 * @self: (nullable): what the job has
 * @scheme: the scheme that it is for, and no other
 * @user: (out) (transfer none): the name to sign in with
 * @password: (out) (transfer none): the password
 *
 * Returns: whether there is something for @scheme
 */
gboolean
bgd_credentials_get (const BgdCredentials *self,
                     BgdAuthScheme scheme,
                     const char **user,
                     const char **password)
{
  if (self == NULL || self->pairs[scheme].user == NULL)
    return FALSE;

  *user = self->pairs[scheme].user;
  *password = self->pairs[scheme].password;

  return TRUE;
}

/**
 * bgd_credentials_find:
 * @self: (nullable): what the job has
 * @scheme: as who asks names it
 * @user: (out) (transfer none): the name to sign in with
 * @password: (out) (transfer none): the password
 *
 * Whoever may be told a password as it is (Basic) may also be shown that it is known (Digest), but
 * not the other way round.
 *
 * Returns: whether there is something for @scheme
 */
gboolean
bgd_credentials_find (const BgdCredentials *self,
                      const char *scheme,
                      const char **user,
                      const char **password)
{
  if (g_ascii_strcasecmp (scheme, "Digest") == 0 &&
      bgd_credentials_get (self, BGD_AUTH_SCHEME_DIGEST, user, password))
    return TRUE;

  return (g_ascii_strcasecmp (scheme, "Digest") == 0 ||
          g_ascii_strcasecmp (scheme, "Basic") == 0) &&
         bgd_credentials_get (self, BGD_AUTH_SCHEME_BASIC, user, password);
}
