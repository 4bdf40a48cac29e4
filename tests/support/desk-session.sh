#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a desktop of its own: private X server, D-Bus session, XDG folders and window manager.
#   desk-session.sh COMMAND [ARGUMENT…]
# Settings by environment: HX_DESK_SIZE=1280x900  HX_DESK_DPI=96  HX_DESK_WM=mutter|openbox|none  HX_DESK_LANG=zh_CN.UTF-8
#   HX_DESK_ANIMATIONS=0|1  HX_DESK_KEEP=1 (leave the folder behind, with the logs)
# The command sees HX_DESK_DIR (logs and scratch; removed at the end).  Any number of sessions may run at once.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

[ $# -gt 0 ] || { sed -n '3,7s/^# //p' "$0" >&2; exit 64; }

# The path stays short: a Unix socket's name must fit in 108 bytes.
desk=$(mktemp -d /tmp/hx-desk.XXXXXX)
xvfb_pid=
session_pid=

# Whatever was started inside carries HX_DESK_DIR=$desk in its environment, which nothing else does.
stragglers () {
  grep -lza "^HX_DESK_DIR=$desk\$" /proc/[0-9]*/environ 2>/dev/null | sed 's|/proc/\([0-9]*\)/.*|\1|'
}

end_stragglers () {
  local pids round
  for round in TERM TERM KILL; do
    pids=$(stragglers)
    [ -n "$pids" ] || return 0
    kill -s "$round" $pids 2>/dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      [ -n "$(stragglers)" ] || return 0
      read -r -t 0.05 <> <(:) || true
    done
  done
}

cleanup () {
  trap - EXIT HUP INT TERM
  end_stragglers
  [ -z "$session_pid" ] || wait "$session_pid" 2>/dev/null
  if [ -n "$xvfb_pid" ]; then
    kill "$xvfb_pid" 2>/dev/null
    wait "$xvfb_pid" 2>/dev/null
  fi
  [ "${HX_DESK_KEEP:-0}" = 1 ] || rm -rf "$desk"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

make_home () {
  mkdir -p -m 700 "$desk"/run "$desk"/home/{.config/gtk-4.0,.local/share,.local/state,.cache}
  cat >"$desk/home/.config/gtk-4.0/settings.ini" <<INI
[Settings]
gtk-enable-animations=${HX_DESK_ANIMATIONS:-0}
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
INI
  # One cache of fonts for all sessions: building it takes seconds.
  local fonts=${XDG_CACHE_HOME:-$HOME/.cache}/fontconfig
  mkdir -p "$fonts" 2>/dev/null && ln -s "$fonts" "$desk/home/.cache/fontconfig"
}

# A number that no other session has: an X server that ends takes the socket of its number with it, even when a new one
# has just chosen the same lowest free number.
start_x_server () {
  local size=${HX_DESK_SIZE:-1280x900} number=$((100 + $$ % 32000))
  exec {numbers}<> <(:)
  # The X server ends with this script even if the script is killed outright. -noreset: it would start anew whenever its
  # last client leaves, such as the xprop that looks for a window manager, and turn away who connects just then.
  setpriv --pdeathsig TERM \
    Xvfb ":$number" -displayfd "$numbers" -screen 0 "${size}x24" -dpi "${HX_DESK_DPI:-96}" -nolisten tcp -noreset +extension GLX \
    >"$desk/xvfb.log" 2>&1 &
  xvfb_pid=$!
  if ! read -r -t 30 -u "$numbers" number; then
    echo "desk-session: the X server did not start:" >&2
    cat "$desk/xvfb.log" >&2
    exit 70
  fi
  display=:$number
}

# Chinese dates need the real locale; where the system has none, one is compiled once for the user.
find_locales () {
  local lang=$1
  [ -z "${LOCPATH:-}" ] || return 0
  LOCPATH=$("$here/locales.sh" "$lang") || exit 70
  [ -z "$LOCPATH" ] || export LOCPATH
}

run_session () {
  local lang=${HX_DESK_LANG:-zh_CN.UTF-8}
  find_locales "$lang"
  env -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS -u AT_SPI_BUS_ADDRESS -u GTK_THEME -u LANGUAGE -u LC_ALL \
    HX_DESK_DIR="$desk" HX_DESK_WM="${HX_DESK_WM:-mutter}" DISPLAY="$display" LANG="$lang" \
    HOME="$desk/home" XDG_RUNTIME_DIR="$desk/run" XDG_CONFIG_HOME="$desk/home/.config" \
    XDG_DATA_HOME="$desk/home/.local/share" XDG_STATE_HOME="$desk/home/.local/state" \
    XDG_CACHE_HOME="$desk/home/.cache" XDG_CURRENT_DESKTOP=GNOME XDG_SESSION_TYPE=x11 \
    GDK_BACKEND=x11 GSK_RENDERER="${GSK_RENDERER:-cairo}" LIBGL_ALWAYS_SOFTWARE=1 \
    GTK_USE_PORTAL=0 ADW_DISABLE_PORTAL=1 NO_AT_BRIDGE=0 GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-keyfile}" \
    PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}" \
    dbus-run-session -- bash "$here/desk-inside.sh" "$@" <&0 3>&1 4>&2 >"$desk/bus.log" 2>&1 &
  session_pid=$!
  wait "$session_pid"
  status=$?
  session_pid=
}

make_home
start_x_server
run_session "$@"
exit "$status"
