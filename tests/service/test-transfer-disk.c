/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a file on its way onto a disk whose calls fail: each is worth another try, says why, and
 * takes back nothing that was safe. */
#include "config.h"

#include "bgd-transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "bgd-net.h"
#include "transfer-fixture.h"

#define SIZE (8 * MIB + 345)
#define RATE (3 * MIB) /* some checkpoints come before the end */

typedef enum
{
  CALL_NONE,
  CALL_PWRITE,
  CALL_FDATASYNC,
  CALL_FTRUNCATE,
  CALL_FALLOCATE,
} Call;

/* The linker sends the calls here, from whatever thread. */
static _Atomic Call failing_call;
static _Atomic int failing_errno;
static _Atomic guint64 failing_from; /* byte of the file, for pwrite(); so many calls go well first,
                                        for fdatasync() */

ssize_t __wrap_pwrite64 (int, const void *, size_t, off64_t);
ssize_t __real_pwrite64 (int, const void *, size_t, off64_t);
int __wrap_fdatasync (int);
int __real_fdatasync (int);
int __wrap_ftruncate64 (int, off64_t);
int __real_ftruncate64 (int, off64_t);
int __wrap_fallocate64 (int, int, off64_t, off64_t);
int __real_fallocate64 (int, int, off64_t, off64_t);

static gboolean
fails (Call call)
{
  if (atomic_load (&failing_call) != call)
    return FALSE;

  errno = atomic_load (&failing_errno);
  return TRUE;
}

/* Like a disk with room for a few bytes more: the last write before the end is a short one. */
ssize_t
__wrap_pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  guint64 limit = atomic_load (&failing_from);

  if ((guint64) offset + length <= limit || !fails (CALL_PWRITE))
    return __real_pwrite64 (fd, data, length, offset);
  if ((guint64) offset < limit)
    return __real_pwrite64 (fd, data, limit - (guint64) offset, offset);

  return -1;
}

int
__wrap_fdatasync (int fd)
{
  if (!fails (CALL_FDATASYNC))
    return __real_fdatasync (fd);
  if (atomic_load (&failing_from) == 0)
    return -1;

  atomic_fetch_sub (&failing_from, 1);
  return __real_fdatasync (fd);
}

int
__wrap_ftruncate64 (int fd, off64_t length)
{
  return fails (CALL_FTRUNCATE) ? -1 : __real_ftruncate64 (fd, length);
}

int
__wrap_fallocate64 (int fd, int mode, off64_t offset, off64_t length)
{
  return fails (CALL_FALLOCATE) ? -1 : __real_fallocate64 (fd, mode, offset, length);
}

static void
fail (Call call, int saved_errno, guint64 from)
{
  atomic_store (&failing_errno, saved_errno);
  atomic_store (&failing_from, from);
  atomic_store (&failing_call, call);
}

static const struct
{
  int saved_errno;
  BgError code;
} faults[] = {
  { ENOSPC, BG_ERROR_DISK_FULL },
  { EDQUOT, BG_ERROR_DISK_FULL },
  { EIO, BG_ERROR_LOCAL_IO },
};

static TransferFixture *
new_fixture (guint rate)
{
  const FakeAnswer answer = { .size = SIZE, .etag = ETAG, .rate = rate };
  TransferFixture *fixture = transfer_fixture_new (&answer);

  fixture->connections = 1;

  return fixture;
}

/* A transient failure with a sentence; the disk is well again, and the rest is fetched. */
static void
assert_goes_on (TransferFixture *fixture, BgError code)
{
  g_autoptr (BgdRanges) safe = bgd_ranges_copy (fixture->done);
  const FakeAnswer quick = { .size = SIZE, .etag = ETAG };

  transfer_fixture_assert_failed (fixture, code);
  g_assert_true (bg_error_is_transient (fixture->failure.code));
  g_assert_cmpint (fixture->failure.context, ==, BG_ERROR_CONTEXT_LOCAL_FILE);

  fail (CALL_NONE, 0, 0);
  fake_server_set_answer (fixture->server, &quick);
  transfer_fixture_run (fixture);
  transfer_fixture_assert_whole (fixture, 0, SIZE);
  g_assert_cmpint (fixture->restarted, ==, FALSE);
}

static void
test_a_failing_write_loses_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (TransferFixture) fixture = new_fixture (0);

      fail (CALL_PWRITE, faults[i].saved_errno, 3 * MIB + 7);
      transfer_fixture_run (fixture);

      /* Every byte before the first that found no room is safe. */
      g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), >, 0);
      g_assert_cmpuint (bgd_ranges_get_end (fixture->done), <=, 3 * MIB + 7);
      assert_goes_on (fixture, faults[i].code);
    }
}

/* After it nothing counts that was written since the last one that went well. */
static void
test_a_failing_sync_vouches_for_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (TransferFixture) fixture = new_fixture (RATE);

      fail (CALL_FDATASYNC, faults[i].saved_errno, 1);
      transfer_fixture_run (fixture);
      g_assert_cmpstr (fixture->log->str, ==, "answered safe finished ");
      g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), >, 0);
      g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), <, fixture->bytes);
      assert_goes_on (fixture, faults[i].code);
    }
}

static void
test_a_sync_that_fails_at_the_end_is_no_success (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (TransferFixture) fixture = new_fixture (0);

      fail (CALL_FDATASYNC, faults[i].saved_errno, 0);
      transfer_fixture_run (fixture);
      g_assert_cmpuint (bgd_ranges_get_bytes (fixture->done), ==, 0);
      assert_goes_on (fixture, faults[i].code);
    }
}

static void
test_a_file_that_cannot_be_cut_is_not_whole (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (TransferFixture) fixture = new_fixture (0);

      fail (CALL_FTRUNCATE, faults[i].saved_errno, 0);
      transfer_fixture_run (fixture);
      assert_goes_on (fixture, faults[i].code);
    }
}

/* On file systems where space is taken in advance. */
static void
test_a_disk_without_room_is_told_before_the_first_byte (void)
{
  g_autoptr (TransferFixture) fixture = new_fixture (0);

  fail (CALL_FALLOCATE, ENOSPC, 0);
  transfer_fixture_run (fixture);
  if (fixture->failure.code == BG_ERROR_NONE)
    {
      fail (CALL_NONE, 0, 0);
      g_test_skip ("space is not taken in advance on this file system");
      return;
    }

  g_assert_cmpuint (fixture->bytes, ==, 0);
  g_assert_nonnull (strstr (fixture->failure.message, "Taking space for the file"));
  assert_goes_on (fixture, BG_ERROR_DISK_FULL);
}

static void
test_a_disk_that_cannot_take_in_advance_is_no_failure (void)
{
  g_autoptr (TransferFixture) fixture = new_fixture (0);

  fail (CALL_FALLOCATE, EOPNOTSUPP, 0);
  transfer_fixture_run (fixture);
  transfer_fixture_assert_whole (fixture, 0, SIZE);
  fail (CALL_NONE, 0, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/disk/a-failing-write-loses-nothing",
                   test_a_failing_write_loses_nothing);
  g_test_add_func ("/transfer/disk/a-failing-sync-vouches-for-nothing",
                   test_a_failing_sync_vouches_for_nothing);
  g_test_add_func ("/transfer/disk/a-sync-that-fails-at-the-end-is-no-success",
                   test_a_sync_that_fails_at_the_end_is_no_success);
  g_test_add_func ("/transfer/disk/a-file-that-cannot-be-cut-is-not-whole",
                   test_a_file_that_cannot_be_cut_is_not_whole);
  g_test_add_func ("/transfer/disk/a-disk-without-room-is-told-before-the-first-byte",
                   test_a_disk_without_room_is_told_before_the_first_byte);
  g_test_add_func ("/transfer/disk/a-disk-that-cannot-take-in-advance-is-no-failure",
                   test_a_disk_that_cannot_take_in_advance_is_no_failure);

  status = g_test_run ();
  bgd_net_shutdown ();

  return status;
}
