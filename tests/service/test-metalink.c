/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of Metalink documents: good ones of both versions, and what strangers may send. */
#include "config.h"

#include "bgd-metalink.h"

#include <string.h>

#include "bg-enums.h"
#include "bg-error.h"

#define MD5 "0cc175b9c0f1b6a831c399e269772661"
#define SHA_1 "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
#define SHA_256 "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

#define V4_BEGIN                                                                                   \
  "<?xml version='1.0' encoding='UTF-8'?>\n<metalink xmlns='urn:ietf:params:xml:ns:metalink'>\n"
#define V4_END "</metalink>\n"
#define V3_BEGIN                                                                                   \
  "<?xml version='1.0'?>\n<metalink version='3.0' xmlns='http://www.metalinker.org/'><files>\n"
#define V3_END "</files></metalink>\n"

/* The only file of a good document. */
static BgdMetalinkFile *
parse_one (const char *text, GPtrArray **files)
{
  g_autoptr (GError) error = NULL;

  *files = bgd_metalink_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*files)->len, ==, 1);

  return g_ptr_array_index (*files, 0);
}

static void
assert_urls (const BgdMetalinkFile *file, const char *expected)
{
  g_autofree char *urls = g_strjoinv (" ", file->urls);

  g_assert_cmpstr (urls, ==, expected);
}

static void
assert_refused (const char *text, gsize length, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = bgd_metalink_parse (text, length, &error);

  g_assert_null (files);
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 2000);
  if (strstr (error->message, words) == NULL)
    g_assert_cmpstr (error->message, ==, words); /* shows both */
}

static void
test_version_4_is_understood (void)
{
  const char *text = V4_BEGIN "<published>2026-01-01T00:00:00Z</published>"
                              "<file name='dir/a.iso'>\n"
                              "  <identity>Thing</identity><version>1.0</version>\n"
                              "  <description>A thing &amp; more</description>\n"
                              "  <size> 2000 </size>\n"
                              "  <hash type='md5'>" MD5 "</hash>\n"
                              "  <hash type='sha-256'>\n" SHA_256 "\n</hash>\n"
                              "  <hash type='sha-1'>" SHA_1 "</hash>\n"
                              "  <hash type='whirlpool'>00</hash>\n"
                              "  <pieces length='1024' type='md5'>\n"
                              "    <hash>" MD5 "</hash><hash>" MD5 "</hash></pieces>\n"
                              "  <pieces length='1024' type='sha-1'>\n"
                              "    <hash>" SHA_1 "</hash><hash>" SHA_1 "</hash></pieces>\n"
                              "  <url>http://last.example/a.iso</url>\n"
                              "  <url priority='2' location='de'>https://second.example/a.iso</url>"
                              "  <url priority='1'><![CDATA[http://best.example/a.iso]]></url>\n"
                              "  <url priority='2'>http://third.example/a.iso</url>\n"
                              "  <url priority='1'>ftp://f.example/a.iso</url>\n"
                              "  <metaurl mediatype='torrent'>http://t.example/a.torrent</metaurl>"
                              "</file>" V4_END;
  g_autoptr (GPtrArray) files = NULL;
  const BgdMetalinkFile *file = parse_one (text, &files);

  g_assert_cmpstr (file->name, ==, "a.iso");
  g_assert_cmpstr (file->description, ==, "A thing & more");
  g_assert_cmpuint (file->size, ==, 2000);
  g_assert_cmpstr (file->checksum, ==, "sha-256:" SHA_256);
  assert_urls (file, "http://best.example/a.iso https://second.example/a.iso "
                     "http://third.example/a.iso http://last.example/a.iso");
  g_assert_cmpstr (file->pieces->algorithm, ==, "sha-1");
  g_assert_cmpuint (file->pieces->length, ==, 1024);
  g_assert_cmpuint (bgd_pieces_count (file->pieces), ==, 2);
}

static void
test_version_3_is_understood (void)
{
  const char *text =
      V3_BEGIN "<file name='b.iso'><identity>Thing</identity><version>2</version><size>1025</size>"
               "<verification><hash type='md5'>" MD5 "</hash><hash type='sha1'>" SHA_1 "</hash>"
               "<pieces type='sha1' length='1024'><hash piece='0'>" SHA_1
               "</hash><hash piece='1'>" SHA_1 "</hash></pieces></verification>"
               "<resources maxconnections='5'>"
               "<url type='http' preference='10'>http://last.example/b</url>"
               "<url type='bittorrent' preference='100'>http://t.example/b.torrent</url>"
               "<url type='ftp' preference='100'>ftp://f.example/b</url>"
               "<url type='http' location='de' preference='100'>http://best.example/b</url>"
               "<url preference='50'>http://second.example/b</url>"
               "</resources></file>" V3_END;
  g_autoptr (GPtrArray) files = NULL;
  const BgdMetalinkFile *file = parse_one (text, &files);

  g_assert_cmpstr (file->name, ==, "b.iso");
  g_assert_cmpstr (file->description, ==, "Thing 2");
  g_assert_cmpuint (file->size, ==, 1025);
  g_assert_cmpstr (file->checksum, ==, "sha-1:" SHA_1);
  assert_urls (file, "http://best.example/b http://second.example/b http://last.example/b");
  g_assert_cmpuint (bgd_pieces_count (file->pieces), ==, 2);
}

static void
test_an_old_document_needs_no_namespace (void)
{
  g_autoptr (GPtrArray) files = NULL;
  const BgdMetalinkFile *file = parse_one ("<metalink version='3.0'><files><file name='a'>"
                                           "</file></files></metalink>",
                                           &files);

  g_assert_cmpstr (file->name, ==, "a");
  g_assert_cmpuint (g_strv_length (file->urls), ==, 0);
  g_assert_cmpuint (file->size, ==, BG_SIZE_UNKNOWN);
  g_assert_null (file->checksum);
  g_assert_null (file->pieces);
  g_assert_null (file->description);
}

static void
test_a_namespace_can_have_a_prefix (void)
{
  const char *text = "<m:metalink xmlns:m='urn:ietf:params:xml:ns:metalink' xmlns:x='urn:x'>"
                     "<m:file name='a'><m:url>http://h/good</m:url><url>http://h/bare</url>"
                     "<x:url>http://h/other</x:url></m:file></m:metalink>";
  g_autoptr (GPtrArray) files = NULL;

  assert_urls (parse_one (text, &files), "http://h/good");
}

static void
test_what_is_foreign_is_passed_over (void)
{
  const char *text =
      V4_BEGIN "<!-- <file name='x'/> --><?php?><x:file xmlns:x='urn:x' name='../x'/>"
               "<group><file name='../y'/></group>"
               "<file name='a' xml:lang='de'><signature><url>http://h/s</url>"
               "</signature><url xmlns='urn:x'>http://h/x</url>"
               "<url>http://h/good</url><file name='../z'/></file>"
               "<files><file name='../v3'/></files>" V4_END;
  g_autoptr (GPtrArray) files = NULL;

  assert_urls (parse_one (text, &files), "http://h/good");
}

static void
test_a_mark_of_byte_order_is_no_text (void)
{
  g_autoptr (GPtrArray) files = NULL;

  parse_one ("\xef\xbb\xbf" V4_BEGIN "<file name='a'/>" V4_END, &files);
}

static void
test_addresses_that_are_of_no_use_are_passed_over (void)
{
  const char *text =
      V4_BEGIN "<file name='a'><url>ftp://h/a</url><url></url><url>nonsense</url>"
               "<url>http://user:secret@h/a</url><url>file:///etc/passwd</url>"
               "<url>http://h<b/>/a</url><url>javascript:alert(1)</url></file>" V4_END;
  g_autoptr (GPtrArray) files = NULL;

  assert_urls (parse_one (text, &files), "");
}

static char *
many (const char *begin, const char *format, guint count, const char *end)
{
  GString *text = g_string_new (begin);

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, "%s%u%s", format, i, strchr (format, '\'') ? "'/>" : "</url>");
  g_string_append (text, end);

  return g_string_free (text, FALSE);
}

static void
test_the_best_addresses_are_kept (void)
{
  g_autofree char *most =
      many (V4_BEGIN "<file name='a'>", "<url>http://h/", BGD_METALINK_MAX_URLS, "</file>" V4_END);
  g_autofree char *more = many (V4_BEGIN "<file name='a'>", "<url>http://h/",
                                BGD_METALINK_MAX_URLS + 1, "</file>" V4_END);
  g_autoptr (GPtrArray) files = NULL;
  char **urls = parse_one (most, &files)->urls;

  g_assert_cmpuint (g_strv_length (urls), ==, BGD_METALINK_KEPT_URLS);
  g_assert_cmpstr (urls[0], ==, "http://h/0");
  g_assert_cmpstr (urls[63], ==, "http://h/63");
  assert_refused (more, strlen (more), "more than 1000 addresses");
}

static void
test_files_have_a_limit (void)
{
  g_autofree char *most = many (V4_BEGIN, "<file name='", BGD_METALINK_MAX_FILES, V4_END);
  g_autofree char *more = many (V4_BEGIN, "<file name='", BGD_METALINK_MAX_FILES + 1, V4_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = bgd_metalink_parse (most, strlen (most), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, BGD_METALINK_MAX_FILES);
  assert_refused (more, strlen (more), "more than 10000 files");
}

static void
test_names_cannot_leave_the_folder (void)
{
  static const char *const bad[] = {
    "",      "/", "/etc/passwd", "..", "../x",  "a/..",  "a/../../b", "a/../b", "./a",
    "a/./b", ".", "a//b",        "a/", "..\\x", "C:\\x", "a\\b",      "/../a",
  };
  static const char *const formats[] = {
    V4_BEGIN "<file name='good'/><file name='%s'/>" V4_END,
    V3_BEGIN "<file name='%s'/>" V3_END,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    for (guint j = 0; j < G_N_ELEMENTS (formats); j++)
      {
        const char *middle = strstr (formats[j], "%s");
        g_autofree char *begin = g_strndup (formats[j], (gsize) (middle - formats[j]));
        g_autofree char *text = g_strconcat (begin, bad[i], middle + 2, NULL);

        assert_refused (text, strlen (text), "not allowed");
      }

  assert_refused (V4_BEGIN "<file/>" V4_END, strlen (V4_BEGIN "<file/>" V4_END), "not allowed");
}

static void
test_names_are_made_safe (void)
{
  static const struct
  {
    const char *given;
    const char *name;
  } names[] = {
    { "a/b/c.iso", "c.iso" },
    { ".profile", "profile" },
    { "a..b", "a..b" },
    { "a&#10;b", "a_b" },
    { "con", "_con" },
    { "a/...", "a" },
    { "x&#x202e;gpj.exe", "x_gpj.exe" },
    { "C:/x:y", "x_y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text =
          g_strconcat (V4_BEGIN "<file name='", names[i].given, "'/>" V4_END, NULL);
      g_autoptr (GPtrArray) files = NULL;

      g_assert_cmpstr (parse_one (text, &files)->name, ==, names[i].name);
    }
}

static void
test_a_huge_name_is_cut (void)
{
  g_autofree char *long_name = g_strnfill (1000000, 'n');
  g_autofree char *good = g_strconcat (V4_BEGIN "<file name='", long_name, "'/>" V4_END, NULL);
  g_autofree char *bad = g_strconcat (V4_BEGIN "<file name='../", long_name, "'/>" V4_END, NULL);
  g_autofree char *odd = g_strconcat (V4_BEGIN "<", long_name, "></x>" V4_END, NULL);
  g_autoptr (GPtrArray) files = NULL;

  g_assert_cmpuint (strlen (parse_one (good, &files)->name), <=, 240);
  assert_refused (bad, strlen (bad), "not allowed");
  assert_refused (odd, strlen (odd), "");
}

static void
test_long_text_is_cut (void)
{
  g_autofree char *filling = g_strnfill (1000000, 'x');
  g_autofree char *text =
      g_strconcat (V4_BEGIN "<file name='a'><description>", filling, "</description><url>http://h/",
                   filling, "</url></file>" V4_END, NULL);
  g_autoptr (GPtrArray) files = NULL;
  const BgdMetalinkFile *file = parse_one (text, &files);

  g_assert_cmpuint (strlen (file->description), ==, 1024);
  g_assert_cmpuint (g_strv_length (file->urls), ==, 0);
}

static void
test_a_damaged_checksum_is_no_reason_to_do_without (void)
{
  static const char *const bad[] = { "", "00", MD5 "0", "zz175b9c0f1b6a831c399e269772661z" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (V4_BEGIN "<file name='a'><hash type='md5'>", bad[i],
                                           "</hash></file>" V4_END, NULL);

      assert_refused (text, strlen (text), "damaged checksum");
    }
}

/* All of them: without size, of an unknown kind, too few, too short, not a hash. */
static void
test_pieces_that_do_not_fit_are_left_out (void)
{
  static const char *const bad[] = {
    "<pieces type='md5' length='1024'><hash>" MD5 "</hash></pieces>",
    "<size>x</size><pieces type='md5' length='1024'><hash>" MD5 "</hash></pieces>",
    "<size>-1</size><pieces type='md5' length='1024'><hash>" MD5 "</hash></pieces>",
    "<size>1000</size><pieces type='crc' length='1024'><hash>" MD5 "</hash></pieces>",
    "<size>1000</size><pieces length='1024'><hash>" MD5 "</hash></pieces>",
    "<size>1000</size><pieces type='md5'><hash>" MD5 "</hash></pieces>",
    "<size>1000</size><pieces type='md5' length='0'><hash>" MD5 "</hash></pieces>",
    "<size>2000</size><pieces type='md5' length='1024'><hash>" MD5 "</hash></pieces>",
    "<size>1000</size><pieces type='md5' length='1024'/>",
    "<size>1000</size><pieces type='md5' length='1024'><hash>x</hash></pieces>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text =
          g_strconcat (V4_BEGIN "<file name='a'>", bad[i], "</file>" V4_END, NULL);
      g_autoptr (GPtrArray) files = NULL;

      g_assert_null (parse_one (text, &files)->pieces);
    }
}

static void
test_what_is_no_metalink_is_refused (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "nonsense",
    "<",
    "<metalink/>",
    "<metalink version='4.0'/>",
    "<metalink xmlns='urn:x'><file name='a'/></metalink>",
    "<x:metalink xmlns='urn:ietf:params:xml:ns:metalink'/>",
    "<:metalink xmlns:='urn:ietf:params:xml:ns:metalink'/>",
    "<html><body>404</body></html>",
    "{\"json\": true}",
    "\x1f\x8b\x08 not text",
    V4_BEGIN V4_END,
    V3_BEGIN V3_END,
    V4_BEGIN "<files><file name='a'/></files>" V4_END, /* the other version's way */
    V3_BEGIN "</files><file name='a'/></metalink>",
    V4_BEGIN "<file name='a'/>" V4_END "<metalink version='3.0'/>",
    V4_BEGIN "<file name='a'>" V4_END,
    V4_BEGIN "<file name='a'/>",
    V4_BEGIN "<file name='a'><url>http://h/",
    V4_BEGIN "<file name='a' &/>" V4_END,
    V4_BEGIN "<file name='a'>&nbsp;</file>" V4_END,
    V4_BEGIN "<file name='a\xff'/>" V4_END,
    V4_BEGIN "<file name='a'>&#0;</file>" V4_END,
    V4_BEGIN "<file name='a'>&#xd800;</file>" V4_END,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i], strlen (bad[i]), "Metalink");
}

static void
test_other_encodings_are_refused (void)
{
  const char *text = V4_BEGIN "<file name='ä'/>" V4_END;
  static const char *const encodings[] = { "UTF-16LE", "UTF-16BE", "UTF-16", "ISO-8859-1" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize length = 0;
      g_autofree char *converted = g_convert (text, -1, encodings[i], "UTF-8", NULL, &length, NULL);

      g_assert_nonnull (converted);
      assert_refused (converted, length, "Metalink");
    }
}

static void
test_nul_is_no_end (void)
{
  static const char text[] = V4_BEGIN "<file name='a'/>\0" V4_END;

  assert_refused (text, sizeof text - 1, "Metalink");
}

static void
test_entities_cannot_be_made (void)
{
  static const char *const bad[] = {
    "<!DOCTYPE metalink>\n",
    "<!DOCTYPE metalink SYSTEM 'file:///etc/passwd'>\n",
    "<!DOCTYPE metalink [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n",
    "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'><!ENTITY lol3 '&b;&b;&b;'>]>\n",
    "<!ENTITY a 'b'>\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (bad[i],
                                           "<metalink xmlns='urn:ietf:params:xml:ns:metalink'>"
                                           "<file name='&lol3;&a;'/></metalink>",
                                           NULL);

      assert_refused (text, strlen (text), i < 2 ? "declarations" : "Metalink");
    }
}

static void
test_deep_nesting_is_refused (void)
{
  g_autoptr (GString) text = g_string_new (V4_BEGIN);

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "<a>");

  assert_refused (text->str, text->len, "nested");
}

static void
test_a_huge_document_is_refused (void)
{
  g_autofree char *text = g_strnfill (BGD_METALINK_MAX_BYTES + 1, ' ');

  assert_refused (text, BGD_METALINK_MAX_BYTES + 1, "longer");
  assert_refused (text, BGD_METALINK_MAX_BYTES, "Metalink");
}

/* Every beginning of a good document, and the whole with any one byte changed, is read or refused;
 * the sanitizers would say more. */
static void
test_any_damage_is_survived (void)
{
  static const char good[] = V4_BEGIN
      "<file name='a'><size>1000</size><hash type='md5'>" MD5 "</hash><pieces type='md5' "
      "length='1024'><hash>" MD5 "</hash></pieces><url priority='1'>http://h/a</url></file>" V4_END;

  for (gsize length = 0; length < sizeof good - 1; length++)
    {
      g_autofree char *part = g_memdup2 (good, length + 1); /* no byte behind may be read */
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) files = bgd_metalink_parse (part, length, &error);

      /* The last byte is the line end. */
      g_assert_cmpint (files != NULL, ==, length == sizeof good - 2);
      g_assert_cmpint (error == NULL, ==, files != NULL);
    }

  for (guint i = 0; i < (g_test_slow () ? 100000 : 5000); i++)
    {
      g_autofree char *text = g_memdup2 (good, sizeof good - 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) files = NULL;

      for (guint n = 0; n <= i % 3; n++)
        text[g_test_rand_int_range (0, (gint32) sizeof good - 1)] =
            (char) g_test_rand_int_range (0, 256);
      files = bgd_metalink_parse (text, sizeof good - 1, &error);
      g_assert_cmpint (error == NULL, ==, files != NULL);
    }
}

static void
test_names_tell_a_metalink (void)
{
  static const char *const good[] = { "a.metalink", "a.iso.meta4", "A.META4", "/x/y.Metalink" };
  static const char *const bad[] = {
    "", "meta4", "a.iso", "a.metalink.iso", "a.meta4?x", "metalink"
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (bgd_metalink_is_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bgd_metalink_is_name (bad[i]));
}

#define ADD(name, function) g_test_add_func ("/metalink/" name, test_##function)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("version-4-is-understood", version_4_is_understood);
  ADD ("version-3-is-understood", version_3_is_understood);
  ADD ("an-old-document-needs-no-namespace", an_old_document_needs_no_namespace);
  ADD ("a-namespace-can-have-a-prefix", a_namespace_can_have_a_prefix);
  ADD ("what-is-foreign-is-passed-over", what_is_foreign_is_passed_over);
  ADD ("a-mark-of-byte-order-is-no-text", a_mark_of_byte_order_is_no_text);
  ADD ("addresses-that-are-of-no-use-are-passed-over",
       addresses_that_are_of_no_use_are_passed_over);
  ADD ("the-best-addresses-are-kept", the_best_addresses_are_kept);
  ADD ("files-have-a-limit", files_have_a_limit);
  ADD ("names-cannot-leave-the-folder", names_cannot_leave_the_folder);
  ADD ("names-are-made-safe", names_are_made_safe);
  ADD ("a-huge-name-is-cut", a_huge_name_is_cut);
  ADD ("long-text-is-cut", long_text_is_cut);
  ADD ("a-damaged-checksum-is-no-reason-to-do-without",
       a_damaged_checksum_is_no_reason_to_do_without);
  ADD ("pieces-that-do-not-fit-are-left-out", pieces_that_do_not_fit_are_left_out);
  ADD ("what-is-no-metalink-is-refused", what_is_no_metalink_is_refused);
  ADD ("other-encodings-are-refused", other_encodings_are_refused);
  ADD ("nul-is-no-end", nul_is_no_end);
  ADD ("entities-cannot-be-made", entities_cannot_be_made);
  ADD ("deep-nesting-is-refused", deep_nesting_is_refused);
  ADD ("a-huge-document-is-refused", a_huge_document_is_refused);
  ADD ("any-damage-is-survived", any_damage_is_survived);
  ADD ("names-tell-a-metalink", names_tell_a_metalink);

  return g_test_run ();
}
