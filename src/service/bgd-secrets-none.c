/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What takes the place of bgd-secrets.c where Ferry is built without libsecret: no keyring. */
#include "config.h"

#include "bgd-secrets.h"

struct _BgdSecrets
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BgdSecrets, bgd_secrets, G_TYPE_OBJECT)

static void
bgd_secrets_class_init (BgdSecretsClass *class)
{
}

static void
bgd_secrets_init (BgdSecrets *self)
{
}

BgdSecrets *
bgd_secrets_new (const char *queue)
{
  return NULL;
}

void
bgd_secrets_keep_async (BgdSecrets *self,
                        const char *id,
                        const char *label,
                        const char *text,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_assert_not_reached ();
}

gboolean
bgd_secrets_keep_finish (BgdSecrets *self, GAsyncResult *result)
{
  return FALSE;
}

void
bgd_secrets_forget_async (BgdSecrets *self,
                          const char *id,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_assert_not_reached ();
}

gboolean
bgd_secrets_forget_finish (BgdSecrets *self, GAsyncResult *result)
{
  return FALSE;
}

void
bgd_secrets_find_async (BgdSecrets *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_assert_not_reached ();
}

GHashTable *
bgd_secrets_find_finish (BgdSecrets *self, GAsyncResult *result)
{
  return NULL;
}
