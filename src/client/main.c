/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-application.h"

#include <glib/gi18n.h>
#include <locale.h>

/* From the build folder the translations are elsewhere. */
static void
set_up_language (void)
{
  const char *folder = g_getenv ("HX_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : HX_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (HxApplication) application = NULL;

  hx_application_choose_language (argc, argv);
  set_up_language ();
  application = hx_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
