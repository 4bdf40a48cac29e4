/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gallery.h"
#include "hx-heat-map.h"
#include "hx-list-state.h"

static void
on_selected (HxHeatMap *map, int row, int column_, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("selected %d, %d", row, column_);

  gtk_label_set_label (GTK_LABEL (user_data), text);
}

GtkWidget *
gallery_heat_map (void)
{
  static const char *const channels[] = { "抖音", "微信", "短信", "官网表单", "电话", "在线客服", "门店", NULL };
  static const char *const lead[] = { "无标签", "信息错误", "无需求", NULL };
  static const char *const touch[] = { "短信未达", "接不通", "频次过高", NULL };
  static const char *const tools[] = { "数据不同步", "弹屏慢", NULL };
  static const HxHeatMapGroup groups[] = { { "线索", lead }, { "触达", touch }, { "系统", tools } };
  static const guint counts[7][8] = { { 14, 3, 6, 0, 1, 0, 2, 0 }, { 2, 1, 0, 0, 0, 2, 5, 0 }, { 0, 0, 0, 9, 0, 3, 1, 0 },
                                      { 4, 5, 1, 0, 0, 0, 3, 0 },  { 0, 1, 2, 0, 7, 2, 0, 4 }, { 0, 0, 1, 0, 0, 0, 2, 3 },
                                      { 1, 0, 0, 0, 0, 0, 1, 0 } };
  GtkWidget *box = gallery_column (6), *map = hx_heat_map_new (), *note = gallery_words ("", "hx-note");

  hx_heat_map_set_axes (HX_HEAT_MAP (map), channels, groups, G_N_ELEMENTS (groups));
  for (int row = 0; row < 7; row++)
    for (int i = 0; i < 8; i++)
      hx_heat_map_set_count (HX_HEAT_MAP (map), row, i, counts[row][i]);
  hx_heat_map_set_oldest (HX_HEAT_MAP (map), 0, 0);
  hx_heat_map_select (HX_HEAT_MAP (map), 4, 4);
  g_signal_connect (map, "selected", G_CALLBACK (on_selected), note);
  gtk_box_append (GTK_BOX (box), map);
  gtk_box_append (GTK_BOX (box), note);
  return box;
}

static GtkWidget *
some_rows (void)
{
  static const char *const rows[][2] = { { "抖音线索无需求标签", "抖音 · 无标签 · 林晓雨" }, { "验证码短信收不到", "短信 · 短信未达 · 孙悦" } };
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "hx-list");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *row = gallery_column (2);

      gtk_widget_set_margin_start (row, 12);
      gtk_box_append (GTK_BOX (row), gallery_words (rows[i][0], "hx-item"));
      gtk_box_append (GTK_BOX (row), gallery_words (rows[i][1], "hx-note"));
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  return list;
}

static GtkWidget *
list_state (HxListStateKind kind)
{
  GtkWidget *state = hx_list_state_new (some_rows ());
  HxListState *self = HX_LIST_STATE (state);

  gtk_widget_add_css_class (state, "hx-surface");
  gtk_widget_set_overflow (state, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_size_request (state, 400, 236);
  gtk_widget_set_hexpand (state, TRUE);
  g_object_set (state, "empty-icon-name", "system-search-symbolic", "empty-title", "没有符合的反馈", "empty-description",
                "渠道“门店”且类型“弹屏慢”，近 7 天", "empty-action", "清除条件", "bar-action", "查看", NULL);
  if (kind == HX_LIST_STATE_FAILED)
    hx_list_state_fail (self, "没能载入痛点池", "服务器没有在 10 秒内答复。你写的内容都还在。", "7f3a-91c2");
  else if (kind == HX_LIST_STATE_OFFLINE)
    hx_list_state_go_offline (self, "14:02 起离线，2 条待发送");
  else if (kind == HX_LIST_STATE_BACK)
    hx_list_state_come_back (self, "已重新连接，2 条已送达");
  else
    hx_list_state_set_state (self, kind);
  return state;
}

GtkWidget *
gallery_list_states (void)
{
  static const HxListStateKind shown[] = { HX_LIST_STATE_LOADING, HX_LIST_STATE_FAILED, HX_LIST_STATE_EMPTY,
                                           HX_LIST_STATE_OFFLINE, HX_LIST_STATE_BACK,   HX_LIST_STATE_READY };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < (int) G_N_ELEMENTS (shown); i++)
    gtk_grid_attach (GTK_GRID (grid), list_state (shown[i]), i % 3, i / 3, 1, 1);
  return grid;
}

GtkWidget *
gallery_icons (GtkWidget *window)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (window));
  g_auto (GStrv) names = gtk_icon_theme_get_icon_names (theme);
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 50);
  gtk_flow_box_append (GTK_FLOW_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name", "cn.huixiang.Huixiang", "pixel-size", 64, NULL));
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], "hx-"))
      gtk_flow_box_append (GTK_FLOW_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name", names[i], "tooltip-text", names[i], NULL));
  return box;
}
