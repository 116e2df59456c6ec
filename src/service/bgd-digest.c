/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums of files. The only GnuTLS: it uses the processor's instructions, and glib-networking
 * has it in the process anyway. */
#include "config.h"

#include "bgd-digest.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "bg-error.h"

#define BUFFER_SIZE ((gsize) 256 * 1024)
#define MAXIMUM_LENGTH 64 /* bytes of the longest one, SHA-512 */

typedef struct
{
  const char *name; /* as the contract has it */
  gnutls_digest_algorithm_t id;
  gsize length; /* bytes */
} Algorithm;

static const Algorithm algorithms[] = {
  { "md5", GNUTLS_DIG_MD5, 16 },        { "sha-1", GNUTLS_DIG_SHA1, 20 },
  { "sha-256", GNUTLS_DIG_SHA256, 32 }, { "sha-384", GNUTLS_DIG_SHA384, 48 },
  { "sha-512", GNUTLS_DIG_SHA512, 64 },
};

struct _BgdDigest
{
  const Algorithm *algorithm;
  char *wanted;          /* (owned) in hexadecimal digits */
  gnutls_hash_hd_t hash; /* (owned) (nullable) none once it is finished */
  guint64 position;      /* bytes that it has seen */
};

/* Whatever the case and the dashes: "SHA256" and "sha_256" mean "sha-256" too. */
static gboolean
is_called (const char *name, const char *called)
{
  while (*name != '\0' || *called != '\0')
    {
      if (*name == '-')
        name++;
      else if (*called == '-' || *called == '_')
        called++;
      else if (g_ascii_tolower (*called) == *name)
        name++, called++;
      else
        return FALSE;
    }

  return TRUE;
}

static const Algorithm *
find_algorithm (const char *called)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (is_called (algorithms[i].name, called))
      return &algorithms[i];

  return NULL;
}

/**
 * bgd_digest_normalize:
 * @checksum: such as "sha-256:HEX"; also "SHA256:HEX"
 * @error: return location
 *
 * Returns: (transfer full): the same as "sha-256:hex"; %NULL with %BG_ERROR_INVALID_ARGUMENT if it
 *   is not a checksum that can be checked
 */
char *
bgd_digest_normalize (const char *checksum, GError **error)
{
  const char *colon = strchr (checksum, ':');
  g_autofree char *called = colon != NULL ? g_strndup (checksum, (gsize) (colon - checksum)) : NULL;
  const Algorithm *algorithm = called != NULL ? find_algorithm (called) : NULL;

  if (algorithm == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A checksum begins with md5:, sha-1:, sha-256:, sha-384: or sha-512:");
      return NULL;
    }

  g_autofree char *hex = g_ascii_strdown (colon + 1, -1);

  if (strlen (hex) != 2 * algorithm->length ||
      strspn (hex, "0123456789abcdef") != 2 * algorithm->length)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "A checksum of type %s has %" G_GSIZE_FORMAT " hexadecimal digits",
                   algorithm->name, 2 * algorithm->length);
      return NULL;
    }

  return g_strdup_printf ("%s:%s", algorithm->name, hex);
}

static char *
to_hex (const guint8 *bytes, gsize length)
{
  g_autoptr (GString) hex = g_string_sized_new (2 * length);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);

  return g_string_free (g_steal_pointer (&hex), FALSE);
}

/**
 * bgd_digest_new:
 * @checksum: what a file should have
 * @error: return location
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT; BG_ERROR_NOT_SUPPORTED if this system does not allow it.
 *
 * Returns: (transfer full): a digest that has seen no byte yet
 */
BgdDigest *
bgd_digest_new (const char *checksum, GError **error)
{
  g_autofree char *normal = bgd_digest_normalize (checksum, error);

  if (normal == NULL)
    return NULL;

  char *wanted = strchr (normal, ':') + 1;
  wanted[-1] = '\0';
  const Algorithm *algorithm = find_algorithm (normal);
  gnutls_hash_hd_t hash;

  g_assert (algorithm != NULL);
  if (gnutls_hash_init (&hash, algorithm->id) != GNUTLS_E_SUCCESS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                   "This system does not allow checksums of type %s", algorithm->name);
      return NULL;
    }

  BgdDigest *self = g_new0 (BgdDigest, 1);

  self->algorithm = algorithm;
  self->wanted = g_strdup (wanted);
  self->hash = hash;

  return self;
}

void
bgd_digest_free (BgdDigest *self)
{
  if (self->hash != NULL)
    gnutls_hash_deinit (self->hash, NULL);
  g_free (self->wanted);
  g_free (self);
}

/**
 * bgd_digest_feed:
 * @self: a digest
 * @sink: its file, always the same
 * @end: up to where the bytes of @sink will not change any more
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Reads on from where it was, and goes on there the next time, whether this succeeds or not. In any
 * thread, one at a time.
 *
 * Returns: whether all bytes up to @end, or to the end of the file, were read; else an error of the
 *   disk, or G_IO_ERROR_CANCELLED
 */
gboolean
bgd_digest_feed (
    BgdDigest *self, BgdSink *sink, guint64 end, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);

  while (self->position < end)
    {
      gsize length = (gsize) MIN (BUFFER_SIZE, end - self->position);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      gssize n = bgd_sink_read (sink, buffer, length, self->position, error);

      if (n <= 0)
        return n == 0;

      gnutls_hash (self->hash, buffer, (gsize) n);
      self->position += (guint64) n;
    }

  return TRUE;
}

/**
 * bgd_digest_finish:
 * @self: a digest, for the last time
 * @sink: its file, whole
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Reads the rest of the file.
 *
 * Returns: whether the file has the checksum; else %BG_ERROR_VALIDATION_FAILED, an error of the
 *   disk, or G_IO_ERROR_CANCELLED
 */
gboolean
bgd_digest_finish (BgdDigest *self, BgdSink *sink, GCancellable *cancellable, GError **error)
{
  guint8 digest[MAXIMUM_LENGTH];

  if (!bgd_digest_feed (self, sink, G_MAXUINT64, cancellable, error))
    return FALSE;

  gnutls_hash_deinit (g_steal_pointer (&self->hash), digest);

  g_autofree char *found = to_hex (digest, self->algorithm->length);

  if (strcmp (found, self->wanted) == 0)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_VALIDATION_FAILED, "The checksum (%s) is %s instead of %s",
               self->algorithm->name, found, self->wanted);
  return FALSE;
}

/**
 * bgd_digest_check_range:
 * @sink: a file
 * @algorithm: such as "sha-256"
 * @start: the first byte
 * @end: the byte after the last one
 * @hash: what these bytes should have
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Reads them, in any thread.
 *
 * Returns: whether they have it; else %BG_ERROR_VALIDATION_FAILED, %BG_ERROR_NOT_SUPPORTED, an
 * error of the disk, or G_IO_ERROR_CANCELLED
 */
gboolean
bgd_digest_check_range (BgdSink *sink,
                        const char *algorithm,
                        guint64 start,
                        guint64 end,
                        const guint8 *hash,
                        GCancellable *cancellable,
                        GError **error)
{
  const Algorithm *found = find_algorithm (algorithm);
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);
  guint8 result[MAXIMUM_LENGTH];
  gnutls_hash_hd_t handle;
  gboolean is_right = TRUE;

  if (found == NULL || gnutls_hash_init (&handle, found->id) != GNUTLS_E_SUCCESS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                   "This system does not allow checksums of type %s", algorithm);
      return FALSE;
    }

  for (guint64 offset = start; is_right && offset < end;)
    {
      gsize wanted = (gsize) MIN (end - offset, BUFFER_SIZE);
      gssize n = -1;

      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        n = bgd_sink_read (sink, buffer, wanted, offset, error);
      if (n > 0)
        gnutls_hash (handle, buffer, (gsize) n);

      /* Less than there should be is less than right, which shows in the end. */
      offset = n == (gssize) wanted ? offset + wanted : end;
      is_right = n >= 0;
    }

  gnutls_hash_deinit (handle, result);
  if (is_right && memcmp (result, hash, found->length) != 0)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_VALIDATION_FAILED,
                   "The checksum (%s) of a piece is wrong", found->name);
      is_right = FALSE;
    }

  return is_right;
}
