/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job of the matrix: what its server offers, and whether disk and store tell the truth of it.
 */
#pragma once

#include "bgd-job.h"
#include "matrix-fault.h"

G_BEGIN_DECLS

/* What a job was told to be called. */
#define MATRIX_NAME "file.bin"

typedef struct
{
  MatrixCell cell; /* the server's view */

  char *id;               /* (owned) */
  char *folder;           /* (owned) of its own, with neighbours */
  gboolean name_is_taken; /* a file of that name was there before */
  gboolean is_cancelled;

  guint state;         /* a BgJobState, as of the last poll */
  guint64 kept;        /* bytes that the store claimed at the last kill */
  guint64 sent_before; /* bytes that the server had sent by then */
  guint asked_before;  /* requests likewise */
  GArray *samples;     /* (owned) of bytes sent, over the time */
  guint64 allowance;   /* bytes that may come twice because of kills */
  guint ends;          /* kills that met the file whole, and not yet in place */
  guint64 resent;      /* bytes that the store had to ask for again after kills */
  GString *trouble;    /* (owned) what was wrong; empty is good */
} MatrixJob;

/* A file as the store has it. */
typedef struct
{
  BgdFileState state;
  const char *part_name;
  const char *final_name; /* (nullable) */
  const char *done;       /* ranges, as text */
  BgJobState job_state;
} MatrixClaim;

MatrixJob *
matrix_job_new (const MatrixFault *fault, guint connections, GRand *random, char *folder);
void matrix_job_free (MatrixJob *self);

void matrix_job_complain (MatrixJob *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *matrix_job_describe (MatrixJob *self);
gboolean matrix_job_is_over (MatrixJob *self);
double matrix_job_get_progress (MatrixJob *self);

void matrix_job_sample (MatrixJob *self);
void matrix_job_note_kill (MatrixJob *self);
void matrix_job_check_claim (MatrixJob *self, const MatrixClaim *claim);
void matrix_job_check_end (MatrixJob *self);

G_END_DECLS
