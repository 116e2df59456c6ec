/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a file, and folders that may not lead anywhere else.
 *
 * A program in a sandbox may make links that lead out of it, and would have us write there. The
 * folders of its jobs are marked, and what is marked is opened without following any link on its
 * way. The mark is a second slash in front, which every other program reads as one: it is in the
 * path itself, through the store and all threads, so that nobody can forget to hand it on. */
#include "config.h"

#include "bgd-sink-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MARK "/"

static gboolean
is_confined (const char *directory)
{
  return g_str_has_prefix (directory, MARK "/");
}

/**
 * bgd_sink_folder_confine:
 * @directory: (type filename): an absolute path
 *
 * Returns: (transfer full): the path that leads to the same folder, but over no link
 */
char *
bgd_sink_folder_confine (const char *directory)
{
  return g_strconcat (MARK "/", directory + strspn (directory, "/"), NULL);
}

/* (transfer none): the path, or that of a file in the folder, as people know it. */
const char *
bgd_sink_folder_get_shown (const char *directory)
{
  return is_confined (directory) ? directory + strlen (MARK) : directory;
}

/* Not in the C library. A kernel that does not know it refuses, and so do we. */
static int
open_without_links (int root_fd, const char *path, guint64 flags, guint64 resolve)
{
  const struct open_how how = { .flags = flags | O_DIRECTORY | O_CLOEXEC,
                                .resolve = resolve | RESOLVE_NO_SYMLINKS };

  return (int) syscall (SYS_openat2, root_fd, path, &how, sizeof how);
}

/**
 * bgd_sink_folder_open:
 * @directory: (type filename): a folder
 * @flags: %O_RDONLY, or %O_PATH for who only wants to get at its files
 *
 * Returns: (transfer full): a file descriptor; -1, with errno, if the folder cannot be opened
 */
int
bgd_sink_folder_open (const char *directory, int flags)
{
  if (is_confined (directory))
    return open_without_links (AT_FDCWD, directory, (guint64) flags, 0);

  return open (directory, flags | O_DIRECTORY | O_CLOEXEC);
}

/* The same for the folder that somebody with another root finds at the path; only to be looked at.
 */
int
bgd_sink_folder_open_inside (int root_fd, const char *directory)
{
  return open_without_links (root_fd, directory, O_PATH, RESOLVE_IN_ROOT);
}

/* What was seen under the name, and nothing that has taken its place since. */
static int
open_seen (int directory_fd, const char *name, int flags)
{
  int seen_fd = openat (directory_fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", seen_fd);
  struct stat status;
  int fd = -1;
  int saved_errno = ELOOP;

  if (seen_fd < 0)
    return -1;

  if (fstat (seen_fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      fd = open (path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      saved_errno = errno;
    }

  close (seen_fd);
  errno = saved_errno;
  return fd;
}

/**
 * bgd_sink_folder_open_file:
 * @directory_fd: a folder
 * @name: of a file in it
 * @flags: %O_RDONLY or %O_RDWR, and %O_CREAT if it is made where it is not there
 *
 * A link of that name is not followed, and a pipe does not hold us. The portal for documents
 * refuses every file that is there already if links are not to be followed: there it is looked at
 * first.
 *
 * Returns: (transfer full): a file descriptor, which need not be that of a file; -1, with errno, if
 *   it cannot be opened
 */
int
bgd_sink_folder_open_file (int directory_fd, const char *name, int flags)
{
  int fd =
      openat (directory_fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);

  return fd < 0 && errno == ELOOP ? open_seen (directory_fd, name, flags & ~O_CREAT) : fd;
}
