/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world turned by hand: nothing happens in it unless the test says so. */
#pragma once

#include "bgd-host.h"

G_BEGIN_DECLS

#define FAKE_TYPE_HOST (fake_host_get_type ())
G_DECLARE_FINAL_TYPE (FakeHost, fake_host, FAKE, HOST, GObject)

/* Online; the random number is 0.5; both clocks stand, and not at zero. */
FakeHost *fake_host_new (void);

void fake_host_advance (FakeHost *self, gint64 microseconds);
void fake_host_set_real (FakeHost *self, gint64 real);
void fake_host_set_random (FakeHost *self, double random);
void fake_host_set_online (FakeHost *self, gboolean online);
void fake_host_set_conditions (FakeHost *self, const BgdConditions *conditions);
gint64 fake_host_get_alarm (FakeHost *self);

/* Without these there is plenty of room everywhere, and no file has any. */
void fake_host_set_free_space (FakeHost *self, const char *directory, guint64 device, guint64 free);
void fake_host_set_allocated (FakeHost *self, const char *name, guint64 bytes);

G_END_DECLS
