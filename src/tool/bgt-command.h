/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, and what is the same in all of them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit codes that scripts rely on. A signal adds its number to the last one. */
#define BGT_EXIT_OK 0
#define BGT_EXIT_FAILED 1
#define BGT_EXIT_USAGE 2
#define BGT_EXIT_SIGNAL 128

/* Each returns an exit code, or sets @error and what it returns does not count: a G_OPTION_ERROR
 * means that the command line is wrong. argv[0] is the name of the command. */
int bgt_add (int argc, char **argv, GError **error);
int bgt_address (int argc, char **argv, GError **error);
int bgt_cancel (int argc, char **argv, GError **error);
int bgt_clear (int argc, char **argv, GError **error);
int bgt_complete (int argc, char **argv, GError **error);
int bgt_config (int argc, char **argv, GError **error);
int bgt_get (int argc, char **argv, GError **error);
int bgt_list (int argc, char **argv, GError **error);
int bgt_monitor (int argc, char **argv, GError **error);
int bgt_resume (int argc, char **argv, GError **error);
int bgt_set (int argc, char **argv, GError **error);
int bgt_show (int argc, char **argv, GError **error);
int bgt_suspend (int argc, char **argv, GError **error);
int bgt_upload (int argc, char **argv, GError **error);
int bgt_wait (int argc, char **argv, GError **error);

gboolean bgt_command_parse (const char *summary,
                            const char *operands,
                            const GOptionEntry *entries,
                            int argc,
                            char **argv,
                            GError **error);
char **bgt_command_parse_words (const char *summary,
                                const char *operands,
                                guint minimum,
                                guint maximum,
                                gboolean *json,
                                int argc,
                                char **argv,
                                GError **error);

G_END_DECLS
