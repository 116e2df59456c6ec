/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl, the tool for the terminal: a table of commands. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "bgt-command.h"
#include "bgt-print.h"
#include "bgt-session.h"
#include "bgt-text.h"
#include "bgt-words.h"

typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv, GError **error);
  const char *operands;
  const char *summary;
} Command;

// clang-format off
static const Command commands[] = {
  { "get",      bgt_get,      N_ ("URL…"),               N_ ("Download files and wait until they are here") },
  { "add",      bgt_add,      N_ ("URL…"),               N_ ("Download files in the background") },
  { "upload",   bgt_upload,   N_ ("FILE URL"),           N_ ("Upload a file and wait until the server has it") },
  { "list",     bgt_list,     "",                        N_ ("List all jobs") },
  { "show",     bgt_show,     N_ ("JOB"),                N_ ("Show everything about a job") },
  { "suspend",  bgt_suspend,  N_ ("JOB…"),               N_ ("Stop for now") },
  { "resume",   bgt_resume,   N_ ("JOB…"),               N_ ("Go on, or try again at once") },
  { "complete", bgt_complete, N_ ("JOB…"),               N_ ("Keep what is finished, and end") },
  { "cancel",   bgt_cancel,   N_ ("JOB…"),               N_ ("Give up, and delete what was fetched") },
  { "wait",     bgt_wait,     N_ ("JOB…"),               N_ ("Wait until jobs have ended") },
  { "set",      bgt_set,      N_ ("JOB PROPERTY VALUE"), N_ ("Change a setting of a job") },
  { "address",  bgt_address,  N_ ("JOB [FILE] URL"),     N_ ("Let a file come from another address") },
  { "config",   bgt_config,   N_ ("[KEY [VALUE]]"),      N_ ("Show or change the settings of the service") },
  { "monitor",  bgt_monitor,  "",                        N_ ("Print what happens, one event a line") },
  { "clear",    bgt_clear,    "",                        N_ ("Forget jobs that have ended") },
};
// clang-format on

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

/* The operands of a command, in the width of the longest of them. */
static char *
pad_operands (const Command *command)
{
  guint width = 0, longest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      /* An empty text stands for something else in a catalogue. */
      const char *text = *commands[i].operands != '\0' ? _ (commands[i].operands) : "";

      longest = MAX (longest, bgt_text_get_width (text));

      if (&commands[i] == command)
        width = bgt_text_get_width (text);
    }

  return g_strdup_printf ("%s%*s", *command->operands != '\0' ? _ (command->operands) : "",
                          (int) (longest - width), "");
}

static char *
make_help (void)
{
  g_autoptr (GString) help = g_string_new (NULL);

  g_string_append (help, _ ("Usage: ferryctl COMMAND [OPTION…]"));
  g_string_append (help, "\n\n");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *operands = pad_operands (&commands[i]);

      g_string_append_printf (help, "  %-8s  %s  %s\n", commands[i].name, operands,
                              _ (commands[i].summary));
    }

  g_string_append_c (help, '\n');
  g_string_append (help, _ ("JOB is an id, the beginning of one, or “all”."));
  g_string_append_c (help, '\n');
  g_string_append (help,
                   _ ("“ferryctl help COMMAND” explains a command, “man ferryctl” all of them."));
  g_string_append_c (help, '\n');

  return g_string_free (g_steal_pointer (&help), FALSE);
}

static int
fail (const Command *command, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (error->domain == G_OPTION_ERROR)
    {
      bgt_print_error (g_str_has_suffix (error->message, ".") ? _ ("%s See “ferryctl help %s”.")
                                                              : _ ("%s. See “ferryctl help %s”."),
                       error->message, command->name);
      return BGT_EXIT_USAGE;
    }

  sentence = error->domain == BG_ERROR ? bgt_words_for_call (error, NULL, NULL)
                                       : g_strdup (error->message);
  bgt_print_error ("%s", sentence);

  return BGT_EXIT_FAILED;
}

static int
run (const Command *command, int argc, char **argv)
{
  g_autofree char *name = g_strconcat ("ferryctl ", command->name, NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_set_prgname (name);
  status = command->run (argc, argv, &error);

  if (error != NULL)
    status = fail (command, error);

  bgt_session_close ();

  if (!bgt_print_flush () && status == BGT_EXIT_OK)
    status = BGT_EXIT_FAILED;

  return status;
}

static int
help (int argc, char **argv)
{
  const Command *command = argc > 1 ? find_command (argv[1]) : NULL;
  g_autofree char *text = make_help ();
  char option[] = "--help";

  if (command != NULL)
    return run (command, 2, (char *[]){ argv[1], option, NULL });

  if (argc > 1)
    {
      bgt_print_error (_ ("“%s” is not a command. See “ferryctl --help”."), argv[1]);
      return BGT_EXIT_USAGE;
    }

  g_print ("%s", text);
  return BGT_EXIT_OK;
}

/* Without a locale, as in a bare container, quotes and names would come out as question marks. */
static void
set_up_locale (void)
{
  setlocale (LC_ALL, "");

  if (g_str_equal (nl_langinfo (CODESET), "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, "C.UTF-8");

  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Else the first files that are opened would be taken for standard input, output and error. */
static void
ensure_standard_files (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);

  close (fd);
}

int
main (int argc, char **argv)
{
  const Command *command;

  ensure_standard_files ();
  set_up_locale ();
  g_set_prgname ("ferryctl");

  if (argc < 2)
    {
      g_autofree char *text = make_help ();

      g_printerr ("%s", text);
      return BGT_EXIT_USAGE;
    }

  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("ferryctl %s\n", PACKAGE_VERSION);
      return BGT_EXIT_OK;
    }

  if (g_str_equal (argv[1], "help") || g_str_equal (argv[1], "--help") ||
      g_str_equal (argv[1], "-h"))
    return help (argc - 1, argv + 1);

  command = find_command (argv[1]);

  if (command == NULL)
    {
      bgt_print_error (_ ("“%s” is not a command. See “ferryctl --help”."), argv[1]);
      return BGT_EXIT_USAGE;
    }

  return run (command, argc - 1, argv + 1);
}
