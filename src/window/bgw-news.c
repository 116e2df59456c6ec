/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window tells in passing: its toasts. */
#include "config.h"

#include "bgw-news.h"

#include <bg.h>
#include <glib/gi18n.h>

#include "bgw-words.h"

struct _BgwNews
{
  GObject parent_instance;

  AdwToastOverlay *overlay; /* the window's, which we do not outlive */
  AdwToast *added;          /* (owned) (nullable) the last good news */
};

G_DEFINE_FINAL_TYPE (BgwNews, bgw_news, G_TYPE_OBJECT)

static AdwToast *
new_toast (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
}

static void
bgw_news_dispose (GObject *object)
{
  BgwNews *self = BGW_NEWS (object);

  g_clear_object (&self->added);

  G_OBJECT_CLASS (bgw_news_parent_class)->dispose (object);
}

static void
bgw_news_class_init (BgwNewsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgw_news_dispose;
}

static void
bgw_news_init (BgwNews *self)
{
}

/**
 * bgw_news_new:
 * @overlay: where the toasts are shown; must stay
 *
 * Returns: (transfer full): something that tells news
 */
BgwNews *
bgw_news_new (AdwToastOverlay *overlay)
{
  BgwNews *self = g_object_new (BGW_TYPE_NEWS, NULL);

  self->overlay = overlay;

  return self;
}

/**
 * bgw_news_show:
 * @self: the news
 * @toast: (transfer none): what is shown after those before
 */
void
bgw_news_show (BgwNews *self, AdwToast *toast)
{
  adw_toast_overlay_add_toast (self->overlay, g_object_ref (toast));
}

/**
 * bgw_news_show_text:
 * @self: the news
 * @text: a short sentence; no markup
 */
void
bgw_news_show_text (BgwNews *self, const char *text)
{
  g_autoptr (AdwToast) toast = new_toast (text);

  bgw_news_show (self, toast);
}

/**
 * bgw_news_show_added:
 * @self: the news
 * @jobs: (element-type BgJob): new jobs, at least one
 *
 * Good news that nobody has to read: the newest takes the place of the one before.
 */
void
bgw_news_show_added (BgwNews *self, GPtrArray *jobs)
{
  g_autofree char *text = NULL;

  if (jobs->len == 1)
    {
      g_autofree char *name = bgw_words_quotable (bg_job_get_name (jobs->pdata[0]));

      text = g_strdup_printf (_ ("Added “%s”"), name);
    }
  else
    text = g_strdup_printf (ngettext ("%u job added", "%u jobs added", jobs->len), jobs->len);

  if (self->added != NULL)
    adw_toast_dismiss (self->added);
  g_clear_object (&self->added);

  self->added = new_toast (text);
  bgw_news_show (self, self->added);
}

/**
 * bgw_news_show_known:
 * @self: the news
 * @jobs: (element-type BgJob): those that were there already, at least one
 */
void
bgw_news_show_known (BgwNews *self, GPtrArray *jobs)
{
  BgJob *first = jobs->pdata[0];
  g_autofree char *name = bgw_words_quotable (bg_job_get_name (first));
  g_autofree char *text =
      jobs->len == 1
          ? g_strdup_printf (_ ("Already in the list: “%s”"), name)
          : g_strdup_printf (ngettext ("%u address is already in the list",
                                       "%u addresses are already in the list", jobs->len),
                             jobs->len);
  g_autoptr (AdwToast) toast = new_toast (text);

  adw_toast_set_button_label (toast, C_ ("a job", "Show"));
  adw_toast_set_action_name (toast, "win.show-job");
  adw_toast_set_action_target (toast, "s", bg_job_get_id (first));
  bgw_news_show (self, toast);
}
