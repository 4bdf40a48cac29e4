/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <math.h>

#include <adwaita.h>

#include "gallery.h"
#include "hx-chip.h"
#include "hx-countdown-ring.h"
#include "hx-key-button.h"
#include "hx-key-toggle.h"
#include "hx-pill.h"
#include "hx-pips.h"
#include "hx-suggestion-row.h"
#include "hx-target-bar.h"
#include "hx-trail.h"
#include "hx-waveform.h"

/* Every shared widget in every state in one window, to be looked at: light and dark (ADW_DEBUG_COLOR_SCHEME), high
   contrast (ADW_DEBUG_HIGH_CONTRAST), 100 % and 200 %. One waveform can be set in motion. */

#define N_PEAKS 600

GtkWidget *
gallery_column (int spacing)
{
  return gtk_box_new (GTK_ORIENTATION_VERTICAL, spacing);
}

static GtkWidget *
line (int spacing)
{
  return gtk_box_new (GTK_ORIENTATION_HORIZONTAL, spacing);
}

GtkWidget *
gallery_words (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
section (const char *title, GtkWidget *child)
{
  GtkWidget *box = gallery_column (9);

  gtk_box_append (GTK_BOX (box), gallery_words (title, "hx-heading"));
  gtk_box_append (GTK_BOX (box), child);
  return box;
}

/* Speech-like: the speakers take turns, and rest between them. */
static GBytes *
make_peaks (guint n_lanes)
{
  guint8 *data = g_malloc (N_PEAKS * n_lanes);

  for (guint lane = 0; lane < n_lanes; lane++)
    for (guint i = 0; i < N_PEAKS; i++)
      {
        double turn = sin (i / 21.0) + sin (i / 9.3 + 1);
        gboolean talks = n_lanes == 1 ? fabs (turn) > 0.25 : lane == 0 ? turn > 0.25 : turn < -0.25;
        double level = talks ? 0.35 + 0.6 * fabs (sin (i * 1.7) * cos (i * 0.37)) : 0.03;

        data[lane * N_PEAKS + i] = (guint8) (level * 255);
      }
  return g_bytes_new_take (data, N_PEAKS * n_lanes);
}

static void
on_seek (HxWaveform *waveform, gint64 ms, gpointer user_data)
{
  hx_waveform_set_position_ms (waveform, ms);
}

static GtkWidget *
waveform (guint lanes, gboolean with_peaks, gboolean interactive)
{
  static const gint64 marks[] = { 72000, 160000 };
  GtkWidget *widget = g_object_new (HX_TYPE_WAVEFORM, "duration-ms", (gint64) 222000, "lanes", (int) lanes, "ruler",
                                    lanes == 2, "interactive", interactive, NULL);

  if (with_peaks)
    {
      g_autoptr (GBytes) peaks = make_peaks (lanes);

      hx_waveform_set_peaks (HX_WAVEFORM (widget), peaks, lanes);
      hx_waveform_set_bookmarks (HX_WAVEFORM (widget), marks, G_N_ELEMENTS (marks));
      hx_waveform_set_clip (HX_WAVEFORM (widget), 57000, 87000);
    }
  if (interactive && with_peaks)
    hx_waveform_set_position_ms (HX_WAVEFORM (widget), 76000);
  g_signal_connect (widget, "seek", G_CALLBACK (on_seek), NULL);
  return widget;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HxWaveform *wave = HX_WAVEFORM (widget);
  g_autofree char *fps = g_strdup_printf ("%.0f fps", gdk_frame_clock_get_fps (clock));

  hx_waveform_set_position_ms (wave, (hx_waveform_get_position_ms (wave) + 100) % 222000);
  gtk_label_set_label (GTK_LABEL (user_data), fps);
  return G_SOURCE_CONTINUE;
}

static void
on_play (GtkButton *button, GtkWidget *wave)
{
  GtkWidget *fps = gallery_words ("", "hx-note");

  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (button))), fps);
  gtk_widget_add_tick_callback (wave, on_tick, fps, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
}

static GtkWidget *
player (void)
{
  GtkWidget *box = line (12), *lanes = gallery_column (0), *wave = waveform (2, TRUE, TRUE);
  GtkWidget *customer = gallery_words ("客户", "hx-lane-customer"), *agent = gallery_words ("坐席", "hx-lane-agent");
  GtkWidget *play = hx_key_button_new ("P", "播放"), *side = gallery_column (6);

  g_signal_connect (play, "clicked", G_CALLBACK (on_play), wave);
  gtk_widget_set_valign (side, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (side), play);
  gtk_box_set_homogeneous (GTK_BOX (lanes), TRUE);
  gtk_widget_set_margin_top (lanes, HX_WAVEFORM_TOP);
  gtk_widget_set_margin_bottom (lanes, HX_WAVEFORM_RULER);
  gtk_widget_add_css_class (customer, "hx-caption");
  gtk_widget_add_css_class (agent, "hx-caption");
  gtk_box_append (GTK_BOX (lanes), customer);
  gtk_box_append (GTK_BOX (lanes), agent);
  gtk_widget_set_hexpand (wave, TRUE);
  gtk_box_append (GTK_BOX (box), lanes);
  gtk_box_append (GTK_BOX (box), wave);
  gtk_box_append (GTK_BOX (box), side);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "hx-player");
  return box;
}

static GtkWidget *
rings (void)
{
  static const struct
  {
    int left;
    int diameter;
  } shown[] = { { 30, 44 }, { 24, 44 }, { 11, 44 }, { 10, 44 }, { 6, 44 }, { 0, 44 }, { 24, 16 }, { 6, 16 }, { 17, 88 } };
  GtkWidget *box = line (18);

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    gtk_box_append (GTK_BOX (box), g_object_new (HX_TYPE_COUNTDOWN_RING, "remaining-seconds", shown[i].left, "diameter",
                                                 shown[i].diameter, "valign", GTK_ALIGN_CENTER, NULL));
  return box;
}

static GtkWidget *
pills (void)
{
  static const struct
  {
    const char *kind;
    const char *icon_name;
    const char *label;
  } shown[] = {
    { "time", NULL, "剩 6 小时" },   { "soon", NULL, "剩 18 小时" },
    { "over", NULL, "超期 3 小时" }, { "good", NULL, "今天完成" },
    { "info", NULL, "另有 12 人" },  { "line", "hx-coach-symbolic", "疑似含糊" },
    { "line", "hx-lane-symbolic", "绿色通道" }, { "time bare", NULL, "1 小时 08 分" },
    { "soon large", NULL, "待补" },  { "large", "hx-outbox-symbolic", "等待发送" },
    { "good bare quiet large", "hx-check-circle-symbolic", "已反馈" },
    { "bare quiet large", "object-select-symbolic", "无问题" },
    { "info large", "hx-echo-symbolic", "线索 · 无标签" },
  };
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 7);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 6);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      GtkWidget *pill = hx_pill_new (NULL, NULL);

      hx_pill_set (HX_PILL (pill), shown[i].kind, shown[i].icon_name, shown[i].label);
      gtk_flow_box_append (GTK_FLOW_BOX (box), pill);
    }
  return box;
}

static GtkWidget *
key_toggles (void)
{
  static const char *const categories[][2] = { { "1", "线索" }, { "2", "触达" }, { "3", "系统" } };
  static const char *const types[][2] = { { "q", "无标签" }, { "w", "信息错误" }, { "e", "无需求" }, { "r", "其他…" } };
  GtkWidget *box = gallery_column (12), *top = line (12), *linked = line (0), *below = line (6);

  gtk_widget_add_css_class (linked, "linked");
  gtk_widget_set_hexpand (linked, TRUE);
  gtk_box_set_homogeneous (GTK_BOX (linked), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    gtk_box_append (GTK_BOX (linked), hx_key_toggle_new (categories[i][0], categories[i][1]));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *toggle = hx_key_toggle_new (types[i][0], types[i][1]);

      gtk_widget_add_css_class (toggle, "pill");
      gtk_box_append (GTK_BOX (below), toggle);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (linked)), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (below)), TRUE);
  gtk_box_append (GTK_BOX (top), linked);
  gtk_box_append (GTK_BOX (top), hx_key_toggle_new ("0", "无问题"));
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), below);
  return box;
}

static GtkWidget *
chips_and_buttons (void)
{
  static const char *const keys[][2] = { { "R", "新整改" }, { "M", "并入…" }, { "V", "含糊" }, { "D", "重复" } };
  GtkWidget *box = gallery_column (12), *chips = line (0), *buttons = line (6);
  GtkWidget *all = hx_chip_new (NULL, "全部", 28);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), TRUE);
  gtk_box_append (GTK_BOX (chips), all);
  gtk_box_append (GTK_BOX (chips), hx_chip_new ("hx-phone-symbolic", "电话", 6));
  gtk_box_append (GTK_BOX (chips), hx_chip_new ("hx-chat-symbolic", "微信", 8));
  gtk_box_append (GTK_BOX (chips), hx_chip_new ("hx-video-symbolic", "抖音", -1));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkWidget *button = hx_key_button_new (keys[i][0], keys[i][1]);

      gtk_widget_set_hexpand (button, TRUE);
      if (i == 0)
        gtk_widget_add_css_class (button, "suggested-action");
      gtk_box_append (GTK_BOX (buttons), button);
    }
  gtk_box_append (GTK_BOX (box), chips);
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

static GtkWidget *
suggestions (void)
{
  GtkWidget *box = gallery_column (0);

  gtk_widget_add_css_class (box, "card");
  gtk_box_append (GTK_BOX (box), hx_suggestion_row_new (12, "抖音线索缺需求标签", "整改处理中 · 市场部 · 还剩 1 天 4 小时", "Alt+1"));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), hx_suggestion_row_new (5, "表单线索标签填错", "一线痛点池 · 待分拣", "Alt+2"));
  return box;
}

static GtkWidget *
small_ones (void)
{
  GtkWidget *box = gallery_column (12), *trails = line (24), *pips = line (24), *bars = line (24);

  gtk_box_append (GTK_BOX (trails), g_object_new (HX_TYPE_TRAIL, "reached", 3, "stage-name", "验收中", NULL));
  gtk_box_append (GTK_BOX (trails), g_object_new (HX_TYPE_TRAIL, "reached", 5, "finished", TRUE, NULL));
  gtk_box_append (GTK_BOX (trails), g_object_new (HX_TYPE_TRAIL, "reached", 1, "stopped", TRUE, NULL));
  gtk_box_append (GTK_BOX (trails), g_object_new (HX_TYPE_TRAIL, "reached", 0, NULL));
  gtk_box_append (GTK_BOX (pips), g_object_new (HX_TYPE_PIPS, "value", 2, "limit", 2, "width-request", 144, NULL));
  gtk_box_append (GTK_BOX (pips), g_object_new (HX_TYPE_PIPS, "value", 17, "limit", 20, "width-request", 224, "css-classes",
                                                (const char *[]){ "hx-accent", NULL }, NULL));
  gtk_box_append (GTK_BOX (bars), g_object_new (HX_TYPE_TARGET_BAR, "baseline", 61.4, "value", 70.0, "target", 90.0,
                                                "width-request", 170, NULL));
  gtk_box_append (GTK_BOX (bars), g_object_new (HX_TYPE_TARGET_BAR, "baseline", 61.4, "value", 92.4, "target", 90.0,
                                                "width-request", 170, NULL));
  gtk_box_append (GTK_BOX (bars), g_object_new (HX_TYPE_TARGET_BAR, "baseline", 8.0, "value", 0.3, "target", 1.0,
                                                "width-request", 170, NULL));
  gtk_box_append (GTK_BOX (box), trails);
  gtk_box_append (GTK_BOX (box), pips);
  gtk_box_append (GTK_BOX (box), bars);
  return box;
}

static void
on_activate (AdwApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *all = gallery_column (24), *top = line (36), *left = gallery_column (18), *right = gallery_column (18), *scrolled = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (left), section ("HxCountdownRing", rings ()));
  gtk_box_append (GTK_BOX (left), section ("HxWaveform", waveform (1, TRUE, FALSE)));
  gtk_box_append (GTK_BOX (left), section ("HxWaveform, loading", waveform (1, FALSE, FALSE)));
  gtk_box_append (GTK_BOX (left), section ("HxKeyToggle", key_toggles ()));
  gtk_box_append (GTK_BOX (left), section ("HxSuggestionRow", suggestions ()));
  gtk_box_append (GTK_BOX (left), section ("HxTrail, HxPips, HxTargetBar", small_ones ()));
  gtk_box_append (GTK_BOX (right), section ("HxHeatMap", gallery_heat_map ()));
  gtk_box_append (GTK_BOX (right), section ("HxPill", pills ()));
  gtk_box_append (GTK_BOX (right), section ("HxChip, HxKeyButton", chips_and_buttons ()));
  gtk_box_append (GTK_BOX (top), left);
  gtk_box_append (GTK_BOX (top), right);
  gtk_box_append (GTK_BOX (all), top);
  gtk_box_append (GTK_BOX (all), section ("HxWaveform, two lanes", player ()));
  gtk_box_append (GTK_BOX (all), section ("HxListState", gallery_list_states ()));
  gtk_box_append (GTK_BOX (all), section ("Icons", gallery_icons (window)));
  g_object_set (all, "margin-start", 24, "margin-end", 24, "margin-top", 24, "margin-bottom", 24, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), all);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 1700);
  gtk_window_set_title (GTK_WINDOW (window), "Huixiang widgets");
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  const char *locale_dir = g_getenv ("HX_GALLERY_LOCALE_DIR");

  setlocale (LC_ALL, "");
  if (locale_dir != NULL)
    bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = adw_application_new ("cn.huixiang.Huixiang.Gallery", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/cn/huixiang/Huixiang");
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
