/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the owner of a job has said about certificates, at work. */
#include "config.h"

#include "bgd-http-tls.h"

#include "bg-error.h"
#include "bgd-tls.h"

/* BgdHttpTrust has told all flaws. */
static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flaws,
                       BgdRoute *route)
{
  return (flaws & ~bgd_tls_get_ignored (route->security_flags)) == 0;
}

/* See bgd_tls_forget_sessions(): where the backend can be told. */
static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection) &&
      g_object_class_find_property (G_OBJECT_GET_CLASS (connection), "session-resumption-enabled"))
    g_object_set (connection, "session-resumption-enabled", FALSE, NULL);
}

/* Of a message whose server has asked who we are. */
static GQuark
get_asked_quark (void)
{
  return g_quark_from_static_string ("bgd-http-tls-asked");
}

static gboolean
on_request_certificate (SoupMessage *message, GTlsClientConnection *connection)
{
  g_object_set_qdata (G_OBJECT (message), get_asked_quark (), GINT_TO_POINTER (TRUE));

  return FALSE; /* there is none, and the server may do without */
}

static void
release_route (gpointer route, GClosure *closure)
{
  bgd_route_unref (route);
}

/**
 * bgd_http_tls_load:
 * @route: (nullable): a way that requests go
 *
 * Reads what it names, once. For the transfer thread.
 *
 * Errors: BG_ERROR_CLIENT_CERTIFICATE if a file cannot be used any more.
 *
 * Returns: whether all is there
 */
gboolean
bgd_http_tls_load (BgdRoute *route, GError **error)
{
  GError *reason = NULL;

  if (route == NULL)
    return TRUE;

  if (route->ca_file != NULL && route->authorities == NULL)
    route->authorities = bgd_tls_load_authorities (route->ca_file, &reason);
  if (reason == NULL && route->client_certificate != NULL && route->identity == NULL)
    route->identity = bgd_tls_load_identity (route->client_certificate, &reason);
  if (reason == NULL)
    return TRUE;

  g_set_error_literal (error, BG_ERROR, BG_ERROR_CLIENT_CERTIFICATE, reason->message);
  g_error_free (reason);

  return FALSE;
}

/**
 * bgd_http_tls_prepare:
 * @message: a request
 * @route: (nullable): the way that it goes, loaded
 * @is_own: it goes to the server that the owner of the job has in mind
 *
 * Who the job is is told to that server alone.
 */
void
bgd_http_tls_prepare (SoupMessage *message, BgdRoute *route, gboolean is_own)
{
  g_signal_connect (message, "request-certificate", G_CALLBACK (on_request_certificate), NULL);
  if (route == NULL)
    return;

  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), NULL);
  if (is_own && route->identity != NULL)
    soup_message_set_tls_client_certificate (message, route->identity);
  if (route->security_flags != BG_SECURITY_DEFAULT)
    g_signal_connect_data (message, "accept-certificate", G_CALLBACK (on_accept_certificate),
                           bgd_route_ref (route), release_route, G_CONNECT_DEFAULT);
}

/**
 * bgd_http_tls_was_asked:
 * @message: a request
 *
 * Returns: whether its server wanted to know who the job is, and was not told
 */
gboolean
bgd_http_tls_was_asked (SoupMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), get_asked_quark ()) != NULL;
}
