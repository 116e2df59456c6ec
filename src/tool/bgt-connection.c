/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a job gets to its servers: the same words for get, add, upload and set. */
#include "config.h"

#include "bgt-connection.h"

#include <string.h>

#include "bg-enums.h"
#include "bgt-value.h"

/* All users of the machine see the arguments of a program. The service says what else is wrong. */
GVariant *
bgt_connection_parse_proxy (const char *property, const char *text, GError **error)
{
  if (strchr (text, '@') == NULL)
    return g_variant_new_string (text);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s takes no user name and no password."), property);
  return NULL;
}

/* With commas or spaces between them. An empty text takes all away. */
GVariant *
bgt_connection_parse_hosts (const char *property, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", ", -1);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (hosts, words[i]);

  return g_variant_new_strv ((const char *const *) hosts->pdata, hosts->len);
}

/* The service has another folder than we. An empty text takes it away. */
GVariant *
bgt_connection_parse_path (const char *property, const char *text, GError **error)
{
  g_autofree char *path = *text == '\0' || g_str_has_prefix (text, "pkcs11:")
                              ? g_strdup (text)
                              : g_canonicalize_filename (text, NULL);

  return g_variant_new_bytestring (path);
}

GVariant *
bgt_connection_parse_flags (const char *property, const char *text, GError **error)
{
  const BgSecurityFlags all = (BgSecurityFlags) G_MAXUINT;
  BgSecurityFlags flags;
  g_autofree char *names = NULL;

  if (bg_security_flags_from_string (text, &flags))
    return g_variant_new_uint32 (flags);

  names = bg_security_flags_to_string (all);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s takes “none”, or some of %s with commas between them, not “%s”."), property,
               names, text);
  return NULL;
}

GVariant *
bgt_connection_parse_seconds (const char *property, const char *text, GError **error)
{
  guint value;

  return bgt_value_parse_number (property, text, 0, G_MAXUINT, &value, error)
             ? g_variant_new_uint32 (value)
             : NULL;
}

/* An empty text is the usual one. The service says what is none. */
GVariant *
bgt_connection_parse_method (const char *property, const char *text, GError **error)
{
  return g_variant_new_string (text);
}

void
bgt_connection_clear (BgtConnection *self)
{
  g_free (self->proxy);
  g_free (self->proxy_bypass);
  g_free (self->ca_file);
  g_free (self->client_certificate);
  g_free (self->security_flags);
  g_free (self->maximum_time);
  g_free (self->method);
}

typedef GVariant *(*Parser) (const char *property, const char *text, GError **error);

/**
 * bgt_connection_add_to:
 * @dict: gets what was typed, as CreateJob takes it
 */
gboolean
bgt_connection_add_to (const BgtConnection *self, GVariantDict *dict, GError **error)
{
  const struct
  {
    const char *option;
    const char *key; /* of CreateJob */
    Parser parse;
    const char *text; /* (nullable) */
  } typed[] = {
    { "--proxy", "proxy", bgt_connection_parse_proxy, self->proxy },
    { "--proxy-bypass", "proxy-bypass", bgt_connection_parse_hosts, self->proxy_bypass },
    { "--ca-file", "ca-file", bgt_connection_parse_path, self->ca_file },
    { "--client-certificate", "client-certificate", bgt_connection_parse_path,
      self->client_certificate },
    { "--security-flags", "security-flags", bgt_connection_parse_flags, self->security_flags },
    { "--maximum-time", "maximum-download-time", bgt_connection_parse_seconds, self->maximum_time },
    { "--method", "http-method", bgt_connection_parse_method, self->method },
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      GVariant *value;

      if (typed[i].text == NULL)
        continue;

      value = typed[i].parse (typed[i].option, typed[i].text, error);
      if (value == NULL)
        return FALSE;

      g_variant_dict_insert_value (dict, typed[i].key, value);
    }

  return TRUE;
}
