/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox of a program: who is in it, and which folders that program could use by itself. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BgdSandbox BgdSandbox;

/* What somebody wants in a folder. */
typedef enum
{
  BGD_SANDBOX_READ,
  BGD_SANDBOX_WRITE,
} BgdSandboxAccess;

gboolean bgd_sandbox_is_ours (void);
gboolean bgd_sandbox_find (int process_fd, BgdSandbox **sandbox, GError **error);
void bgd_sandbox_free (BgdSandbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdSandbox, bgd_sandbox_free)

const char *bgd_sandbox_get_app_id (const BgdSandbox *self);
gboolean bgd_sandbox_has_network (const BgdSandbox *self);
char *bgd_sandbox_check_folder (const BgdSandbox *self,
                                const char *directory,
                                BgdSandboxAccess access,
                                GError **error);
gboolean bgd_sandbox_check_file (const BgdSandbox *self,
                                 const char *directory,
                                 const char *name,
                                 GError **error);

G_END_DECLS
