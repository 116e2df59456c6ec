/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of curl and wget, as browsers and manuals give them. */
#include "config.h"

#include "bgw-command.h"
#include "bgw-shell.h"

static void
assert_words (const char *text, const char *expected)
{
  g_auto (GStrv) words = bgw_shell_split (text);
  g_autofree char *joined = words != NULL ? g_strjoinv ("|", words) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

static void
words_of_unix_are_split (void)
{
  assert_words ("a  b\tc\nx", "a|b|c|x");
  assert_words ("a 'b c' \"d \\\" e\" f\\ g", "a|b c|d \" e|f g");
  assert_words ("a \\\n  b \\\r\n  c", "a|b|c");
  assert_words ("a $'it\\'s' $'\\u00e4\\x41\\101\\t|\\\\'", "a|it's|\303\244AA\t|\\");
  assert_words ("a '$HOME $(id) `id`'", "a|$HOME $(id) `id`");
  assert_words ("a $HOME '$'\\''x'", "a|$HOME|$'x");
  assert_words ("a 'b", NULL);
  assert_words ("a $'b\\'", NULL);
  assert_words (" ", NULL);
}

static void
words_of_windows_are_split (void)
{
  assert_words ("a ^\"b c^\" ^\r\n  ^\"d^&e^\" ^\n f", "a|b c|d&e|f");
  assert_words ("a ^\"say ^\\^\"hi^\\^\"^\" ^\"^%^20^\"", "a|say \"hi\"|%20");
  assert_words ("a ^\"C:\\\\x\\y\\\\^\"", "a|C:\\\\x\\y\\");
  assert_words ("a ^\"b", NULL);
}

static BgwCommand *
parse (const char *text, const char *address, const char *headers)
{
  g_autoptr (BgwCommand) command = bgw_command_parse (text);
  g_autofree char *addresses = g_strjoinv (" ", command->addresses);
  g_autofree char *lines = g_strjoinv ("\n", command->headers);

  g_assert_cmpint (command->problem, ==, BGW_COMMAND_GOOD);
  g_assert_cmpstr (addresses, ==, address);
  g_assert_cmpstr (lines, ==, headers);

  return g_steal_pointer (&command);
}

static void
what_chrome_copies_for_bash_is_read (void)
{
  g_autoptr (BgwCommand) command =
      parse ("curl 'https://example.org/dl/file.zip?a=1&b=2' \\\n"
             "  -H 'accept: text/html,*/*;q=0.8' \\\n"
             "  -H 'accept-language: de-DE,de;q=0.9' \\\n"
             "  -b 'session=abc; theme=$dark' \\\n"
             "  -H 'referer: https://example.org/list' \\\n"
             "  -H $'x-name: M\\u00fcller\\'s' \\\n"
             "  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\\n"
             "  -H 'accept-encoding: gzip' -H 'Host: example.org' \\\n"
             "  --compressed",
             "https://example.org/dl/file.zip?a=1&b=2",
             "accept: text/html,*/*;q=0.8\naccept-language: de-DE,de;q=0.9\n"
             "Cookie: session=abc; theme=$dark\nx-name: M\303\274ller's\n"
             "user-agent: Mozilla/5.0 (X11; Linux x86_64)");

  g_assert_cmpstr (command->referrer, ==, "https://example.org/list");
  g_assert_null (command->user);
  g_assert_null (command->file_name);
}

static void
what_chrome_copies_for_windows_is_read (void)
{
  g_autoptr (BgwCommand) command =
      parse ("curl ^\"https://example.org/f.zip?a=1^&b=2^\" ^\r\n"
             "  -H ^\"sec-ch-ua: ^\\^\"Chromium^\\^\";v=^\\^\"120^\\^\"^\" ^\r\n"
             "  -H ^\"Referer: https://example.org/^\" ^\r\n"
             "  --compressed",
             "https://example.org/f.zip?a=1&b=2", "sec-ch-ua: \"Chromium\";v=\"120\"");

  g_assert_cmpstr (command->referrer, ==, "https://example.org/");
}

static void
what_firefox_copies_is_read (void)
{
  g_autoptr (BgwCommand) command =
      parse ("curl 'https://example.org/a.iso' --compressed -H 'User-Agent: Mozilla/5.0' "
             "-H 'Accept: */*' -H 'Connection: keep-alive' -H 'Upgrade-Insecure-Requests: 1' "
             "-H 'Range: bytes=0-' -H 'TE: trailers'",
             "https://example.org/a.iso",
             "User-Agent: Mozilla/5.0\nAccept: */*\nUpgrade-Insecure-Requests: 1");

  g_assert_null (command->referrer);
}

static void
what_manuals_say_is_read (void)
{
  g_autoptr (BgwCommand) curl =
      parse ("$ curl -fsSLo ./out/name.tar.gz -u me:pa:ss -e 'http://r/;auto' -A Agent "
             "--max-time 5 -L example.org/x | sh",
             "http://example.org/x", "User-Agent: Agent");
  g_autoptr (BgwCommand) wget =
      parse ("wget -qO- --header='X-A: b' --user=me --password=secret -U Agent "
             "--referer=http://r/ -c -- https://example.org/x https://example.org/y",
             "https://example.org/x https://example.org/y", "X-A: b\nUser-Agent: Agent");
  g_autoptr (BgwCommand) redirected =
      parse ("curl https://example.org/x > file.txt", "https://example.org/x", "");

  g_assert_cmpstr (curl->file_name, ==, "name.tar.gz");
  g_assert_cmpstr (curl->user, ==, "me");
  g_assert_cmpstr (curl->password, ==, "pa:ss");
  g_assert_cmpstr (curl->referrer, ==, "http://r/");
  g_assert_cmpstr (wget->user, ==, "me");
  g_assert_cmpstr (wget->password, ==, "secret");
  g_assert_null (wget->file_name);
  g_assert_cmpstr (redirected->file_name, ==, "file.txt");
}

static void
what_cannot_be_done_is_named (void)
{
  static const struct
  {
    const char *text;
    BgwCommandProblem problem;
    const char *option;
  } cases[] = {
    { "curl http://a/ -d x=y", BGW_COMMAND_SENDS_DATA, NULL },
    { "curl http://a/ --data-raw '{}'", BGW_COMMAND_SENDS_DATA, NULL },
    { "curl -XPOST http://a/", BGW_COMMAND_SENDS_DATA, NULL },
    { "curl -X PUT http://a/", BGW_COMMAND_SENDS_DATA, NULL },
    { "curl -F a=@b http://a/", BGW_COMMAND_SENDS_DATA, NULL },
    { "wget --post-data=x http://a/", BGW_COMMAND_SENDS_DATA, NULL },
    { "curl -x proxy http://a/", BGW_COMMAND_UNSUPPORTED, "--proxy" },
    { "curl -b jar.txt http://a/", BGW_COMMAND_UNSUPPORTED, "--cookie" },
    { "curl -H @file http://a/", BGW_COMMAND_UNSUPPORTED, "-H @" },
    { "wget -i list", BGW_COMMAND_UNSUPPORTED, "--input-file" },
    { "curl 'http://a/", BGW_COMMAND_MALFORMED, NULL },
    { "curl http://a/ -H", BGW_COMMAND_MALFORMED, NULL },
    { "curl http://a/ -H $'A: b\\r\\nC: d'", BGW_COMMAND_MALFORMED, NULL },
    { "curl --version", BGW_COMMAND_HAS_NO_ADDRESS, NULL },
    { "curl file:///etc/passwd", BGW_COMMAND_HAS_NO_ADDRESS, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BgwCommand) command = bgw_command_parse (cases[i].text);

      g_assert_cmpint (command->problem, ==, cases[i].problem);
      g_assert_cmpstr (command->option, ==, cases[i].option);
    }
}

static void
get_is_no_other_method (void)
{
  g_autoptr (BgwCommand) command = parse ("curl -X GET http://a/", "http://a/", "");

  g_assert_cmpint (command->problem, ==, BGW_COMMAND_GOOD);
}

static void
other_text_is_no_command (void)
{
  g_assert_true (bgw_command_is_one (" curl x"));
  g_assert_true (bgw_command_is_one ("wget\tx"));
  g_assert_true (bgw_command_is_one ("curl \\\n x"));
  g_assert_false (bgw_command_is_one ("curl"));
  g_assert_false (bgw_command_is_one ("curly hair"));
  g_assert_false (bgw_command_is_one ("see curl x"));
  g_assert_false (bgw_command_is_one ("https://example.org/curl x"));
  g_assert_false (bgw_command_is_one (""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command/words-of-unix-are-split", words_of_unix_are_split);
  g_test_add_func ("/command/words-of-windows-are-split", words_of_windows_are_split);
  g_test_add_func ("/command/what-chrome-copies-for-bash-is-read",
                   what_chrome_copies_for_bash_is_read);
  g_test_add_func ("/command/what-chrome-copies-for-windows-is-read",
                   what_chrome_copies_for_windows_is_read);
  g_test_add_func ("/command/what-firefox-copies-is-read", what_firefox_copies_is_read);
  g_test_add_func ("/command/what-manuals-say-is-read", what_manuals_say_is_read);
  g_test_add_func ("/command/what-cannot-be-done-is-named", what_cannot_be_done_is_named);
  g_test_add_func ("/command/get-is-no-other-method", get_is_no_other_method);
  g_test_add_func ("/command/other-text-is-no-command", other_text_is_no_command);

  return g_test_run ();
}
