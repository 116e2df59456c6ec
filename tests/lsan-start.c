/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked into the window program in a build with AddressSanitizer: what libraries allocate while
 * they are loaded is no leak. GLib's first table of quarks is allocated there, and left behind when
 * a larger one is needed; GLib has no frame pointers, and with the slow unwinder, which would see
 * whose it is, a window takes four times as long. */
#include "config.h"

#include <sanitizer/lsan_interface.h>

static void
begin_loading (void)
{
  __lsan_disable ();
}

/* Runs before the constructors of all libraries … */
__attribute__ ((section (".preinit_array"),
                used)) static void (*const first) (void) = begin_loading;

/* … and this after them. */
__attribute__ ((constructor)) static void
end_loading (void)
{
  __lsan_enable ();
}
