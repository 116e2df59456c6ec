/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arrows between states. A job is born SUSPENDED; everything after that is in one table. */
#include "config.h"

#include "bgd-state.h"

/* Sets of states. */
#define QUEUED (1u << BG_JOB_STATE_QUEUED)
#define CONNECTING (1u << BG_JOB_STATE_CONNECTING)
#define TRANSFERRING (1u << BG_JOB_STATE_TRANSFERRING)
#define SUSPENDED (1u << BG_JOB_STATE_SUSPENDED)
#define ERROR (1u << BG_JOB_STATE_ERROR)
#define TRANSIENT_ERROR (1u << BG_JOB_STATE_TRANSIENT_ERROR)
#define TRANSFERRED (1u << BG_JOB_STATE_TRANSFERRED)
#define ACKNOWLEDGED (1u << BG_JOB_STATE_ACKNOWLEDGED)
#define CANCELLED (1u << BG_JOB_STATE_CANCELLED)

#define RUNNING (CONNECTING | TRANSFERRING)
#define UNFINISHED (QUEUED | RUNNING | SUSPENDED | ERROR | TRANSIENT_ERROR)
#define NOT_FINAL (UNFINISHED | TRANSFERRED)
#define FINAL (ACKNOWLEDGED | CANCELLED)

/* Sets of types. */
#define DOWNLOAD (1u << BG_JOB_TYPE_DOWNLOAD)
#define ANY (DOWNLOAD | 1u << BG_JOB_TYPE_UPLOAD | 1u << BG_JOB_TYPE_UPLOAD_REPLY)

/* The event is fine, and changes nothing. */
#define STAYS 0u

typedef struct
{
  guint from; /* any of these states */
  BgdEvent event;
  guint types; /* any of these types */
  guint to;    /* one state, or STAYS */
} Arrow;

/* Sources: "Life Cycle of a BITS Job", BG_JOB_STATE, and the pages of the methods. Where BITS does
 * not say: Suspend leaves failed and finished jobs as they are, or it would be forgotten that they
 * failed or finished; files that are added to a finished job wait for Resume; a part file that is
 * whole already needs no answer of a server, so CONNECTING may end TRANSFERRED; each further file
 * of a job connects too, which changes nothing; a start of the service does not know how long the
 * waiting jobs had still to wait, and lets them try at once.
 *
 * The table does not know whether files wait in a TRANSFERRED job. If none does, Resume succeeds
 * and the queue does not follow the arrow. */
// clang-format off
static const Arrow arrows[] = {
  { SUSPENDED | ERROR | TRANSIENT_ERROR | TRANSFERRED,
                             BGD_EVENT_RESUME,            ANY,      QUEUED          },
  { QUEUED | RUNNING,        BGD_EVENT_RESUME,            ANY,      STAYS           },
  { QUEUED | RUNNING | TRANSIENT_ERROR,
                             BGD_EVENT_SUSPEND,           ANY,      SUSPENDED       },
  { SUSPENDED | ERROR | TRANSFERRED,
                             BGD_EVENT_SUSPEND,           ANY,      STAYS           },
  { TRANSFERRED,             BGD_EVENT_COMPLETE,          ANY,      ACKNOWLEDGED    },
  { UNFINISHED,              BGD_EVENT_COMPLETE,          DOWNLOAD, ACKNOWLEDGED    },
  { TRANSFERRED,             BGD_EVENT_COMPLETE_FAILED,   ANY,      STAYS           },
  { UNFINISHED,              BGD_EVENT_COMPLETE_FAILED,   DOWNLOAD, TRANSFERRED     },
  { NOT_FINAL,               BGD_EVENT_CANCEL,            ANY,      CANCELLED       },
  { NOT_FINAL,               BGD_EVENT_ADD_FILES,         ANY,      STAYS           },

  { QUEUED,                  BGD_EVENT_START,             ANY,      CONNECTING      },
  { RUNNING,                 BGD_EVENT_PREEMPT,           ANY,      QUEUED          },

  { CONNECTING,              BGD_EVENT_CONNECTED,         ANY,      TRANSFERRING    },
  { TRANSFERRING,            BGD_EVENT_CONNECTED,         ANY,      STAYS           },
  { RUNNING,                 BGD_EVENT_TRANSFERRED,       ANY,      TRANSFERRED     },
  { RUNNING,                 BGD_EVENT_TRANSIENT_FAILURE, ANY,      TRANSIENT_ERROR },
  { RUNNING,                 BGD_EVENT_FATAL_FAILURE,     ANY,      ERROR           },

  { QUEUED | RUNNING,        BGD_EVENT_BLOCKED,           ANY,      TRANSIENT_ERROR },
  { TRANSIENT_ERROR,         BGD_EVENT_BLOCKED,           ANY,      STAYS           },
  { TRANSIENT_ERROR,         BGD_EVENT_UNBLOCKED,         ANY,      QUEUED          },
  { TRANSIENT_ERROR,         BGD_EVENT_RETRY_DUE,         ANY,      QUEUED          },
  { TRANSIENT_ERROR,         BGD_EVENT_NO_PROGRESS,       ANY,      ERROR           },
  { RUNNING,                 BGD_EVENT_MAXIMUM_TIME,      ANY,      ERROR           },
  { TRANSFERRING | TRANSFERRED,
                             BGD_EVENT_INVALIDATED,       ANY,      ERROR           },
  { NOT_FINAL,               BGD_EVENT_EXPIRED,           ANY,      CANCELLED       },

  { RUNNING | TRANSIENT_ERROR,
                             BGD_EVENT_SERVICE_STARTED,   ANY,      QUEUED          },
  { QUEUED | SUSPENDED | ERROR | TRANSFERRED | FINAL,
                             BGD_EVENT_SERVICE_STARTED,   ANY,      STAYS           },
};
// clang-format on

static const char *const event_names[] = {
  [BGD_EVENT_RESUME] = "resume",
  [BGD_EVENT_SUSPEND] = "suspend",
  [BGD_EVENT_COMPLETE] = "complete",
  [BGD_EVENT_COMPLETE_FAILED] = "complete-failed",
  [BGD_EVENT_CANCEL] = "cancel",
  [BGD_EVENT_ADD_FILES] = "add-files",
  [BGD_EVENT_START] = "start",
  [BGD_EVENT_PREEMPT] = "preempt",
  [BGD_EVENT_CONNECTED] = "connected",
  [BGD_EVENT_TRANSFERRED] = "transferred",
  [BGD_EVENT_TRANSIENT_FAILURE] = "transient-failure",
  [BGD_EVENT_FATAL_FAILURE] = "fatal-failure",
  [BGD_EVENT_BLOCKED] = "blocked",
  [BGD_EVENT_UNBLOCKED] = "unblocked",
  [BGD_EVENT_RETRY_DUE] = "retry-due",
  [BGD_EVENT_NO_PROGRESS] = "no-progress",
  [BGD_EVENT_MAXIMUM_TIME] = "maximum-time",
  [BGD_EVENT_INVALIDATED] = "invalidated",
  [BGD_EVENT_EXPIRED] = "expired",
  [BGD_EVENT_SERVICE_STARTED] = "service-started",
};

G_STATIC_ASSERT (G_N_ELEMENTS (event_names) == BGD_N_EVENTS);

/**
 * bgd_event_to_string:
 * @event: an event
 *
 * Returns: (transfer none): the name of @event for logs
 */
const char *
bgd_event_to_string (BgdEvent event)
{
  g_assert ((guint) event < BGD_N_EVENTS);

  return event_names[event];
}

/**
 * bgd_state_next:
 * @from: the state of the job
 * @event: what happens to it
 * @type: the type of the job
 * @to: (out): the state that follows, which may be @from; set only on success
 *
 * Returns: whether @event can happen to a job in this state. If it cannot, a verb of the owner is
 *   to be refused, and anything else is to be ignored
 */
gboolean
bgd_state_next (BgJobState from, BgdEvent event, BgJobType type, BgJobState *to)
{
  g_assert ((guint) from < BG_N_JOB_STATES);
  g_assert ((guint) type <= BG_JOB_TYPE_UPLOAD_REPLY);

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      const Arrow *arrow = &arrows[i];

      if (arrow->event != event || (arrow->from & 1u << from) == 0 ||
          (arrow->types & 1u << type) == 0)
        continue;

      *to = arrow->to == STAYS ? from : (BgJobState) g_bit_nth_lsf (arrow->to, -1);
      return TRUE;
    }

  return FALSE;
}

/**
 * bgd_state_count_arrows:
 *
 * Returns: how many combinations of state, event and type the table names, for the test that none
 *   is named twice
 */
guint
bgd_state_count_arrows (void)
{
  guint count = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    count += (guint) (__builtin_popcount (arrows[i].from) * __builtin_popcount (arrows[i].types));

  return count;
}
