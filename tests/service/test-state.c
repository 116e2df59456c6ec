/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the arrows between states: every state, event and type against a second table. */
#include "config.h"

#include "bgd-state.h"

#include <string.h>

/* A letter for each state in the order of its number: Queued, Connecting, Transferring, Suspended,
 * Error, Retry (transient error), Finished (transferred), Acknowledged, cancelled. */
#define LETTERS "QCTSERFAX"

/* Below each state the one that follows; a dot where the event cannot happen. */
typedef struct
{
  const char *download;
  const char *upload;
} Expected;

// clang-format off
static const Expected expected[] = {
                                  /* QCTSERFAX    QCTSERFAX */
  [BGD_EVENT_RESUME]            = { "QCTQQQQ..", "QCTQQQQ.." },
  [BGD_EVENT_SUSPEND]           = { "SSSSESF..", "SSSSESF.." },
  [BGD_EVENT_COMPLETE]          = { "AAAAAAA..", "......A.." },
  [BGD_EVENT_COMPLETE_FAILED]   = { "FFFFFFF..", "......F.." },
  [BGD_EVENT_CANCEL]            = { "XXXXXXX..", "XXXXXXX.." },
  [BGD_EVENT_ADD_FILES]         = { "QCTSERF..", "QCTSERF.." },
  [BGD_EVENT_START]             = { "C........", "C........" },
  [BGD_EVENT_PREEMPT]           = { ".QQ......", ".QQ......" },
  [BGD_EVENT_CONNECTED]         = { ".TT......", ".TT......" },
  [BGD_EVENT_TRANSFERRED]       = { ".FF......", ".FF......" },
  [BGD_EVENT_TRANSIENT_FAILURE] = { ".RR......", ".RR......" },
  [BGD_EVENT_FATAL_FAILURE]     = { ".EE......", ".EE......" },
  [BGD_EVENT_BLOCKED]           = { "RRR..R...", "RRR..R..." },
  [BGD_EVENT_UNBLOCKED]         = { ".....Q...", ".....Q..." },
  [BGD_EVENT_RETRY_DUE]         = { ".....Q...", ".....Q..." },
  [BGD_EVENT_NO_PROGRESS]       = { ".....E...", ".....E..." },
  [BGD_EVENT_MAXIMUM_TIME]      = { ".EE......", ".EE......" },
  [BGD_EVENT_INVALIDATED]       = { "..E...E..", "..E...E.." },
  [BGD_EVENT_EXPIRED]           = { "XXXXXXX..", "XXXXXXX.." },
  [BGD_EVENT_SERVICE_STARTED]   = { "QQQSEQFAX", "QQQSEQFAX" },
};
// clang-format on

G_STATIC_ASSERT (G_N_ELEMENTS (expected) == BGD_N_EVENTS);

/* The letter of the state that follows, or a dot. */
static char
next (guint from, guint event, guint type)
{
  BgJobState to = (BgJobState) 99;

  if (!bgd_state_next ((BgJobState) from, (BgdEvent) event, (BgJobType) type, &to))
    {
      g_assert_cmpint (to, ==, 99);
      return '.';
    }

  g_assert_cmpuint (to, <, BG_N_JOB_STATES);
  return LETTERS[to];
}

static void
test_every_state_event_and_type (void)
{
  for (guint event = 0; event < BGD_N_EVENTS; event++)
    {
      for (guint type = BG_JOB_TYPE_DOWNLOAD; type <= BG_JOB_TYPE_UPLOAD_REPLY; type++)
        {
          const char *row =
              type == BG_JOB_TYPE_DOWNLOAD ? expected[event].download : expected[event].upload;
          char got[BG_N_JOB_STATES + 1] = { 0 };

          for (guint from = 0; from < BG_N_JOB_STATES; from++)
            got[from] = next (from, event, type);

          g_test_message ("%s, %s", bgd_event_to_string ((BgdEvent) event),
                          bg_job_type_to_string (type));
          g_assert_cmpstr (got, ==, row);
        }
    }
}

/* The numbers are asserted so that a new arrow is noticed. */
static void
test_count_of_arrows (void)
{
  guint allowed = 0;
  guint moving = 0;

  for (guint event = 0; event < BGD_N_EVENTS; event++)
    {
      for (guint from = 0; from < BG_N_JOB_STATES; from++)
        {
          for (guint type = BG_JOB_TYPE_DOWNLOAD; type <= BG_JOB_TYPE_UPLOAD_REPLY; type++)
            {
              char to = next (from, event, type);

              allowed += to != '.' ? 1 : 0;
              moving += type == BG_JOB_TYPE_DOWNLOAD && to != '.' && to != LETTERS[from] ? 1 : 0;
            }
        }
    }

  g_assert_cmpuint (moving, ==, 58);
  /* Each is named once, so that no row of the table hides another. */
  g_assert_cmpuint (allowed, ==, 216);
  g_assert_cmpuint (bgd_state_count_arrows (), ==, allowed);
}

static void
test_final_states_are_final (void)
{
  for (guint from = 0; from < BG_N_JOB_STATES; from++)
    {
      guint ways_out = 0;

      for (guint event = 0; event < BGD_N_EVENTS; event++)
        {
          char to = next (from, event, BG_JOB_TYPE_DOWNLOAD);

          ways_out += to != '.' && to != LETTERS[from] ? 1 : 0;
        }

      if (bg_job_state_is_final ((BgJobState) from))
        g_assert_cmpuint (ways_out, ==, 0);
      else
        g_assert_cmpuint (ways_out, >, 0);
    }
}

/* From where a job is born, each state can be reached. */
static void
test_every_state_is_reached (void)
{
  for (guint type = BG_JOB_TYPE_DOWNLOAD; type <= BG_JOB_TYPE_UPLOAD_REPLY; type++)
    {
      g_autoptr (GString) reached = g_string_new ("S");

      for (gsize i = 0; i < reached->len; i++)
        {
          guint from = (guint) (strchr (LETTERS, reached->str[i]) - LETTERS);

          for (guint event = 0; event < BGD_N_EVENTS; event++)
            {
              char to = next (from, event, type);

              if (to != '.' && strchr (reached->str, to) == NULL)
                g_string_append_c (reached, to);
            }
        }

      g_assert_cmpuint (reached->len, ==, BG_N_JOB_STATES);
    }
}

static void
test_every_event_has_its_own_name (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint event = 0; event < BGD_N_EVENTS; event++)
    {
      const char *name = bgd_event_to_string ((BgdEvent) event);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (names, (gpointer) name));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/state/every-state-event-and-type", test_every_state_event_and_type);
  g_test_add_func ("/state/count-of-arrows", test_count_of_arrows);
  g_test_add_func ("/state/final-states-are-final", test_final_states_are_final);
  g_test_add_func ("/state/every-state-is-reached", test_every_state_is_reached);
  g_test_add_func ("/state/every-event-has-its-own-name", test_every_event_has_its_own_name);

  return g_test_run ();
}
