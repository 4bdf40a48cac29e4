/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * HxListStateKind:
 * @HX_LIST_STATE_READY: the rows are there
 * @HX_LIST_STATE_LOADING: they are asked for; said only after 200 ms
 * @HX_LIST_STATE_EMPTY: there are none, and that is an answer
 * @HX_LIST_STATE_FAILED: they could not be had; says why and offers to try again
 * @HX_LIST_STATE_OFFLINE: what is shown is what was known; a bar says since when
 * @HX_LIST_STATE_BACK: connected again; a bar says so for six seconds, then the state is ready
 *
 * What a list is doing.
 */
typedef enum
{
  HX_LIST_STATE_READY,
  HX_LIST_STATE_LOADING,
  HX_LIST_STATE_EMPTY,
  HX_LIST_STATE_FAILED,
  HX_LIST_STATE_OFFLINE,
  HX_LIST_STATE_BACK
} HxListStateKind;

#define HX_TYPE_LIST_STATE_KIND (hx_list_state_kind_get_type ())
GType hx_list_state_kind_get_type (void);

#define HX_TYPE_LIST_STATE (hx_list_state_get_type ())
G_DECLARE_FINAL_TYPE (HxListState, hx_list_state, HX, LIST_STATE, AdwBin)

GtkWidget *hx_list_state_new (GtkWidget *content);
void hx_list_state_set_content (HxListState *self, GtkWidget *content);
void hx_list_state_set_state (HxListState *self, HxListStateKind state);
HxListStateKind hx_list_state_get_state (HxListState *self);
void hx_list_state_fail (HxListState *self, const char *title, const char *description, const char *request_id);
void hx_list_state_go_offline (HxListState *self, const char *words);
void hx_list_state_come_back (HxListState *self, const char *words);
