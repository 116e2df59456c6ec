/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the queue share: bgd-queue.c holds the jobs, bgd-queue-verbs.c does what owners
 * ask for, bgd-queue-remove.c lets go of jobs, bgd-queue-files.c takes files in, bgd-queue-run.c
 * makes jobs go, bgd-queue-space.c looks for room on the disk, bgd-queue-policy.c at what speaks
 * against transfers, bgd-queue-wait.c says what jobs wait for, bgd-queue-time.c how long they take,
 * bgd-queue-keep.c tells the store, bgd-queue-keyring.c the keyring, bgd-queue-seek.c asks that for
 * what a restart has parted jobs from. */
#pragma once

#include "bgd-preferences.h"
#include "bgd-queue.h"
#include "bgd-run.h"
#include "bgd-secrets.h"

G_BEGIN_DECLS

struct _BgdQueue
{
  GObject parent_instance;

  BgdHost *host;               /* (owned) */
  BgdStore *store;             /* (owned) */
  BgdPreferences *preferences; /* (owned) */
  BgdSecrets *secrets;         /* (owned) (nullable) the keyring */
  BgdRules *rules;             /* (owned) */
  char *rules_problem;         /* (owned) (nullable) why others hold that nobody can read */

  GQueue jobs;         /* (element-type BgdJob (owned)) in the order of creation */
  GHashTable *by_id;   /* (owned) id of the job → its link in jobs */
  GHashTable *leaving; /* (owned) BgdJob (owned): removed, but not at rest yet */
  GHashTable *runs;    /* (owned) BgdJob → BgdRun (owned): those with transfers under way */

  guint64 first_serial; /* every serial of this run of the service is above */
  guint64 serial;       /* counts changes; never goes back */
  GArray *gone;         /* (owned) (element-type BgdGone) */

  GHashTable *unsaved_jobs;     /* (owned) BgdJob: the store has not seen their last change */
  GHashTable *unsaved_files;    /* (owned) BgdFile → BgdJob: likewise */
  GHashTable *unsaved_progress; /* (owned) BgdFile → BgdJob: likewise, of its bytes alone */
  GPtrArray *unsaved_gone;      /* (owned) (element-type utf8) ids that the store must forget */
  GPtrArray *ended;             /* (owned) (element-type BgdJob) the store has not seen that they
                                   have: what they fetched is deleted after that */
  guint flush_id;               /* 0: no flush is due */

  GHashTable *withdrawals; /* (owned) BgdJob → what bgd-queue-withdraw.c knows of it */

  GHashTable *known_sizes; /* (owned) BgdJob → its files that bgd-queue-space.c counts */

  BgdPolicy policy; /* as of the last look around, like what follows */
  BgdConditions conditions;
  gint64 hours_change;   /* by the user's clock: when a job that the hours hold may run; 0: never */
  gboolean is_forbidden; /* the rules let nothing run at this hour */
  gint64 rules_change;   /* like hours_change, of the rules */

  GHashTable *keepings; /* (owned) BgdJob → what bgd-queue-keyring.c knows of it */
  gboolean is_seeking;  /* the keyring was asked for all secrets */

  guint schedule_id;  /* 0: no scheduling is due */
  guint busy_jobs;    /* jobs that can change by themselves */
  guint32 next_part;  /* makes the names of part files differ */
  gboolean is_online; /* when the network was looked at last */
  gboolean shut_down; /* nothing starts any more */
};

/* bgd-queue.c */
BgdFile *
bgd_queue_find_file (BgdQueue *self, const char *id, guint index, BgdJob **job, GError **error);
void bgd_queue_tell_busy (BgdQueue *self);
void bgd_queue_notice (BgdQueue *self, BgdJob *job);
void bgd_queue_enter (BgdQueue *self, BgdJob *job, BgdEvent event, BgJobState to);
void bgd_queue_insert (BgdQueue *self, BgdJob *job);

/* bgd-queue-verbs.c */
void bgd_queue_complete_finished (BgdQueue *self, BgdJob *job);

/* bgd-queue-remove.c */
gboolean bgd_queue_keeps (BgdQueue *self, BgdJob *job);
void bgd_queue_let_go (BgdQueue *self, BgdJob *job);
void bgd_queue_go_on_leaving (BgdQueue *self, BgdJob *job);

/* bgd-queue-files.c */
void bgd_queue_follow_metalink (BgdQueue *self, BgdJob *job, BgdFile *document);

/* bgd-queue-upload.c */
GPtrArray *bgd_queue_make_upload (
    BgdQueue *self, const BgdJob *job, const BgdNewFile *files, guint n_files, GError **error);
void bgd_queue_revive_upload (BgdQueue *self, BgdJob *job);

/* bgd-queue-withdraw.c */
void bgd_queue_withdraw (BgdQueue *self, BgdJob *job);
void bgd_queue_stop_withdrawals (BgdQueue *self);
GHashTable *bgd_queue_new_withdrawals (void);

/* bgd-queue-keep.c */
void bgd_queue_touch_job (BgdQueue *self, BgdJob *job);
void bgd_queue_touch_file (BgdQueue *self, BgdJob *job, BgdFile *file);
void bgd_queue_touch_progress (BgdQueue *self, BgdJob *job, BgdFile *file);
void bgd_queue_keep_job (BgdQueue *self, BgdJob *job);
void bgd_queue_touch_gone (BgdQueue *self, BgdJob *job);
void bgd_queue_discard_files (BgdQueue *self, BgdJob *job);

/* bgd-queue-keyring.c */
void bgd_queue_keep_secrets (BgdQueue *self, BgdJob *job, BgdSecretKinds kinds);
void bgd_queue_forget_secrets (BgdQueue *self, BgdJob *job);
void bgd_queue_close_secrets (BgdQueue *self, BgdJob *job);
void bgd_queue_go_on_keeping (BgdQueue *self);
GHashTable *bgd_queue_new_keepings (void);

/* bgd-queue-seek.c */
void bgd_queue_miss_secrets (BgdQueue *self);
void bgd_queue_seek_secrets (BgdQueue *self);
gboolean bgd_queue_awaits_secrets (BgdQueue *self, BgdJob *job);

/* bgd-queue-notify.c */
void bgd_queue_note_end (BgdQueue *self, BgdJob *job, BgJobState from);
void bgd_queue_note_file (BgdQueue *self, BgdJob *job, BgdFile *file);
void bgd_queue_note_settings (BgdQueue *self, BgdJob *job, const BgdSettings *settings);

/* bgd-queue-time.c */
gboolean bgd_queue_note_time (BgdQueue *self, BgdJob *job, BgJobState from);
void bgd_queue_reset_time (BgdQueue *self, BgdJob *job);
void bgd_queue_book_times (BgdQueue *self);
gint64 bgd_queue_end_late (BgdQueue *self, const GPtrArray *jobs);

/* bgd-queue-expiry.c */
void bgd_queue_expire (BgdQueue *self);

/* bgd-queue-space.c */
char *bgd_queue_find_obstacle (BgdQueue *self, BgdJob *job, BgdFile *file);
gboolean bgd_queue_lacks_space (BgdQueue *self, BgdJob *job);
gboolean bgd_queue_lacks_folder (BgdQueue *self, BgdJob *job);
gboolean bgd_queue_keeps_waiting (BgdQueue *self, BgdJob *job);
void bgd_queue_note_sizes (BgdQueue *self, BgdJob *job);
GHashTable *bgd_queue_new_known_sizes (void);

/* bgd-queue-policy.c */
gint64 bgd_queue_look_around (BgdQueue *self);
BgWaitReason bgd_queue_find_hold (BgdQueue *self, const BgdJob *job);

/* bgd-queue-rules.c */
gboolean bgd_queue_check_new_job (BgdQueue *self, const char *owner, GError **error);
gboolean
bgd_queue_check_new_files (BgdQueue *self, const BgdJob *job, guint n_files, GError **error);

gboolean bgd_queue_check_made_files (BgdQueue *self,
                                     const BgdJob *job,
                                     const GPtrArray *files,
                                     GError **error);
void bgd_queue_look_at_bytes (BgdQueue *self);
void bgd_queue_enforce (BgdQueue *self);
void bgd_queue_fail (BgdQueue *self, BgdJob *job, BgError code, const char *why);

/* bgd-queue-wait.c */
void bgd_queue_note_wait (BgdQueue *self, BgdJob *job);
void bgd_queue_look_at_wait (BgdQueue *self, BgdJob *job);

/* bgd-queue-run.c */
void bgd_queue_schedule_soon (BgdQueue *self);
void bgd_queue_stop_run (BgdQueue *self, BgdJob *job);
void bgd_queue_wake_run (BgdQueue *self, BgdJob *job);
void bgd_queue_tell_run (BgdQueue *self, BgdJob *job);
void bgd_queue_network_changed (BgdQueue *self);
void bgd_queue_mounts_changed (BgdQueue *self);

G_END_DECLS
