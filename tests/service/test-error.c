/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the translation of foreign errors. */
#include "config.h"

#include "bgd-error.h"

#include <errno.h>
#include <string.h>

static void
test_errors_of_the_disk_are_translated (void)
{
  static const struct
  {
    int number;
    BgError code;
  } cases[] = {
    { ENOSPC, BG_ERROR_DISK_FULL },
    { EDQUOT, BG_ERROR_DISK_FULL },
    { EFBIG, BG_ERROR_DISK_FULL },
    { EACCES, BG_ERROR_ACCESS_DENIED },
    { EPERM, BG_ERROR_ACCESS_DENIED },
    { EROFS, BG_ERROR_ACCESS_DENIED },
    { ELOOP, BG_ERROR_ACCESS_DENIED },
    { ENOENT, BG_ERROR_FOLDER_NOT_FOUND },
    { ENOTDIR, BG_ERROR_FOLDER_NOT_FOUND },
    { EEXIST, BG_ERROR_FILE_EXISTS },
    { EIO, BG_ERROR_LOCAL_IO },
    { ENAMETOOLONG, BG_ERROR_LOCAL_IO },
    { EMFILE, BG_ERROR_LOCAL_IO },
    { 0, BG_ERROR_LOCAL_IO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      bgd_error_set_from_errno (&error, cases[i].number, "Writing the file");

      g_assert_error (error, BG_ERROR, (int) cases[i].code);
      g_assert_true (g_str_has_prefix (error->message, "Writing the file failed: "));
      g_assert_cmpint (bgd_error_context (cases[i].code), ==, BG_ERROR_CONTEXT_LOCAL_FILE);
    }
}

static void
test_errors_of_the_network_are_translated (void)
{
  static const struct
  {
    GQuark (*domain) (void);
    int number;
    BgError code;
  } cases[] = {
    { g_io_error_quark, G_IO_ERROR_HOST_NOT_FOUND, BG_ERROR_HOST_NOT_FOUND },
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, BG_ERROR_TIMED_OUT },
    { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, BG_ERROR_CONNECT_FAILURE },
    { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, BG_ERROR_CONNECT_FAILURE },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, BG_ERROR_CONNECT_FAILURE },
    { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, BG_ERROR_CONNECTION_CLOSED },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, BG_ERROR_CONNECTION_CLOSED },
    { g_io_error_quark, G_IO_ERROR_BROKEN_PIPE, BG_ERROR_CONNECTION_CLOSED },
    { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, BG_ERROR_CONNECT_FAILURE },
    { g_io_error_quark, G_IO_ERROR_PROXY_NOT_ALLOWED, BG_ERROR_PROXY },
    { g_io_error_quark, G_IO_ERROR_PROXY_NEED_AUTH, BG_ERROR_HTTP_PROXY_AUTHENTICATION },
    { g_io_error_quark, G_IO_ERROR_INVALID_DATA, BG_ERROR_INVALID_SERVER_RESPONSE },
    { g_io_error_quark, G_IO_ERROR_TOO_MANY_OPEN_FILES, BG_ERROR_CONNECT_FAILURE },
    { g_io_error_quark, G_IO_ERROR_FAILED, BG_ERROR_CONNECT_FAILURE },
    { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, BG_ERROR_TLS },
    { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE, BG_ERROR_TLS },
    { g_tls_error_quark, G_TLS_ERROR_EOF, BG_ERROR_CONNECTION_CLOSED },
    { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, BG_ERROR_HOST_NOT_FOUND },
    { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, BG_ERROR_HOST_NOT_FOUND },
    { g_resolver_error_quark, G_RESOLVER_ERROR_INTERNAL, BG_ERROR_CONNECT_FAILURE },
    { bg_error_quark, BG_ERROR_DISK_FULL, BG_ERROR_DISK_FULL },
    { g_file_error_quark, G_FILE_ERROR_IO, BG_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error =
          g_error_new_literal (cases[i].domain (), cases[i].number, "something");

      g_assert_cmpint (bgd_error_from_network (error), ==, cases[i].code);
    }
}

static void
test_every_status_is_an_error_of_its_kind (void)
{
  for (guint status = 0; status < 1000; status++)
    {
      BgError code = bgd_error_from_status (status);
      gboolean leads = (status >= 301 && status <= 303) || status == 307 || status == 308;

      g_assert_cmpint (code == BG_ERROR_REDIRECT_REFUSED, ==, leads);
      g_assert_cmpint (code, >=, leads ? BG_ERROR_REDIRECT_REFUSED : BG_ERROR_HTTP_UNAUTHORIZED);
      g_assert_cmpint (code, <=, BG_ERROR_HTTP_UNEXPECTED);
      g_assert_cmpint (bgd_error_context (code), ==, BG_ERROR_CONTEXT_REMOTE_FILE);

      /* "Handling Server Application Errors": 4xx but 408, 409 (and our 429) need a person, 5xx but
       * 501 and 505 do not. */
      gboolean passes = status / 100 == 4 ? status == 408 || status == 409 || status == 429
                                          : status != 501 && status != 505 && !leads;

      g_assert_cmpint (bg_error_is_transient (code), ==, passes);
    }
}

static void
test_every_code_has_a_context (void)
{
  g_assert_cmpint (bgd_error_context (BG_ERROR_NONE), ==, BG_ERROR_CONTEXT_NONE);
  g_assert_cmpint (bgd_error_context (BG_ERROR_FAILED), ==, BG_ERROR_CONTEXT_UNKNOWN);
  g_assert_cmpint (bgd_error_context (BG_ERROR_TIMED_OUT), ==, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
  g_assert_cmpint (bgd_error_context (BG_ERROR_TLS), ==, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
  g_assert_cmpint (bgd_error_context (BG_ERROR_VALIDATION_FAILED), ==,
                   BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER);
  g_assert_cmpint (bgd_error_context (BG_ERROR_LOGIN_PAGE), ==, BG_ERROR_CONTEXT_REMOTE_FILE);

  for (guint code = BG_ERROR_FAILED; code < BG_N_ERRORS; code++)
    g_assert_cmpint (bgd_error_context ((BgError) code), !=, BG_ERROR_CONTEXT_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/error/errors-of-the-disk-are-translated",
                   test_errors_of_the_disk_are_translated);
  g_test_add_func ("/error/errors-of-the-network-are-translated",
                   test_errors_of_the_network_are_translated);
  g_test_add_func ("/error/every-status-is-an-error-of-its-kind",
                   test_every_status_is_an_error_of_its_kind);
  g_test_add_func ("/error/every-code-has-a-context", test_every_code_has_a_context);

  return g_test_run ();
}
