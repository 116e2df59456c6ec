/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet for high contrast, while the desktop wants it. What libadwaita loads by itself
 * for that has another name in its newer releases, which complain about the old one. */
#include "config.h"

#include "bgw-contrast.h"

#include <adwaita.h>

static void
on_changed (AdwStyleManager *manager, GParamSpec *pspec, GtkStyleProvider *provider)
{
  GdkDisplay *display = gdk_display_get_default ();

  gtk_style_context_remove_provider_for_display (display, provider);
  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, provider,
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

/* Once, when there is a display. */
void
bgw_contrast_follow (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/ferrydm/Ferry/high-contrast.css");
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_changed), provider,
                           G_CONNECT_DEFAULT);
  g_object_set_data_full (G_OBJECT (manager), "bgw-contrast", g_object_ref (provider),
                          g_object_unref);
  on_changed (manager, NULL, GTK_STYLE_PROVIDER (provider));
}
