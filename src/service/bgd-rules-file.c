/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the administrator: read from their file, and told when it changes. */
#include "config.h"

#include "bgd-rules-file.h"

/* Editors change a file in several steps. */
#define SETTLE_MILLISECONDS 200

struct _BgdRulesFile
{
  GObject parent_instance;

  char *path;            /* (owned) (type filename) */
  GFileMonitor *monitor; /* (owned) (nullable) */
  guint settle_id;       /* 0: nothing to tell */
};

typedef enum
{
  SIGNAL_CHANGED,
} BgdRulesFileSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgdRulesFile, bgd_rules_file, G_TYPE_OBJECT)

static gboolean
on_settled (gpointer user_data)
{
  BgdRulesFile *self = user_data;

  self->settle_id = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
on_changed (BgdRulesFile *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MILLISECONDS, on_settled, self);
}

static void
bgd_rules_file_finalize (GObject *object)
{
  BgdRulesFile *self = BGD_RULES_FILE (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->monitor);
  g_free (self->path);

  G_OBJECT_CLASS (bgd_rules_file_parent_class)->finalize (object);
}

static void
bgd_rules_file_class_init (BgdRulesFileClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bgd_rules_file_finalize;

  /**
   * BgdRulesFile::changed:
   *
   * There may be other rules now.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGD_TYPE_RULES_FILE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bgd_rules_file_init (BgdRulesFile *self)
{
}

/**
 * bgd_rules_file_new:
 * @path: (type filename): the file, which need not be there
 */
BgdRulesFile *
bgd_rules_file_new (const char *path)
{
  BgdRulesFile *self = g_object_new (BGD_TYPE_RULES_FILE, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  self->path = g_strdup (path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_changed), self,
                             G_CONNECT_SWAPPED);
  else
    g_message ("Changes of %s count from the next start: %s", path, error->message);

  return self;
}

static char *
describe (const BgdRulesFile *self, const GError *error)
{
  g_autofree char *path = g_filename_display_name (self->path);
  g_autofree char *why = g_utf8_make_valid (error->message, -1);

  return g_strdup_printf (g_str_has_suffix (why, ".") ? "%s: %s" : "%s: %s.", path, why);
}

/**
 * bgd_rules_file_read:
 * @self: the file
 * @problem: (out) (optional): why it cannot be read or understood, with its path; %NULL if it can
 *
 * Returns: (transfer full) (nullable): what it says, the defaults if it is not there; %NULL with a
 *   problem
 */
BgdRules *
bgd_rules_file_read (BgdRulesFile *self, char **problem)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  BgdRules *rules = NULL;
  gsize length;

  *problem = NULL;
  if (g_file_get_contents (self->path, &text, &length, &error))
    rules = bgd_rules_parse (text, length, &error);
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return bgd_rules_new ();

  if (rules == NULL)
    *problem = describe (self, error);

  return rules;
}
