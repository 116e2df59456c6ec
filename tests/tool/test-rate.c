/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-rate.c: speeds of the command line, and back. */
#include "config.h"

#include "bgt-rate.h"

static void
test_speeds_have_units (void)
{
  static const struct
  {
    const char *text;
    guint64 rate;
  } rows[] = {
    { "0", 0 },           { "none", 0 },         { "1024", 1024 },
    { "1Ki", 1024 },      { "2M", 2000000 },     { "2m", 2000000 },
    { "1.5M", 1500000 },  { "500K", 500000 },    { "500KB/s", 500000 },
    { "1G", 1000000000 }, { "512Ki", 524288 },   { "1.5MiB/s", 1572864 },
    { "2000B", 2000 },    { "1Gi", 1073741824 }, { "7000/s", 7000 },
    { "0K", 0 },          { "1.5K", 1500 },      { "1000000G", 1000000000000000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 rate = 42;

      g_assert_true (bgt_rate_parse ("download-limit", rows[i].text, &rate, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (rate, ==, rows[i].rate);
    }
}

static void
test_what_is_no_speed_is_told (void)
{
  static const char *const bad[] = {
    "",      "fast",     "-1",  "+1",    "1e6", "inf", "nan",  "0x10",
    "1.2.3", ".5",       "5.",  "2 M",   "2Mb", "2MX", "2T",   "M",
    "/s",    "1000001G", "0.5", "none ", "1",   "1K",  "1023", "99999999999999999999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 rate = 42;

      if (bgt_rate_parse ("download-limit", bad[i], &rate, &error))
        g_test_message ("“%s” was taken for %" G_GUINT64_FORMAT, bad[i], rate);
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
      g_assert_cmpuint (rate, ==, 42);
      g_assert_nonnull (strstr (error->message, bad[i]));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_sizes_may_be_small (void)
{
  static const struct
  {
    const char *text;
    guint64 size;
  } rows[] = {
    { "0", 0 }, { "none", 0 }, { "1", 1 }, { "1.5Ki", 1536 }, { "2GB", 2000000000 },
  };
  static const char *const bad[] = { "", "much", "-1", "1K/s", "1T", "1000001G" };
  guint64 size = 42;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (bgt_rate_parse_size ("maximum-size", rows[i].text, &size, NULL));
      g_assert_cmpuint (size, ==, rows[i].size);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (bgt_rate_parse_size ("maximum-size", bad[i], &size, &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
      g_assert_true (g_str_has_prefix (error->message, "maximum-size takes a size"));
    }
}

static void
test_what_is_shown_can_be_typed (void)
{
  static const struct
  {
    guint64 rate;
    const char *text;
  } rows[] = {
    { 0, "none" },       { 1025, "1025" },      { 1500, "1500" },   { 2000, "2K" },
    { 2000000, "2M" },   { 1500000, "1500K" },  { 1048576, "1Mi" }, { 3000000000, "3G" },
    { 524288, "512Ki" }, { 1073741824, "1Gi" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = bgt_rate_format (rows[i].rate);
      guint64 rate = 42;

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_true (bgt_rate_parse ("download-limit", text, &rate, NULL));
      g_assert_cmpuint (rate, ==, rows[i].rate);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate/speeds-have-units", test_speeds_have_units);
  g_test_add_func ("/rate/what-is-no-speed-is-told", test_what_is_no_speed_is_told);
  g_test_add_func ("/rate/sizes-may-be-small", test_sizes_may_be_small);
  g_test_add_func ("/rate/what-is-shown-can-be-typed", test_what_is_shown_can_be_typed);

  return g_test_run ();
}
