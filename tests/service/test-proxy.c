/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is said about proxies. */
#include "config.h"

#include "bgd-proxy.h"

#include <string.h>

#include "bg-error.h"

static void
test_lists_become_what_gio_takes (void)
{
  static const char *const good[][2] = {
    { "system", "" },
    { "none", "direct://" },
    { "a", "http://a:80" },
    { "a:3128", "http://a:3128" },
    { "  http://A.example/   SOCKS5://[::1]:9 ", "http://A.example:80|socks5://[::1]:9" },
    { "https://10.0.0.1 socks4a://b socks://c",
      "https://10.0.0.1:443|socks4a://b:1080|socks://c:1080" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) proxies = bgd_proxy_parse (good[i][0], &error);
      g_autofree char *joined = NULL;

      g_assert_no_error (error);
      joined = g_strjoinv ("|", proxies);
      g_assert_cmpstr (joined, ==, good[i][1]);
    }
}

static void
test_what_is_no_proxy_is_refused (void)
{
  static const char *const bad[] = {
    "",     "http://", "http://a/b", "a?b", "a#b",        "ftp://a",   "direct://", "a;b",
    "a\tb", "a:x",     "a:65536",    "a:0", "http://a\n", "http:// a", "[::1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) proxies = bgd_proxy_parse (bad[i], &error);

      g_assert_null (proxies);
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_a_password_is_refused_and_not_repeated (void)
{
  static const char *const bad[] = { "http://u:swordfish@h", "swordfish@h", "a http://@swordfish" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (bgd_proxy_parse (bad[i], &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
      g_assert_null (strstr (error->message, "swordfish"));
    }
}

typedef struct
{
  const char *rule;
  const char *host;
  gboolean bypassed;
} Case;

static void
test_rules_are_of_hosts_ends_networks_and_local_names (void)
{
  static const Case cases[] = {
    { "example.org", "EXAMPLE.org", TRUE },
    { "example.org", "a.example.org", FALSE },
    { "*.example.org", "a.example.org", TRUE },
    { "*.example.org", "example.org", FALSE },
    { "*.example.org", "badexample.org", FALSE },
    { "*", "anything.at.all", TRUE },
    { "10.0.0.0/8", "10.1.2.3", TRUE },
    { "10.0.0.0/8", "11.1.2.3", FALSE },
    { "10.0.0.0/8", "10.example", FALSE },
    { "10.1.2.3", "10.1.2.3", TRUE },
    { "fe80::/10", "fe80::1", TRUE },
    { "::1", "0:0:0:0:0:0:0:1", TRUE },
    { "::1", "::2", FALSE },
    { "<local>", "printer", TRUE },
    { "<local>", "printer.example", FALSE },
    { "<local>", "::1", FALSE },
    { "<local>", "10.0.0.1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const rules[] = { "never.example", cases[i].rule, NULL };
      g_autoptr (GError) error = NULL;

      g_assert_true (bgd_proxy_check_bypass (rules, &error));
      g_assert_no_error (error);
      g_test_message ("%s, %s", cases[i].rule, cases[i].host);
      g_assert_cmpint (bgd_proxy_is_bypassed (rules, cases[i].host), ==, cases[i].bypassed);
    }

  g_assert_false (bgd_proxy_is_bypassed (NULL, "example.org"));
}

static void
test_what_is_no_rule_is_refused (void)
{
  static const char *const bad[] = {
    "", "a b", "a*", "*a*b", "10.0.0.0/33", "a\n", "<here>", "a/8"
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const rules[] = { bad[i], NULL };
      g_autoptr (GError) error = NULL;

      g_assert_false (bgd_proxy_check_bypass (rules, &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/proxy/lists-become-what-gio-takes", test_lists_become_what_gio_takes);
  g_test_add_func ("/proxy/what-is-no-proxy-is-refused", test_what_is_no_proxy_is_refused);
  g_test_add_func ("/proxy/a-password-is-refused-and-not-repeated",
                   test_a_password_is_refused_and_not_repeated);
  g_test_add_func ("/proxy/rules-are-of-hosts-ends-networks-and-local-names",
                   test_rules_are_of_hosts_ends_networks_and_local_names);
  g_test_add_func ("/proxy/what-is-no-rule-is-refused", test_what_is_no_rule_is_refused);

  return g_test_run ();
}
