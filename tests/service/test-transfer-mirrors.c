/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a file that several servers have, and of those that have another one. */
#include "config.h"

#include "bgd-transfer.h"

#include <string.h>

#include "bgd-net.h"
#include "fake-content.h"
#include "transfer-fixture.h"

#define SIZE (4 * MIB + 345)
#define PIECE (256 * KIB)
#define N_MIRRORS 2

/* The file's own server, and two more. */
typedef struct
{
  TransferFixture *fixture;       /* (owned) */
  FakeServer *mirrors[N_MIRRORS]; /* (owned) */
  char *urls[N_MIRRORS + 1];      /* (owned) */
  BgdPieces *pieces;              /* (owned) */
} World;

static FakeAnswer
file_of (guint seed)
{
  return (FakeAnswer){
    .size = SIZE,
    .seed = seed,
    .etag = ETAG,
    .last_modified = LAST_MODIFIED,
    .rate = 4 * MIB,
  };
}

static World *
world_new (const FakeAnswer *own, const FakeAnswer *first, const FakeAnswer *second)
{
  World *self = g_new0 (World, 1);

  self->fixture = transfer_fixture_new (own);
  self->mirrors[0] = fake_server_new (first);
  self->mirrors[1] = fake_server_new (second);
  for (guint i = 0; i < N_MIRRORS; i++)
    self->urls[i] = fake_server_get_url (self->mirrors[i], "/mirror.bin");
  self->fixture->mirrors = (const char *const *) self->urls;
  self->fixture->size = SIZE;

  return self;
}

static void
world_free (World *self)
{
  transfer_fixture_free (self->fixture);
  for (guint i = 0; i < N_MIRRORS; i++)
    {
      fake_server_free (self->mirrors[i]);
      g_free (self->urls[i]);
    }
  g_clear_pointer (&self->pieces, bgd_pieces_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* The hashes of the file of seed 1. */
static void
give_pieces (World *self)
{
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  g_autofree guint8 *bytes = g_malloc (PIECE);
  g_autoptr (GError) error = NULL;

  for (guint64 start = 0; start < SIZE; start += PIECE)
    {
      gsize length = (gsize) MIN (PIECE, SIZE - start);
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      guint8 hash[32];
      gsize hash_length = sizeof hash;

      fake_fill (1, start, bytes, length);
      g_checksum_update (checksum, bytes, (gssize) length);
      g_checksum_get_digest (checksum, hash, &hash_length);
      g_byte_array_append (hashes, hash, sizeof hash);
    }

  g_autoptr (GBytes) all = g_bytes_new (hashes->data, hashes->len);

  self->pieces = bgd_pieces_new ("sha-256", PIECE, all, SIZE, &error);
  g_assert_no_error (error);
  self->fixture->pieces = self->pieces;
}

static char *
checksum_of (guint seed)
{
  g_autofree char *hex = fake_checksum (G_CHECKSUM_SHA256, seed, SIZE);

  return g_strconcat ("sha-256:", hex, NULL);
}

static void
assert_whole (World *self)
{
  transfer_fixture_assert_whole (self->fixture, 1, SIZE);
}

static void
test_mirror_replaces_a_server_that_is_down (void)
{
  static const FakeAnswer downs[] = {
    { .status = 404 }, { .status = 503 }, { .status = 403 }, { .raw = "" }, { .size = SIZE + 1 },
  };
  const FakeAnswer good = file_of (1);

  for (guint i = 0; i < G_N_ELEMENTS (downs); i++)
    {
      g_autoptr (World) world = world_new (&downs[i], &downs[i], &good);

      g_test_message ("case %u", i);
      world->fixture->seed = world->fixture->restart_seed = 1;
      transfer_fixture_run (world->fixture);
      assert_whole (world);
    }
}

static void
cut_off (const FakeRequest *request, FakeAnswer *answer, gpointer user_data)
{
  if (request->number == 0)
    {
      answer->cuts = TRUE;
      answer->cut_at = 1 * MIB;
    }
  else
    answer->status = 500;
}

/* Without a checksum the bytes on both sides of the seam tell whether it is the same file. */
static void
test_mirror_goes_on_where_the_server_broke_off (void)
{
  static const guint seeds[] = { 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      FakeAnswer own = file_of (1);
      FakeAnswer mirror = file_of (seeds[i]);

      own.rate = mirror.rate = 0;
      g_autoptr (World) world = world_new (&own, &mirror, &mirror);

      fake_server_set_script (world->fixture->server, cut_off, NULL);
      world->fixture->restart_seed = seeds[i];
      transfer_fixture_run (world->fixture);

      transfer_fixture_assert_whole (world->fixture, seeds[i], SIZE);
      g_assert_cmpint (world->fixture->restarted, ==, seeds[i] != 1);
      g_assert_cmpuint (fake_server_count_requests (world->mirrors[0]), >=, 1);
    }
}

static void
test_mirrors_help_only_if_a_checksum_tells (void)
{
  static const gboolean proven[] = { FALSE, TRUE };
  const FakeAnswer good = file_of (1);

  for (guint i = 0; i < G_N_ELEMENTS (proven); i++)
    {
      g_autoptr (World) world = world_new (&good, &good, &good);

      world->fixture->connections = 4;
      if (proven[i])
        world->fixture->checksum = checksum_of (1);
      transfer_fixture_run (world->fixture);

      assert_whole (world);
      for (guint j = 0; j < N_MIRRORS; j++)
        g_assert_cmpint (fake_server_count_requests (world->mirrors[j]) > 0, ==, proven[i]);
    }
}

static void
test_mirror_of_another_size_is_left_out (void)
{
  const FakeAnswer good = file_of (1);
  FakeAnswer other = file_of (2);

  other.size = SIZE - 1;
  g_autoptr (World) world = world_new (&good, &other, &good);

  world->fixture->connections = 4;
  world->fixture->checksum = checksum_of (1);
  transfer_fixture_run (world->fixture);
  assert_whole (world);
  g_assert_cmpuint (fake_server_count_requests (world->mirrors[0]), ==, 1);
}

/* One of them has other bytes: only its pieces are fetched again, from the others. */
static void
test_wrong_pieces_are_mended (void)
{
  static const guint seeds[][3] = { { 1, 2, 1 }, { 1, 1, 2 }, { 2, 1, 1 }, { 1, 2, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      const FakeAnswer own = file_of (seeds[i][0]);
      const FakeAnswer first = file_of (seeds[i][1]);
      const FakeAnswer second = file_of (seeds[i][2]);
      g_autoptr (World) world = world_new (&own, &first, &second);

      g_test_message ("case %u", i);
      give_pieces (world);
      world->fixture->seed = ANY_BYTES;
      world->fixture->connections = 4;
      transfer_fixture_run (world->fixture);
      assert_whole (world);
    }
}

static guint64
count_bytes (FakeServer *server)
{
  guint64 bytes = 0;

  for (guint i = 0; i < fake_server_count_requests (server); i++)
    {
      const char *range = fake_request_get (fake_server_get_request (server, i), "range");
      guint64 start = 0;
      guint64 end = SIZE - 1;

      if (range != NULL)
        {
          char *cursor;

          start = g_ascii_strtoull (range + strlen ("bytes="), &cursor, 10);
          if (cursor[1] != '\0')
            end = g_ascii_strtoull (cursor + 1, NULL, 10);
        }
      bytes += end + 1 - start;
    }

  return bytes;
}

/* A part that an earlier try left behind has one wrong byte: one piece comes again. */
static void
test_one_wrong_byte_costs_one_piece (void)
{
  const FakeAnswer good = file_of (1);
  g_autoptr (World) world = world_new (&good, &good, &good);
  g_autofree char *bytes = NULL;
  gsize length;

  give_pieces (world);
  transfer_fixture_put_part (world->fixture, 1, 3 * MIB);
  world->fixture->bytes_total = SIZE;
  bgd_validators_set (&world->fixture->validators, ETAG, LAST_MODIFIED);
  g_assert_true (g_file_get_contents (world->fixture->part, &bytes, &length, NULL));
  bytes[1234567] ^= 1;
  g_assert_true (g_file_set_contents (world->fixture->part, bytes, (gssize) length, NULL));

  world->fixture->seed = ANY_BYTES;
  transfer_fixture_run (world->fixture);
  assert_whole (world);
  g_assert_cmpuint (count_bytes (world->fixture->server), ==, SIZE - 3 * MIB + PIECE);
}

static void
test_file_that_nobody_has_right_fails (void)
{
  const FakeAnswer bad = file_of (2);
  g_autoptr (World) world = world_new (&bad, &bad, &bad);

  give_pieces (world);
  world->fixture->seed = ANY_BYTES;
  transfer_fixture_run (world->fixture);
  transfer_fixture_assert_failed (world->fixture, BG_ERROR_VALIDATION_FAILED);
  g_assert_cmpuint (fake_server_count_requests (world->fixture->server), <, 20);
}

static void
test_another_size_than_promised_fails (void)
{
  const FakeAnswer answer = file_of (1);
  g_autoptr (TransferFixture) fixture = transfer_fixture_new (&answer);

  fixture->size = SIZE + 1;
  transfer_fixture_run (fixture);
  transfer_fixture_assert_failed (fixture, BG_ERROR_VALIDATION_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/mirrors/mirror-replaces-a-server-that-is-down",
                   test_mirror_replaces_a_server_that_is_down);
  g_test_add_func ("/transfer/mirrors/mirror-goes-on-where-the-server-broke-off",
                   test_mirror_goes_on_where_the_server_broke_off);
  g_test_add_func ("/transfer/mirrors/mirrors-help-only-if-a-checksum-tells",
                   test_mirrors_help_only_if_a_checksum_tells);
  g_test_add_func ("/transfer/mirrors/mirror-of-another-size-is-left-out",
                   test_mirror_of_another_size_is_left_out);
  g_test_add_func ("/transfer/mirrors/wrong-pieces-are-mended", test_wrong_pieces_are_mended);
  g_test_add_func ("/transfer/mirrors/one-wrong-byte-costs-one-piece",
                   test_one_wrong_byte_costs_one_piece);
  g_test_add_func ("/transfer/mirrors/file-that-nobody-has-right-fails",
                   test_file_that_nobody_has_right_fails);
  g_test_add_func ("/transfer/mirrors/another-size-than-promised-fails",
                   test_another_size_than_promised_fails);

  int result = g_test_run ();

  bgd_net_shutdown ();

  return result;
}
