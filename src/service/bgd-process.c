/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process of this machine, held so that no other one can be taken for it.
 *
 * The folder of a process in /proc, once open, is that of this process alone: when it has ended
 * nothing in it can be opened any more, although another one may have its number. */
#include "config.h"

#include "bgd-process.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* (transfer full): its folder in /proc; -1 if there is no such process. */
int
bgd_process_open (gint64 number)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT, number);

  return open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* -1 once it has ended. */
static gint64
get_number (int pidfd)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fdinfo/%d", pidfd);
  g_autofree char *text = NULL;
  const char *line;
  gint64 number = -1;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return -1;

  line = strstr (text, "\nPid:");
  if (line == NULL || sscanf (line, "\nPid: %" G_GINT64_FORMAT, &number) != 1)
    return -1;

  return number > 0 ? number : -1;
}

/* The same for a process that somebody else holds. */
int
bgd_process_open_pidfd (int pidfd)
{
  gint64 number = get_number (pidfd);
  int process_fd = number > 0 ? bgd_process_open (number) : -1;

  /* Still there: so its number was its own when the folder was opened. */
  if (process_fd >= 0 && get_number (pidfd) == number)
    return process_fd;

  bgd_process_close (process_fd);
  return -1;
}

void
bgd_process_close (int process_fd)
{
  if (process_fd >= 0)
    close (process_fd);
}
