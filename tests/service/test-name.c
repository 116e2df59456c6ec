/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the names of files. */
#include "config.h"

#include "bgd-name.h"

#include <string.h>

typedef struct
{
  const char *given;
  const char *expected;
} Pair;

static void
check_pairs (char *(*function) (const char *), const Pair *pairs, gsize n_pairs)
{
  for (gsize i = 0; i < n_pairs; i++)
    {
      g_autofree char *got = function (pairs[i].given);

      g_assert_cmpstr (got, ==, pairs[i].expected);
    }
}

#define check_pairs(function, pairs) (check_pairs) (function, pairs, G_N_ELEMENTS (pairs))

/* times copies of unit, then end. */
static char *
repeat (const char *unit, guint times, const char *end)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (string, unit);
  g_string_append (string, end);

  return g_string_free (string, FALSE);
}

static void
test_address_names_the_file (void)
{
  static const Pair pairs[] = {
    { "https://example.com/file.iso", "file.iso" },
    { "https://example.com/a/b/file.iso?mirror=1#top", "file.iso" },
    { "https://user:secret@example.com:8080/file.iso", "file.iso" },
    { "https://example.com/folder/", "folder" },
    { "https://example.com/folder//", "folder" },
    { "https://example.com/a%20b%20(1).txt", "a b (1).txt" },
    { "https://example.com/%E6%97%A5%E6%9C%AC.txt", "日本.txt" },
    { "https://example.com/日本.txt", "日本.txt" },
    { "https://example.com/e%CC%81.txt", "\xc3\xa9.txt" },
  };

  check_pairs (bgd_name_from_url, pairs);
}

static void
test_address_without_a_path_gives_its_host (void)
{
  static const Pair pairs[] = {
    { "https://example.com", "example.com" },
    { "https://example.com/", "example.com" },
    { "https://example.com/?q=1", "example.com" },
    { "http://[::1]/", "__1" },
  };

  check_pairs (bgd_name_from_url, pairs);
}

static void
test_address_without_anything_gives_a_word (void)
{
  static const Pair pairs[] = {
    { "", "download" },
    { "https://example.com/...", "download" },
    { "https://example.com/a/..", "download" },
    { "https://example.com/%2e%2e", "download" },
    { "http://[::1/file", "download" },
  };

  check_pairs (bgd_name_from_url, pairs);
}

static void
test_escapes_in_an_address_do_no_harm (void)
{
  static const Pair pairs[] = {
    { "http://h/AC%2FDC.mp3", "AC_DC.mp3" },
    { "http://h/..%2F..%2Fetc%2Fpasswd", "_.._etc_passwd" },
    { "http://h/..%5C..%5Cwin.ini", "_.._win.ini" },
    { "http://h/a%00b.txt", "a_b.txt" },
    { "http://h/a%0Ab.txt", "a_b.txt" },
    { "http://h/100%.txt", "100%.txt" },
    { "http://h/%zz", "%zz" },
    { "http://h/%ff.txt", "\xef\xbf\xbd.txt" },
    { "http://h/%E2%80%AEgnp.exe", "_gnp.exe" },
    { "http://h/%25.txt", "%.txt" },
  };

  check_pairs (bgd_name_from_url, pairs);
}

static void
test_good_suggestions_stay (void)
{
  static const char *const good[] = {
    "file.tar.gz",
    "Ärger (1).pdf",
    "日本.txt",
    "a b",
    "-rf",
    "~",
    "x",
    "👩‍👩‍👧.png",
    "نامه‌ها.txt",
    "a.b.c",
    "#1 & 2;.txt",
    "con1",
    "Console.txt",
    "a..b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *got = bgd_name_make_safe (good[i]);

      g_assert_cmpstr (got, ==, good[i]);
    }
}

static void
test_suggested_folders_are_dropped (void)
{
  static const Pair pairs[] = {
    { "/etc/passwd", "passwd" }, { "../../x.txt", "x.txt" }, { "C:\\Users\\me\\x.txt", "x.txt" },
    { "..\\x.txt", "x.txt" },    { "a/b\\c", "c" },          { "folder/", "folder" },
    { "folder/..", "folder" },   { "/", "download" },        { "//..//./", "download" },
  };

  check_pairs (bgd_name_make_safe, pairs);
}

static void
test_suggested_dots_and_spaces_are_trimmed (void)
{
  static const Pair pairs[] = {
    { "", "download" },       { ".", "download" },
    { "..", "download" },     { " . ", "download" },
    { ".bashrc", "bashrc" },  { "...a", "a" },
    { " . .a.txt", "a.txt" }, { "a.txt. . ", "a.txt" },
    { "a.txt...", "a.txt" },  { "\xe3\x80\x80 a \xc2\xa0", "a" },
  };

  check_pairs (bgd_name_make_safe, pairs);
}

static void
test_suggested_oddities_become_underscores (void)
{
  static const Pair pairs[] = {
    { "a\nb\tc\x7f.txt", "a_b_c_.txt" },
    { "\x1b[31mred.txt", "_[31mred.txt" },
    { "a\xc2\x85.txt", "a_.txt" },
    { "a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h" },
    { "photo\xe2\x80\xaegnp.exe", "photo_gnp.exe" },
    { "\xe2\x81\xa6"
      "a\xe2\x81\xa9\xe2\x80\x8f\xd8\x9c",
      "_a___" },
    { "a\xe2\x80\xa8"
      "b",
      "a_b" },
    { "\xef\xbb\xbf"
      "a",
      "_a" },
  };

  check_pairs (bgd_name_make_safe, pairs);
}

static void
test_suggested_nonsense_becomes_text (void)
{
  static const Pair pairs[] = {
    { "caf\xe9.txt", "caf\xef\xbf\xbd.txt" },
    { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xc0\xaf.txt", "\xef\xbf\xbd\xef\xbf\xbd.txt" },
    { "cafe\xcc\x81", "caf\xc3\xa9" },
  };

  check_pairs (bgd_name_make_safe, pairs);
}

static void
test_names_of_devices_are_avoided (void)
{
  static const Pair pairs[] = {
    { "CON", "_CON" },         { "con.txt", "_con.txt" },   { "nul.tar.gz", "_nul.tar.gz" },
    { "COM1", "_COM1" },       { "lpt9.log", "_lpt9.log" }, { "aux .txt", "_aux .txt" },
    { "CONOUT$", "_CONOUT$" }, { "prn.", "_prn" },          { "_CON", "_CON" },
  };

  check_pairs (bgd_name_make_safe, pairs);
}

static void
test_long_suggestions_keep_their_extension (void)
{
  g_autofree char *plain = repeat ("x", 1000, ".tar.gz");
  g_autofree char *wide = repeat ("日", 1000, ".iso");
  g_autofree char *no_extension = repeat ("a b ", 1000, "");
  g_autofree char *sentence = repeat ("a. b", 1000, "");
  g_autofree char *safe_plain = bgd_name_make_safe (plain);
  g_autofree char *safe_wide = bgd_name_make_safe (wide);
  g_autofree char *safe_no_extension = bgd_name_make_safe (no_extension);
  g_autofree char *safe_sentence = bgd_name_make_safe (sentence);

  g_assert_cmpuint (strlen (safe_plain), ==, BGD_NAME_SAFE_MAXIMUM);
  g_assert_true (g_str_has_suffix (safe_plain, "x.tar.gz"));
  g_assert_cmpuint (strlen (safe_wide), <=, BGD_NAME_SAFE_MAXIMUM);
  g_assert_cmpuint (strlen (safe_wide), >, BGD_NAME_SAFE_MAXIMUM - 3);
  g_assert_true (g_str_has_suffix (safe_wide, "日.iso"));
  g_assert_cmpuint (strlen (safe_no_extension), ==, BGD_NAME_SAFE_MAXIMUM - 1);
  g_assert_true (g_str_has_suffix (safe_no_extension, "b"));
  g_assert_cmpuint (strlen (safe_sentence), <=, BGD_NAME_SAFE_MAXIMUM);
}

/* Cutting it makes the name of a device of it. */
static void
test_long_suggestion_hides_no_device (void)
{
  g_autofree char *spaces = repeat (" ", 300, "x.txt");
  g_autofree char *suggestion = g_strconcat ("CON", spaces, NULL);
  g_autofree char *safe = bgd_name_make_safe (suggestion);
  g_autofree char *again = bgd_name_make_safe (safe);

  g_assert_true (g_str_has_prefix (safe, "_CON "));
  g_assert_true (g_str_has_suffix (safe, " .txt"));
  g_assert_cmpuint (strlen (safe), ==, BGD_NAME_SAFE_MAXIMUM);
  g_assert_cmpstr (again, ==, safe);
}

static void
test_owner_may_ask_for_one_component (void)
{
  static const char *const good[] = {
    "a", ".bashrc", "a b.", "...", "-rf", "日本", "a\\b", "a:b?", "CON", " ",
  };
  static const char *const bad[] = {
    "", ".", "..", "/", "a/b", "/a", "a/", "a\nb", "a\x7f", "\xc2\x85", "\xff", "a\x1b[0m",
  };
  g_autofree char *longest = repeat ("x", BGD_NAME_MAXIMUM, "");
  g_autofree char *too_long = repeat ("x", BGD_NAME_MAXIMUM + 1, "");

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_test_message ("good: number %d", (int) i);
      g_assert_true (bgd_name_is_valid (good[i]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("bad: number %d", (int) i);
      g_assert_false (bgd_name_is_valid (bad[i]));
    }
  g_assert_true (bgd_name_is_valid (longest));
  g_assert_false (bgd_name_is_valid (too_long));
}

static void
test_number_goes_before_the_extension (void)
{
  static const Pair pairs[] = {
    { "name.txt", "name (1).txt" },
    { "name.tar.gz", "name (1).tar.gz" },
    { "name.TAR.XZ", "name (1).TAR.XZ" },
    { "name", "name (1)" },
    { "name.", "name. (1)" },
    { ".bashrc", ".bashrc (1)" },
    { ".tar.gz", ".tar (1).gz" },
    { "a.tar", "a (1).tar" },
    { "a.b.c", "a.b (1).c" },
    { "Mr. Smith", "Mr. Smith (1)" },
    { "name (1).txt", "name (1) (1).txt" },
    { "name.averyverylongextension", "name.averyverylongextension (1)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *got = bgd_name_numbered (pairs[i].given, 1);

      g_assert_cmpstr (got, ==, pairs[i].expected);
    }
}

static void
test_number_fits_into_the_longest_name (void)
{
  g_autofree char *name = repeat ("ä", 124, ".tar.gz");
  g_autofree char *numbered = bgd_name_numbered (name, G_MAXUINT);

  g_assert_cmpuint (strlen (name), ==, BGD_NAME_MAXIMUM);
  g_assert_true (g_str_has_suffix (numbered, "ä (4294967295).tar.gz"));
  g_assert_true (bgd_name_is_valid (numbered));
  g_assert_cmpuint (strlen (numbered), >, BGD_NAME_MAXIMUM - 2);
}

static void
test_part_is_hidden_and_fits (void)
{
  g_autofree char *longest = repeat ("日", 85, "");
  g_autofree char *part = bgd_name_for_part ("name.txt", 0x12ab);
  g_autofree char *longest_part = bgd_name_for_part (longest, G_MAXUINT32);

  g_assert_cmpstr (part, ==, ".name.txt.000012ab.part");
  g_assert_cmpuint (strlen (longest), ==, BGD_NAME_MAXIMUM);
  g_assert_true (bgd_name_is_valid (longest_part));
  g_assert_true (g_str_has_prefix (longest_part, ".日"));
  g_assert_true (g_str_has_suffix (longest_part, "日.ffffffff.part"));
}

/* Bytes that like to make trouble, more often than others. */
static char *
random_text (void)
{
  static const char *const pieces[] = {
    ".",
    "/",
    "\\",
    " ",
    "..",
    ".tar",
    ".gz",
    "CON",
    "nul",
    "\n",
    "\xe2\x80\xae",
    "\xcc\x81",
    "e",
    "\xff",
    "\xe2\x80",
    "日",
    "\xc3",
    "%2F",
    "%00",
    "\xe2\x84\xaa",
    "\xcd\xbe",
    "<",
    "\xe2\x89\xae",
    "_",
    "a",
    "COM1",
    "\xe0\xa5\x98",
    "\xcc\xb8",
    "              ",
    "xxxxxxxxxxxxxxxxxxxxxxxx",
  };
  GString *text = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, 1 << g_test_rand_int_range (1, 9)); i > 0; i--)
    {
      if (g_test_rand_int_range (0, 4) == 0)
        g_string_append_c (text, (char) g_test_rand_int_range (1, 256));
      else
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    }

  return g_string_free (text, FALSE);
}

static void
assert_safe (const char *name)
{
  g_autofree char *again = bgd_name_make_safe (name);
  g_autofree char *numbered = bgd_name_numbered (name, g_test_rand_int ());
  g_autofree char *part = bgd_name_for_part (name, g_test_rand_int ());

  g_assert_true (bgd_name_is_valid (name));
  g_assert_cmpuint (strlen (name), <=, BGD_NAME_SAFE_MAXIMUM);
  g_assert_false (g_str_has_prefix (name, "."));
  g_assert_null (strpbrk (name, "<>:\"|?*/\\"));
  g_assert_null (strstr (name, "\xe2\x80\xae"));
  g_assert_cmpstr (again, ==, name);

  g_assert_true (bgd_name_is_valid (numbered));
  g_assert_true (bgd_name_is_valid (part));
  g_assert_cmpuint (strlen (part), ==, strlen (name) + 15);
}

static void
test_random_suggestions_become_safe (void)
{
  for (guint round = 0; round < 1000; round++)
    {
      g_autofree char *text = random_text ();
      g_autofree char *name = bgd_name_make_safe (text);

      assert_safe (name);
    }
}

static void
test_random_addresses_give_safe_names (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autofree char *text = random_text ();
      g_autofree char *url = g_strconcat ("http://host/", text, NULL);
      g_autofree char *name = bgd_name_from_url (url);
      g_autofree char *other = bgd_name_from_url (text);

      assert_safe (name);
      assert_safe (other);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/name/" name, test_##function)
  ADD ("address-names-the-file", address_names_the_file);
  ADD ("address-without-a-path-gives-its-host", address_without_a_path_gives_its_host);
  ADD ("address-without-anything-gives-a-word", address_without_anything_gives_a_word);
  ADD ("escapes-in-an-address-do-no-harm", escapes_in_an_address_do_no_harm);
  ADD ("good-suggestions-stay", good_suggestions_stay);
  ADD ("suggested-folders-are-dropped", suggested_folders_are_dropped);
  ADD ("suggested-dots-and-spaces-are-trimmed", suggested_dots_and_spaces_are_trimmed);
  ADD ("suggested-oddities-become-underscores", suggested_oddities_become_underscores);
  ADD ("suggested-nonsense-becomes-text", suggested_nonsense_becomes_text);
  ADD ("names-of-devices-are-avoided", names_of_devices_are_avoided);
  ADD ("long-suggestions-keep-their-extension", long_suggestions_keep_their_extension);
  ADD ("long-suggestion-hides-no-device", long_suggestion_hides_no_device);
  ADD ("owner-may-ask-for-one-component", owner_may_ask_for_one_component);
  ADD ("number-goes-before-the-extension", number_goes_before_the_extension);
  ADD ("number-fits-into-the-longest-name", number_fits_into_the_longest_name);
  ADD ("part-is-hidden-and-fits", part_is_hidden_and_fits);
  ADD ("random-suggestions-become-safe", random_suggestions_become_safe);
  ADD ("random-addresses-give-safe-names", random_addresses_give_safe_names);

  return g_test_run ();
}
