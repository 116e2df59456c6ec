/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From libsoup's words to ours: headers become a BgdAnswer, errors become BG_ERROR. */
#include "config.h"

#include "bgd-http-answer.h"

#include <string.h>

#include "bgd-digest-field.h"
#include "bgd-disposition.h"
#include "bgd-error.h"
#include "bgd-http-private.h"
#include "bgd-http-tls.h"
#include "bgd-page.h"
#include "bgd-tls.h"

/* libsoup's least, which it does not tell. */
#define MAXIMUM_HEAD ((gsize) 64 * 1024)

/* Codings that a file may have by itself: "a.tar.gz" is often sent with Content-Encoding gzip
 * although these bytes are the file. Then the name or the type shows it. */
static const char *const packed_suffixes[] = { ".gz",   ".tgz", ".svgz", ".z",    ".bz2",
                                               ".tbz2", ".xz",  ".txz",  ".lzma", ".zst",
                                               ".br",   ".deb", ".rpm",  ".zip" };
static const char *const packed_types[] = {
  "application/gzip",         "application/x-gzip",     "application/x-gunzip",
  "application/x-compressed", "application/x-compress", "application/x-bzip2",
  "application/x-xz",         "application/zstd",       "application/x-tar",
  "application/x-tgz",
};

static gboolean
is_packed_by_itself (SoupMessage *message, const char *suggested_name)
{
  const char *type =
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  const char *path = g_uri_get_path (soup_message_get_uri (message));

  for (guint i = 0; i < G_N_ELEMENTS (packed_suffixes); i++)
    if (g_str_has_suffix (path, packed_suffixes[i]) ||
        (suggested_name != NULL && g_str_has_suffix (suggested_name, packed_suffixes[i])))
      return TRUE;
  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (packed_types); i++)
    if (g_ascii_strcasecmp (type, packed_types[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Where a server sends bytes that are not UTF-8, libsoup has put U+FFFD. */
static char *
get_suggested_name (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Content-Disposition");

  return value != NULL ? bgd_disposition_get_name (value) : NULL;
}

/* Seconds; 0: not told. */
guint
bgd_http_get_retry_after (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Retry-After");

  return value != NULL ? bgd_answer_parse_retry_after (value, g_get_real_time () / G_USEC_PER_SEC)
                       : 0;
}

/* Sets where the body belongs and how large the file is. */
static void
read_place (BgdAnswer *self, SoupMessageHeaders *headers)
{
  const char *range = soup_message_headers_get_one (headers, "Content-Range");
  const char *lengths = soup_message_headers_get_list (headers, "Content-Length");
  gboolean has_length = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
  guint64 length = has_length ? (guint64) soup_message_headers_get_content_length (headers) : 0;

  self->start = 0;
  self->end = BGD_TO_THE_END;
  self->bytes_total = BG_SIZE_UNKNOWN;

  if (has_length && (length > G_MAXINT64 || strchr (lengths, ',') != NULL))
    self->fault = "The server sent a length that makes no sense";

  if (self->status == SOUP_STATUS_PARTIAL_CONTENT ||
      self->status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
    {
      self->end = 0;
      if (range != NULL &&
          !bgd_answer_parse_content_range (range, &self->start, &self->end, &self->bytes_total))
        self->fault = "The server sent a Content-Range that makes no sense";
      if (has_length && self->end > self->start && self->end - self->start != length)
        self->fault = "The server sent a length that contradicts Content-Range";
    }
  else if (has_length || self->status == SOUP_STATUS_NO_CONTENT)
    {
      self->end = length;
      self->bytes_total = length;
    }
}

/* What the body is made from: below libsoup's own reading of chunks, see bgd-chunks.c. */
static GInputStream *
get_chunks (GInputStream *body)
{
  GInputStream *decoder = G_IS_FILTER_INPUT_STREAM (body)
                              ? g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (body))
                              : NULL;
  GInputStream *encoded =
      G_IS_FILTER_INPUT_STREAM (decoder)
          ? g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (decoder))
          : NULL;

  return G_IS_POLLABLE_INPUT_STREAM (encoded) ? g_object_ref (encoded) : NULL;
}

/* (nullable): the bytes come as they are. */
static const char *
get_coding (SoupMessageHeaders *headers)
{
  const char *coding = soup_message_headers_get_list (headers, "Content-Encoding");

  return coding != NULL && *coding != '\0' && g_ascii_strcasecmp (coding, "identity") != 0 ? coding
                                                                                           : NULL;
}

/* A server that packs a file for the way although "identity" was asked for. What it tells is of the
 * packed bytes, which may be others the next time: nothing of that is worth keeping. */
static void
unpack (BgdAnswer *self, const char *coding)
{
  if (self->status != SOUP_STATUS_PARTIAL_CONTENT)
    self->decoder = bgd_decoder_new (coding);
  if (self->decoder == NULL)
    {
      self->fault = "The server sent the file encoded although that was not asked for";
      return;
    }

  self->end = BGD_TO_THE_END;
  self->bytes_total = BG_SIZE_UNKNOWN;
  self->refuses_ranges = TRUE;
  bgd_validators_clear (&self->validators);
}

/* What the server says that the file's checksum is. A proxy that touches a file may not know of
 * it. */
static char *
get_digest (BgdAnswer *self, SoupMessageHeaders *headers)
{
  const BgdDigestFields fields = {
    .repr_digest = soup_message_headers_get_list (headers, "Repr-Digest"),
    .content_digest = soup_message_headers_get_list (headers, "Content-Digest"),
    .digest = soup_message_headers_get_list (headers, "Digest"),
    .content_md5 = soup_message_headers_get_one (headers, "Content-MD5"),
  };
  gboolean is_whole = self->status == SOUP_STATUS_OK && get_coding (headers) == NULL;

  if (self->decoder != NULL || self->status == SOUP_STATUS_NON_AUTHORITATIVE)
    return NULL;

  return bgd_digest_field_choose (&fields, is_whole);
}

/**
 * bgd_http_answer_new:
 * @message: a message whose headers have arrived
 * @body: (transfer full): the body
 *
 * Returns: (transfer full): the answer
 */
BgdAnswer *
bgd_http_answer_new (SoupMessage *message, GInputStream *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *accepts = soup_message_headers_get_one (headers, "Accept-Ranges");
  const char *coding = get_coding (headers);
  BgdAnswer *self = g_new0 (BgdAnswer, 1);

  self->status = soup_message_get_status (message);
  self->body = body;
  self->url = g_uri_to_string (soup_message_get_uri (message));
  self->suggested_name = get_suggested_name (headers);
  self->retry_after = bgd_http_get_retry_after (headers);
  self->refuses_ranges = accepts != NULL && g_ascii_strcasecmp (accepts, "none") == 0;
  bgd_validators_set (&self->validators, soup_message_headers_get_one (headers, "ETag"),
                      soup_message_headers_get_one (headers, "Last-Modified"));
  self->open_ended = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_EOF;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED)
    self->chunks = get_chunks (body);
  self->is_page = bgd_page_is_type (soup_message_headers_get_one (headers, "Content-Type"));
  read_place (self, headers);
  if (coding != NULL && SOUP_STATUS_IS_SUCCESSFUL (self->status) &&
      !is_packed_by_itself (message, self->suggested_name))
    unpack (self, coding);
  self->digest = get_digest (self, headers);

  return self;
}

static const char *
tls_reason (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return "its certificate is for another host";
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return "its certificate has expired";
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return "its certificate is not valid yet";
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return "its certificate was revoked";
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return "its certificate uses an insecure algorithm";
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return "its certificate was issued by an unknown authority";
  if (flags & BGD_TLS_WRONG_USAGE)
    return "its certificate is not for a server";

  return NULL;
}

/* libsoup then says the same as if the connection had been closed. */
static gboolean
has_huge_head (SoupMessage *message)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  return metrics != NULL &&
         soup_message_metrics_get_response_header_bytes_received (metrics) > MAXIMUM_HEAD;
}

static BgError
code_of (SoupMessage *message, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) && has_huge_head (message))
    return BG_ERROR_INVALID_SERVER_RESPONSE;
  /* With TLS 1.3 it says that it needed a certificate after all is said and done. */
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_BAD_CERTIFICATE &&
      error->code != G_TLS_ERROR_EOF && bgd_http_tls_was_asked (message))
    return BG_ERROR_CLIENT_CERTIFICATE;
  if (error->domain != SOUP_SESSION_ERROR)
    return bgd_error_from_network (error);

  switch ((SoupSessionError) error->code)
    {
    case SOUP_SESSION_ERROR_PARSING:
    case SOUP_SESSION_ERROR_ENCODING:
      return BG_ERROR_INVALID_SERVER_RESPONSE;
    case SOUP_SESSION_ERROR_TOO_MANY_RESTARTS:
      return BG_ERROR_CONNECTION_CLOSED;
    case SOUP_SESSION_ERROR_TOO_MANY_REDIRECTS:
    case SOUP_SESSION_ERROR_REDIRECT_NO_LOCATION:
    case SOUP_SESSION_ERROR_REDIRECT_BAD_URI:
    case SOUP_SESSION_ERROR_MESSAGE_ALREADY_IN_QUEUE:
    default:
      return BG_ERROR_FAILED;
    }
}

/* What stands before the reason: where it happened, as far as we know. */
static char *
get_place (const char *host, const BgdRoute *route)
{
  g_auto (GStrv) proxies = route != NULL ? bgd_route_get_proxies (route, host) : NULL;
  g_autofree char *list = NULL;

  if (proxies == NULL || proxies[0] == NULL || g_str_equal (proxies[0], "direct://"))
    return g_strdup (host);

  list = g_strjoinv (", ", proxies);

  return g_strdup_printf ("%s, through the proxy %s", host, list);
}

/**
 * bgd_http_answer_error:
 * @message: the message that failed
 * @route: (nullable): the way that it went
 * @error: libsoup's word for it
 *
 * Returns: (transfer full): an error of BG_ERROR, or one of G_IO_ERROR if it was cancelled
 */
GError *
bgd_http_answer_error (SoupMessage *message, const BgdRoute *route, const GError *error)
{
  gboolean is_about_certificate = g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  const char *reason = tls_reason (soup_message_get_tls_peer_certificate_errors (message));
  g_autofree char *place = get_place (g_uri_get_host (soup_message_get_uri (message)), route);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  return g_error_new (BG_ERROR, (int) code_of (message, error), "%s: %s", place,
                      is_about_certificate && reason != NULL ? reason : error->message);
}
