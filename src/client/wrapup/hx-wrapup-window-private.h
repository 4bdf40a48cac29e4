/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-wrapup-choice.h"
#include "hx-wrapup-form.h"
#include "hx-wrapup-header.h"
#include "hx-wrapup-others.h"
#include "hx-wrapup-outcome.h"
#include "hx-wrapup-queue.h"
#include "hx-wrapup-sound.h"
#include "hx-wrapup-window.h"

/* What the files of the window share; nobody else includes it. */
struct _HxWrapupWindow
{
  AdwWindow parent_instance;

  HxWorkspace *workspace;
  HxWrapupSession *session; /* (nullable): the one on the screen */
  GSignalGroup *session_signals;
  gboolean late_too; /* it is filled in although its time ran out */
  gboolean tried;    /* a submission was tried: what is missing is said at the fields */
  guint sending_timer;
  guint prepare_source;
  gboolean was_composing; /* an input method was at work when the key was pressed */
  gboolean watch_pointer; /* the outcome is on the screen */
  double pointer_x, pointer_y;

  HxWrapupQueue *queue;
  HxWrapupHeader *header;
  GtkStack *stack;
  HxWrapupSound *sound;
  HxWrapupChoice *choice;
  HxWrapupForm *form;
  HxWrapupOthers *others;
  HxWrapupOutcome *outcome;
  GtkToggleButton *pin;
  GtkImage *status_icon;
  GtkLabel *status;
  GtkWidget *later;
  GtkWidget *submit;
  GtkStack *submit_stack;
};

gboolean hx_wrapup_window_shows_form (HxWrapupWindow *self);
void hx_wrapup_window_show_phase (HxWrapupWindow *self);
void hx_wrapup_window_say_over (HxWrapupWindow *self);

/* hx-wrapup-keys.c */
void hx_wrapup_window_add_keys (HxWrapupWindow *self);

/* hx-wrapup-prepare.c */
void hx_wrapup_window_prepare (HxWrapupWindow *self);

/* hx-wrapup-submit.c */
void hx_wrapup_window_put_off (HxWrapupWindow *self);
void hx_wrapup_window_undo (HxWrapupWindow *self);
void hx_wrapup_window_complain (HxWrapupWindow *self);
void hx_wrapup_window_show_status (HxWrapupWindow *self);
