/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the service could answer, given to a manager without a bus. */
#pragma once

#include "bg-manager.h"

G_BEGIN_DECLS

/* The properties of a job of which only the numbers changed. */
#define NUMBERS_ONLY "{}"

/* What Refresh answers, piece by piece. */
typedef struct
{
  GVariantBuilder changed;
  GVariantBuilder gone;
} Answer;

void answer_init (Answer *self);

/* @properties is text, such as `{'name': <'a'>}`. The job has 1000 bytes. */
void
answer_add (Answer *self, const char *id, BgJobState state, guint64 bytes, const char *properties);
void answer_add_gone (Answer *self, const char *id);
void answer_give (Answer *self, BgManager *manager, guint64 asked, guint64 now, gboolean whole);

/* As the answer to a call that nobody has overtaken. */
void answer_give_next (Answer *self, BgManager *manager);

/* “job 1”, “job 2”, … in the order of their creation, with ids that sort the other way round. */
void give_jobs (BgManager *manager, guint n_jobs, BgJobState state);
void give_change (BgManager *manager, const char *id, BgJobState state, guint64 bytes);

/* Handlers that write down what they hear into a GString. */
void log_notify (GObject *object, GParamSpec *pspec, gpointer user_data);

#define assert_log(log, text)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_cmpstr ((log)->str, ==, text);                                                        \
    g_string_truncate (log, 0);                                                                    \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
