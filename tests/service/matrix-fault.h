/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server may do wrong, as a table, and the file that it does it to. */
#pragma once

#include "fake-server.h"

G_BEGIN_DECLS

typedef struct _MatrixCell MatrixCell;

/* How a job that meets a fault may end. */
typedef enum
{
  MATRIX_ARRIVES, /* with the right bytes, whatever happens */
  MATRIX_FAILS,   /* in Error, with a sentence */
  MATRIX_EITHER,  /* one or the other: it depends on what was asked when the service was killed */
} MatrixEnd;

typedef enum
{
  MATRIX_WASTES = 1 << 0,  /* makes bytes come twice by itself */
  MATRIX_CHANGES = 1 << 1, /* only the second version can be had in full */
  MATRIX_SHORT = 1 << 2,   /* the second version is what a wrong length makes of the first one */
  MATRIX_DRIPS = 1 << 3,   /* the file is small and slow */
  MATRIX_SAME = 1 << 4,    /* both versions are of one size */
} MatrixFlags;

typedef struct
{
  const char *group;
  const char *name;
  MatrixEnd end;
  MatrixFlags flags;

  /* Called under the lock of the server. */
  void (*change) (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer);
} MatrixFault;

/* One version of a file on the server. */
typedef struct
{
  guint seed;
  guint64 size;
} MatrixVersion;

/* A fault, met by one job with so many connections: what the server knows of it. */
struct _MatrixCell
{
  const MatrixFault *fault;
  guint connections;
  guint rate; /* bytes in a second, for each connection */

  MatrixVersion versions[2]; /* all that are offered; often only one */
  char *abroad;              /* (owned) the same file on another host */

  guint requests;           /* the server's, under its lock */
  _Atomic guint asked;      /* requests so far, for others */
  _Atomic guint64 sent;     /* bytes of bodies so far */
  _Atomic guint to_survive; /* kills that are still to come */
};

const MatrixFault *matrix_fault_get_all (guint *n_faults);
void matrix_fault_prepare (MatrixCell *cell, guint seed, guint64 size, guint rate);
void matrix_fault_answer (MatrixCell *cell, const FakeRequest *request, FakeAnswer *answer);

G_END_DECLS
