/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-wrapup-front.h"

#ifdef HX_HAVE_XLIB
#include <X11/Xatom.h>
#include <gdk/x11/gdkx.h>
#endif

/* Where windows stand and who has the keyboard. X11 tells and lets us choose; on Wayland the compositor alone decides:
 * a window that is shown without a token of the person's last click gets no keyboard from a program that is in use, and
 * no window can ask to stay above others. */

static gboolean
is_one_of_ours_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      /* A window that was hidden while it had the keyboard goes on believing it. */
      if (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_window_is_active (window))
        return TRUE;
    }
  return FALSE;
}

#ifdef HX_HAVE_XLIB
static GdkSurface *
get_x_surface (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  return surface != NULL && GDK_IS_X11_SURFACE (surface) ? surface : NULL;
}

static Atom
get_atom (GdkDisplay *display, const char *name)
{
  return gdk_x11_get_xatom_by_name_for_display (display, name);
}

/* The window of whatever program has the keyboard, as the window manager tells; None: nobody has it. */
static Window
get_active_window (GdkDisplay *display)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  Window active = None;
  unsigned char *data = NULL;
  unsigned long n = 0, left = 0;
  Atom type = None;
  int format = 0;

  gdk_x11_display_error_trap_push (display);
  if (XGetWindowProperty (xdisplay, gdk_x11_display_get_xrootwindow (display), get_atom (display, "_NET_ACTIVE_WINDOW"), 0,
                          1, False, XA_WINDOW, &type, &format, &n, &left, &data)
        == Success
      && type == XA_WINDOW && format == 32 && n == 1)
    memcpy (&active, data, sizeof active); /* Xlib gives 32-bit items as longs */
  if (data != NULL)
    XFree (data);
  gdk_x11_display_error_trap_pop_ignored (display);
  return active;
}
#endif

/**
 * hx_wrapup_front_put_first:
 * @window: a window that is hidden most of the time
 *
 * Puts it before all other windows in GTK's list. A screen reader that asks for the window after the last (for it was
 * hidden a moment ago) is given the last of the list by GTK, which crashes when that one is hidden: it has no name on
 * the bus then. So the last must be one that shows.
 */
void
hx_wrapup_front_put_first (GtkWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWindow) kept = g_object_ref (window);
  guint position;

  if (!G_IS_LIST_STORE (windows) || !g_list_store_find (G_LIST_STORE (windows), window, &position) || position == 0)
    return;
  g_list_store_remove (G_LIST_STORE (windows), position);
  g_list_store_insert (G_LIST_STORE (windows), 0, kept);
}

/**
 * hx_wrapup_front_may_take_keyboard:
 * @window: a realized window
 *
 * Returns: whether it may come with the keyboard: somebody works in this program, or in none at all as far as can be
 *   known; never when another program has it, for the person may be typing there
 */
gboolean
hx_wrapup_front_may_take_keyboard (GtkWindow *window)
{
  if (is_one_of_ours_active ())
    return TRUE;
#ifdef HX_HAVE_XLIB
  if (get_x_surface (window) != NULL)
    return get_active_window (gtk_widget_get_display (GTK_WIDGET (window))) == None;
#endif
  return FALSE;
}

/**
 * hx_wrapup_front_show:
 * @window: a realized window
 * @with_keyboard: whether it comes with the keyboard
 *
 * Shows it at once.
 */
void
hx_wrapup_front_show (GtkWindow *window, gboolean with_keyboard)
{
#ifdef HX_HAVE_XLIB
  GdkSurface *surface = get_x_surface (window);

  if (surface != NULL)
    {
      /* A window with the user time 0 asks not to be given the keyboard when it appears; with the time of now it may
         have it although no click of the person led to it. */
      guint32 time = with_keyboard ? gdk_x11_get_server_time (surface) : 0;

      gdk_x11_surface_set_user_time (surface, time);
      if (with_keyboard)
        gtk_window_present_with_time (window, time);
      else
        gtk_widget_set_visible (GTK_WIDGET (window), TRUE);
      return;
    }
#endif
  if (with_keyboard)
    gtk_window_present (window);
  else
    gtk_widget_set_visible (GTK_WIDGET (window), TRUE);
}

/**
 * hx_wrapup_front_can_stay_above:
 * @window: a realized window
 *
 * Returns: whether this desktop lets a window stay above others
 */
gboolean
hx_wrapup_front_can_stay_above (GtkWindow *window)
{
#ifdef HX_HAVE_XLIB
  return get_x_surface (window) != NULL;
#else
  return FALSE;
#endif
}

/**
 * hx_wrapup_front_stay_above:
 * @window: a window on the screen
 * @above: whether it stays above others
 *
 * Does nothing where the desktop does not offer it.
 */
void
hx_wrapup_front_stay_above (GtkWindow *window, gboolean above)
{
#ifdef HX_HAVE_XLIB
  GdkSurface *surface = get_x_surface (window);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  XEvent event = { 0 };

  if (surface == NULL || !gtk_widget_get_mapped (GTK_WIDGET (window)))
    return;
  event.xclient.type = ClientMessage;
  event.xclient.window = gdk_x11_surface_get_xid (surface);
  event.xclient.message_type = get_atom (display, "_NET_WM_STATE");
  event.xclient.format = 32;
  event.xclient.data.l[0] = above ? 1 : 0; /* add or remove */
  event.xclient.data.l[1] = (long) get_atom (display, "_NET_WM_STATE_ABOVE");
  event.xclient.data.l[3] = 1; /* from an application */
  XSendEvent (gdk_x11_display_get_xdisplay (display), gdk_x11_display_get_xrootwindow (display), False,
              SubstructureRedirectMask | SubstructureNotifyMask, &event);
#endif
}
