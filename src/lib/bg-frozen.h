/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects that stay silent until all of an answer is taken in: a handler of “notify” may call the
 * library again, and must find everything in order when it does. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

static inline void
bg_frozen_thaw (gpointer object)
{
  g_object_thaw_notify (object);
  g_object_unref (object);
}

/* Unref the array to let all of them speak. */
static inline GPtrArray *
bg_frozen_new (void)
{
  return g_ptr_array_new_with_free_func (bg_frozen_thaw);
}

static inline void
bg_frozen_add (GPtrArray *frozen, gpointer object)
{
  g_object_freeze_notify (object);
  g_ptr_array_add (frozen, g_object_ref (object));
}

G_END_DECLS
