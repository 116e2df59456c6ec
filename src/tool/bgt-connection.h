/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a job gets to its servers: the same words for get, add, upload and set. */
#pragma once

#include <gio/gio.h>
#include <glib/gi18n.h>

G_BEGIN_DECLS

/* As it was typed. */
typedef struct
{
  char *proxy;              /* (owned) (nullable) */
  char *proxy_bypass;       /* (owned) (nullable) */
  char *ca_file;            /* (owned) (nullable) */
  char *client_certificate; /* (owned) (nullable) */
  char *security_flags;     /* (owned) (nullable) */
  char *maximum_time;       /* (owned) (nullable) */
  char *method;             /* (owned) (nullable) */
} BgtConnection;

// clang-format off
#define BGT_CONNECTION_ENTRIES(connection) \
    { "proxy", 0, 0, G_OPTION_ARG_STRING, &(connection)->proxy, \
      N_ ("Go through these proxies: system, none, or addresses such as http://HOST:PORT"), N_ ("PROXY") }, \
    { "proxy-bypass", 0, 0, G_OPTION_ARG_STRING, &(connection)->proxy_bypass, \
      N_ ("Hosts to which no proxy leads, such as *.example.org"), N_ ("HOSTS") }, \
    { "ca-file", 0, 0, G_OPTION_ARG_STRING, &(connection)->ca_file, \
      N_ ("Trust the authorities in FILE, too"), N_ ("FILE") }, \
    { "client-certificate", 0, 0, G_OPTION_ARG_STRING, &(connection)->client_certificate, \
      N_ ("Say who you are with the certificate and key in FILE"), N_ ("FILE") }, \
    { "security-flags", 0, 0, G_OPTION_ARG_STRING, &(connection)->security_flags, \
      N_ ("Let pass what is not secure, such as ignore-date, or refuse-redirects"), N_ ("FLAGS") }, \
    { "maximum-time", 0, 0, G_OPTION_ARG_STRING, &(connection)->maximum_time, \
      N_ ("Give up after that long on the way; 0: never"), N_ ("SECONDS") }, \
    { "method", 0, 0, G_OPTION_ARG_STRING, &(connection)->method, \
      N_ ("Ask with another method of HTTP, such as POST"), N_ ("METHOD") }
// clang-format on

void bgt_connection_clear (BgtConnection *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BgtConnection, bgt_connection_clear)

gboolean bgt_connection_add_to (const BgtConnection *self, GVariantDict *dict, GError **error);

/* Values for SetProperties, floating; NULL for what cannot be. */
GVariant *bgt_connection_parse_proxy (const char *property, const char *text, GError **error);
GVariant *bgt_connection_parse_hosts (const char *property, const char *text, GError **error);
GVariant *bgt_connection_parse_path (const char *property, const char *text, GError **error);
GVariant *bgt_connection_parse_flags (const char *property, const char *text, GError **error);
GVariant *bgt_connection_parse_method (const char *property, const char *text, GError **error);
GVariant *bgt_connection_parse_seconds (const char *property, const char *text, GError **error);

G_END_DECLS
