/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A transfer from a fake server into a folder of its own, and a queue's memory of it. */
#include "config.h"

#include "transfer-fixture.h"

#include <glib/gstdio.h>

#define PART_NAME ".part"

/**
 * transfer_fixture_new:
 * @answer: (nullable): what the server answers; none: there is no server
 */
TransferFixture *
transfer_fixture_new (const FakeAnswer *answer)
{
  TransferFixture *self = g_new0 (TransferFixture, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("ferry-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->part = g_build_filename (self->directory, PART_NAME, NULL);

  if (answer != NULL)
    {
      self->server = fake_server_new (answer);
      self->url = fake_server_get_url (self->server, "/file.bin");
      self->seed = answer->seed;
      self->restart_seed = answer->seed;
    }
  self->connections = 1;
  self->size = BG_SIZE_UNKNOWN;
  self->bytes_total = BG_SIZE_UNKNOWN;
  self->done = bgd_ranges_new ();
  self->log = g_string_new (NULL);
  bgd_failure_clear (&self->failure);

  return self;
}

void
transfer_fixture_free (TransferFixture *self)
{
  g_clear_object (&self->transfer);
  g_clear_pointer (&self->server, fake_server_free);
  g_remove (self->part);
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->part);
  g_free (self->url);
  g_free (self->checksum);
  bgd_ranges_free (self->done);
  bgd_validators_clear (&self->validators);
  g_string_free (self->log, TRUE);
  g_free (self->suggested_name);
  bgd_failure_clear (&self->failure);
  g_free (self);
}

/* What a queue claims is there must be there, at any moment. */
static void
assert_done_is_there (TransferFixture *self)
{
  for (guint i = 0; self->seed != ANY_BYTES && i < bgd_ranges_get_length (self->done); i++)
    {
      BgdRange range = bgd_ranges_get (self->done, i);

      g_assert_true (fake_check_range (self->part, self->seed, range.start, range.end));
    }
}

static void
on_answered (BgdTransfer *transfer, const BgdTransferAnswer *answer, TransferFixture *self)
{
  g_assert_false (self->finished);
  g_string_append (self->log, "answered ");
  self->answers++;

  if (answer->restarted)
    {
      /* Nothing may have been written over them yet, if they were there at all. */
      if (g_file_test (self->part, G_FILE_TEST_EXISTS) && !self->restarted &&
          bgd_ranges_get_end (self->done) > 0)
        assert_done_is_there (self);

      bgd_ranges_clear (self->done);
      self->restarted = TRUE;
      self->seed = self->restart_seed;
    }

  self->bytes_total = answer->bytes_total;
  bgd_validators_set (&self->validators, answer->validators.etag, answer->validators.last_modified);
  g_free (self->suggested_name);
  self->suggested_name = g_strdup (answer->suggested_name);
}

static void
on_safe (BgdTransfer *transfer, const BgdRanges *ranges, TransferFixture *self)
{
  g_assert_false (self->finished);
  g_assert_cmpuint (self->answers, >, 0);
  g_string_append (self->log, "safe ");

  for (guint i = 0; self->pieces == NULL && i < bgd_ranges_get_length (self->done); i++)
    {
      BgdRange range = bgd_ranges_get (self->done, i);

      g_assert_true (bgd_ranges_contains (ranges, range.start, range.end));
    }

  bgd_ranges_free (self->done);
  self->done = bgd_ranges_copy (ranges);
  assert_done_is_there (self);
}

static void
on_finished (BgdTransfer *transfer, TransferFixture *self)
{
  g_assert_false (self->finished);
  g_string_append (self->log, "finished ");

  self->finished = TRUE;
  bgd_failure_copy (&self->failure, bgd_transfer_get_failure (transfer));
  self->retry_after = bgd_transfer_get_retry_after (transfer);
  self->stopped = bgd_transfer_was_stopped (transfer);
  self->bytes = bgd_transfer_get_bytes (transfer);
}

/* Begins the next try, with what the last one left. */
void
transfer_fixture_start (TransferFixture *self)
{
  const BgdTransferRequest request = {
    .url = self->url,
    .mirrors = self->mirrors,
    .size = self->size,
    .size_limit = BG_SIZE_UNKNOWN,
    .pieces = self->pieces,
    .headers = self->headers,
    .directory = self->directory,
    .part_name = PART_NAME,
    .name = self->name,
    .checksum = self->checksum,
    .bytes_total = self->bytes_total,
    .done = self->done,
    .validators = &self->validators,
    .connections = self->connections,
    .silence = self->silence,
  };

  g_string_truncate (self->log, 0);
  self->answers = 0;
  self->restarted = FALSE;
  self->finished = FALSE;

  self->transfer = bgd_transfer_new (&request);
  g_signal_connect (self->transfer, "answered", G_CALLBACK (on_answered), self);
  g_signal_connect (self->transfer, "safe", G_CALLBACK (on_safe), self);
  g_signal_connect (self->transfer, "finished", G_CALLBACK (on_finished), self);
  bgd_transfer_start (self->transfer);
  g_assert_cmpstr (self->log->str, ==, "");
}

void
transfer_fixture_wait (TransferFixture *self)
{
  while (!self->finished)
    g_main_context_iteration (NULL, TRUE);

  g_assert_finalize_object (g_steal_pointer (&self->transfer));

  /* Nothing comes after the end. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (g_str_has_suffix (self->log->str, "finished "));
}

void
transfer_fixture_run (TransferFixture *self)
{
  transfer_fixture_start (self);
  transfer_fixture_wait (self);
}

static gboolean
on_look (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Until the meter says so, or the end has come. */
void
transfer_fixture_wait_for_bytes (TransferFixture *self, guint64 bytes)
{
  guint id = g_timeout_add (1, on_look, NULL);

  while (!self->finished && bgd_transfer_get_bytes (self->transfer) < bytes)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (id);
}

/* As if bytes 0 … end - 1 had been fetched before. */
void
transfer_fixture_put_part (TransferFixture *self, guint seed, guint64 end)
{
  g_autofree char *bytes = g_malloc (end);
  g_autoptr (GError) error = NULL;

  fake_fill (seed, 0, bytes, end);
  g_file_set_contents (self->part, bytes, (gssize) end, &error);
  g_assert_no_error (error);

  bgd_ranges_clear (self->done);
  bgd_ranges_add (self->done, 0, end);
  self->seed = seed;
}

/* It went well, to the last byte. */
void
transfer_fixture_assert_whole (TransferFixture *self, guint seed, guint64 size)
{
  g_assert_cmpstr (self->failure.message, ==, NULL);
  g_assert_cmpint (self->failure.code, ==, BG_ERROR_NONE);
  g_assert_false (self->stopped);
  g_assert_cmpuint (self->bytes, ==, size);
  g_assert_true (fake_check_file (self->part, seed, size));
  g_assert_true (bgd_ranges_contains (self->done, 0, size));
  g_assert_cmpuint (bgd_ranges_get_bytes (self->done), ==, size);
  g_assert_true (g_str_has_prefix (self->log->str, "answered "));
}

/* It failed like that, and said so in words. */
void
transfer_fixture_assert_failed (TransferFixture *self, BgError code)
{
  g_test_message ("%s", self->failure.message);
  g_assert_cmpint (self->failure.code, ==, code);
  g_assert_nonnull (self->failure.message);
  g_assert_false (self->stopped);
  assert_done_is_there (self);
}
