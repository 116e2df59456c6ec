/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window program. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgw-application.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The thread of the bus makes what the main thread frees: with a heap for each thread there are
 * holes in both, which nobody else can use. */
static void
share_heap (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 2);
#endif
}

int
main (int argc, char **argv)
{
  g_autoptr (BgwApplication) application = NULL;

  share_heap ();
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = bgw_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
