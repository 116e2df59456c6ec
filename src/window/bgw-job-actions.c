/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions “jobs.…”: what menus, keys and buttons ask for, for the jobs that are selected. */
#include "config.h"

#include "bgw-job-actions.h"

#include "bgw-job-menu.h"

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

  for (guint deed = 0; deed < BGW_N_DEEDS; deed++)
    {
      if (g_str_equal (bgw_deed_get_name (deed), g_action_get_name (G_ACTION (action))))
        bgw_deeds_do (self->deeds, deed, jobs);
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
                bgw_deeds_may_any (self->deeds, BGW_DEED_SUSPEND, jobs) ? BGW_DEED_SUSPEND
                                                                        : BGW_DEED_RESUME,
                jobs);
}

/* The key Delete: cancels what can be canceled; only if nothing can, removes. */
static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  bgw_deeds_do (self->deeds,
                bgw_deeds_may_any (self->deeds, BGW_DEED_CANCEL, jobs) ? BGW_DEED_CANCEL
                                                                       : BGW_DEED_REMOVE,
                jobs);
}

/* Shift+Delete: the same, and the files of those that are removed go to the trash. */
static void
on_delete_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwJobActions *self = user_data;
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  if (!bgw_deeds_may_any (self->deeds, BGW_DEED_CANCEL, jobs))
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

  for (guint deed = 0; deed < BGW_N_DEEDS; deed++)
    enable (self, bgw_deed_get_name (deed), bgw_deeds_may_any (self->deeds, deed, jobs));

  enable (self, "priority", bgw_deeds_have_priority (self->deeds, jobs));
  enable (self, "copy-address", jobs->len > 0);
  if (jobs->len > 0)
    {
      GAction *priority = g_action_map_lookup_action (G_ACTION_MAP (self->group), "priority");
      const char *value = bg_job_priority_to_string (bg_job_get_priority (jobs->pdata[0]));

      g_simple_action_set_state (G_SIMPLE_ACTION (priority), g_variant_new_string (value));
    }
}

/**
 * bgw_job_actions_create_menu:
 * @self: the actions
 *
 * Returns: (transfer full): a menu for the selected jobs, of which there is one at least
 */
GMenuModel *
bgw_job_actions_create_menu (BgwJobActions *self)
{
  g_autoptr (GPtrArray) jobs = selected_jobs (self);

  return bgw_job_menu_create (self->deeds, jobs, state_of (self, jobs));
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
  if (bgw_deeds_may_any (self->deeds, BGW_DEED_COMPLETE, jobs))
    bgw_deeds_do (self->deeds, BGW_DEED_COMPLETE, jobs);
  else if (bgw_deeds_may_any (self->deeds, BGW_DEED_OPEN, jobs))
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

  for (guint deed = 0; deed < BGW_N_DEEDS; deed++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (bgw_deed_get_name (deed), NULL);

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
