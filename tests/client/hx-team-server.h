/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The server of a team, with an administrator who has a password and nobody else. */
typedef struct
{
  char *folder;
  char *store;
  GSubprocess *process;
  guint port;
} TeamServer;

#define TEAM_LOGIN "boss"
#define TEAM_PASSWORD "correct horse battery"

void  team_server_set_up    (TeamServer *self);
void  team_server_start     (TeamServer *self);
void  team_server_stop      (TeamServer *self);
void  team_server_tear_down (TeamServer *self);
char *team_server_address   (TeamServer *self);
