/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands below the header bar: the list, or a page that says why there is none. */
#include "config.h"

#include "bgw-pages.h"

#include <glib/gi18n.h>

struct _BgwPages
{
  AdwBin parent_instance;

  GtkStack *stack;
  BgwJobList *list;
  AdwStatusPage *nothing;
};

G_DEFINE_FINAL_TYPE (BgwPages, bgw_pages, ADW_TYPE_BIN)

/* In the order of BgwPage. */
static const char *const names[] = { "waiting", "list",       "empty",
                                     "nothing", "no-results", "unavailable" };

/* In the order of BgwView; the first is never without a job while there are some. */
static const struct
{
  const char *icon_name;
  const char *title;
  const char *description;
} nothings[] = {
  { "ferry-all-symbolic", "", "" },
  { "ferry-active-symbolic", N_ ("Nothing Active"), N_ ("Running and waiting jobs appear here") },
  { "ferry-finished-symbolic", N_ ("Nothing Finished Yet"), N_ ("Files you can open appear here") },
  { "ferry-failed-symbolic", N_ ("No Failed Jobs"), N_ ("Jobs that need your help appear here") },
};

static void
bgw_pages_class_init (BgwPagesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BGW_TYPE_JOB_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-pages.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwPages, stack);
  gtk_widget_class_bind_template_child (widget_class, BgwPages, list);
  gtk_widget_class_bind_template_child (widget_class, BgwPages, nothing);
}

static void
bgw_pages_init (BgwPages *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_pages_get_list:
 * @self: the pages
 *
 * Returns: (transfer none): the list, shown or not
 */
BgwJobList *
bgw_pages_get_list (BgwPages *self)
{
  return self->list;
}

/**
 * bgw_pages_show:
 * @self: the pages
 * @page: which one
 * @view: what is looked at
 */
void
bgw_pages_show (BgwPages *self, BgwPage page, BgwView view)
{
  if (page == BGW_PAGE_NOTHING)
    {
      adw_status_page_set_icon_name (self->nothing, nothings[view].icon_name);
      adw_status_page_set_title (self->nothing, _ (nothings[view].title));
      adw_status_page_set_description (self->nothing, _ (nothings[view].description));
    }

  gtk_stack_set_visible_child_name (self->stack, names[page]);
}
