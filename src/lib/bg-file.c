/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One file of a job. */
#include "config.h"

#include "bg-file.h"

#include "bg-file-private.h"
#include "bg-job-error-private.h"
#include "bg-ranges-private.h"
#include "bg-time-private.h"

/**
 * BgFile:
 *
 * One file of a [class@Bg.Job]: an address and the file that it becomes.
 *
 * A job hands these out as its list items after [method@Bg.Job.refresh_files_async]; they change
 * only while that runs. The same object stays for the same file, so it may be bound to.
 *
 * Corresponds to IBackgroundCopyFile of BITS.
 */
typedef enum
{
  PROP_INDEX = 1,
  PROP_URL,
  PROP_PATH,
  PROP_TEMPORARY_PATH,
  PROP_BYTES_TOTAL,
  PROP_BYTES_TRANSFERRED,
  PROP_COMPLETED,
  PROP_CHECKSUM,
  PROP_MIRRORS,
  PROP_SIZE,
  PROP_RANGES,
  PROP_LAST_MODIFIED,
  PROP_REPLACED,
  PROP_ERROR,
} BgFileProperty;

static GParamSpec *properties[PROP_ERROR + 1];

G_DEFINE_FINAL_TYPE (BgFile, bg_file, G_TYPE_OBJECT)

static void
bg_file_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgFile *self = BG_FILE (object);

  switch ((BgFileProperty) prop_id)
    {
    case PROP_INDEX:
      g_value_set_uint (value, self->index);
      break;

    case PROP_URL:
      g_value_set_string (value, self->url);
      break;

    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_TEMPORARY_PATH:
      g_value_set_string (value, self->temporary_path);
      break;

    case PROP_BYTES_TOTAL:
      g_value_set_uint64 (value, self->bytes_total);
      break;

    case PROP_BYTES_TRANSFERRED:
      g_value_set_uint64 (value, self->bytes_transferred);
      break;

    case PROP_COMPLETED:
      g_value_set_boolean (value, self->completed);
      break;

    case PROP_CHECKSUM:
      g_value_set_string (value, self->checksum);
      break;

    case PROP_MIRRORS:
      g_value_set_boxed (value, self->mirrors);
      break;

    case PROP_SIZE:
      g_value_set_uint64 (value, self->size);
      break;

    case PROP_RANGES:
      g_value_set_boxed (value, self->ranges);
      break;

    case PROP_LAST_MODIFIED:
      g_value_set_boxed (value, self->last_modified);
      break;

    case PROP_REPLACED:
      g_value_set_boolean (value, self->replaced);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
bg_file_finalize (GObject *object)
{
  BgFile *self = BG_FILE (object);

  g_free (self->url);
  g_free (self->path);
  g_free (self->temporary_path);
  g_free (self->checksum);
  g_strfreev (self->mirrors);
  g_clear_pointer (&self->ranges, bg_ranges_unref);
  g_clear_pointer (&self->last_modified, g_date_time_unref);
  bg_job_error_free (self->error);

  G_OBJECT_CLASS (bg_file_parent_class)->finalize (object);
}

static void
bg_file_class_init (BgFileClass *class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bg_file_get_property;
  object_class->finalize = bg_file_finalize;

  /**
   * BgFile:index:
   *
   * The place of the file in the job, from 0.
   */
  properties[PROP_INDEX] = g_param_spec_uint ("index", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * BgFile:url:
   *
   * The address, escaped, without a user name or password.
   */
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, "", flags);

  /**
   * BgFile:path:
   *
   * Where the file is if it is completed, else where it would go now. In the encoding of the file
   * system.
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", flags);

  /**
   * BgFile:temporary-path:
   *
   * Where the bytes are until the file is completed; `NULL` before the first byte. In the encoding
   * of the file system.
   */
  properties[PROP_TEMPORARY_PATH] = g_param_spec_string ("temporary-path", NULL, NULL, NULL, flags);

  /**
   * BgFile:bytes-total:
   *
   * The size in bytes; `BG_SIZE_UNKNOWN` while nobody knows it.
   */
  properties[PROP_BYTES_TOTAL] =
      g_param_spec_uint64 ("bytes-total", NULL, NULL, 0, BG_SIZE_UNKNOWN, BG_SIZE_UNKNOWN, flags);

  /**
   * BgFile:bytes-transferred:
   *
   * How many bytes are here. May go down, when the file changed on the server.
   */
  properties[PROP_BYTES_TRANSFERRED] =
      g_param_spec_uint64 ("bytes-transferred", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * BgFile:completed:
   *
   * Whether the file is under its final name.
   */
  properties[PROP_COMPLETED] = g_param_spec_boolean ("completed", NULL, NULL, FALSE, flags);

  /**
   * BgFile:checksum:
   *
   * The checksum that the file must have, such as `sha-256:HEX`; `NULL` if none was given.
   */
  properties[PROP_CHECKSUM] = g_param_spec_string ("checksum", NULL, NULL, NULL, flags);

  /**
   * BgFile:mirrors:
   *
   * More addresses of the same file, best first; empty if there are none.
   */
  properties[PROP_MIRRORS] = g_param_spec_boxed ("mirrors", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * BgFile:size:
   *
   * The size in bytes that the file must have, by the word of who added it; `BG_SIZE_UNKNOWN` if
   * that was not told.
   */
  properties[PROP_SIZE] =
      g_param_spec_uint64 ("size", NULL, NULL, 0, BG_SIZE_UNKNOWN, BG_SIZE_UNKNOWN, flags);

  /**
   * BgFile:ranges:
   *
   * The parts of the file that alone are wanted; `NULL` if all of it is.
   */
  properties[PROP_RANGES] = g_param_spec_boxed ("ranges", NULL, NULL, BG_TYPE_RANGES, flags);

  /**
   * BgFile:last-modified:
   *
   * When the file was last changed, in UTC and by the word of its server; `NULL` if it did not
   * tell.
   */
  properties[PROP_LAST_MODIFIED] =
      g_param_spec_boxed ("last-modified", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * BgFile:replaced:
   *
   * Whether the file was a Metalink document whose files took its place in the job. It is not kept.
   */
  properties[PROP_REPLACED] = g_param_spec_boolean ("replaced", NULL, NULL, FALSE, flags);

  /**
   * BgFile:error:
   *
   * Why this file failed; `NULL` if it did not.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, BG_TYPE_JOB_ERROR, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bg_file_init (BgFile *self)
{
  self->url = g_strdup ("");
  self->path = g_strdup ("");
  self->mirrors = g_new0 (char *, 1);
  self->size = BG_SIZE_UNKNOWN;
  self->bytes_total = BG_SIZE_UNKNOWN;
}

BgFile *
bg_file_new (guint index)
{
  BgFile *self = g_object_new (BG_TYPE_FILE, NULL);

  self->index = index;

  return self;
}

static void
update_string (BgFile *self, char **field, const char *value, BgFileProperty property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
update_mirrors (BgFile *self, const char *const *mirrors)
{
  if (g_strv_equal ((const char *const *) self->mirrors, mirrors))
    return;

  g_strfreev (self->mirrors);
  self->mirrors = g_strdupv ((char **) mirrors);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIRRORS]);
}

/* They are the same as long as the file is there. */
static void
update_ranges (BgFile *self, GVariant *ranges)
{
  if (ranges == NULL || self->ranges != NULL)
    return;

  self->ranges = bg_ranges_from_variant (ranges);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANGES]);
}

static void
update_properties (BgFile *self, GVariant *values)
{
  static const char *const no_mirrors[] = { NULL };
  g_autoptr (BgJobError) error = bg_job_error_lookup (values);
  const char *url = "", *path = "", *temporary_path = NULL, *checksum = NULL;
  g_autofree const char **mirrors = NULL;
  g_autoptr (GVariant) ranges = NULL;
  guint64 size = BG_SIZE_UNKNOWN;
  gint64 last_modified = 0;
  gboolean replaced = FALSE;

  g_variant_lookup (values, "url", "&s", &url);
  g_variant_lookup (values, "path", "^&ay", &path);
  g_variant_lookup (values, "temporary-path", "^&ay", &temporary_path);
  g_variant_lookup (values, "checksum", "&s", &checksum);
  g_variant_lookup (values, "mirrors", "^a&s", &mirrors);
  g_variant_lookup (values, "size", "t", &size);
  g_variant_lookup (values, "ranges", "@a(tt)", &ranges);
  g_variant_lookup (values, "last-modified", "x", &last_modified);
  g_variant_lookup (values, "replaced", "b", &replaced);

  update_string (self, &self->url, url, PROP_URL);
  update_string (self, &self->path, path, PROP_PATH);
  update_string (self, &self->temporary_path, temporary_path, PROP_TEMPORARY_PATH);
  update_string (self, &self->checksum, checksum, PROP_CHECKSUM);
  update_mirrors (self, mirrors != NULL ? mirrors : no_mirrors);
  update_ranges (self, ranges);

  if (self->size != size)
    {
      self->size = size;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
    }

  if (bg_time_update (&self->last_modified, last_modified))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_MODIFIED]);

  if (self->replaced != replaced)
    {
      self->replaced = replaced;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPLACED]);
    }

  if (!bg_job_error_equal (self->error, error))
    {
      bg_job_error_free (self->error);
      self->error = g_steal_pointer (&error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
}

/* What GetFiles says about the file. @values is empty if only the numbers changed. */
void
bg_file_update (BgFile *self,
                guint64 bytes_total,
                guint64 bytes_transferred,
                gboolean completed,
                GVariant *values)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);

  if (self->bytes_total != bytes_total)
    {
      self->bytes_total = bytes_total;
      g_object_notify_by_pspec (object, properties[PROP_BYTES_TOTAL]);
    }

  if (self->bytes_transferred != bytes_transferred)
    {
      self->bytes_transferred = bytes_transferred;
      g_object_notify_by_pspec (object, properties[PROP_BYTES_TRANSFERRED]);
    }

  if (self->completed != completed)
    {
      self->completed = completed;
      g_object_notify_by_pspec (object, properties[PROP_COMPLETED]);
    }

  if (g_variant_n_children (values) > 0)
    update_properties (self, values);

  g_object_thaw_notify (object);
}
