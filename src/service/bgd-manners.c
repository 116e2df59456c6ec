/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Ferry behaves towards all servers: how long it waits for a byte, and what it calls itself. */
#include "config.h"

#include "bgd-manners.h"

#include <string.h>

#include "bgd-net.h"

/* The longest name that is sent; servers refuse a head that is too long. */
#define MAXIMUM_USER_AGENT 256

typedef struct
{
  guint silence;
  char *user_agent; /* (owned) (nullable) NULL: our own */
} Manners;

/* Of the transfer thread. */
static Manners used = { BGD_MANNERS_SILENCE, NULL };

/* What it has been told; of the main thread. */
static Manners told = { BGD_MANNERS_SILENCE, NULL };

/* The settings are a file that anybody may write: a line break would begin another header. */
static gboolean
can_be_sent (const char *user_agent)
{
  gsize length = strlen (user_agent);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (user_agent[i]))
      return FALSE;

  return length > 0 && length <= MAXIMUM_USER_AGENT;
}

static void
apply (gpointer data)
{
  Manners *manners = data;

  g_free (used.user_agent);
  used = *manners;
  g_free (manners);
}

/**
 * bgd_manners_set:
 * @silence: seconds without a byte until a connection counts as lost, from 1
 * @user_agent: what every request says of us, unless its job says otherwise; empty, or not
 *   printable ASCII: our own name
 *
 * Takes effect at once, @silence for what is under way too. Does not start the transfer thread to
 * tell it what it knows.
 */
void
bgd_manners_set (guint silence, const char *user_agent)
{
  const char *sent = can_be_sent (user_agent) ? user_agent : NULL;
  Manners *copy = NULL;

  if (told.silence == silence && g_strcmp0 (told.user_agent, sent) == 0)
    return;

  g_free (told.user_agent);
  told = (Manners){ silence, g_strdup (sent) };
  copy = g_new (Manners, 1);
  *copy = (Manners){ silence, g_strdup (sent) };
  bgd_net_call (apply, copy);
}

guint
bgd_manners_get_silence (void)
{
  return used.silence;
}

const char *
bgd_manners_get_user_agent (void)
{
  return used.user_agent != NULL ? used.user_agent : BGD_MANNERS_USER_AGENT;
}
