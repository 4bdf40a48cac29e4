/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-application.h"
#include "hx-window.h"
#include "model/hx-call-simulator.h"
#include "wrapup/hx-wrapup-popup.h"

G_BEGIN_DECLS

/* The name of the environment's variable with the token for a server elsewhere. */
#define HX_APPLICATION_TOKEN_VARIABLE "HX_TOKEN"

struct _HxApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  HxWorkspace *workspace;
  HxWrapupPopup *popup;
  HxCallSimulator *simulator;
  char *store_folder; /* (nullable) */
  char *server;       /* (nullable) */
  gboolean sample;
  gboolean no_sample;
  gboolean elsewhere; /* than the settings say: they are not changed by it */
  gboolean handed_over; /* to the program that is there for this server */
  guint popup_source;
  guint quit_source;
};

void       hx_application_add_actions (HxApplication *self);
HxWindow  *hx_application_get_window  (HxApplication *self);
void       hx_application_use_computer (HxApplication *self);
void       hx_application_class_be_one (GApplicationClass *klass);
int        hx_application_be_one       (HxApplication *self);

G_END_DECLS
