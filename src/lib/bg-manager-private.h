/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rest of the library needs of BgManager. */
#pragma once

#include "bg-bus.h"
#include "bg-manager.h"

G_BEGIN_DECLS

struct _BgManager
{
  GObject parent_instance;

  BgManager **box;    /* (owned): holds this object, for its jobs; empty when it is gone */
  BgbService *bus;    /* (owned) */
  GHashTable *by_id;  /* (owned) id (of the job) → BgJob (owned) */
  GSequence *jobs;    /* (owned) BgJob (owned), in the order of their creation */
  GHashTable *active; /* (owned) set of those of the jobs whose state can change by itself */
  guint64 serial;     /* of the last answer */

  const BgBusMethod *refresh_method; /* the one that the service has */
  GPtrArray *refreshing; /* (owned) GTask (owned), all waiting for the one call under way */
};

G_GNUC_INTERNAL void bg_manager_install_signals (void);
G_GNUC_INTERNAL void bg_manager_listen (BgManager *self);
G_GNUC_INTERNAL void bg_manager_update (BgManager *self, guint64 asked, GVariant *answer);

/* Calls a method that changes something, then refreshes, so that the jobs tell the truth when the
 * caller hears of it. @tag is the function that was called. */
G_GNUC_INTERNAL void bg_manager_call_async (BgManager *self,
                                            gpointer tag,
                                            const BgBusMethod *method,
                                            GVariant *arguments,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
G_GNUC_INTERNAL GVariant *
bg_manager_call_finish (BgManager *self, GAsyncResult *result, gpointer tag, GError **error);
G_GNUC_INTERNAL GVariant *bg_manager_call_sync (BgManager *self,
                                                const BgBusMethod *method,
                                                GVariant *arguments,
                                                GCancellable *cancellable,
                                                GError **error);

/* Takes a list of ids; returns a list of (id, error name, message) last. */
G_GNUC_INTERNAL const BgBusMethod *bg_manager_get_verb_method (BgVerb verb);
G_GNUC_INTERNAL GHashTable *bg_manager_parse_refused (GVariant *reply);

G_END_DECLS
