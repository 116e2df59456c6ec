/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The administrator's file: what it says counts, or none of it. */
#include "config.h"

#include "bgd-rules.h"

#include <string.h>

static BgdRules *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  BgdRules *rules = bgd_rules_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return rules;
}

static void
test_an_empty_file_changes_nothing (void)
{
  static const char *const texts[] = { "", "# nothing\n", "[Hosts]\n", "[Everyone]\n#Jobs=1\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BgdRules) rules = parse (texts[i]);

      g_assert_cmpuint (rules->apps.jobs, ==, 300);
      g_assert_cmpuint (rules->apps.files, ==, 200);
      g_assert_cmpuint (rules->everyone.jobs, ==, 100000);
      g_assert_cmpuint (rules->everyone.bytes, ==, 0);
      g_assert_null (rules->allowed_hosts);
      g_assert_null (rules->refused_hosts);
      g_assert_true (bg_hours_is_always (rules->hours));
      g_assert_cmpuint (rules->maximum_time, ==, 0);
      g_assert_cmpuint (rules->inactivity, ==, 0);
    }
}

static void
test_all_rules_are_taken (void)
{
  g_autoptr (BgdRules) rules = parse ("[Applications]\nJobs=1\nFiles = 2 \nBytes=3\n"
                                      "[Everyone]\nJobs=4\nFiles=5\nBytes=9223372036854775807\n"
                                      "[Hosts]\nAllowed= *.Example.org ; b ;\nRefused=c\n"
                                      "[Transfers]\nHours=mon-fri 22:00-6:00; sat\n"
                                      "MaximumSpeed=7\nMaximumDownloadTime=8\nInactivity=9\n");

  g_assert_cmpuint (bgd_rules_get_quota (rules, "org.example.App")->jobs, ==, 1);
  g_assert_cmpuint (rules->apps.files, ==, 2);
  g_assert_cmpuint (rules->apps.bytes, ==, 3);
  g_assert_cmpuint (bgd_rules_get_quota (rules, "")->jobs, ==, 4);
  g_assert_cmpuint (rules->everyone.files, ==, 5);
  g_assert_cmpuint (rules->everyone.bytes, ==, G_MAXINT64);
  g_assert_cmpstr (rules->allowed_hosts[0], ==, "*.example.org");
  g_assert_cmpstr (rules->allowed_hosts[1], ==, "b");
  g_assert_null (rules->allowed_hosts[2]);
  g_assert_cmpstr (rules->refused_hosts[0], ==, "c");
  g_assert_false (bg_hours_includes (rules->hours, 12 * 60));
  g_assert_true (bg_hours_includes (rules->hours, 23 * 60));
  g_assert_cmpuint (rules->maximum_speed, ==, 7);
  g_assert_cmpuint (rules->maximum_time, ==, 8);
  g_assert_cmpuint (rules->inactivity, ==, 9);
}

/* An empty list of allowed servers is a list: nothing may be asked. */
static void
test_no_server_can_be_allowed (void)
{
  g_autoptr (BgdRules) rules = parse ("[Hosts]\nAllowed=\n");

  g_assert_nonnull (rules->allowed_hosts);
  g_assert_null (rules->allowed_hosts[0]);
}

static void
test_what_makes_no_sense_spoils_all_of_it (void)
{
  static const struct
  {
    const char *text;
    const char *word; /* in the sentence */
  } broken[] = {
    { "no key file", "" },
    { "Jobs=1\n", "" },
    { "[Hosts\nRefused=a\n", "" },
    { "[Hosts]\nRefuse=a\n", "Refuse" },
    { "[Host]\nRefused=a\n", "Host" },
    { "[Hosts]\nRefused=http://a/\n", "Refused" },
    { "[Hosts]\nAllowed=a b\n", "Allowed" },
    { "[Hosts]\nAllowed=\xff\n", "Allowed" },
    { "[Applications]\nJobs=\n", "Jobs" },
    { "[Applications]\nJobs=0\n", "Jobs" },
    { "[Applications]\nJobs=-1\n", "Jobs" },
    { "[Applications]\nJobs=100001\n", "100000" },
    { "[Applications]\nJobs=10 jobs\n", "Jobs" },
    { "[Applications]\nJobs=0x10\n", "Jobs" },
    { "[Everyone]\nBytes=9223372036854775808\n", "Bytes" },
    { "[Everyone]\nBytes=99999999999999999999999\n", "Bytes" },
    { "[Transfers]\nHours=always\n", "Hours" },
    { "[Transfers]\nHours=mon 25:00-26:00\n", "Hours" },
    { "[Transfers]\nMaximumSpeed=1M\n", "MaximumSpeed" },
    { "[Transfers]\nInactivity=1000\n", "Inactivity" },
    { "[Applications]\nJobs=1\n[Transfers]\nInactivity=never\n", "Inactivity" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BgdRules) rules =
          bgd_rules_parse (broken[i].text, strlen (broken[i].text), &error);

      g_test_message ("%u: %s", i, error != NULL ? error->message : "taken");
      g_assert_null (rules);
      g_assert_nonnull (strstr (error->message, broken[i].word));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/rules/an-empty-file-changes-nothing", test_an_empty_file_changes_nothing);
  g_test_add_func ("/rules/all-rules-are-taken", test_all_rules_are_taken);
  g_test_add_func ("/rules/no-server-can-be-allowed", test_no_server_can_be_allowed);
  g_test_add_func ("/rules/what-makes-no-sense-spoils-all-of-it",
                   test_what_makes_no_sense_spoils_all_of_it);

  return g_test_run ();
}
