/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all tests of the store need: a folder, jobs with something in every field, comparison. */
#pragma once

#include "bgd-store.h"

G_BEGIN_DECLS

char *fixture_get_directory (void);
char *fixture_get_file (const char *name);
BgdStore *fixture_open (void);
void fixture_run_sql (const char *sql);
void fixture_damage (goffset offset, gsize length);
void fixture_allow_warnings (void);

BgdJob *fixture_new_job (const char *name, guint n_files);
BgdFile *fixture_add_file (BgdJob *job);
GPtrArray *fixture_new_jobs (guint n_jobs, guint n_files);
BgdJob *fixture_new_random_job (void);
void fixture_change_at_random (BgdJob *job);

void fixture_make_queue (GPtrArray *jobs);
void fixture_insert (BgdStore *store, const BgdJob *job);
void fixture_update (BgdStore *store, const BgdJob *job);

char *fixture_describe (GPtrArray *jobs);
char *fixture_describe_stored (BgdStore *store);
void fixture_assert_stored (BgdStore *store, GPtrArray *jobs);

G_END_DECLS
