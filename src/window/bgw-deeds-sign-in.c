/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deeds: signs a job in where a server or a proxy has asked who it is, and lets it go on. */
#include "config.h"

#include "bgw-deeds.h"

#include <glib/gi18n.h>

#include "bgw-addresses.h"
#include "bgw-deeds-private.h"
#include "bgw-error-words.h"
#include "bgw-sign-in-dialog.h"

static void
go_on (BgwDoing *doing, BgJob *job, gboolean is_set, const GError *error)
{
  if (is_set)
    bgw_deeds_do (doing->self, BGW_DEED_RESUME, doing->jobs);
  else
    bgw_deeds_show_failure (doing->self, doing->deed, job, error);
}

static void
set_credentials_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_set = bg_job_set_credentials_finish (BG_JOB (source), result, &error);

  go_on (doing, BG_JOB (source), is_set, error);
}

static void
set_proxy_credentials_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDoing) doing = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_set = bg_job_set_proxy_credentials_finish (BG_JOB (source), result, &error);

  go_on (doing, BG_JOB (source), is_set, error);
}

/* What is for Basic serves for Digest, too. */
static void
on_server_sign_in (const char *user, const char *password, gpointer user_data)
{
  BgwDoing *doing = user_data;

  bg_job_set_credentials_async (doing->jobs->pdata[0], BG_AUTH_SCHEME_BASIC, user, password, NULL,
                                set_credentials_cb,
                                bgw_doing_new (doing->self, doing->deed, doing->jobs));
}

static void
on_proxy_sign_in (const char *user, const char *password, gpointer user_data)
{
  BgwDoing *doing = user_data;

  bg_job_set_proxy_credentials_async (doing->jobs->pdata[0], BG_AUTH_SCHEME_BASIC, user, password,
                                      NULL, set_proxy_credentials_cb,
                                      bgw_doing_new (doing->self, doing->deed, doing->jobs));
}

static char *
describe (const BgJobError *error)
{
  g_autofree char *host = error->url != NULL ? bgw_address_get_host (error->url) : NULL;

  if (error->code == BG_ERROR_HTTP_PROXY_AUTHENTICATION)
    return g_strdup (_ ("The proxy asks for a user name and password."));
  if (error->code == BG_ERROR_CREDENTIALS_LOST)
    return g_strdup (_ ("The user name and password are no longer known."));
  if (host == NULL)
    return g_strdup (_ ("The server asks for a user name and password."));

  /* Translators: The name of a server. */
  return g_strdup_printf (_ ("%s asks for a user name and password."), host);
}

/**
 * bgw_deeds_sign_in:
 * @self: the deeds
 * @job: a job that failed because nobody knew who it is
 *
 * Asks for a user name and a password, gives them to whoever asked, and tries again.
 */
void
bgw_deeds_sign_in (BgwDeeds *self, BgJob *job)
{
  const BgJobError *error = bg_job_get_error (job);
  gboolean is_proxy = error->code == BG_ERROR_HTTP_PROXY_AUTHENTICATION;
  g_autofree char *body = describe (error);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, job);
  bgw_sign_in_dialog_show (self->window, body, is_proxy ? on_proxy_sign_in : on_server_sign_in,
                           bgw_doing_new (self, BGW_DEED_SIGN_IN, one),
                           (GDestroyNotify) bgw_doing_free);
}
