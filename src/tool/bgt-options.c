/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What “get” and “add” are told: the options of a new job. */
#include "config.h"

#include "bgt-options.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bgt-command.h"
#include "bgt-connection.h"
#include "bgt-metalink.h"
#include "bgt-range.h"
#include "bgt-rate.h"
#include "bgt-url.h"
#include "bgt-value.h"

/* Leaves room for “and 99,999 more” in the 256 characters that the service takes. */
#define MAX_DEFAULT_NAME 200

/* As they were typed. */
typedef struct
{
  char *output;              /* (owned) */
  char *directory;           /* (owned) */
  char *name;                /* (owned) */
  char *priority;            /* (owned) */
  char *checksum;            /* (owned) */
  char *connections;         /* (owned) */
  char *limit_rate;          /* (owned) */
  char *maximum_size;        /* (owned) */
  char **ranges;             /* (owned) */
  char **headers;            /* (owned) */
  char *retry_delay;         /* (owned) */
  char *no_progress_timeout; /* (owned) */
  BgtConnection connection;
  char **urls; /* (owned) */
  gboolean no_metalink;
  gboolean dynamic_content;
  gboolean json;
} Typed;

static void
typed_clear (Typed *typed)
{
  g_free (typed->output);
  g_free (typed->directory);
  g_free (typed->name);
  g_free (typed->priority);
  g_free (typed->checksum);
  g_free (typed->connections);
  g_free (typed->limit_rate);
  g_free (typed->maximum_size);
  g_strfreev (typed->ranges);
  g_strfreev (typed->headers);
  g_free (typed->retry_delay);
  g_free (typed->no_progress_timeout);
  bgt_connection_clear (&typed->connection);
  g_strfreev (typed->urls);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static gboolean
parse_typed (Typed *typed, const char *summary, int argc, char **argv, GError **error)
{
  // clang-format off
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &typed->output,
      N_ ("Save the file as FILE, which must not exist"), N_ ("FILE") },
    { "directory", 'd', 0, G_OPTION_ARG_FILENAME, &typed->directory,
      N_ ("Save into DIR instead of the current folder"), N_ ("DIR") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &typed->name,
      N_ ("Name of the job"), N_ ("NAME") },
    { "priority", 0, 0, G_OPTION_ARG_STRING, &typed->priority,
      N_ ("foreground, high, normal or low"), N_ ("PRIORITY") },
    { "checksum", 0, 0, G_OPTION_ARG_STRING, &typed->checksum,
      N_ ("Keep the file only if it matches, such as sha-256:HEX"), N_ ("ALGO:HEX") },
    { "connections", 0, 0, G_OPTION_ARG_STRING, &typed->connections,
      N_ ("Connections that may share one file, 1 to 32"), N_ ("N") },
    { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &typed->limit_rate,
      N_ ("Take at most that many bytes per second, such as 500K or 1.5M"), N_ ("RATE") },
    { "maximum-size", 0, 0, G_OPTION_ARG_STRING, &typed->maximum_size,
      N_ ("Give up if the files together are larger, such as 500M"), N_ ("SIZE") },
    { "range", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &typed->ranges,
      N_ ("Only these bytes of the file, such as 0-499 or 500-"), N_ ("FIRST-LAST") },
    { "header", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->headers,
      N_ ("Send this with each request; @FILE reads lines from FILE"), N_ ("K: V") },
    { "retry-delay", 0, 0, G_OPTION_ARG_STRING, &typed->retry_delay,
      N_ ("Wait at least that long before the next try"), N_ ("SECONDS") },
    { "no-progress-timeout", 0, 0, G_OPTION_ARG_STRING, &typed->no_progress_timeout,
      N_ ("Give up after that long without a byte; 0: at the first failure"), N_ ("SECONDS") },
    { "no-metalink", 0, 0, G_OPTION_ARG_NONE, &typed->no_metalink,
      N_ ("Keep a Metalink document instead of fetching the files that it lists"), NULL },
    { "dynamic-content", 0, 0, G_OPTION_ARG_NONE, &typed->dynamic_content,
      N_ ("Begin anew when interrupted: the server sends something else each time"), NULL },
    BGT_CONNECTION_ENTRIES (&typed->connection),
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed->json,
      N_ ("Print the job as JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->urls,
      NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  // clang-format on

  return bgt_command_parse (summary, _ ("URL|METALINK…"), entries, argc, argv, error);
}

static gboolean
set_usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
check_combination (const Typed *typed, GError **error)
{
  gboolean several = typed->urls != NULL && typed->urls[0] != NULL && typed->urls[1] != NULL;

  if (typed->urls == NULL)
    return set_usage (error, _ ("An address is missing."));

  if (typed->output != NULL && several)
    return set_usage (error, _ ("--output names one file, so that it takes only one address. Use "
                                "--directory for several."));

  if (typed->output != NULL && typed->directory != NULL)
    return set_usage (error, _ ("--output and --directory exclude each other."));

  if (g_strcmp0 (typed->output, "-") == 0)
    return set_usage (error,
                      _ ("--output cannot be the standard output: Ferry downloads into files."));

  if (typed->checksum != NULL && several)
    return set_usage (error, _ ("--checksum is of one file, so that it takes only one address."));

  if (typed->ranges != NULL && several)
    return set_usage (error, _ ("--range is of one file, so that it takes only one address."));

  return TRUE;
}

static gboolean
take_numbers (BgtOptions *self, const Typed *typed, GError **error)
{
  self->has_retry_delay = typed->retry_delay != NULL;
  self->has_no_progress_timeout = typed->no_progress_timeout != NULL;

  return (typed->connections == NULL ||
          bgt_value_parse_number ("--connections", typed->connections, 1, BGT_VALUE_MAX_CONNECTIONS,
                                  &self->connections, error)) &&
         (typed->limit_rate == NULL ||
          bgt_rate_parse ("--limit-rate", typed->limit_rate, &self->speed_limit, error)) &&
         (typed->maximum_size == NULL || bgt_rate_parse_size ("--maximum-size", typed->maximum_size,
                                                              &self->maximum_size, error)) &&
         (typed->retry_delay == NULL ||
          bgt_value_parse_number ("--retry-delay", typed->retry_delay, 0, G_MAXUINT,
                                  &self->retry_delay, error)) &&
         (typed->no_progress_timeout == NULL ||
          bgt_value_parse_number ("--no-progress-timeout", typed->no_progress_timeout, 0, G_MAXUINT,
                                  &self->no_progress_timeout, error));
}

static gboolean
take_connection (BgtOptions *self, const Typed *typed, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!bgt_connection_add_to (&typed->connection, &dict, error))
    return FALSE;

  self->connection = g_variant_ref_sink (g_variant_dict_end (&dict));
  return TRUE;
}

static gboolean
take_target (BgtOptions *self, const Typed *typed, GError **error)
{
  g_autofree char *path = NULL;

  if (typed->output == NULL)
    {
      self->directory =
          g_canonicalize_filename (typed->directory != NULL ? typed->directory : ".", NULL);
      return TRUE;
    }

  if (*typed->output == '\0' || g_str_has_suffix (typed->output, "/"))
    return set_usage (error,
                      _ ("--output needs the name of a file. Use --directory for a folder."));

  path = g_canonicalize_filename (typed->output, NULL);
  self->directory = g_path_get_dirname (path);
  self->file_name = g_path_get_basename (path);

  if (!g_utf8_validate (self->file_name, -1, NULL))
    return set_usage (error, _ ("The name of the file is not valid UTF-8."));

  return TRUE;
}

static char *
name_of_first (const BgtOptions *self)
{
  if (self->file_name != NULL)
    return g_strdup (self->file_name);

  return self->urls[0] != NULL ? bgt_url_get_name (self->urls[0])
                               : bgt_metalink_get_name (self->documents[0]);
}

/* What people call the job if they do not say. */
static char *
make_name (const BgtOptions *self)
{
  g_autofree char *whole = name_of_first (self);
  g_autofree char *first = NULL;
  guint others = g_strv_length (self->urls) + g_strv_length (self->documents) - 1;

  g_strstrip (whole);
  first = *whole != '\0'
              ? g_utf8_substring (whole, 0, MIN (g_utf8_strlen (whole, -1), MAX_DEFAULT_NAME))
              : bgt_url_get_host (self->urls[0] != NULL ? self->urls[0] : "");

  if (others == 0)
    return g_steal_pointer (&first);

  /* Translators: the name of a job of several files; %s is the first of them. */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", others), first, others);
}

static gboolean
take_values (BgtOptions *self, const Typed *typed, GError **error)
{
  if (typed->priority != NULL &&
      !bgt_value_parse_priority (typed->priority, &self->priority, error))
    return FALSE;

  if (typed->checksum != NULL &&
      (self->checksum = bgt_value_parse_checksum (typed->checksum, error)) == NULL)
    return FALSE;

  if (typed->ranges != NULL)
    {
      GVariant *ranges = bgt_range_parse ((const char *const *) typed->ranges, error);

      if (ranges == NULL)
        return FALSE;
      self->ranges = g_variant_ref_sink (ranges);
    }

  for (gsize i = 0; typed->headers != NULL && typed->headers[i] != NULL; i++)
    if (!bgt_value_parse_header (typed->headers[i], self->headers, error))
      return FALSE;

  if (typed->name != NULL && (self->name = bgt_value_parse_name (typed->name, error)) == NULL)
    return FALSE;

  return take_numbers (self, typed, error) && take_connection (self, typed, error) &&
         take_target (self, typed, error);
}

/* Addresses and documents. A document has a name and a checksum for each of its files. */
static gboolean
take_sources (BgtOptions *self, const Typed *typed, GError **error)
{
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) documents = g_strv_builder_new ();

  for (gsize i = 0; typed->urls[i] != NULL; i++)
    {
      g_autofree char *url = NULL;

      if (!typed->no_metalink && bgt_metalink_is_document (typed->urls[i]))
        {
          if (typed->output != NULL || typed->checksum != NULL)
            return set_usage (error, _ ("--output and --checksum are of one file; a Metalink "
                                        "document says that of each of its files."));
          if (typed->ranges != NULL)
            return set_usage (error, _ ("--range is of one file, and no Metalink document."));

          g_strv_builder_add (documents, typed->urls[i]);
          continue;
        }

      url = bgt_url_parse (typed->urls[i], error);
      if (url == NULL)
        return FALSE;

      g_strv_builder_add (urls, url);
    }

  self->urls = g_strv_builder_end (urls);
  self->documents = g_strv_builder_end (documents);
  /* Who names the file wants that file. */
  self->dynamic_content = typed->dynamic_content;
  self->follow_metalink = !typed->no_metalink && typed->output == NULL && typed->ranges == NULL;
  return TRUE;
}

/**
 * bgt_options_parse:
 * @summary: what the command is for
 * @priority: that of the job if the command line does not say
 *
 * Returns: (nullable): the options. On failure @error is a G_OPTION_ERROR if the command line is
 *   wrong, or else says which address is none
 */
BgtOptions *
bgt_options_parse (
    const char *summary, BgJobPriority priority, int argc, char **argv, GError **error)
{
  g_autoptr (BgtOptions) self = g_new0 (BgtOptions, 1);
  g_auto (Typed) typed = { 0 };

  self->priority = priority;
  self->headers = g_ptr_array_new_with_free_func (g_free);

  if (!parse_typed (&typed, summary, argc, argv, error) || !check_combination (&typed, error) ||
      !take_values (self, &typed, error) || !take_sources (self, &typed, error))
    return NULL;

  self->json = typed.json;

  if (self->name == NULL)
    self->name = make_name (self);

  return g_steal_pointer (&self);
}

void
bgt_options_free (BgtOptions *self)
{
  g_strfreev (self->urls);
  g_strfreev (self->documents);
  g_free (self->directory);
  g_free (self->file_name);
  g_free (self->name);
  g_free (self->checksum);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->connection, g_variant_unref);
  g_clear_pointer (&self->ranges, g_variant_unref);
  g_free (self);
}

static gboolean
check_directory (const char *directory, GError **error)
{
  g_autofree char *folder = g_filename_display_name (directory);
  GStatBuf status;

  if (g_stat (directory, &status) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   errno == EACCES
                       ? _ ("The folder “%s” may not be entered. Choose another one.")
                       : _ ("The folder “%s” does not exist. Make it, or choose another one."),
                   folder);
      return FALSE;
    }

  if (!S_ISDIR (status.st_mode) || g_access (directory, W_OK | X_OK) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   S_ISDIR (status.st_mode)
                       ? _ ("The folder “%s” is not writable. Choose another one.")
                       : _ ("“%s” is not a folder. Choose another one."),
                   folder);
      return FALSE;
    }

  return TRUE;
}

/**
 * bgt_options_check_target:
 *
 * The service checks the same when the files are added, and nothing is replaced in any case; this
 * way nothing has begun yet, and the sentence can name what was typed.
 */
gboolean
bgt_options_check_target (const BgtOptions *self, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *display = NULL;
  GStatBuf status;

  if (!check_directory (self->directory, error))
    return FALSE;

  if (self->file_name == NULL)
    return TRUE;

  path = g_build_filename (self->directory, self->file_name, NULL);

  if (g_lstat (path, &status) < 0)
    return TRUE;

  display = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               S_ISDIR (status.st_mode)
                   ? _ ("“%s” is a folder. Use --directory to save into it.")
                   : _ ("“%s” exists already. Choose another name, or move it away."),
               display);
  return FALSE;
}

/**
 * bgt_options_to_properties:
 *
 * Returns: (transfer floating): the settings of the job, as CreateJob takes them
 */
GVariant *
bgt_options_to_properties (const BgtOptions *self)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (self->connection);

  g_variant_dict_insert (&dict, "auto-complete", "b", TRUE);
  g_variant_dict_insert (&dict, "priority", "u", (guint) self->priority);

  if (self->maximum_size > 0)
    g_variant_dict_insert (&dict, "maximum-download-size", "t", self->maximum_size);

  if (self->dynamic_content)
    g_variant_dict_insert (&dict, "dynamic-content", "b", TRUE);

  if (self->connections > 0)
    g_variant_dict_insert (&dict, "connections", "u", self->connections);

  if (self->speed_limit > 0)
    g_variant_dict_insert (&dict, "speed-limit", "t", self->speed_limit);

  if (self->has_retry_delay)
    g_variant_dict_insert (&dict, "minimum-retry-delay", "u", self->retry_delay);

  if (self->has_no_progress_timeout)
    g_variant_dict_insert (&dict, "no-progress-timeout", "u", self->no_progress_timeout);

  if (self->headers->len > 0)
    g_variant_dict_insert_value (&dict, "headers",
                                 g_variant_new_strv ((const char *const *) self->headers->pdata,
                                                     self->headers->len));

  return g_variant_dict_end (&dict);
}

/**
 * bgt_options_to_files:
 * @urls: addresses of the options, all or some
 *
 * Returns: (transfer floating): the files, as AddFiles takes them
 */
GVariant *
bgt_options_to_files (const BgtOptions *self, const char *const *urls)
{
  GVariantBuilder files;

  g_variant_builder_init (&files, G_VARIANT_TYPE ("a(sa{sv})"));

  for (gsize i = 0; urls[i] != NULL; i++)
    {
      g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

      g_variant_dict_insert_value (&dict, "directory", g_variant_new_bytestring (self->directory));

      if (self->file_name != NULL)
        g_variant_dict_insert (&dict, "name", "s", self->file_name);

      if (self->follow_metalink)
        g_variant_dict_insert (&dict, "follow-metalink", "b", TRUE);

      if (self->checksum != NULL)
        g_variant_dict_insert (&dict, "checksum", "s", self->checksum);

      if (self->ranges != NULL)
        g_variant_dict_insert_value (&dict, "ranges", self->ranges);

      g_variant_builder_add (&files, "(s@a{sv})", urls[i], g_variant_dict_end (&dict));
    }

  return g_variant_builder_end (&files);
}
