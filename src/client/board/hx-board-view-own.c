/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-board-view-private.h"

/* Whose a rectification is changes with the feedback that leads to it: who says "me too" has its card from then on, and whose
 * last such feedback is taken back has it no more. The server is asked, as it counts by the same rule. */

typedef struct
{
  HxBoardView *view;
  char *id;
} Asked;

static void
asked_free (Asked *self)
{
  g_object_unref (self->view);
  g_free (self->id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (Asked) asked = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) record = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  for (int i = 0; asked->view->workspace != NULL && i < HX_N_COLUMNS; i++)
    if (record != NULL)
      hx_board_column_take (asked->view->column[i], record);
    else if (g_error_matches (error, HX_ERROR, HX_ERROR_NOT_FOUND))
      hx_list_remove (HX_LIST (hx_board_column_get_all (asked->view->column[i])), asked->id);
}

static gboolean
has_card (HxBoardView *self,
          const char  *id)
{
  for (int i = 0; i < HX_N_COLUMNS; i++)
    {
      GListModel *cards = hx_board_column_get_all (self->column[i]);

      for (guint n = 0; n < g_list_model_get_n_items (cards); n++)
        {
          g_autoptr (HxRecord) card = g_list_model_get_item (cards, n);

          if (g_strcmp0 (hx_record_get_id (card), id) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* What happens while the board is not shown comes with the reload when it is. */
void
hx_board_view_on_feedback (HxBoardView *self,
                           const char  *thing,
                           const char  *action,
                           HxRecord    *feedback)
{
  const char *id = NULL;
  Asked *asked;

  if (feedback != NULL && hx_record_get_schema (feedback) == &hx_feedback_schema)
    id = hx_record_get_text (feedback, HX_FEEDBACK_RECTIFICATION_ID);
  if (id == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || (hx_record_get_enum (feedback, HX_FEEDBACK_STATE) != HX_FEEDBACK_WITHDRAWN && has_card (self, id)))
    return;
  asked = g_new0 (Asked, 1);
  asked->view = g_object_ref (self);
  asked->id = g_strdup (id);
  hx_workspace_call_async (self->workspace, HX_OPERATION_RECTIFICATIONS_GET, id, NULL, NULL, NULL, NULL, on_asked, asked);
}
