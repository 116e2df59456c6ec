/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of curl and wget, and what they are to us. Pure. */
#include "config.h"

#include "bgw-options.h"

#include <string.h>

/* Source: the manual of curl 8. Options that are not listed take no value. */
static const BgwOption curl_options[] = {
  { "url", '\0', BGW_OPTION_ADDRESS },
  { "header", 'H', BGW_OPTION_HEADER },
  { "referer", 'e', BGW_OPTION_REFERRER },
  { "user-agent", 'A', BGW_OPTION_AGENT },
  { "cookie", 'b', BGW_OPTION_COOKIE },
  { "user", 'u', BGW_OPTION_USER },
  { "output", 'o', BGW_OPTION_FILE },
  { "request", 'X', BGW_OPTION_METHOD },
  { "data", 'd', BGW_OPTION_DATA },
  { "data-raw", '\0', BGW_OPTION_DATA },
  { "data-ascii", '\0', BGW_OPTION_DATA },
  { "data-binary", '\0', BGW_OPTION_DATA },
  { "data-urlencode", '\0', BGW_OPTION_DATA },
  { "json", '\0', BGW_OPTION_DATA },
  { "form", 'F', BGW_OPTION_DATA },
  { "form-string", '\0', BGW_OPTION_DATA },
  { "upload-file", 'T', BGW_OPTION_DATA },
  { "head", 'I', BGW_OPTION_UNSUPPORTED },
  { "config", 'K', BGW_OPTION_UNSUPPORTED },
  { "proxy", 'x', BGW_OPTION_UNSUPPORTED },
  { "preproxy", '\0', BGW_OPTION_UNSUPPORTED },
  { "socks4", '\0', BGW_OPTION_UNSUPPORTED },
  { "socks4a", '\0', BGW_OPTION_UNSUPPORTED },
  { "socks5", '\0', BGW_OPTION_UNSUPPORTED },
  { "socks5-hostname", '\0', BGW_OPTION_UNSUPPORTED },
  { "cert", 'E', BGW_OPTION_UNSUPPORTED },
  { "key", '\0', BGW_OPTION_UNSUPPORTED },
  { "resolve", '\0', BGW_OPTION_UNSUPPORTED },
  { "connect-to", '\0', BGW_OPTION_UNSUPPORTED },
  { "unix-socket", '\0', BGW_OPTION_UNSUPPORTED },
  { "interface", '\0', BGW_OPTION_UNSUPPORTED },
  { "next", ':', BGW_OPTION_UNSUPPORTED },
  { "cookie-jar", 'c', BGW_OPTION_NOTHING },
  { "continue-at", 'C', BGW_OPTION_NOTHING },
  { "range", 'r', BGW_OPTION_NOTHING },
  { "max-time", 'm', BGW_OPTION_NOTHING },
  { "connect-timeout", '\0', BGW_OPTION_NOTHING },
  { "retry", '\0', BGW_OPTION_NOTHING },
  { "retry-delay", '\0', BGW_OPTION_NOTHING },
  { "retry-max-time", '\0', BGW_OPTION_NOTHING },
  { "limit-rate", '\0', BGW_OPTION_NOTHING },
  { "speed-limit", 'Y', BGW_OPTION_NOTHING },
  { "speed-time", 'y', BGW_OPTION_NOTHING },
  { "max-filesize", '\0', BGW_OPTION_NOTHING },
  { "max-redirs", '\0', BGW_OPTION_NOTHING },
  { "output-dir", '\0', BGW_OPTION_NOTHING },
  { "dump-header", 'D', BGW_OPTION_NOTHING },
  { "write-out", 'w', BGW_OPTION_NOTHING },
  { "cacert", '\0', BGW_OPTION_NOTHING },
  { "capath", '\0', BGW_OPTION_NOTHING },
  { "ciphers", '\0', BGW_OPTION_NOTHING },
  { "time-cond", 'z', BGW_OPTION_NOTHING },
  { "stderr", '\0', BGW_OPTION_NOTHING },
  { "trace", '\0', BGW_OPTION_NOTHING },
  { "trace-ascii", '\0', BGW_OPTION_NOTHING },
  { NULL },
};

/* Source: the manual of wget 1.24. */
static const BgwOption wget_options[] = {
  { "header", '\0', BGW_OPTION_HEADER },
  { "referer", '\0', BGW_OPTION_REFERRER },
  { "user-agent", 'U', BGW_OPTION_AGENT },
  { "user", '\0', BGW_OPTION_NAME },
  { "http-user", '\0', BGW_OPTION_NAME },
  { "password", '\0', BGW_OPTION_PASSWORD },
  { "http-password", '\0', BGW_OPTION_PASSWORD },
  { "output-document", 'O', BGW_OPTION_FILE },
  { "method", '\0', BGW_OPTION_METHOD },
  { "post-data", '\0', BGW_OPTION_DATA },
  { "post-file", '\0', BGW_OPTION_DATA },
  { "body-data", '\0', BGW_OPTION_DATA },
  { "body-file", '\0', BGW_OPTION_DATA },
  { "input-file", 'i', BGW_OPTION_UNSUPPORTED },
  { "recursive", 'r', BGW_OPTION_UNSUPPORTED },
  { "mirror", 'm', BGW_OPTION_UNSUPPORTED },
  { "load-cookies", '\0', BGW_OPTION_UNSUPPORTED },
  { "certificate", '\0', BGW_OPTION_UNSUPPORTED },
  { "spider", '\0', BGW_OPTION_UNSUPPORTED },
  { "directory-prefix", 'P', BGW_OPTION_NOTHING },
  { "tries", 't', BGW_OPTION_NOTHING },
  { "timeout", 'T', BGW_OPTION_NOTHING },
  { "wait", 'w', BGW_OPTION_NOTHING },
  { "waitretry", '\0', BGW_OPTION_NOTHING },
  { "limit-rate", '\0', BGW_OPTION_NOTHING },
  { "output-file", 'o', BGW_OPTION_NOTHING },
  { "append-output", 'a', BGW_OPTION_NOTHING },
  { NULL },
};

/**
 * bgw_options_find_program:
 * @text: anything
 *
 * Returns: (nullable): the options of the program that @text begins with, if it is one of ours;
 *   the last one has no name
 */
const BgwOption *
bgw_options_find_program (const char *text)
{
  static const struct
  {
    const char *name;
    const BgwOption *options;
  } programs[] = {
    { "curl", curl_options },
    { "curl.exe", curl_options },
    { "wget", wget_options },
    { "wget.exe", wget_options },
  };

  text += strspn (text, " \t\r\n");
  if (text[0] == '$' && text[1] == ' ')
    text += 2; /* from a manual */

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      gsize length = strlen (programs[i].name);

      if (strncmp (text, programs[i].name, length) == 0 && text[length] != '\0' &&
          strchr (" \t\r\n\\^", text[length]) != NULL)
        return programs[i].options;
    }

  return NULL;
}

const BgwOption *
bgw_options_find (const BgwOption *options, const char *name, gsize length)
{
  for (; options->name != NULL; options++)
    {
      if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
        return options;
    }

  return NULL;
}

const BgwOption *
bgw_options_find_letter (const BgwOption *options, char letter)
{
  for (; options->name != NULL; options++)
    {
      if (options->letter == letter)
        return options;
    }

  return NULL;
}

gboolean
bgw_option_has_value (const BgwOption *option)
{
  return option->meaning < BGW_OPTION_DATA;
}
