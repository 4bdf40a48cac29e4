/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-application.h"
#include "hx-locale.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <locale.h>

/* From the build folder the translations are elsewhere. */
static void
set_up_language (void)
{
  const char *folder = g_getenv ("HX_LOCALEDIR");
  g_autofree char *languages = NULL;

  setlocale (LC_ALL, "");
  languages = hx_locale_languages (g_getenv ("LANGUAGE"), setlocale (LC_MESSAGES, NULL));
  if (languages != NULL)
    g_setenv ("LANGUAGE", languages, TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : HX_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Whoever has the windows drawn by the processor (GSK_RENDERER=cairo, as on a desktop that is shown from afar) has no use
 * for OpenGL. GDK starts it all the same, and where no graphics card is that brings a whole compiler into memory: a third
 * of the program's, and a part of its start. */
static void
leave_out_opengl (void)
{
  gboolean has_disable = gtk_get_minor_version () >= 16;
  const char *name = has_disable ? "GDK_DISABLE" : "GDK_DEBUG";
  const char *given = g_getenv (name);
  g_autofree char *wanted = NULL;

  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0)
    return;
  wanted = g_strjoin (",", has_disable ? "gl" : "gl-disable", given, NULL);
  g_setenv (name, wanted, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (HxApplication) application = NULL;

  leave_out_opengl ();
  hx_application_choose_language (argc, argv);
  set_up_language ();
  application = hx_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
