#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The inner half of desk-session.sh, run on the new D-Bus session: window manager first, then the command.
set -uo pipefail
exec >&3 2>&4 3>&- 4>&-     # the bus and what it starts keep their chatter in bus.log

wait_for_window_manager () {
  local _
  for _ in $(seq 300); do
    kill -0 "$wm" 2>/dev/null || return 1
    xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id' && return 0
    read -r -t 0.05 <> <(:) || true
  done
  return 1
}

wm=
case $HX_DESK_WM in
  mutter) command=(mutter --x11 --sm-disable) ;;
  openbox) command=(openbox --sm-disable) ;;
  *) command=() ;;
esac
if [ ${#command[@]} -gt 0 ]; then
  # A sanitizer preloaded for the program under test does not belong into the window manager.
  env -u LD_PRELOAD "${command[@]}" >"$HX_DESK_DIR/wm.log" 2>&1 &
  wm=$!
  if ! wait_for_window_manager; then
    echo "desk-session: the window manager did not start:" >&2
    cat "$HX_DESK_DIR/wm.log" "$HX_DESK_DIR/xvfb.log" >&2
    exit 70
  fi
fi
"$@"
status=$?
[ -z "$wm" ] || kill "$wm" 2>/dev/null
exit "$status"
