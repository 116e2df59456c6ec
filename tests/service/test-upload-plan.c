/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What answers mean for an upload that servers in good order never give. */
#include "config.h"

#include "bgd-upload-plan.h"

#include "bg-error.h"

/* Asks, and takes an answer with these headers: name, value, …, NULL. */
static BgdUploadTurn
answer (BgdUploadPlan *plan, GError **error, guint status, const char *const *headers)
{
  g_autoptr (BgdReply) reply = bgd_reply_new (status, plan->url);
  BgdUploadOrder order;

  for (guint i = 0; headers[i] != NULL; i += 2)
    bgd_reply_add (reply, headers[i], headers[i + 1]);

  bgd_upload_plan_ask (plan, &order);
  bgd_upload_order_clear (&order);

  return bgd_upload_plan_take (plan, reply, error);
}

static BgdUploadPlan
new_plan (BgdProtocol protocol)
{
  return (BgdUploadPlan){
    .url = "https://example.org/file",
    .name = "file",
    .size = 1000,
    .place = { .protocol = protocol },
  };
}

static void
test_more_than_the_whole_file_is_no_offset (void)
{
  static const char *const offset[] = { "Upload-Offset", "1001", NULL };
  BgdUploadPlan plan = new_plan (BGD_PROTOCOL_TUS);
  g_autoptr (GError) error = NULL;

  plan.place.resource = g_strdup ("https://example.org/1");
  g_assert_cmpint (answer (&plan, &error, 200, offset), ==, BGD_UPLOAD_FAIL);
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_SERVER_RESPONSE);
  bgd_upload_plan_clear (&plan);
}

static void
test_upload_does_not_leave_https (void)
{
  static const char *const location[] = { "Location", "http://example.org/1", NULL };
  BgdUploadPlan plan = new_plan (BGD_PROTOCOL_TUS);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (answer (&plan, &error, 201, location), ==, BGD_UPLOAD_FAIL);
  g_assert_error (error, BG_ERROR, BG_ERROR_REDIRECT_REFUSED);
  g_assert_null (plan.place.resource);
  bgd_upload_plan_clear (&plan);
}

static void
test_server_that_forgets_for_ever_is_given_up (void)
{
  static const char *const nothing[] = { NULL };
  BgdUploadPlan plan = new_plan (BGD_PROTOCOL_RESUMABLE);
  g_autoptr (GError) error = NULL;
  BgdUploadTurn turn = BGD_UPLOAD_KEEP;
  guint count = 0;

  for (; turn == BGD_UPLOAD_KEEP && count < 100; count++)
    {
      g_free (plan.place.resource);
      plan.place.resource = g_strdup ("https://example.org/1");
      turn = answer (&plan, &error, 404, nothing);
    }

  g_assert_cmpint (turn, ==, BGD_UPLOAD_FAIL);
  g_assert_cmpuint (count, <, 10);
  g_assert_error (error, BG_ERROR, BG_ERROR_HTTP_SERVER);
  bgd_upload_plan_clear (&plan);
}

static void
test_probe_of_a_busy_server_settles_nothing (void)
{
  static const char *const nothing[] = { NULL };
  BgdUploadPlan plan = new_plan (BGD_PROTOCOL_AUTO);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (answer (&plan, &error, 503, nothing), ==, BGD_UPLOAD_FAIL);
  g_assert_error (error, BG_ERROR, BG_ERROR_HTTP_SERVER);
  g_assert_cmpint (plan.place.protocol, ==, BGD_PROTOCOL_AUTO);
}

/* As after a crash between the two: that the session is being closed was kept, the last bytes that
 * the server confirmed were not. A Ping tells nothing of the session. */
static void
test_closed_session_gets_no_more_fragments (void)
{
  static const char *const nothing[] = { NULL };
  static const char *const lost[] = { "BITS-Error-Code", "0x8020001f", NULL };
  static const struct
  {
    guint status; /* of the Ping */
    const char *const *headers;
    BgdUploadTurn turn;
  } pings[] = {
    { 200, nothing, BGD_UPLOAD_GO_ON },
    { 500, lost, BGD_UPLOAD_DONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pings); i++)
    {
      BgdUploadPlan plan = new_plan (BGD_PROTOCOL_BITS);
      g_autoptr (GError) error = NULL;

      plan.offset = 600;
      plan.place.resource = g_strdup ("{1}");
      plan.place.closing = TRUE;
      g_assert_cmpint (answer (&plan, &error, pings[i].status, pings[i].headers), ==,
                       pings[i].turn);
      g_assert_cmpuint (plan.offset, ==, plan.size);
      if (pings[i].turn == BGD_UPLOAD_GO_ON)
        g_assert_cmpint (answer (&plan, &error, 500, lost), ==, BGD_UPLOAD_DONE);
      g_assert_no_error (error);
      bgd_upload_plan_clear (&plan);
    }
}

static void
test_fragments_grow_and_shrink_within_limits (void)
{
  BgdUploadPlan plan = new_plan (BGD_PROTOCOL_BITS);
  BgdUploadOrder order;

  plan.size = G_MAXINT64;
  bgd_upload_plan_ask (&plan, &order);
  bgd_upload_order_clear (&order);

  for (guint i = 0; i < 50; i++)
    bgd_upload_plan_adapt (&plan, plan.fragment, 1000);
  g_assert_cmpuint (plan.fragment, ==, 13 * 1024 * 1024);

  for (guint i = 0; i < 50; i++)
    bgd_upload_plan_adapt (&plan, plan.fragment, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (plan.fragment, ==, 5 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/upload-plan/more-than-the-whole-file-is-no-offset",
                   test_more_than_the_whole_file_is_no_offset);
  g_test_add_func ("/upload-plan/upload-does-not-leave-https", test_upload_does_not_leave_https);
  g_test_add_func ("/upload-plan/server-that-forgets-for-ever-is-given-up",
                   test_server_that_forgets_for_ever_is_given_up);
  g_test_add_func ("/upload-plan/probe-of-a-busy-server-settles-nothing",
                   test_probe_of_a_busy_server_settles_nothing);
  g_test_add_func ("/upload-plan/closed-session-gets-no-more-fragments",
                   test_closed_session_gets_no_more_fragments);
  g_test_add_func ("/upload-plan/fragments-grow-and-shrink-within-limits",
                   test_fragments_grow_and_shrink_within_limits);

  return g_test_run ();
}
