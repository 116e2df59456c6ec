/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The secrets of jobs in the keyring of the desktop: the only file that speaks libsecret. Nothing
 * here ever asks a person: nobody knows for what a service in the background wants a password.
 */
#include "config.h"

#include "bgd-secrets.h"

#include <libsecret/secret.h>

#include "bgd-sandbox.h"

/* A keyring that does not answer must not hold a caller or a job for longer. */
#define TIMEOUT_SECONDS 10

struct _BgdSecrets
{
  GObject parent_instance;

  char *queue;       /* (owned) tells the items of one queue from those of another */
  gboolean has_told; /* that there is no keyring, once */
};

G_DEFINE_FINAL_TYPE (BgdSecrets, bgd_secrets, G_TYPE_OBJECT)

static const SecretSchema schema = {
  .name = "io.github.ferrydm.Ferry.Job",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "queue", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "job", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* One question to the keyring, from the first call to the answer. */
typedef struct
{
  GHashTable *attributes; /* (owned) */
  char *label;            /* (owned) (nullable) */
  char *text;             /* (owned) (nullable) */
  GCancellable *timeout;  /* (owned) */
  guint timeout_id;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->timeout);
  g_hash_table_unref (self->attributes);
  g_free (self->label);
  g_free (self->text);
  g_free (self);
}

static gboolean
on_timeout (gpointer user_data)
{
  Question *self = user_data;

  self->timeout_id = 0;
  g_cancellable_cancel (self->timeout);

  return G_SOURCE_REMOVE;
}

static GTask *
ask (BgdSecrets *self,
     const char *id,
     gpointer tag,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (question->attributes, (gpointer) "queue", g_strdup (self->queue));
  if (id != NULL)
    g_hash_table_insert (question->attributes, (gpointer) "job", g_strdup (id));
  question->timeout = g_cancellable_new ();
  question->timeout_id = g_timeout_add_seconds (TIMEOUT_SECONDS, on_timeout, question);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, question, question_free);

  return task;
}

static gboolean
finish (BgdSecrets *self, GTask *task, GError *error)
{
  if (error == NULL)
    return TRUE;

  g_dbus_error_strip_remote_error (error);
  if (!self->has_told)
    g_message ("What jobs sign in with is kept in memory alone, not in the keyring: %s",
               error->message);
  self->has_told = TRUE;

  return FALSE;
}

static void
store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
store (GTask *task)
{
  const Question *question = g_task_get_task_data (task);

  secret_password_storev (&schema, question->attributes, SECRET_COLLECTION_DEFAULT, question->label,
                          question->text, question->timeout, store_cb, task);
}

/* Into a keyring that is locked or missing, libsecret would store by asking for a password. */
static void
collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (collection == NULL)
    g_task_return_new_error (task, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT, "there is none.");
  else if (secret_collection_get_locked (collection))
    g_task_return_new_error (task, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "it is locked.");
  else
    store (g_steal_pointer (&task));
}

/**
 * bgd_secrets_keep_async:
 * @self: the keyring
 * @id: a job
 * @label: for people who look into their keyring
 * @text: its secrets; what was kept of it is replaced
 * @callback: calls bgd_secrets_keep_finish()
 */
void
bgd_secrets_keep_async (BgdSecrets *self,
                        const char *id,
                        const char *label,
                        const char *text,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = ask (self, id, bgd_secrets_keep_async, callback, user_data);
  Question *question = g_task_get_task_data (task);

  question->label = g_strdup (label);
  question->text = g_strdup (text);
  /* In a sandbox libsecret keeps a file of its own, which is never locked. */
  if (bgd_sandbox_is_ours ())
    store (task);
  else
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 question->timeout, collection_cb, task);
}

/* Returns: whether they will be there after a restart. */
gboolean
bgd_secrets_keep_finish (BgdSecrets *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);

  return finish (self, G_TASK (result), error);
}

static void
clear_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean was_there = secret_password_clear_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, was_there);
}

void
bgd_secrets_forget_async (BgdSecrets *self,
                          const char *id,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = ask (self, id, bgd_secrets_forget_async, callback, user_data);
  const Question *question = g_task_get_task_data (task);

  secret_password_clearv (&schema, question->attributes, question->timeout, clear_cb, task);
}

/* Returns: whether something was there, and is no more; a locked keyring forgets nothing. */
gboolean
bgd_secrets_forget_finish (BgdSecrets *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gboolean was_there = g_task_propagate_boolean (G_TASK (result), &error);

  return finish (self, G_TASK (result), error) && was_there;
}

/* NULL: locked. */
static char *
read_secret (SecretRetrievable *item)
{
  g_autoptr (SecretValue) value = SECRET_IS_ITEM (item)
                                      ? secret_item_get_secret (SECRET_ITEM (item))
                                      : secret_retrievable_retrieve_secret_sync (item, NULL, NULL);

  return value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);
  GHashTable *found;

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (l->data);
      const char *id = g_hash_table_lookup (attributes, "job");

      if (id != NULL)
        g_hash_table_insert (found, g_strdup (id), read_secret (l->data));
    }

  g_task_return_pointer (task, found, (GDestroyNotify) g_hash_table_unref);
}

/* All secrets of the queue; a locked keyring stays so. */
void
bgd_secrets_find_async (BgdSecrets *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = ask (self, NULL, bgd_secrets_find_async, callback, user_data);
  const Question *question = g_task_get_task_data (task);

  secret_password_searchv (&schema, question->attributes,
                           SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS, question->timeout,
                           search_cb, task);
}

/**
 * bgd_secrets_find_finish:
 * @self: the keyring
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): id of a job → its secrets (nullable: they are there, but
 *   locked); NULL if there is no keyring
 */
GHashTable *
bgd_secrets_find_finish (BgdSecrets *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GHashTable *found = g_task_propagate_pointer (G_TASK (result), &error);

  finish (self, G_TASK (result), error);

  return found;
}

static void
bgd_secrets_finalize (GObject *object)
{
  g_free (BGD_SECRETS (object)->queue);

  G_OBJECT_CLASS (bgd_secrets_parent_class)->finalize (object);
}

static void
bgd_secrets_class_init (BgdSecretsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bgd_secrets_finalize;
}

static void
bgd_secrets_init (BgdSecrets *self)
{
}

/**
 * bgd_secrets_new:
 * @queue: tells the items of this queue from those of others: its folder
 *
 * Returns: (transfer full) (nullable): the keyring; NULL if Ferry was built without libsecret
 */
BgdSecrets *
bgd_secrets_new (const char *queue)
{
  BgdSecrets *self = g_object_new (BGD_TYPE_SECRETS, NULL);

  self->queue = g_strdup (queue);

  return self;
}
