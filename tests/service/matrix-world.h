/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real service on a bus of its own, servers that fail it, and somebody who kills it. */
#pragma once

#include "bus-fixture.h"
#include "matrix-job.h"

G_BEGIN_DECLS

/* When the service dies, in the life of one of its jobs. */
typedef enum
{
  MATRIX_BEFORE_THE_FIRST_BYTE,
  MATRIX_AFTER_THE_FIRST_BYTES,
  MATRIX_IN_THE_MIDDLE,
  MATRIX_NEAR_THE_END,
  MATRIX_DURING_COMPLETION,
  MATRIX_N_MOMENTS,
} MatrixMoment;

/* What a world, or many, came to. */
typedef struct
{
  guint rounds;
  guint kills;
  guint jobs;
  guint arrived;
  guint failed;
  guint cancelled;
  guint ends;     /* kills that met a file between its last byte and its place */
  guint wrong;    /* jobs with any trouble */
  guint64 bytes;  /* in files that arrived */
  guint64 resent; /* bytes that came twice, where the server is able to go on */
  guint64 wasted; /* likewise, where it is not */
} MatrixTotals;

typedef struct
{
  BusFixture bus;
  GDBusConnection *connection; /* (owned) */
  FakeServer *servers[2];      /* (owned) */
  GPtrArray *jobs;             /* (owned) (element-type MatrixJob) */
  GRand *random;               /* (owned) */
  guint64 serial;              /* of the last poll; 0: ask for everything */
  guint kills;
  GString *story; /* (owned) of the kills, for whoever has to repeat it */
} MatrixWorld;

MatrixWorld *matrix_world_new (guint seed);
void matrix_world_free (MatrixWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MatrixWorld, matrix_world_free)

void matrix_world_add (MatrixWorld *self, const MatrixFault *fault, guint connections);
void matrix_world_start (MatrixWorld *self);
void matrix_world_kill (MatrixWorld *self, MatrixMoment moment);
void matrix_world_cancel_one (MatrixWorld *self);
void matrix_world_finish (MatrixWorld *self);
void matrix_world_sum_up (MatrixWorld *self, MatrixTotals *totals);

G_END_DECLS
