/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The secrets of jobs in the keyring of the desktop: the only file that speaks libsecret. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BGD_TYPE_SECRETS (bgd_secrets_get_type ())
G_DECLARE_FINAL_TYPE (BgdSecrets, bgd_secrets, BGD, SECRETS, GObject)

BgdSecrets *bgd_secrets_new (const char *queue);

void bgd_secrets_keep_async (BgdSecrets *self,
                             const char *id,
                             const char *label,
                             const char *text,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean bgd_secrets_keep_finish (BgdSecrets *self, GAsyncResult *result);
void bgd_secrets_forget_async (BgdSecrets *self,
                               const char *id,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean bgd_secrets_forget_finish (BgdSecrets *self, GAsyncResult *result);
void bgd_secrets_find_async (BgdSecrets *self, GAsyncReadyCallback callback, gpointer user_data);
GHashTable *bgd_secrets_find_finish (BgdSecrets *self, GAsyncResult *result);

G_END_DECLS
