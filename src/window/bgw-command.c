/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command of curl or wget would fetch, as browsers and manuals give them. Pure. */
#include "config.h"

#include "bgw-command.h"

#include <string.h>

#include "bgw-addresses.h"
#include "bgw-options.h"
#include "bgw-shell.h"

/* The engine asks for the bytes in its own way, and a host has its name from the address. */
static const char *const dropped_headers[] = {
  "Accept-Encoding",
  "Connection",
  "Content-Length",
  "Content-Type",
  "Expect",
  "Host",
  "If-Match",
  "If-Range",
  "If-Modified-Since",
  "If-None-Match",
  "If-Unmodified-Since",
  "Keep-Alive",
  "Range",
  "Proxy-Connection",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
};

/* A command while it is read. */
typedef struct
{
  BgwCommand *command;
  GPtrArray *addresses; /* (owned) of char (owned) */
  GPtrArray *headers;   /* (owned) of char (owned) */
} Reading;

static void
blame (Reading *reading, BgwCommandProblem problem, const char *option)
{
  if (reading->command->problem != BGW_COMMAND_GOOD)
    return;

  reading->command->problem = problem;
  reading->command->option = g_strdup (option);
}

/* Programs take what has no scheme for HTTP. */
static void
take_address (Reading *reading, const char *text)
{
  g_autofree char *completed = g_strconcat ("http://", text, NULL);
  char *address = NULL;

  if (bgw_address_check (text, &address) == BGW_ADDRESS_GOOD ||
      (strstr (text, "://") == NULL && bgw_address_check (completed, &address) == BGW_ADDRESS_GOOD))
    g_ptr_array_add (reading->addresses, address);
}

static gboolean
is_header (const char *line, const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (line, name, length) == 0 && line[length] == ':';
}

static gboolean
has_control (const char *value)
{
  for (; *value != '\0'; value++)
    {
      if (g_ascii_iscntrl (*value) && *value != '\t')
        return TRUE;
    }

  return FALSE;
}

/* The last one of a name counts. One that would become two is no mistake but a trick. */
static void
take_header (Reading *reading, const char *name, const char *value)
{
  if (has_control (name) || has_control (value))
    {
      blame (reading, BGW_COMMAND_MALFORMED, NULL);
      return;
    }

  for (guint i = reading->headers->len; i > 0; i--)
    {
      if (is_header (reading->headers->pdata[i - 1], name))
        g_ptr_array_remove_index (reading->headers, i - 1);
    }
  g_ptr_array_add (reading->headers, g_strdup_printf ("%s: %s", name, value));
}

/* “Name: value”; “Name;” is one without a value, “Name:” takes one away that we do not send. */
static void
take_header_line (Reading *reading, const char *line)
{
  g_autofree char *name = g_strndup (line, strcspn (line, ":;"));
  g_autofree char *value = NULL;
  const char *rest = line + strlen (name);

  if (*name == '@')
    {
      blame (reading, BGW_COMMAND_UNSUPPORTED, "-H @");
      return;
    }

  value = g_strstrip (g_strdup (*rest != '\0' ? rest + 1 : ""));
  if (*g_strstrip (name) == '\0' || (*rest == ':') != (*value != '\0'))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (dropped_headers); i++)
    {
      if (g_ascii_strcasecmp (name, dropped_headers[i]) == 0)
        return;
    }

  if (g_ascii_strcasecmp (name, "Referer") == 0)
    {
      g_free (reading->command->referrer);
      reading->command->referrer = g_steal_pointer (&value);
      return;
    }

  take_header (reading, name, value);
}

static void
take_user (Reading *reading, const char *value)
{
  const char *colon = strchr (value, ':');

  g_free (reading->command->user);
  g_free (reading->command->password);
  reading->command->user =
      colon != NULL ? g_strndup (value, (gsize) (colon - value)) : g_strdup (value);
  reading->command->password = colon != NULL ? g_strdup (colon + 1) : NULL;
}

static void
take_file (Reading *reading, const char *value)
{
  const char *slash = strrchr (value, '/');
  const char *name = slash != NULL ? slash + 1 : value;

  g_clear_pointer (&reading->command->file_name, g_free);
  if (*name != '\0' && !g_str_equal (name, "-") && !g_str_equal (name, ".") &&
      !g_str_equal (name, ".."))
    reading->command->file_name = g_strdup (name);
}

/* @value is empty for options that have none. */
static void
take_option (Reading *reading, const BgwOption *option, const char *value)
{
  BgwCommand *command = reading->command;

  switch (option->meaning)
    {
    case BGW_OPTION_ADDRESS:
      take_address (reading, value);
      break;
    case BGW_OPTION_HEADER:
      take_header_line (reading, value);
      break;
    case BGW_OPTION_REFERRER:
      g_free (command->referrer);
      command->referrer = g_strndup (value, strcspn (value, ";"));
      break;
    case BGW_OPTION_AGENT:
      take_header (reading, "User-Agent", value);
      break;
    case BGW_OPTION_COOKIE:
      if (strchr (value, '=') != NULL)
        take_header (reading, "Cookie", value);
      else
        blame (reading, BGW_COMMAND_UNSUPPORTED, "--cookie");
      break;
    case BGW_OPTION_USER:
      take_user (reading, value);
      break;
    case BGW_OPTION_NAME:
      g_free (command->user);
      command->user = g_strdup (value);
      break;
    case BGW_OPTION_PASSWORD:
      g_free (command->password);
      command->password = g_strdup (value);
      break;
    case BGW_OPTION_FILE:
      take_file (reading, value);
      break;
    case BGW_OPTION_METHOD:
      if (g_ascii_strcasecmp (value, "GET") != 0)
        blame (reading, BGW_COMMAND_SENDS_DATA, NULL);
      break;
    case BGW_OPTION_DATA:
      blame (reading, BGW_COMMAND_SENDS_DATA, NULL);
      break;
    case BGW_OPTION_UNSUPPORTED:
      {
        g_autofree char *name = g_strconcat ("--", option->name, NULL);

        blame (reading, BGW_COMMAND_UNSUPPORTED, name);
        break;
      }
    case BGW_OPTION_NOTHING:
    case BGW_OPTION_FLAG:
    default:
      break;
    }
}

/* “--name value” or “--name=value” at @words; returns how many more words it takes. */
static guint
read_long (Reading *reading, const BgwOption *options, char **words)
{
  const char *name = words[0] + 2;
  const char *equals = strchr (name, '=');
  gsize length = equals != NULL ? (gsize) (equals - name) : strlen (name);
  const BgwOption *option = bgw_options_find (options, name, length);
  const char *value = equals != NULL ? equals + 1 : words[1];

  if (option == NULL)
    return 0;
  if (bgw_option_has_value (option) && value == NULL)
    {
      blame (reading, BGW_COMMAND_MALFORMED, NULL);
      return 0;
    }

  take_option (reading, option, value != NULL ? value : "");
  return bgw_option_has_value (option) && equals == NULL ? 1 : 0;
}

/* “-sSLo value” or “-ovalue” at @words; returns how many more words it takes. */
static guint
read_short (Reading *reading, const BgwOption *options, char **words)
{
  for (const char *p = words[0] + 1; *p != '\0'; p++)
    {
      const BgwOption *option = bgw_options_find_letter (options, *p);

      if (option == NULL)
        continue;
      if (!bgw_option_has_value (option))
        {
          take_option (reading, option, "");
          continue;
        }

      if (p[1] != '\0')
        {
          take_option (reading, option, p + 1);
          return 0;
        }
      if (words[1] == NULL)
        {
          blame (reading, BGW_COMMAND_MALFORMED, NULL);
          return 0;
        }
      take_option (reading, option, words[1]);
      return 1;
    }

  return 0;
}

/* Where the command ends, and another one would begin. */
static gboolean
is_end (const char *word)
{
  return g_str_equal (word, "|") || g_str_equal (word, "||") || g_str_equal (word, "&&") ||
         g_str_equal (word, "&") || g_str_equal (word, ";");
}

static void
read_words (Reading *reading, const BgwOption *options, char **words)
{
  gboolean only_addresses = FALSE;

  for (guint i = 0; words[i] != NULL && !is_end (words[i]); i++)
    {
      const char *word = words[i];

      if (only_addresses || word[0] != '-' || word[1] == '\0')
        {
          if (g_str_equal (word, ">") && words[i + 1] != NULL)
            take_file (reading, words[++i]);
          else
            take_address (reading, word);
        }
      else if (g_str_equal (word, "--"))
        only_addresses = TRUE;
      else if (word[1] == '-')
        i += read_long (reading, options, words + i);
      else
        i += read_short (reading, options, words + i);
    }
}

/**
 * bgw_command_is_one:
 * @text: anything
 *
 * Returns: whether @text begins as a command of curl or wget does
 */
gboolean
bgw_command_is_one (const char *text)
{
  return bgw_options_find_program (text) != NULL;
}

/**
 * bgw_command_parse:
 * @text: a command, see bgw_command_is_one()
 *
 * Nothing is run, and no file that it names is read.
 *
 * Returns: (transfer full): what it would fetch, or why Ferry cannot
 */
BgwCommand *
bgw_command_parse (const char *text)
{
  BgwCommand *command = g_new0 (BgwCommand, 1);
  const BgwOption *options = bgw_options_find_program (text);
  g_auto (GStrv) words = bgw_shell_split (text);
  Reading reading = { .command = command,
                      .addresses = g_ptr_array_new (),
                      .headers = g_ptr_array_new_with_free_func (g_free) };

  if (words == NULL || options == NULL)
    blame (&reading, BGW_COMMAND_MALFORMED, NULL);
  else
    read_words (&reading, options, words + (g_str_equal (words[0], "$") ? 2 : 1));
  if (reading.addresses->len == 0)
    blame (&reading, BGW_COMMAND_HAS_NO_ADDRESS, NULL);

  g_ptr_array_add (reading.addresses, NULL);
  command->addresses = (char **) g_ptr_array_free (reading.addresses, FALSE);
  g_ptr_array_set_free_func (reading.headers, NULL);
  g_ptr_array_add (reading.headers, NULL);
  command->headers = (char **) g_ptr_array_free (reading.headers, FALSE);

  return command;
}

void
bgw_command_free (BgwCommand *self)
{
  g_free (self->option);
  g_strfreev (self->addresses);
  g_strfreev (self->headers);
  g_free (self->referrer);
  g_free (self->user);
  g_free (self->password);
  g_free (self->file_name);
  g_free (self);
}
