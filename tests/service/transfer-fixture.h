/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A transfer from a fake server into a folder of its own, and a queue's memory of it. */
#pragma once

#include "bgd-transfer.h"
#include "fake-content.h"
#include "fake-server.h"

G_BEGIN_DECLS

#define KIB ((guint64) 1024)
#define MIB (1024 * KIB)

#define ANY_BYTES G_MAXUINT /* a seed: nothing is compared */

#define ETAG "\"one\""
#define LAST_MODIFIED "Tue, 01 Oct 2024 10:00:00 GMT"

typedef struct
{
  FakeServer *server; /* (owned) */
  char *directory;    /* (owned) */
  char *part;         /* (owned) path of the part file */

  /* For the next run. */
  char *url;                  /* (owned) */
  const char *const *mirrors; /* (nullable) */
  const char *const *headers;
  const char *name;        /* (nullable) that the owner wants */
  char *checksum;          /* (owned) (nullable) */
  guint64 size;            /* that the file must have; BG_SIZE_UNKNOWN: any */
  const BgdPieces *pieces; /* (nullable): bytes that were safe may turn out to be wrong */
  guint connections;
  guint silence;       /* seconds; 0: the usual ones */
  guint64 bytes_total; /* what a queue would remember, and so on */
  BgdRanges *done;     /* (owned) */
  BgdValidators validators;
  guint seed; /* of the bytes in the part file: all that is safe is compared with them */

  /* Of the last run. */
  BgdTransfer *transfer; /* (owned) (nullable) while it runs */
  GString *log;          /* (owned) signals in order: "answered ", "safe ", "finished " */
  guint answers;
  gboolean restarted;   /* any of the answers said so */
  guint restart_seed;   /* then the bytes in the part file become these */
  char *suggested_name; /* (owned) (nullable) */
  BgdFailure failure;
  guint retry_after;
  guint64 bytes;
  gboolean stopped;
  gboolean finished;
} TransferFixture;

TransferFixture *transfer_fixture_new (const FakeAnswer *answer);
void transfer_fixture_free (TransferFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TransferFixture, transfer_fixture_free)

void transfer_fixture_start (TransferFixture *self);
void transfer_fixture_wait (TransferFixture *self);
void transfer_fixture_run (TransferFixture *self);
void transfer_fixture_wait_for_bytes (TransferFixture *self, guint64 bytes);
void transfer_fixture_put_part (TransferFixture *self, guint seed, guint64 end);

void transfer_fixture_assert_whole (TransferFixture *self, guint seed, guint64 size);
void transfer_fixture_assert_failed (TransferFixture *self, BgError code);

G_END_DECLS
