/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each target offers, to libFuzzer and to replay.c. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int LLVMFuzzerInitialize (int *argc, char ***argv);

/* The input as text, without a byte to spare: who reads beyond it is caught. */
static inline char *
fuzz_text (const uint8_t *data, size_t size)
{
  return g_strndup (size > 0 ? (const char *) data : "", size);
}

G_END_DECLS
