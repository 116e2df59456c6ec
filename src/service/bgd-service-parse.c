/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionaries that callers send, to what the queue works with. */
#include "config.h"

#include "bgd-service-parse.h"

/* Where a key of SetProperties goes. */
typedef struct
{
  const char *key;
  const char *type;
  void (*take) (BgdServiceSettings *parsed, GVariant *value);
} SettingKey;

static void
take_name (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.name = g_variant_get_string (value, NULL);
}

static void
take_description (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.description = g_variant_get_string (value, NULL);
}

static void
take_priority (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->priority = g_variant_get_uint32 (value);
  parsed->settings.priority = &parsed->priority;
}

static void
take_auto_complete (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->auto_complete = g_variant_get_boolean (value);
  parsed->settings.auto_complete = &parsed->auto_complete;
}

static void
take_dynamic_content (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->dynamic_content = g_variant_get_boolean (value);
  parsed->settings.dynamic_content = &parsed->dynamic_content;
}

static void
take_minimum_retry_delay (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->minimum_retry_delay = g_variant_get_uint32 (value);
  parsed->settings.minimum_retry_delay = &parsed->minimum_retry_delay;
}

static void
take_no_progress_timeout (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->no_progress_timeout = g_variant_get_uint32 (value);
  parsed->settings.no_progress_timeout = &parsed->no_progress_timeout;
}

static void
take_maximum_time (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->maximum_time = g_variant_get_uint32 (value);
  parsed->settings.maximum_time = &parsed->maximum_time;
}

static void
take_maximum_size (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->maximum_size = g_variant_get_uint64 (value);
  parsed->settings.maximum_size = &parsed->maximum_size;
}

static void
take_connections (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->connections = g_variant_get_uint32 (value);
  parsed->settings.connections = &parsed->connections;
}

static void
take_speed_limit (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->speed_limit = g_variant_get_uint64 (value);
  parsed->settings.speed_limit = &parsed->speed_limit;
}

static void
take_headers (BgdServiceSettings *parsed, GVariant *value)
{
  g_free (parsed->headers);
  parsed->headers = g_variant_get_strv (value, NULL);
  parsed->settings.headers = parsed->headers;
}

static void
take_upload_protocol (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.upload_protocol = g_variant_get_string (value, NULL);
}

static void
take_http_method (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.http_method = g_variant_get_string (value, NULL);
}

static void
take_notify_flags (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->notify_flags = g_variant_get_uint32 (value);
  parsed->settings.notify_flags = &parsed->notify_flags;
}

static void
take_notify_action (BgdServiceSettings *parsed, GVariant *value)
{
  g_variant_get (value, "(&s&s)", &parsed->settings.notify_application,
                 &parsed->settings.notify_action);
}

static void
take_proxy (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.proxy = g_variant_get_string (value, NULL);
}

static void
take_proxy_bypass (BgdServiceSettings *parsed, GVariant *value)
{
  g_free (parsed->proxy_bypass);
  parsed->proxy_bypass = g_variant_get_strv (value, NULL);
  parsed->settings.proxy_bypass = parsed->proxy_bypass;
}

static void
take_ca_file (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.ca_file = g_variant_get_bytestring (value);
}

static void
take_client_certificate (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->settings.client_certificate = g_variant_get_bytestring (value);
}

static void
take_security_flags (BgdServiceSettings *parsed, GVariant *value)
{
  parsed->security_flags = g_variant_get_uint32 (value);
  parsed->settings.security_flags = &parsed->security_flags;
}

static const SettingKey setting_keys[] = {
  { "name", "s", take_name },
  { "description", "s", take_description },
  { "priority", "u", take_priority },
  { "auto-complete", "b", take_auto_complete },
  { "dynamic-content", "b", take_dynamic_content },
  { "minimum-retry-delay", "u", take_minimum_retry_delay },
  { "no-progress-timeout", "u", take_no_progress_timeout },
  { "maximum-download-time", "u", take_maximum_time },
  { "maximum-download-size", "t", take_maximum_size },
  { "connections", "u", take_connections },
  { "speed-limit", "t", take_speed_limit },
  { "upload-protocol", "s", take_upload_protocol },
  { "http-method", "s", take_http_method },
  { "notify-flags", "u", take_notify_flags },
  { "notify-action", "(ss)", take_notify_action },
  { "headers", "as", take_headers },
  { "proxy", "s", take_proxy },
  { "proxy-bypass", "as", take_proxy_bypass },
  { "ca-file", "ay", take_ca_file },
  { "client-certificate", "ay", take_client_certificate },
  { "security-flags", "u", take_security_flags },
};

static gboolean
check_type (const char *key, GVariant *value, const char *type, GError **error)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE (type)))
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
               "“%s” must have the type “%s”, not “%s”.", key, type,
               g_variant_get_type_string (value));
  return FALSE;
}

static gboolean
parse_setting (const char *key, GVariant *value, BgdServiceSettings *parsed, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (setting_keys); i++)
    {
      if (g_strcmp0 (key, setting_keys[i].key) != 0)
        continue;
      if (!check_type (key, value, setting_keys[i].type, error))
        return FALSE;

      setting_keys[i].take (parsed, value);
      return TRUE;
    }

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "A job has no property “%s” to set.",
               key);
  return FALSE;
}

/**
 * bgd_service_parse_settings:
 * @dictionary: a{sv}, as SetProperties takes it; must live longer than @parsed
 * @parsed: (out): the settings; to be cleared also after a failure
 *
 * Returns: whether all keys are known and have the right type; the values are not checked
 */
gboolean
bgd_service_parse_settings (GVariant *dictionary, BgdServiceSettings *parsed, GError **error)
{
  GVariantIter iter;
  const char *key;
  GVariant *child;

  *parsed = (BgdServiceSettings){ 0 };

  g_variant_get_data (dictionary); /* makes it one block, so that pointers into it last */
  g_variant_iter_init (&iter, dictionary);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &child))
    if (!parse_setting (key, child, parsed, error))
      {
        g_variant_unref (child);
        return FALSE;
      }

  return TRUE;
}

void
bgd_service_settings_clear (BgdServiceSettings *parsed)
{
  g_clear_pointer (&parsed->headers, g_free);
  g_clear_pointer (&parsed->proxy_bypass, g_free);
}

/* Where an option of AddFiles goes. */
typedef struct
{
  const char *key;
  const char *type;
  void (*take) (BgdNewFile *file, GVariant *value);
} FileKey;

static void
take_directory (BgdNewFile *file, GVariant *value)
{
  file->directory = g_variant_get_bytestring (value);
}

static void
take_file_name (BgdNewFile *file, GVariant *value)
{
  file->name = g_variant_get_string (value, NULL);
}

static void
take_checksum (BgdNewFile *file, GVariant *value)
{
  file->checksum = g_variant_get_string (value, NULL);
}

static void
take_mirrors (BgdNewFile *file, GVariant *value)
{
  g_free ((gpointer) file->mirrors);
  file->mirrors = g_variant_get_strv (value, NULL);
}

static void
take_size (BgdNewFile *file, GVariant *value)
{
  file->has_size = TRUE;
  file->size = g_variant_get_uint64 (value);
}

/* The hashes outlive the message. */
static void
take_pieces (BgdNewFile *file, GVariant *value)
{
  g_autoptr (GVariant) hashes = NULL;

  g_clear_pointer (&file->pieces.hashes, g_bytes_unref);
  g_variant_get (value, "(&st@ay)", &file->pieces.algorithm, &file->pieces.length, &hashes);
  file->pieces.hashes = g_bytes_new (g_variant_get_data (hashes), g_variant_get_size (hashes));
}

/* An empty list is one, too. */
static void
take_ranges (BgdNewFile *file, GVariant *value)
{
  gsize length;
  BgdRemoteRange *ranges = g_new0 (BgdRemoteRange, g_variant_n_children (value) + 1);

  for (length = 0; length < g_variant_n_children (value); length++)
    g_variant_get_child (value, length, "(tt)", &ranges[length].offset, &ranges[length].length);

  g_free ((gpointer) file->ranges);
  file->ranges = ranges;
  file->n_ranges = (guint) length;
}

static void
take_follow_metalink (BgdNewFile *file, GVariant *value)
{
  file->follow_metalink = g_variant_get_boolean (value);
}

static void
take_reply_file (BgdNewFile *file, GVariant *value)
{
  file->reply_path = g_variant_get_bytestring (value);
}

static const FileKey file_keys[] = {
  { "directory", "ay", take_directory },
  { "name", "s", take_file_name },
  { "checksum", "s", take_checksum },
  { "mirrors", "as", take_mirrors },
  { "size", "t", take_size },
  { "pieces", "(stay)", take_pieces },
  { "ranges", "a(tt)", take_ranges },
  { "follow-metalink", "b", take_follow_metalink },
  { "reply-file", "ay", take_reply_file },
};

static void
clear_new_file (gpointer data)
{
  BgdNewFile *file = data;

  g_free ((gpointer) file->mirrors); /* its strings are the dictionary's */
  g_clear_pointer (&file->pieces.hashes, g_bytes_unref);
  g_free ((gpointer) file->ranges);
}

static gboolean
parse_file_option (const char *key, GVariant *value, BgdNewFile *file, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (file_keys); i++)
    {
      if (g_strcmp0 (key, file_keys[i].key) != 0)
        continue;
      if (!check_type (key, value, file_keys[i].type, error))
        return FALSE;

      file_keys[i].take (file, value);
      return TRUE;
    }

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "A new file has no option “%s”.", key);
  return FALSE;
}

static gboolean
parse_file_options (GVariantIter *options, BgdNewFile *file, GError **error)
{
  const char *key;
  GVariant *child;

  while (g_variant_iter_loop (options, "{&sv}", &key, &child))
    if (!parse_file_option (key, child, file, error))
      {
        g_variant_unref (child);
        return FALSE;
      }

  return TRUE;
}

/**
 * bgd_service_parse_files:
 * @files: a(sa{sv}), as AddFiles takes it; must live longer than the result
 *
 * Returns: (transfer full) (element-type BgdNewFile): the files, or NULL
 */
GArray *
bgd_service_parse_files (GVariant *files, GError **error)
{
  g_autoptr (GArray) parsed =
      g_array_sized_new (FALSE, TRUE, sizeof (BgdNewFile), (guint) g_variant_n_children (files));
  GVariantIter iter;
  const char *url;
  GVariantIter *options;

  g_array_set_clear_func (parsed, clear_new_file);
  g_variant_get_data (files); /* makes it one block, so that pointers into it last */
  g_variant_iter_init (&iter, files);
  while (g_variant_iter_next (&iter, "(&sa{sv})", &url, &options))
    {
      g_autoptr (GVariantIter) owned_options = options;
      BgdNewFile *file = NULL;

      g_array_set_size (parsed, parsed->len + 1);
      file = &g_array_index (parsed, BgdNewFile, parsed->len - 1);
      file->url = url;
      if (!parse_file_options (owned_options, file, error))
        return NULL;
    }

  return g_steal_pointer (&parsed);
}

/**
 * bgd_service_parse_metalink_options:
 * @options: a{sv}, as AddMetalink takes it; must live longer than the result
 *
 * Returns: (transfer none) (type filename): the folder, not checked, or NULL
 */
const char *
bgd_service_parse_metalink_options (GVariant *options, GError **error)
{
  BgdNewFile file = { .directory = NULL };
  GVariantIter iter;
  const char *key;
  GVariant *child;

  g_variant_get_data (options); /* makes it one block, so that pointers into it last */
  g_variant_iter_init (&iter, options);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &child))
    {
      if (g_strcmp0 (key, "directory") != 0)
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "A Metalink document has no option “%s”.", key);
      else if (parse_file_option (key, child, &file, error))
        continue;

      g_variant_unref (child);
      return NULL;
    }

  /* What is not absolute is refused by whoever makes the files. */
  return file.directory != NULL ? file.directory : "";
}
