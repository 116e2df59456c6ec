/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes libFuzzer see how GLib ends a program after a critical: with a signal that it does not
 * know, so that it would not keep the input. */
#include "config.h"

#include <signal.h>
#include <stdlib.h>

#include "fuzz.h"

static void
on_trap (int number)
{
  abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  signal (SIGTRAP, on_trap);

  return 0;
}
