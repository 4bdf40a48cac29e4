/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-css-color.h"

/*
 * The only file that touches GtkStyleContext. GTK 4.10 deprecates it and gives gtk_widget_get_color() for the plain
 * colour, but to this day nothing public resolves a name from @define-color. Drawn widgets need such names, so that
 * light, dark and high contrast all come from style.css. When GTK offers a lookup, this is the one place to change.
 */

/**
 * hx_css_color:
 * @widget: the widget that is going to draw
 * @name: (nullable): a colour defined in CSS, e.g. "hx_mark"; %NULL asks for the widget's own text colour
 * @rgba: (out): the colour
 *
 * Reads a colour from the style sheet.
 *
 * Returns: %FALSE when the name is unknown; @rgba is the text colour then, which is always visible.
 */
gboolean
hx_css_color (GtkWidget *widget, const char *name, GdkRGBA *rgba)
{
  GtkStyleContext *context;
  gboolean found;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (rgba != NULL, FALSE);

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  context = gtk_widget_get_style_context (widget);
  found = name != NULL && gtk_style_context_lookup_color (context, name, rgba);
  if (!found)
    gtk_style_context_get_color (context, rgba);
  G_GNUC_END_IGNORE_DEPRECATIONS

  return found || name == NULL;
}
