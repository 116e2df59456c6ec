/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions “jobs.…”: what menus, keys and buttons ask for, for the jobs that are selected. */
#include "config.h"

#include "bgw-job-actions.h"

#include <glib/gi18n.h>

#include "bgw-words.h"

struct _BgwJobActions
{
  GObject parent_instance;

  BgManager *manager;           /* (owned) */
  GtkSelectionModel *selection; /* (owned) of BgJob */
  BgwUndo *undo;                /* (owned) */
  BgwDeeds *deeds;              /* (owned) */
  GSimpleActionGroup *group;    /* (owned) */
};

typedef enum
{
  SIGNAL_DETAILS,
} BgwJobActionsSignal;

static guint signals[SIGNAL_DETAILS + 1];

G_DEFINE_FINAL_TYPE (BgwJobActions, bgw_job_actions, G_TYPE_OBJECT)

/* Actions that do one deed to the selected jobs. */
static const struct
{
  const char *name;
  BgwDeed deed;
} deed_actions[] = {
  { "suspend", BGW_DEED_SUSPEND },
  { "resume", BGW_DEED_RESUME },
  { "complete", BGW_DEED_COMPLETE },
  { "cancel", BGW_DEED_CANCEL },
  { "remove", BGW_DEED_REMOVE },
  { "open", BGW_DEED_OPEN },
  { "show-in-folder", BGW_DEED_SHOW_IN_FOLDER },
  { "start-again", BGW_DEED_START_AGAIN },
  { "download-again", BGW_DEED_DOWNLOAD_AGAIN },
  { "keep-finished", BGW_DEED_KEEP_FINISHED },
  { "trash", BGW_DEED_TRASH },
  { "rename", BGW_DEED_RENAME },
  { "change-address", BGW_DEED_CHANGE_ADDRESS },
  { "sign-in", BGW_DEED_SIGN_IN },
};

static const char *
action_name_of (BgwDeed deed)
{
  for (guint i = 0; i < G_N_ELEMENTS (deed_actions); i++)
    {
      if (deed_actions[i].deed == deed)
        return deed_actions[i].name;
    }

  g_assert_not_reached ();
}

static GPtrArray *
selected_jobs (BgwJobActions *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GPtrArray *jobs = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    {
      do
        g_ptr_array_add (jobs, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
      while (gtk_bitset_iter_next (&iter, &position));
    }

  return jobs;
}

static GPtrArray *
all_jobs (BgwJobActions *self)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->manager)); i++)
    g_ptr_array_add (jobs, g_list_model_get_item (G_LIST_MODEL (self->manager), i));

  return jobs;
}

/* A dialog is about one job. */
static gboolean
is_for_one (BgwDeed deed)
{
  return deed == BGW_DEED_RENAME || deed == BGW_DEED_CHANGE_ADDRESS || deed == BGW_DEED_SIGN_IN;
}

static gboolean
may (BgwJobActions *self, GPtrArray *jobs, BgwDeed deed)
{
  if (is_for_one (deed) && jobs->len != 1)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    {
      if (bgw_deeds_may (self->deeds, deed, jobs->pdata[i]))
        return TRUE;
    }

  return FALSE;
}

/* The state in which all of them are seen; that of the first if they differ. */
static BgJobState
state_of (BgwJobActions *self, GPtrArray *jobs)
{
  return bgw_undo_get_state (self->undo, jobs->pdata[0]);
}

static void
on_deed (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  for (guint i = 0; i < G_N_ELEMENTS (deed_actions); i++)
    {
      if (g_str_equal (deed_actions[i].name, g_action_get_name (G_ACTION (action))))
        bgw_deeds_do (self->deeds, deed_actions[i].deed, jobs);
    }
}

/* The button of a row: it acts on that row, selected or not. */
static void
on_main (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  BgJob *job = bg_manager_get_job (self->manager, g_variant_get_string (parameter, NULL));
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  if (job == NULL)
    return;

  g_ptr_array_add (jobs, job);
  bgw_deeds_do (self->deeds, bgw_state_get_main_deed (state_of (self, jobs)), jobs);
}

/* Suspends what runs; only if nothing does, resumes. */
static void
on_toggle (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  bgw_deeds_do (self->deeds,
                may (self, jobs, BGW_DEED_SUSPEND) ? BGW_DEED_SUSPEND : BGW_DEED_RESUME, jobs);
}

/* The key Delete: cancels what can be canceled; only if nothing can, removes. */
static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  bgw_deeds_do (self->deeds, may (self, jobs, BGW_DEED_CANCEL) ? BGW_DEED_CANCEL : BGW_DEED_REMOVE,
                jobs);
}

/* Shift+Delete: the same, and the files of those that are removed go to the trash. */
static void
on_delete_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  if (!may (self, jobs, BGW_DEED_CANCEL))
    bgw_deeds_do (self->deeds, BGW_DEED_TRASH, jobs);
  on_delete (action, parameter, self);
}

static void
on_copy_address (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  if (jobs->len > 0)
    bgw_deeds_copy_addresses (self->deeds, jobs);
}

static void
on_priority (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);
  BgJobPriority priority;

  if (bg_job_priority_from_string (g_variant_get_string (parameter, NULL), &priority))
    bgw_deeds_set_priority (self->deeds, priority, jobs);
}

static void
on_raise (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  bgw_deeds_move_priority (self->deeds, -1, jobs);
}

static void
on_lower (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  bgw_deeds_move_priority (self->deeds, 1, jobs);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;

  bgw_deeds_take_back (self->deeds);
}

static void
on_suspend_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = all_jobs (self);

  bgw_deeds_do (self->deeds, BGW_DEED_SUSPEND, jobs);
}

/* What a person has suspended goes on; what has failed waits for a closer look. */
static void
on_resume_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = all_jobs (self);
  g_autoptr (GPtrArray) suspended = g_ptr_array_new ();

  for (guint i = 0; i < jobs->len; i++)
    {
      if (bg_job_get_state (jobs->pdata[i]) == BG_JOB_STATE_SUSPENDED)
        g_ptr_array_add (suspended, jobs->pdata[i]);
    }

  bgw_deeds_do (self->deeds, BGW_DEED_RESUME, suspended);
}

static void
on_remove_finished (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = all_jobs (self);

  bgw_deeds_do (self->deeds, BGW_DEED_REMOVE, jobs);
}

static void
enable (BgwJobActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/**
 * bgw_job_actions_update:
 * @self: the actions
 *
 * Enables what the states of the selected jobs allow. To be called when these change.
 */
void
bgw_job_actions_update (BgwJobActions *self)
{
  g_autoptr (GPtrArray) jobs = selected_jobs (self);
  gboolean alive = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (deed_actions); i++)
    enable (self, deed_actions[i].name, may (self, jobs, deed_actions[i].deed));

  for (guint i = 0; i < jobs->len; i++)
    alive = alive || bgw_state_has_priority (bgw_undo_get_state (self->undo, jobs->pdata[i]));

  enable (self, "priority", alive);
  enable (self, "copy-address", jobs->len > 0);
  if (jobs->len > 0)
    {
      GAction *priority = g_action_map_lookup_action (G_ACTION_MAP (self->group), "priority");
      const char *value = bg_job_priority_to_string (bg_job_get_priority (jobs->pdata[0]));

      g_simple_action_set_state (G_SIMPLE_ACTION (priority), g_variant_new_string (value));
    }
}

static void
append_deed (BgwJobActions *self, GMenu *menu, GPtrArray *jobs, BgwDeed deed)
{
  g_autofree char *name = NULL;

  if (!may (self, jobs, deed))
    return;

  name = g_strconcat ("jobs.", action_name_of (deed), NULL);
  g_menu_append (menu, bgw_deed_get_label (deed, state_of (self, jobs)), name);
}

/* All but the main deed, which stands above them. */
static void
append_other (BgwJobActions *self, GMenu *menu, GPtrArray *jobs, BgwDeed deed)
{
  if (deed != bgw_state_get_main_deed (state_of (self, jobs)))
    append_deed (self, menu, jobs, deed);
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

/**
 * bgw_job_actions_create_menu:
 * @self: the actions
 *
 * What never applies to a state is left out.
 *
 * Returns: (transfer full): a menu for the selected jobs, of which there is one at least
 */
GMenuModel *
bgw_job_actions_create_menu (BgwJobActions *self)
{
  g_autoptr (GPtrArray) jobs = selected_jobs (self);
  g_autoptr (GMenu) main_section = g_menu_new ();
  g_autoptr (GMenu) open_section = g_menu_new ();
  g_autoptr (GMenu) run_section = g_menu_new ();
  g_autoptr (GMenu) address_section = g_menu_new ();
  g_autoptr (GMenu) end_section = g_menu_new ();
  g_autoptr (GMenu) priority_menu = create_priority_menu ();
  GMenu *menu = g_menu_new ();

  append_deed (self, main_section, jobs, bgw_state_get_main_deed (state_of (self, jobs)));
  append_other (self, open_section, jobs, BGW_DEED_OPEN);
  append_other (self, open_section, jobs, BGW_DEED_SHOW_IN_FOLDER);
  append_deed (self, run_section, jobs, BGW_DEED_SIGN_IN);
  append_other (self, run_section, jobs, BGW_DEED_COMPLETE);
  append_other (self, run_section, jobs, BGW_DEED_START_AGAIN);
  append_other (self, run_section, jobs, BGW_DEED_SUSPEND);
  append_other (self, run_section, jobs, BGW_DEED_RESUME);
  append_other (self, run_section, jobs, BGW_DEED_DOWNLOAD_AGAIN);
  append_other (self, run_section, jobs, BGW_DEED_KEEP_FINISHED);
  if (g_action_group_get_action_enabled (G_ACTION_GROUP (self->group), "priority"))
    g_menu_append_submenu (run_section, _ ("Priority"), G_MENU_MODEL (priority_menu));
  g_menu_append (address_section, _ ("Copy Address"), "jobs.copy-address");
  append_deed (self, address_section, jobs, BGW_DEED_CHANGE_ADDRESS);
  append_deed (self, address_section, jobs, BGW_DEED_RENAME);
  append_deed (self, end_section, jobs, BGW_DEED_CANCEL);
  append_deed (self, end_section, jobs, BGW_DEED_REMOVE);
  append_deed (self, end_section, jobs, BGW_DEED_TRASH);

  append_section (menu, main_section);
  append_section (menu, open_section);
  append_section (menu, run_section);
  append_section (menu, address_section);
  append_section (menu, end_section);

  return G_MENU_MODEL (menu);
}

/**
 * bgw_job_actions_activate:
 * @self: the actions
 * @job: a job that was double clicked, or had the focus when Enter was pressed
 */
void
bgw_job_actions_activate (BgwJobActions *self, BgJob *job)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  g_ptr_array_add (jobs, job);
  if (may (self, jobs, BGW_DEED_COMPLETE))
    bgw_deeds_do (self->deeds, BGW_DEED_COMPLETE, jobs);
  else if (may (self, jobs, BGW_DEED_OPEN))
    bgw_deeds_do (self->deeds, BGW_DEED_OPEN, jobs);
  else
    g_signal_emit (self, signals[SIGNAL_DETAILS], 0);
}

static void
bgw_job_actions_dispose (GObject *object)
{
  BgwJobActions *self = BGW_JOB_ACTIONS (object);

  g_clear_object (&self->manager);
  g_clear_object (&self->selection);
  g_clear_object (&self->undo);
  g_clear_object (&self->deeds);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (bgw_job_actions_parent_class)->dispose (object);
}

static void
bgw_job_actions_class_init (BgwJobActionsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgw_job_actions_dispose;

  /**
   * BgwJobActions::details:
   *
   * Somebody wants to see more of the job that is selected.
   */
  signals[SIGNAL_DETAILS] = g_signal_new ("details", BGW_TYPE_JOB_ACTIONS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bgw_job_actions_init (BgwJobActions *self)
{
  const GActionEntry entries[] = {
    { .name = "main", .activate = on_main, .parameter_type = "s" },
    { .name = "toggle", .activate = on_toggle },
    { .name = "delete", .activate = on_delete },
    { .name = "delete-files", .activate = on_delete_files },
    { .name = "raise", .activate = on_raise },
    { .name = "lower", .activate = on_lower },
    { .name = "copy-address", .activate = on_copy_address },
    { .name = "priority", .activate = on_priority, .parameter_type = "s", .state = "'normal'" },
    { .name = "undo", .activate = on_undo },
    { .name = "suspend-all", .activate = on_suspend_all },
    { .name = "resume-all", .activate = on_resume_all },
    { .name = "remove-finished", .activate = on_remove_finished },
  };

  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries),
                                   self);

  for (guint i = 0; i < G_N_ELEMENTS (deed_actions); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (deed_actions[i].name, NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (on_deed), self, G_CONNECT_DEFAULT);
      g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (action));
    }
}

BgwJobActions *
bgw_job_actions_new (BgManager *manager,
                     GtkSelectionModel *selection,
                     BgwUndo *undo,
                     BgwDeeds *deeds)
{
  BgwJobActions *self = g_object_new (BGW_TYPE_JOB_ACTIONS, NULL);

  self->manager = g_object_ref (manager);
  self->selection = g_object_ref (selection);
  self->undo = g_object_ref (undo);
  self->deeds = g_object_ref (deeds);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (bgw_job_actions_update),
                           self, G_CONNECT_SWAPPED);
  bgw_job_actions_update (self);

  return self;
}

GActionGroup *
bgw_job_actions_get_group (BgwJobActions *self)
{
  return G_ACTION_GROUP (self->group);
}

GtkSelectionModel *
bgw_job_actions_get_selection (BgwJobActions *self)
{
  return self->selection;
}

/**
 * bgw_job_actions_list_finished:
 * @self: the actions
 * @job: a job that is being dragged
 *
 * Returns: (transfer full) (element-type BgJob): of @job, or of all selected ones if it is among
 *   them, those whose files are in place
 */
GPtrArray *
bgw_job_actions_list_finished (BgwJobActions *self, BgJob *job)
{
  g_autoptr (GPtrArray) selected = selected_jobs (self);
  GPtrArray *finished = g_ptr_array_new_with_free_func (g_object_unref);

  if (!g_ptr_array_find (selected, job, NULL))
    {
      g_ptr_array_set_size (selected, 0);
      g_ptr_array_add (selected, g_object_ref (job));
    }

  for (guint i = 0; i < selected->len; i++)
    if (bgw_deeds_may (self->deeds, BGW_DEED_OPEN, selected->pdata[i]))
      g_ptr_array_add (finished, g_object_ref (selected->pdata[i]));

  return finished;
}
