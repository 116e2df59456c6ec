/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session bus for one test, from which only the service can be started, and folders for it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a bus without the service is set up with. */
#define BUS_FIXTURE_NO_SERVICE "none"

typedef struct
{
  GTestDBus *bus; /* (owned) */
  char *folder;   /* (owned): of everything that the service writes; gone after the test */
} BusFixture;

/* @program: what starts when the service is called; NULL is the one in the variable FERRYD. */
void bus_fixture_set_up (BusFixture *self, gconstpointer program);
void bus_fixture_tear_down (BusFixture *self, gconstpointer program);

/* A new folder for downloads, to be freed. */
char *bus_fixture_make_folder (BusFixture *self, const char *name);

/* 0 if it does not run. */
pid_t bus_fixture_get_service_pid (BusFixture *self);

/* Sends @signal to the service, if it runs, and waits for its end. */
void bus_fixture_end_service (BusFixture *self, int signal);

G_END_DECLS
