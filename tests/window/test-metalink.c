/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Metalink documents describe. */
#include "config.h"

#include "bgw-metalink.h"

#include <bg.h>
#include <string.h>

static const char document[] =
    "<?xml version=\"1.0\"?><!-- x --><metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">\n"
    "<file name=\"a&amp;b.iso\"><size> 1234 </size><hash type=\"md5\">0</hash>"
    "<hash type=\"sha-256\">1</hash><pieces length=\"9\" type=\"sha-512\"><hash>2</hash></pieces>"
    "<url priority=\"1\">http://a/</url><url>ftp://a/</url><url>HTTPS://b/</url></file>"
    "<file name=\"c.txt\"><url><![CDATA[http://c/?x=1&y=2]]></url></file></metalink>";

static void
files_of_version_4_are_listed (void)
{
  g_autoptr (GPtrArray) files = bgw_metalink_read (document, strlen (document));
  BgwMetalinkFile *first = NULL;
  BgwMetalinkFile *second = NULL;

  g_assert_nonnull (files);
  g_assert_cmpuint (files->len, ==, 2);
  first = files->pdata[0];
  second = files->pdata[1];
  g_assert_cmpstr (first->name, ==, "a&b.iso");
  g_assert_cmpuint (first->size, ==, 1234);
  g_assert_cmpstr (first->checksum, ==, "sha-256");
  g_assert_cmpuint (first->n_addresses, ==, 2);
  g_assert_cmpstr (second->name, ==, "c.txt");
  g_assert_cmpuint (second->size, ==, BG_SIZE_UNKNOWN);
  g_assert_null (second->checksum);
  g_assert_cmpuint (second->n_addresses, ==, 1);
}

static void
files_of_version_3_are_listed (void)
{
  const char *text = "<metalink><files><file name=\"a\"><size>5</size><verification>"
                     "<hash type=\"sha1\">0</hash></verification><resources>"
                     "<url type=\"http\">http://a/</url></resources></file></files></metalink>";
  g_autoptr (GPtrArray) files = bgw_metalink_read (text, strlen (text));
  BgwMetalinkFile *first = NULL;

  g_assert_nonnull (files);
  first = files->pdata[0];
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpuint (first->size, ==, 5);
  g_assert_cmpstr (first->checksum, ==, "sha-1");
  g_assert_cmpuint (first->n_addresses, ==, 1);
}

static void
files_can_be_left_out (void)
{
  const gboolean wanted[] = { FALSE, TRUE };
  g_autofree char *rest = bgw_metalink_leave_out (document, strlen (document), wanted, 2);
  g_autoptr (GPtrArray) files = bgw_metalink_read (rest, strlen (rest));

  g_assert_cmpstr (rest, ==,
                   "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">\n"
                   "<file name=\"c.txt\"><url>http://c/?x=1&amp;y=2</url></file></metalink>");
  g_assert_cmpuint (files->len, ==, 1);
}

static void
files_within_files_are_counted_alike (void)
{
  const char *text = "<metalink><file name=\"a\"><metalink><file name=\"b\"></file></metalink>"
                     "</file><file name=\"c\"></file></metalink>";
  const gboolean wanted[] = { FALSE, FALSE, TRUE };
  g_autofree char *rest = bgw_metalink_leave_out (text, strlen (text), wanted, 3);

  g_assert_cmpstr (rest, ==, "<metalink><file name=\"c\"></file></metalink>");
}

/* The service refuses them, and is to see them. */
static void
declarations_stay (void)
{
  const char *text = "<!DOCTYPE metalink><metalink><file name=\"a\"></file></metalink>";
  const gboolean wanted[] = { TRUE };
  g_autofree char *rest = bgw_metalink_leave_out (text, strlen (text), wanted, 1);

  g_assert_cmpstr (rest, ==, text);
}

static void
other_documents_are_none (void)
{
  static const char *const texts[] = {
    "",
    "words",
    "<html></html>",
    "<metalink></metalink>",
    "<metalink><file name='a'>",
    "<file name='a'></file>",
    "<metalink><file name='\xff'></file></metalink>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (bgw_metalink_read (texts[i], strlen (texts[i])));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metalink/files-of-version-4-are-listed", files_of_version_4_are_listed);
  g_test_add_func ("/metalink/files-of-version-3-are-listed", files_of_version_3_are_listed);
  g_test_add_func ("/metalink/files-can-be-left-out", files_can_be_left_out);
  g_test_add_func ("/metalink/files-within-files-are-counted-alike",
                   files_within_files_are_counted_alike);
  g_test_add_func ("/metalink/declarations-stay", declarations_stay);
  g_test_add_func ("/metalink/other-documents-are-none", other_documents_are_none);

  return g_test_run ();
}
