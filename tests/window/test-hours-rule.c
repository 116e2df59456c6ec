/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the times of the week that one row of the preferences can show. */
#include "config.h"

#include "bgw-hours-rule.h"

static void
test_what_one_rule_says_is_read (void)
{
  static const struct
  {
    const char *lines[4];
    const char *rule; /* as it is written again; NULL: it takes more than one */
  } cases[] = {
    { { "22:00-6:00" }, "mon,tue,wed,thu,fri,sat,sun 22:00-06:00" },
    { { "mon-fri 8-18:30" }, "mon,tue,wed,thu,fri 08:00-18:30" },
    { { "sun 23:00-1:00" }, "sun 23:00-01:00" },
    { { "sat,sun" }, "sat,sun 00:00-00:00" },
    { { "mon-sun" }, "mon,tue,wed,thu,fri,sat,sun 00:00-00:00" },
    { { "mon 22:00-24:00" }, "mon 22:00-00:00" },
    { { "mon 22:00-22:00" }, "mon 22:00-22:00" },
    { { "sun 0:00-0:01" }, "sun 00:00-00:01" },
    { { "mon 1:00-2:00", "mon 2:00-3:00" }, "mon 01:00-03:00" },
    { { "mon 1:00-2:00", "wed 1:00-2:00", "fri 1-2" }, "mon,wed,fri 01:00-02:00" },
    { { "mon-fri 22:00-6:00", "sat,sun" }, NULL },
    { { "1:00-2:00", "5:00-6:00" }, NULL },
    { { NULL }, NULL },
    { { "now and then" }, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BgwHoursRule rule;
      gboolean is_rule = bgw_hours_rule_read (&rule, cases[i].lines);
      g_autofree char *line = is_rule ? bgw_hours_rule_write (&rule) : NULL;

      g_test_message ("%s", cases[i].lines[0] == NULL ? "nothing" : cases[i].lines[0]);
      g_assert_cmpstr (line, ==, cases[i].rule);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours-rule/what-one-rule-says-is-read", test_what_one_rule_says_is_read);

  return g_test_run ();
}
