/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-stepper.h"

#define N_STEPS (HX_RECTIFICATION_DONE + 1)

/**
 * HxStepper:
 *
 * The life of a rectification as five steps on a line: behind us ticked, here a
 * ring with bold words, ahead hollow.
 */
struct _HxStepper
{
  GtkBox parent_instance;

  struct
  {
    GtkWidget *before; /* the line to its left */
    GtkWidget *dot;
    GtkWidget *after;
    GtkWidget *word;
  } steps[N_STEPS];
};

G_DEFINE_TYPE (HxStepper, hx_stepper, GTK_TYPE_BOX)

static GtkWidget *
new_line (gboolean is_there)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_widget_set_opacity (line, is_there ? 1 : 0);
  gtk_widget_add_css_class (line, "hx-step-line");
  return line;
}

static void
add_step (HxStepper *self,
          int        i)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->steps[i].before = new_line (i > 0);
  self->steps[i].after = new_line (i < N_STEPS - 1);
  self->steps[i].dot = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->steps[i].word = gtk_label_new (_ (hx_rectification_state_enum.values[i].label));
  gtk_widget_add_css_class (self->steps[i].dot, "hx-step");
  gtk_label_set_ellipsize (GTK_LABEL (self->steps[i].word), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->steps[i].word, "hx-note");
  gtk_box_append (GTK_BOX (top), self->steps[i].before);
  gtk_box_append (GTK_BOX (top), self->steps[i].dot);
  gtk_box_append (GTK_BOX (top), self->steps[i].after);
  gtk_box_append (GTK_BOX (cell), top);
  gtk_box_append (GTK_BOX (cell), self->steps[i].word);
  gtk_box_append (GTK_BOX (self), cell);
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    has)
{
  if (has)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
hx_stepper_class_init (HxStepperClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hx_stepper_init (HxStepper *self)
{
  gtk_box_set_homogeneous (GTK_BOX (self), TRUE);
  for (int i = 0; i < N_STEPS; i++)
    add_step (self, i);
}

/**
 * hx_stepper_set_state:
 * @self: a stepper
 * @state: where the rectification is
 */
void
hx_stepper_set_state (HxStepper           *self,
                      HxRectificationState state)
{
  /* Translators: for a screen reader; %d and %d are numbers, %s is the step's name */
  g_autofree char *words = g_strdup_printf (_ ("Step %d of %d: %s"), MIN ((int) state, N_STEPS - 1) + 1, (int) N_STEPS,
                                            _ (hx_rectification_state_enum.values[state].label));

  g_return_if_fail (HX_IS_STEPPER (self));
  for (int i = 0; i < N_STEPS; i++)
    {
      gboolean past = i < (int) state || state == HX_RECTIFICATION_DONE, here = i == (int) state;

      gtk_image_set_from_icon_name (GTK_IMAGE (self->steps[i].dot), past ? "object-select-symbolic" : NULL);
      set_class (self->steps[i].dot, "past", past);
      set_class (self->steps[i].dot, "here", here && !past);
      set_class (self->steps[i].before, "past", i <= (int) state);
      set_class (self->steps[i].after, "past", i < (int) state);
      set_class (self->steps[i].word, "hx-strong", here);
      set_class (self->steps[i].word, "hx-fg", here);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}
