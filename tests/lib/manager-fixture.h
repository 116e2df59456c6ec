/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manager and the real service, on a bus of their own. */
#pragma once

#include <bg.h>

#include "bus-fixture.h"

G_BEGIN_DECLS

/* Nobody listens there: the discard port. */
#define NOWHERE "http://127.0.0.1:9/file"

typedef struct
{
  BusFixture bus;
  BgManager *manager; /* (owned) */
} ManagerFixture;

/* @program: see bus_fixture_set_up() */
void manager_fixture_set_up (ManagerFixture *self, gconstpointer program);
void manager_fixture_tear_down (ManagerFixture *self, gconstpointer program);

void manager_fixture_refresh (ManagerFixture *self);
guint manager_fixture_count_jobs (ManagerFixture *self);
BgJob *manager_fixture_create_job (ManagerFixture *self, const char *name);

/* Into a folder that is there. */
void manager_fixture_add_file (ManagerFixture *self, BgJob *job, const char *url);

/* A callback, and how to wait for it. */
void keep_result (GObject *source, GAsyncResult *result, gpointer user_data);
void wait_for (GAsyncResult **result);

G_END_DECLS
