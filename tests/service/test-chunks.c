/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bodies in chunks. */
#include "config.h"

#include "bgd-chunks.h"

#include <string.h>

/* Decodes in pieces of a size. (nullable): what came out. */
static char *
decode (const char *encoded, gsize length, gsize piece, gboolean *over)
{
  BgdChunks chunks = { 0 };
  g_autoptr (GString) result = g_string_new (NULL);

  for (gsize start = 0; start < length; start += piece)
    {
      gsize n = MIN (piece, length - start);
      g_autofree char *data = g_memdup2 (encoded + start, n);
      gsize decoded;

      if (!bgd_chunks_decode (&chunks, data, n, &decoded))
        return NULL;

      g_assert_cmpuint (decoded, <=, n);
      g_string_append_len (result, data, (gssize) decoded);
    }

  *over = bgd_chunks_are_over (&chunks);

  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
test_chunks_are_put_together (void)
{
  static const struct
  {
    const char *encoded, *decoded;
  } cases[] = {
    { "0\r\n\r\n", "" },
    { "4\r\nfile\r\n0\r\n\r\n", "file" },
    { "1\r\nf\r\n00003\r\nile\r\n0\r\n\r\n", "file" },
    { "4;name=value\r\nfile\r\n0;last\r\n\r\n", "file" },
    { "4 \r\nfile\r\n0\r\n\r\n", "file" },
    { "4\nfile\n0\n\n", "file" },
    { "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789" },
    { "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n" },
    { "4\r\nfile\r\n0\r\nDigest: x\r\nOther: y\r\n\r\n", "file" },
    { "4\r\nfile\r\n0\r\n\r\nsurplus", "file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece < 40; piece++)
      {
        gboolean over = FALSE;
        g_autofree char *decoded =
            decode (cases[i].encoded, strlen (cases[i].encoded), piece, &over);

        g_assert_cmpstr (decoded, ==, cases[i].decoded);
        g_assert_true (over);
      }
}

static void
test_body_that_is_cut_off_anywhere_is_not_over (void)
{
  static const char encoded[] = "4\r\nfile\r\n3;x\r\nend\r\n0\r\nTrailer: t\r\n\r\n";

  for (gsize length = 0; length < strlen (encoded); length++)
    {
      gboolean over = TRUE;
      g_autofree char *decoded = decode (encoded, length, 7, &over);

      g_assert_nonnull (decoded);
      g_assert_false (over);
    }
}

static void
test_what_is_no_chunk_is_refused (void)
{
  static const char *const cases[] = {
    "x\r\n",
    "\r\n\r\n",
    " 4\r\nfile\r\n",
    "-4\r\nfile\r\n",
    "0x4\r\nfile\r\n",
    "4x\r\nfile\r\n",
    "4\r\nfile5\r\n",
    "ffffffffffffffff\r\n",
    "00000000000000004\r\n",
    "<html>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece < 12; piece++)
      {
        gboolean over;

        g_test_message ("%s", cases[i]);
        g_assert_null (decode (cases[i], strlen (cases[i]), piece, &over));
      }
}

static void
test_endless_talk_is_refused (void)
{
  g_autofree char *talk = g_strnfill (100000, 'a');
  g_autofree char *extension = g_strconcat ("4;", talk, NULL);
  g_autofree char *trailer = g_strconcat ("0\r\n", talk, NULL);
  gboolean over;

  g_assert_null (decode (extension, strlen (extension), 4096, &over));
  g_assert_null (decode (trailer, strlen (trailer), 4096, &over));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/chunks/chunks-are-put-together", test_chunks_are_put_together);
  g_test_add_func ("/chunks/body-that-is-cut-off-anywhere-is-not-over",
                   test_body_that_is_cut_off_anywhere_is_not_over);
  g_test_add_func ("/chunks/what-is-no-chunk-is-refused", test_what_is_no_chunk_is_refused);
  g_test_add_func ("/chunks/endless-talk-is-refused", test_endless_talk_is_refused);

  return g_test_run ();
}
