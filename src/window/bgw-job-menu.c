/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of jobs: what can be done to them in their states. */
#include "config.h"

#include "bgw-job-menu.h"

#include <glib/gi18n.h>

#include "bgw-words.h"

typedef struct
{
  BgwDeeds *deeds;
  GPtrArray *jobs;
  BgJobState state; /* that of the first, as it is seen */
} Menu;

static void
append_deed (const Menu *self, GMenu *section, BgwDeed deed)
{
  g_autofree char *name = NULL;

  if (!bgw_deeds_may_any (self->deeds, deed, self->jobs))
    return;

  name = g_strconcat ("jobs.", bgw_deed_get_name (deed), NULL);
  g_menu_append (section, bgw_deed_get_label (deed, self->state), name);
}

/* All but the main deed, which stands above them. */
static void
append_other (const Menu *self, GMenu *section, BgwDeed deed)
{
  if (deed != bgw_state_get_main_deed (self->state))
    append_deed (self, section, deed);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static GMenu *
create_priority_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (BgJobPriority priority = BG_JOB_PRIORITY_FOREGROUND; priority <= BG_JOB_PRIORITY_LOW;
       priority++)
    {
      g_autofree char *action =
          g_strdup_printf ("jobs.priority::%s", bg_job_priority_to_string (priority));

      g_menu_append (menu, bgw_words_priority (priority), action);
    }

  return menu;
}

static void
append_run_section (const Menu *self, GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_autoptr (GMenu) priority_menu = create_priority_menu ();

  append_deed (self, section, BGW_DEED_SIGN_IN);
  append_other (self, section, BGW_DEED_COMPLETE);
  append_other (self, section, BGW_DEED_START_AGAIN);
  append_other (self, section, BGW_DEED_SUSPEND);
  append_other (self, section, BGW_DEED_RESUME);
  append_other (self, section, BGW_DEED_DOWNLOAD_AGAIN);
  append_other (self, section, BGW_DEED_KEEP_FINISHED);
  if (bgw_deeds_have_priority (self->deeds, self->jobs))
    g_menu_append_submenu (section, _ ("Priority"), G_MENU_MODEL (priority_menu));

  append_section (menu, section);
}

/**
 * bgw_job_menu_create:
 * @deeds: what may be done
 * @jobs: (element-type BgJob): to which jobs, one at least
 * @state: in which state they are seen; that of the first if they differ
 *
 * What never applies to a state is left out.
 *
 * Returns: (transfer full): the menu; it calls the actions “jobs.…”
 */
GMenuModel *
bgw_job_menu_create (BgwDeeds *deeds, GPtrArray *jobs, BgJobState state)
{
  const Menu self = { deeds, jobs, state };
  g_autoptr (GMenu) main_section = g_menu_new ();
  g_autoptr (GMenu) open_section = g_menu_new ();
  g_autoptr (GMenu) address_section = g_menu_new ();
  g_autoptr (GMenu) end_section = g_menu_new ();
  GMenu *menu = g_menu_new ();

  append_deed (&self, main_section, bgw_state_get_main_deed (state));
  append_other (&self, open_section, BGW_DEED_OPEN);
  append_other (&self, open_section, BGW_DEED_SHOW_IN_FOLDER);
  g_menu_append (address_section, _ ("Copy Address"), "jobs.copy-address");
  append_deed (&self, address_section, BGW_DEED_CHANGE_ADDRESS);
  append_deed (&self, address_section, BGW_DEED_RENAME);
  append_deed (&self, end_section, BGW_DEED_CANCEL);
  append_deed (&self, end_section, BGW_DEED_REMOVE);
  append_deed (&self, end_section, BGW_DEED_TRASH);

  append_section (menu, main_section);
  append_section (menu, open_section);
  append_run_section (&self, menu);
  append_section (menu, address_section);
  append_section (menu, end_section);

  return G_MENU_MODEL (menu);
}
