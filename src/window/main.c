/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window program. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgw-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (BgwApplication) application = NULL;

  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = bgw_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
