/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * HxHeatMapGroup:
 * @label: what the issue types have in common, translated ("Lead")
 * @types: (array zero-terminated=1): names of the issue types
 *
 * Neighbouring columns under one heading.
 */
typedef struct
{
  const char *label;
  const char *const *types;
} HxHeatMapGroup;

#define HX_TYPE_HEAT_MAP (hx_heat_map_get_type ())
G_DECLARE_FINAL_TYPE (HxHeatMap, hx_heat_map, HX, HEAT_MAP, AdwBin)

GtkWidget *hx_heat_map_new (void);
void hx_heat_map_set_axes (HxHeatMap *self, const char *const *channels, const HxHeatMapGroup *groups, guint n_groups);
void hx_heat_map_set_choosable (HxHeatMap *self, gboolean choosable);
void hx_heat_map_set_count (HxHeatMap *self, int row, int column, guint n);
guint hx_heat_map_get_count (HxHeatMap *self, int row, int column);
void hx_heat_map_clear (HxHeatMap *self);
void hx_heat_map_set_oldest (HxHeatMap *self, int row, int column);
void hx_heat_map_select (HxHeatMap *self, int row, int column);
void hx_heat_map_get_selected (HxHeatMap *self, int *row, int *column);
