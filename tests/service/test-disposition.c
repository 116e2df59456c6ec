/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the names that servers suggest, in the right form and in all the others. */
#include "config.h"

#include "bgd-disposition.h"

#include <string.h>

#include "bgd-name.h"

typedef struct
{
  const char *value;
  const char *name; /* (nullable) none is suggested */
} Case;

static void
say_value (const char *value)
{
  g_autofree char *escaped = g_strescape (value, "\"");

  g_test_message ("%s", escaped);
}

static void
assert_names (const Case *cases, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *name = bgd_disposition_get_name (cases[i].value);

      say_value (cases[i].value);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_good_form_is_read (void)
{
  static const Case cases[] = {
    { "attachment; filename=plain.txt", "plain.txt" },
    { "attachment; filename=\"with blank.txt\"", "with blank.txt" },
    { "attachment; filename=\"semi;colon.txt\"; size=3", "semi;colon.txt" },
    { "attachment; filename=\"quo\\\"ted.txt\"", "quo\"ted.txt" },
    { "attachment; filename=\"back\\\\slash.txt\"", "back\\slash.txt" },
    { "inline; filename=\"shown.pdf\"", "shown.pdf" },
    { "ATTACHMENT ; FileName = \"upper.txt\" ", "upper.txt" },
    { "attachment; size=3; filename=late.txt", "late.txt" },
    { "attachment;\tfilename=\t\"tab.txt\"", "tab.txt" },
    { "attachment; xfilename=wrong.txt; filename=right.txt", "right.txt" },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_extended_form_wins (void)
{
  static const Case cases[] = {
    { "attachment; filename*=UTF-8''%e2%82%ac%20rates", "€ rates" },
    { "attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates", "€ rates" },
    { "attachment; filename*=utf-8'de'%c3%bc.txt; filename=u.txt", "ü.txt" },
    { "attachment; filename*=iso-8859-1'en'%A3%20rates", "£ rates" },
    { "attachment; filename*=\"UTF-8''quoted%20too.txt\"", "quoted too.txt" },
    { "attachment; filename*=windows-1251''%CF%F0%E8%E2%E5%F2.txt", "Привет.txt" },
    { "attachment; filename*=Shift_JIS''%93%FA%96%7B.txt", "日本.txt" },
    { "attachment; filename*=iso-8859-15''%A4.txt", "€.txt" },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_extended_form_that_is_broken_counts_less (void)
{
  static const Case cases[] = {
    /* no UTF-8, no charset that is known, no escape, no quotes, nothing at all */
    { "attachment; filename*=UTF-8''%ff%fe; filename=plain.txt", "plain.txt" },
    { "attachment; filename*=klingon''a.txt; filename=plain.txt", "plain.txt" },
    { "attachment; filename*=ISO-2022-CN-EXT''a.txt; filename=plain.txt", "plain.txt" },
    { "attachment; filename*=UTF-8''100%; filename=plain.txt", "plain.txt" },
    { "attachment; filename*=none.txt; filename=plain.txt", "plain.txt" },
    { "attachment; filename*=UTF-8''; filename=plain.txt", "plain.txt" },
    { "attachment; filename*=none.txt", "none.txt" },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_names_in_pieces_are_joined (void)
{
  static const Case cases[] = {
    { "attachment; filename*0=\"long\"; filename*1=\"er.txt\"", "longer.txt" },
    { "attachment; filename*1=\"er.txt\"; filename*0=\"long\"", "longer.txt" },
    { "attachment; filename*0*=UTF-8''%e2%82; filename*1*=%ac; filename*2=.txt", "€.txt" },
    { "attachment; filename*0=a; filename*2=c", "a" },
    { "attachment; filename*1=b; filename=plain.txt", "plain.txt" },
    { "attachment; filename*0=a; filename*0=b", "a" },
    { "attachment; filename*0=a; filename*=UTF-8''whole", "whole" },
    { "attachment; filename*99999999999999999999=a; filename=plain.txt", "plain.txt" },
    { "attachment; filename*-1=a; filename*x=b; filename*0x=c; filename=plain.txt", "plain.txt" },
    { "attachment; filename*0*=UTF-8''100%; filename=plain.txt", "plain.txt" },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_other_encodings_are_understood (void)
{
  static const Case cases[] = {
    { "attachment; filename=\"ümlaut.txt\"", "ümlaut.txt" },
    { "attachment; filename=\"\xfcmlaut.txt\"", "ümlaut.txt" },
    { "attachment; filename=\"\x80 and \x81.txt\"", "\xc2\x80 and \xc2\x81.txt" },
    { "attachment; filename=\"\x93quotes\x94.txt\"", "“quotes”.txt" },
    { "attachment; filename=\"%E2%82%AC%20rates.txt\"", "€ rates.txt" },
    { "attachment; filename=a%20b.txt", "a b.txt" },
    { "attachment; filename=\"100%.txt\"", "100%.txt" },
    { "attachment; filename=\"%ff.txt\"", "%ff.txt" },
    { "attachment; filename=\"ü%20.txt\"", "ü%20.txt" },
    { "attachment; filename=\"a%00.exe\"", "a%00.exe" },
    { "attachment; filename=\"=?UTF-8?B?w7xtbGF1dC50eHQ=?=\"", "ümlaut.txt" },
    { "attachment; filename==?utf-8?q?=C3=BCm_laut.txt?=", "üm laut.txt" },
    { "attachment; filename=\"=?ISO-8859-1?Q?=FC.txt?=\"", "ü.txt" },
    { "attachment; filename=\"=?UTF-8*de?Q?a?= =?UTF-8?Q?b?= c.txt\"", "ab c.txt" },
    { "attachment; filename=\"=?UTF-8?X?abc?=\"", "=?UTF-8?X?abc?=" },
    { "attachment; filename=\"=?UTF-8?B?abc\"", "=?UTF-8?B?abc" },
    { "attachment; filename=\"=?\"", "=?" },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_wrong_grammar_is_forgiven (void)
{
  static const Case cases[] = {
    { "filename=bare.txt", "bare.txt" },
    { "; filename=first.txt", "first.txt" },
    { ";;;filename=first.txt;;", "first.txt" },
    { "attachment;filename=tight.txt;size=3", "tight.txt" },
    { "attachment; filename=many blanks in it.txt ; size=3", "many blanks in it.txt" },
    { "attachment; filename=\"never closed.txt", "never closed.txt" },
    { "attachment; filename=\"a.txt\"rubbish; filename=b.txt", "a.txt" },
    { "attachment; filename=a.txt; filename=b.txt", "a.txt" },
    { "attachment; filename=\"C:\\dir\\new.exe\"", "C:\\dir\\new.exe" },
    { "attachment; filename=\"C:\\\\dir\\\\x.exe\"", "C:\\\\dir\\\\x.exe" },
    { "attachment; filename=\"dir\\file.txt\"", "dir\\file.txt" },
    { "attachment; filename=\"end\\", "end\\" },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_nothing_is_no_name (void)
{
  static const Case cases[] = {
    { "", NULL },
    { "attachment", NULL },
    { ";;;===", NULL },
    { "attachment; filename", NULL },
    { "attachment; filename=", NULL },
    { "attachment; filename=\"\"", NULL },
    { "attachment; filename=\"  \"", NULL },
    { "attachment; filename=\"", NULL },
    { "attachment; filename*=UTF-8''", NULL },
    { "attachment; filename*=UTF-8''%20", NULL },
    { "attachment; name=other.txt", NULL },
  };

  assert_names (cases, G_N_ELEMENTS (cases));
}

static void
test_whatever_is_suggested_becomes_safe (void)
{
  static const Case cases[] = {
    { "attachment; filename=\"../../etc/passwd\"", "passwd" },
    { "attachment; filename=\"..%2F..%2Fetc%2Fpasswd\"", "passwd" },
    { "attachment; filename=\"C:\\dir\\new.exe\"", "new.exe" },
    { "attachment; filename=\"\\\\server\\share\\a.exe\"", "a.exe" },
    { "attachment; filename=\"dir\\file.txt\"", "file.txt" },
    { "attachment; filename*=UTF-8''a%00.exe", "a_.exe" },
    { "attachment; filename*=UTF-8''a%0a%07b.txt", "a__b.txt" },
    { "attachment; filename*=UTF-8''%E2%80%AEgnp.exe", "_gnp.exe" },
    { "attachment; filename*=UTF-8''.hidden", "hidden" },
    { "attachment; filename=CON.txt", "_CON.txt" },
    { "attachment; filename=..", "download" },
    { "attachment; filename=\"/\"", "download" },
    { "attachment; filename=\"=?UTF-8?Q?..=2F=2E=2E=2Fa=00b?=\"", "a_b" },
    { "attachment; filename=\"\x81.txt\"", "_.txt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = bgd_disposition_get_name (cases[i].value);
      g_autofree char *safe = bgd_name_make_safe (name);

      say_value (cases[i].value);
      g_assert_cmpstr (safe, ==, cases[i].name);
      g_assert_true (bgd_name_is_valid (safe));
    }
}

static void
test_long_names_are_cut_between_characters (void)
{
  g_autoptr (GString) value = g_string_new ("attachment; filename*=UTF-8''");

  for (guint i = 0; i < 20000; i++)
    g_string_append (value, "%e2%82%ac");
  g_string_append (value, ".txt");

  g_autofree char *name = bgd_disposition_get_name (value->str);
  g_autofree char *safe = bgd_name_make_safe (name);

  g_assert_cmpuint (strlen (safe), <=, BGD_NAME_SAFE_MAXIMUM);
  g_assert_cmpuint (strlen (safe), >, BGD_NAME_SAFE_MAXIMUM - 3);
  g_assert_true (g_utf8_validate (safe, -1, NULL));
  g_assert_true (g_str_has_suffix (safe, "€.txt"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/disposition/" name, test_##function)
  ADD ("good-form-is-read", good_form_is_read);
  ADD ("extended-form-wins", extended_form_wins);
  ADD ("extended-form-that-is-broken-counts-less", extended_form_that_is_broken_counts_less);
  ADD ("names-in-pieces-are-joined", names_in_pieces_are_joined);
  ADD ("other-encodings-are-understood", other_encodings_are_understood);
  ADD ("wrong-grammar-is-forgiven", wrong_grammar_is_forgiven);
  ADD ("nothing-is-no-name", nothing_is_no_name);
  ADD ("whatever-is-suggested-becomes-safe", whatever_is_suggested_becomes_safe);
  ADD ("long-names-are-cut-between-characters", long_names_are_cut_between_characters);

  return g_test_run ();
}
