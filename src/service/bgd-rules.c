/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked of Ferry: how much of it, by whom, of which servers and when. */
#include "config.h"

#include "bgd-rules.h"

#include <string.h>

#include "bg-error.h"

/* A number in the file, and where it goes: to a guint, or to a guint64 if that is not there. */
typedef struct
{
  const char *group;
  const char *key;
  guint64 minimum;
  guint64 maximum;
  guint *small;
  guint64 *large;
} Number;

BgdRules *
bgd_rules_new (void)
{
  const char *const always[] = { NULL };
  BgdRules *self = g_new0 (BgdRules, 1);

  self->apps = (BgdQuota){ .jobs = BGD_RULES_APP_JOBS, .files = BGD_RULES_APP_FILES };
  self->everyone = (BgdQuota){ .jobs = BGD_MAX_JOBS, .files = BGD_MAX_FILES };
  self->hours = bg_hours_new (always, NULL);

  return self;
}

void
bgd_rules_free (BgdRules *self)
{
  g_strfreev (self->allowed_hosts);
  g_strfreev (self->refused_hosts);
  g_clear_pointer (&self->hours, bg_hours_free);
  g_free (self);
}

static gboolean
fail (GError **error, const char *group, const char *key, const char *why)
{
  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "“%s” in [%s] %s.", key, group, why);

  return FALSE;
}

static gboolean
take_number (const Number *number, const char *value, GError **error)
{
  g_autofree char *why = NULL;
  guint64 taken;

  if (!g_ascii_string_to_unsigned (value, 10, number->minimum, number->maximum, &taken, NULL))
    {
      why = g_strdup_printf ("must be a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                             number->minimum, number->maximum);
      return fail (error, number->group, number->key, why);
    }

  if (number->small != NULL)
    *number->small = (guint) taken;
  else
    *number->large = taken;
  return TRUE;
}

/* “a; b;” without the blanks. */
static char **
split (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);

  return g_strv_builder_end (builder);
}

/* Names as they are on the wire, and the two signs of patterns. */
static gboolean
are_hosts (char **hosts)
{
  for (guint i = 0; hosts[i] != NULL; i++)
    if (strspn (hosts[i], G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._:*?") != strlen (hosts[i]))
      return FALSE;

  return TRUE;
}

static gboolean
take_hosts (char ***field, const char *key, const char *value, GError **error)
{
  g_auto (GStrv) hosts = split (value);

  if (!are_hosts (hosts))
    return fail (error, "Hosts", key,
                 "must be names of servers with “*” and “?” in them, and “;” "
                 "between them");

  for (guint i = 0; hosts[i] != NULL; i++)
    {
      char *lower = g_ascii_strdown (hosts[i], -1);

      g_free (hosts[i]);
      hosts[i] = lower;
    }

  g_strfreev (*field);
  *field = g_steal_pointer (&hosts);
  return TRUE;
}

static gboolean
take_hours (BgdRules *self, const char *value, GError **error)
{
  g_auto (GStrv) lines = split (value);
  BgHours *hours = bg_hours_new ((const char *const *) lines, NULL);

  if (hours == NULL)
    return fail (error, "Transfers", "Hours",
                 "must be times of the week, as in “mon-fri 22:00-6:00; sat,sun”");

  bg_hours_free (self->hours);
  self->hours = hours;
  return TRUE;
}

static gboolean
take (BgdRules *self, const char *group, const char *key, const char *value, GError **error)
{
  // clang-format off
  const Number numbers[] = {
    { "Applications", "Jobs",                1, BGD_MAX_JOBS,  &self->apps.jobs,      NULL },
    { "Applications", "Files",               1, BGD_MAX_FILES, &self->apps.files,     NULL },
    { "Applications", "Bytes",               0, G_MAXINT64,    NULL, &self->apps.bytes },
    { "Everyone",     "Jobs",                1, BGD_MAX_JOBS,  &self->everyone.jobs,  NULL },
    { "Everyone",     "Files",               1, BGD_MAX_FILES, &self->everyone.files, NULL },
    { "Everyone",     "Bytes",               0, G_MAXINT64,    NULL, &self->everyone.bytes },
    { "Transfers",    "MaximumSpeed",        0, G_MAXINT64,    NULL, &self->maximum_speed },
    { "Transfers",    "MaximumDownloadTime", 0, G_MAXINT32,    &self->maximum_time,   NULL },
    { "Transfers",    "Inactivity",          0, 999,           &self->inactivity,     NULL },
  };
  // clang-format on

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].group, group) && g_str_equal (numbers[i].key, key))
      return take_number (&numbers[i], value, error);

  if (g_str_equal (group, "Hosts") && g_str_equal (key, "Allowed"))
    return take_hosts (&self->allowed_hosts, key, value, error);
  if (g_str_equal (group, "Hosts") && g_str_equal (key, "Refused"))
    return take_hosts (&self->refused_hosts, key, value, error);
  if (g_str_equal (group, "Transfers") && g_str_equal (key, "Hours"))
    return take_hours (self, value, error);

  return fail (error, group, key, "is no rule that Ferry knows");
}

static gboolean
take_group (BgdRules *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, error);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], error);

      if (value == NULL || !take (self, group, keys[i], g_strstrip (value), error))
        return FALSE;
    }

  return keys != NULL;
}

/**
 * bgd_rules_parse:
 * @text: the file of an administrator
 * @length: its bytes
 * @error: why none of it counts: half a policy would be another one
 *
 * Returns: (transfer full): the rules, or %NULL
 */
BgdRules *
bgd_rules_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (BgdRules) self = bgd_rules_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (length > 0 && !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, error))
    return NULL;

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!take_group (self, file, groups[i], error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * bgd_rules_get_quota:
 * @self: the rules
 * @owner: of a job: an application in a sandbox, or an empty string
 *
 * Returns: (transfer none): what the owner may have
 */
const BgdQuota *
bgd_rules_get_quota (const BgdRules *self, const char *owner)
{
  return *owner != '\0' ? &self->apps : &self->everyone;
}
