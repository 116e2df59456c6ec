/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job of the matrix: what its server offers, and whether disk and store tell the truth of it.
 */
#include "config.h"

#include "matrix-job.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "fake-content.h"

/* Files and folders that are nobody's business but their owner's. */
#define NEIGHBOUR "neighbour.txt"
#define HIDDEN_NEIGHBOUR ".file.bin.AAAAAA.part"
#define NUMBERED_NAME "file (1).bin"
#define KEPT_TEXT "This was here before."

/* What the store claims is one second old at most, and the sync takes its time on a busy disk. */
#define LOSS_SECONDS 4

/* One moment, and what had been sent. */
typedef struct
{
  gint64 time; /* monotonic microseconds */
  guint64 sent;
} Sample;

/* What an abandoned connection had in its buffers, and the piece that was being sent. */
#define IN_FLIGHT ((guint64) 1024 * 1024)

static void
put_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, KEPT_TEXT, -1, &error);
  g_assert_no_error (error);
}

/**
 * matrix_job_new:
 * @fault: what its server does
 * @connections: how many it asks for
 * @random: decides about the rest
 * @folder: (transfer full): for its file
 */
MatrixJob *
matrix_job_new (const MatrixFault *fault, guint connections, GRand *random, char *folder)
{
  MatrixJob *self = g_new0 (MatrixJob, 1);
  guint64 size = (guint64) g_rand_int_range (random, 600 * 1024, 2000 * 1024);
  guint seconds = (guint) g_rand_int_range (random, 1, 5);

  /* Four connections are as good as sixteen: no file has more than some parts. Many servers that
   * waste bytes serve only one. */
  guint useful = (fault->flags & MATRIX_WASTES) != 0 ? 1 : CLAMP (connections, 1, 4);

  self->cell.fault = fault;
  self->cell.connections = connections;
  matrix_fault_prepare (&self->cell, g_rand_int (random) / 2, size,
                        (guint) size / seconds / useful);

  self->folder = folder;
  self->name_is_taken = g_rand_boolean (random);
  self->samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  self->trouble = g_string_new (NULL);

  put_file (folder, NEIGHBOUR);
  put_file (folder, HIDDEN_NEIGHBOUR);
  if (self->name_is_taken)
    put_file (folder, MATRIX_NAME);

  return self;
}

void
matrix_job_free (MatrixJob *self)
{
  g_free (self->cell.abroad);
  g_free (self->id);
  g_free (self->folder);
  g_array_unref (self->samples);
  g_string_free (self->trouble, TRUE);
  g_free (self);
}

void
matrix_job_complain (MatrixJob *self, const char *format, ...)
{
  va_list arguments;

  if (self->trouble->len > 0)
    g_string_append (self->trouble, "; ");
  va_start (arguments, format);
  g_string_append_vprintf (self->trouble, format, arguments);
  va_end (arguments);
}

/* Names the cell of the matrix. */
char *
matrix_job_describe (MatrixJob *self)
{
  return g_strdup_printf ("%s/%s, %u connections, %" G_GUINT64_FORMAT
                          " bytes, state %u, %u requests, %" G_GUINT64_FORMAT " bytes sent",
                          self->cell.fault->group, self->cell.fault->name, self->cell.connections,
                          self->cell.versions[0].size, self->state, atomic_load (&self->cell.asked),
                          atomic_load (&self->cell.sent));
}

gboolean
matrix_job_is_over (MatrixJob *self)
{
  return self->state == BG_JOB_STATE_ERROR || self->state == BG_JOB_STATE_ACKNOWLEDGED ||
         self->state == BG_JOB_STATE_CANCELLED;
}

/* What part of the file the service has, as far as the server can tell; may be above 1. */
double
matrix_job_get_progress (MatrixJob *self)
{
  guint64 have = self->kept + atomic_load (&self->cell.sent) - self->sent_before;

  return (double) have / (double) self->cell.versions[0].size;
}

void
matrix_job_sample (MatrixJob *self)
{
  const Sample sample = { g_get_monotonic_time (), atomic_load (&self->cell.sent) };

  g_array_append_val (self->samples, sample);
}

/* The service is dead: what it was sent in its last seconds may have to be sent again. */
void
matrix_job_note_kill (MatrixJob *self)
{
  gint64 since = g_get_monotonic_time () - LOSS_SECONDS * G_USEC_PER_SEC;
  guint64 sent = atomic_load (&self->cell.sent);
  guint64 sent_before = 0;

  for (guint i = 0; i < self->samples->len; i++)
    {
      const Sample *sample = &g_array_index (self->samples, Sample, i);

      if (sample->time <= since)
        sent_before = sample->sent;
    }

  self->allowance += sent - sent_before + IN_FLIGHT;
  self->sent_before = sent;
  self->asked_before = atomic_load (&self->cell.asked);
}

/* All ranges of the text are of one version of the file: bytes that are in them, or -1. */
static gint64
check_ranges (const char *path, const char *text, const MatrixVersion *version)
{
  gint64 bytes = 0;

  while (*text != '\0')
    {
      char *cursor;
      guint64 start = g_ascii_strtoull (text, &cursor, 10);
      guint64 end = *cursor == '-' ? g_ascii_strtoull (cursor + 1, &cursor, 10) : 0;

      if (end <= start || end > version->size ||
          !fake_check_range (path, version->seed, start, end))
        return -1;

      bytes += (gint64) (end - start);
      text = *cursor == ',' ? cursor + 1 : cursor;
      if (*cursor != ',' && *cursor != '\0')
        return -1;
    }

  return bytes;
}

static gboolean
is_whole (MatrixJob *self, const char *path)
{
  gboolean changes = (self->cell.fault->flags & MATRIX_CHANGES) != 0;

  for (guint i = changes ? 1 : 0; i < G_N_ELEMENTS (self->cell.versions); i++)
    if (fake_check_file (path, self->cell.versions[i].seed, self->cell.versions[i].size))
      return TRUE;

  return FALSE;
}

static void
check_whole (MatrixJob *self, const MatrixClaim *claim)
{
  g_autofree char *part = g_build_filename (self->folder, claim->part_name, NULL);
  g_autofree char *final =
      claim->final_name != NULL ? g_build_filename (self->folder, claim->final_name, NULL) : NULL;

  self->kept = self->cell.versions[1].size;
  self->ends += claim->state == BGD_FILE_TRANSFERRED;

  /* The move is told to the store after it was done. */
  if (claim->state == BGD_FILE_TRANSFERRED && g_file_test (part, G_FILE_TEST_EXISTS))
    {
      if (!is_whole (self, part))
        matrix_job_complain (self, "the store says that %s is whole", claim->part_name);
    }
  else if (final == NULL || !is_whole (self, final))
    matrix_job_complain (self, "the store says that %s is in place",
                         claim->final_name != NULL ? claim->final_name : "nothing");
}

/**
 * matrix_job_check_claim:
 * @claim: what the store says of the file at a moment at which no service runs
 *
 * Whatever the store says is on the disk, is. Of a job that was cancelled it says nothing any more:
 * first it learns of the end, then the files go, and what it knew of them goes last.
 */
void
matrix_job_check_claim (MatrixJob *self, const MatrixClaim *claim)
{
  if (claim->job_state == BG_JOB_STATE_CANCELLED)
    {
      if (!self->is_cancelled)
        matrix_job_complain (self, "the store says that somebody cancelled it");
      return;
    }
  if (self->is_cancelled)
    matrix_job_complain (self, "the store says state %d of a job that was cancelled",
                         (int) claim->job_state);

  if (claim->state == BGD_FILE_TRANSFERRED || claim->state == BGD_FILE_COMPLETED)
    {
      check_whole (self, claim);
      return;
    }
  if (claim->state != BGD_FILE_WAITING)
    return;

  g_autofree char *part = g_build_filename (self->folder, claim->part_name, NULL);
  gint64 bytes = -1;

  for (guint i = 0; i < G_N_ELEMENTS (self->cell.versions) && bytes < 0; i++)
    bytes = check_ranges (part, claim->done, &self->cell.versions[i]);

  self->kept = (guint64) MAX (bytes, 0);
  if (bytes < 0)
    matrix_job_complain (self, "the store claims %s, and the part file does not hold that",
                         claim->done);
}

static gboolean
is_kept_file (MatrixJob *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strcmp (text, KEPT_TEXT) == 0;
}

/* Everything in the folder that was not there before. */
static GPtrArray *
list_new_files (MatrixJob *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (strcmp (name, NEIGHBOUR) != 0 && strcmp (name, HIDDEN_NEIGHBOUR) != 0 &&
        !(self->name_is_taken && strcmp (name, MATRIX_NAME) == 0))
      g_ptr_array_add (names, g_strdup (name));

  return names;
}

static void
check_state (MatrixJob *self)
{
  gboolean arrived = self->state == BG_JOB_STATE_ACKNOWLEDGED;

  if (self->is_cancelled                        ? self->state != BG_JOB_STATE_CANCELLED
      : self->cell.fault->end == MATRIX_ARRIVES ? !arrived
                                                : self->cell.fault->end == MATRIX_FAILS && arrived)
    matrix_job_complain (self, "it should not end in state %u", self->state);
}

/**
 * matrix_job_check_end:
 *
 * The job has ended, and its files with it if it did not arrive: nothing but a right file is new in
 * the folder, and nothing that was there has changed.
 */
void
matrix_job_check_end (MatrixJob *self)
{
  g_autoptr (GPtrArray) names = list_new_files (self);
  const char *wanted = self->name_is_taken ? NUMBERED_NAME : MATRIX_NAME;
  gboolean arrived = self->state == BG_JOB_STATE_ACKNOWLEDGED;

  check_state (self);
  if (!is_kept_file (self, NEIGHBOUR) || !is_kept_file (self, HIDDEN_NEIGHBOUR) ||
      (self->name_is_taken && !is_kept_file (self, MATRIX_NAME)))
    matrix_job_complain (self, "a file of somebody else was touched");

  for (guint i = 0; i < names->len; i++)
    if (!arrived || strcmp (g_ptr_array_index (names, i), wanted) != 0)
      matrix_job_complain (self, "%s was left", (char *) g_ptr_array_index (names, i));

  if (!arrived)
    return;

  g_autofree char *path = g_build_filename (self->folder, wanted, NULL);
  guint64 sent = atomic_load (&self->cell.sent);

  if (!is_whole (self, path))
    matrix_job_complain (self, "%s has wrong bytes", wanted);

  self->resent = sent - MIN (sent, self->cell.versions[1].size);
  if ((self->cell.fault->flags & MATRIX_WASTES) == 0 && self->resent > self->allowance)
    matrix_job_complain (self, "%" G_GUINT64_FORMAT " bytes came twice", self->resent);
}
