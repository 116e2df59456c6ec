/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryd: the transfer service of one user. */
#include "config.h"

#include <locale.h>
#include <sys/resource.h>

#include "bgd-service.h"
#include "bgd-tls.h"

/* A transfer has a connection and a file. The usual limit of 1,024 is for programs that use
 * select(), which nothing here does. */
static void
allow_many_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

int
main (int argc, char *argv[])
{
  g_autoptr (BgdService) service = NULL;

  setlocale (LC_ALL, "");
  setlocale (LC_MESSAGES,
             "C"); /* the details of failures are English; people get other sentences */
  allow_many_files ();
  bgd_tls_forget_sessions ();
  g_set_prgname ("ferryd");
  service = bgd_service_new ();

  return g_application_run (G_APPLICATION (service), argc, argv);
}
