/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the pieces of a file: what can be one, and where it is. */
#include "config.h"

#include "bgd-pieces.h"

#include "bg-error.h"

static BgdPieces *
make (const char *algorithm, guint64 length, gsize n_bytes, guint64 size, GError **error)
{
  g_autofree guint8 *bytes = g_malloc0 (n_bytes + 1);
  g_autoptr (GBytes) hashes = NULL;

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) (i / 16);

  hashes = g_bytes_new (bytes, n_bytes);
  return bgd_pieces_new (algorithm, length, hashes, size, error);
}

static void
test_algorithms_have_one_name (void)
{
  gsize length = 0;

  g_assert_cmpstr (bgd_pieces_find_algorithm ("SHA256", &length), ==, "sha-256");
  g_assert_cmpuint (length, ==, 32);
  g_assert_cmpstr (bgd_pieces_find_algorithm ("sha-1", &length), ==, "sha-1");
  g_assert_cmpuint (length, ==, 20);
  g_assert_cmpstr (bgd_pieces_find_algorithm ("md5", NULL), ==, "md5");
  g_assert_null (bgd_pieces_find_algorithm ("crc32", &length));
  g_assert_null (bgd_pieces_find_algorithm ("sha-25", &length));
  g_assert_null (bgd_pieces_find_algorithm ("", &length));
}

static void
test_pieces_cover_the_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdPieces) pieces = make ("md5", 1024, 48, 2049, &error);
  g_autoptr (BgdPieces) copy = bgd_pieces_copy (pieces);
  guint64 start = 0, end = 0;
  gsize length = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (bgd_pieces_count (copy), ==, 3);
  bgd_pieces_get_range (copy, 0, 2049, &start, &end);
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, 1024);
  bgd_pieces_get_range (copy, 2, 2049, &start, &end);
  g_assert_cmpuint (start, ==, 2048);
  g_assert_cmpuint (end, ==, 2049);
  g_assert_cmpuint (bgd_pieces_get_hash (copy, 2, &length)[0], ==, 2);
  g_assert_cmpuint (length, ==, 16);
}

static void
test_a_last_piece_can_be_full (void)
{
  g_autoptr (BgdPieces) pieces = make ("md5", 1024, 32, 2048, NULL);
  guint64 start = 0, end = 0;

  bgd_pieces_get_range (pieces, 1, 2048, &start, &end);
  g_assert_cmpuint (start, ==, 1024);
  g_assert_cmpuint (end, ==, 2048);
}

static void
test_what_cannot_be_pieces_is_refused (void)
{
  static const struct
  {
    const char *algorithm;
    guint64 length;
    gsize n_bytes;
    guint64 size;
  } bad[] = {
    { "crc", 1024, 16, 1000 },                       /* nobody knows it */
    { "md5", 1023, 16, 1000 },                       /* shorter than any is */
    { "md5", 0, 16, 1000 },                          /* would never end */
    { "md5", BGD_PIECES_MAXIMUM_LENGTH + 1, 16, 1 }, /* longer than any is */
    { "md5", 1024, 16, 0 },                          /* an empty file has none */
    { "md5", 1024, 16, 1025 },                       /* too few */
    { "md5", 1024, 32, 1024 },                       /* too many */
    { "md5", 1024, 15, 1024 },                       /* not whole */
    { "md5", 1024, 0, 1024 },
    { "md5", 1024, 16, G_MAXUINT64 },
    { "sha-1", 1024, 16, 1024 }, /* of another algorithm */
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BgdPieces) pieces =
          make (bad[i].algorithm, bad[i].length, bad[i].n_bytes, bad[i].size, &error);

      g_assert_null (pieces);
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/pieces/algorithms-have-one-name", test_algorithms_have_one_name);
  g_test_add_func ("/pieces/pieces-cover-the-file", test_pieces_cover_the_file);
  g_test_add_func ("/pieces/a-last-piece-can-be-full", test_a_last_piece_can_be_full);
  g_test_add_func ("/pieces/what-cannot-be-pieces-is-refused",
                   test_what_cannot_be_pieces_is_refused);

  return g_test_run ();
}
