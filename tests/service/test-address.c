/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of addresses: what must not be in them, and which are of one server. */
#include "config.h"

#include "bgd-address.h"

#include <string.h>

#include "bg-error.h"

static void
test_a_password_needs_somebody_who_keeps_it (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *authorization = NULL;
  g_autofree char *url = bgd_address_parse ("http://user:swordfish@h/a#b", &authorization, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (url, ==, "http://h/a");
  g_assert_cmpstr (authorization, ==, "Authorization: Basic dXNlcjpzd29yZGZpc2g=");

  g_assert_null (bgd_address_parse ("http://user:swordfish@h/a", NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_URL);
  g_assert_null (strstr (error->message, "swordfish"));
}

static void
test_an_address_without_one_has_none (void)
{
  g_autofree char *authorization = NULL;
  g_autofree char *url = bgd_address_parse ("http://h/a", &authorization, NULL);
  g_autofree char *same = bgd_address_parse ("http://h/a", NULL, NULL);

  g_assert_cmpstr (url, ==, same);
  g_assert_null (authorization);
}

static void
test_a_server_is_scheme_host_and_port (void)
{
  static const char *const same[][2] = {
    { "http://h/a", "http://h/b?c" },
    { "http://h/a", "http://H:80/" },
    { "https://h:443/a", "https://h/a" },
    { "http://[::1]:8080/", "http://[::1]:8080/a" },
  };
  static const char *const different[][2] = {
    { "http://h/a", "https://h/a" },        { "http://h/a", "http://h:8080/a" },
    { "http://h/a", "http://h.example/a" }, { "http://h/a", "http://g/a" },
    { "http://h/a", "nonsense" },           { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    g_assert_true (bgd_address_is_same_server (same[i][0], same[i][1]));
  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    g_assert_false (bgd_address_is_same_server (different[i][0], different[i][1]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/address/a-password-needs-somebody-who-keeps-it",
                   test_a_password_needs_somebody_who_keeps_it);
  g_test_add_func ("/address/an-address-without-one-has-none",
                   test_an_address_without_one_has_none);
  g_test_add_func ("/address/a-server-is-scheme-host-and-port",
                   test_a_server_is_scheme_host_and_port);

  return g_test_run ();
}
