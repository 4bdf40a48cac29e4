/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-wrapup-window-private.h"

/* What can be built and measured before a call ends is not waited for when it has ended. */

static gboolean
on_idle (gpointer data)
{
  HxWrapupWindow *self = data;
  int width = 0;

  self->prepare_source = 0;
  if (self->session != NULL)
    return G_SOURCE_REMOVE;
  hx_wrapup_choice_prepare (self->choice, hx_workspace_get_template (self->workspace, NULL),
                            hx_workspace_get_locale (self->workspace));
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Makes the hidden window ready for a session, when nothing else is to be done. */
void
hx_wrapup_window_prepare (HxWrapupWindow *self)
{
  if (self->prepare_source == 0)
    self->prepare_source = g_idle_add_full (G_PRIORITY_LOW, on_idle, self, NULL);
}
