/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-list-follow.h"

#define LIST_KEY "hx-followed-list"

static void
show_phase (HxListState *self)
{
  HxList *list = g_object_get_data (G_OBJECT (self), LIST_KEY);
  HxListPhase phase = hx_list_get_phase (list);

  /* Rows that are there stay there: a reload or a failed next page does not take them away. */
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    hx_list_state_set_state (self, HX_LIST_STATE_READY);
  else if (phase == HX_LIST_READY)
    hx_list_state_set_state (self, HX_LIST_STATE_EMPTY);
  else if (phase == HX_LIST_FAILED)
    hx_list_state_fail (self, _ ("Could not be loaded"), hx_list_get_error_message (list), hx_list_get_request_id (list));
  else
    hx_list_state_set_state (self, HX_LIST_STATE_LOADING);
}

static void
on_retry (HxListState *self)
{
  hx_list_reload (g_object_get_data (G_OBJECT (self), LIST_KEY));
}

/**
 * hx_list_state_follow:
 * @self: a list state whose content shows @list
 * @list: the list
 *
 * From now on @self says what @list is doing: loading, empty, failed (with a way
 * to try again) or there. Following another list ends following the first.
 */
void
hx_list_state_follow (HxListState *self, HxList *list)
{
  HxList *before = g_object_get_data (G_OBJECT (self), LIST_KEY);

  if (before == list)
    return;
  if (before != NULL)
    {
      g_signal_handlers_disconnect_by_func (before, show_phase, self);
      g_signal_handlers_disconnect_by_func (self, on_retry, NULL);
    }
  g_object_set_data_full (G_OBJECT (self), LIST_KEY, g_object_ref (list), g_object_unref);
  g_signal_connect_object (list, "notify::phase", G_CALLBACK (show_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (show_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "retry", G_CALLBACK (on_retry), NULL);
  show_phase (self);
}
