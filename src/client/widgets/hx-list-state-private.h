/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-list-state.h"

/* What the type and its looks share; nobody else includes it. The texts are properties and come first. */
enum
{
  PROP_0,
  PROP_EMPTY_ICON_NAME,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_EMPTY_ACTION,
  PROP_FAILED_TITLE,
  PROP_FAILED_DESCRIPTION,
  PROP_REQUEST_ID,
  PROP_BAR_TEXT,
  PROP_BAR_ACTION,
  N_TEXTS,
  PROP_STATE = N_TEXTS,
  PROP_CONTENT,
  PROP_ROW_HEIGHT,
  PROP_ROWS,
  N_PROPS
};

struct _HxListState
{
  AdwBin parent_instance;

  HxListStateKind state;
  char *texts[N_TEXTS];
  int row_height;
  int rows;
  guint timer;

  GtkRevealer *bar_revealer;
  GtkWidget *bar;
  GtkImage *bar_icon;
  GtkLabel *bar_label;
  GtkButton *bar_button;
  GtkStack *stack;
  AdwBin *content_slot;
  GtkBox *skeleton;
  GtkImage *status_icon;
  GtkLabel *status_title;
  GtkLabel *status_description;
  GtkButton *retry_button;
  GtkButton *copy_button;
  GtkButton *action_button;
};

void hx_list_state_show (HxListState *self);
