# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev run: the program from the build folder, on this desktop or in a browser.  Sourced by ./dev.

no_display_help () {
  cat >&2 <<'TEXT'
There is no display here (neither WAYLAND_DISPLAY nor DISPLAY is set), so no window can open.
To see the program anyway:

  ./dev run --browser     shows it in a web browser on this computer. Chinese cannot be typed there.
                          From another computer first make a tunnel to the port that it prints:
                          ssh -L PORT:127.0.0.1:PORT this-computer
  ssh -X this-computer    then ./dev run: the window opens on your own desktop
  ./dev shots             pictures of every screen, as files
TEXT
}

# Without dconf the settings would be forgotten at every end: keep them in a plain file then.
keep_settings () {
  [ -z "${GSETTINGS_BACKEND:-}" ] || return 0
  compgen -G '/usr/lib/*/gio/modules/libdconfsettings.so' >/dev/null && [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] ||
    export GSETTINGS_BACKEND=keyfile
}

free_port () {
  local port
  for port in $(seq 8085 8185); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  fail 'no free port between 8085 and 8185'
}

run_in_browser () {
  local port display broadway runtime= bus=() status=0
  install_missing browser
  port=$(free_port)
  display=:$port
  if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    runtime=$(mktemp -d /tmp/hx-run.XXXXXX)
    export XDG_RUNTIME_DIR=$runtime
  fi
  gtk4-broadwayd --address 127.0.0.1 --port "$port" "$display" >"$build/broadway.log" 2>&1 &
  broadway=$!
  # shellcheck disable=SC2064
  trap "kill $broadway 2>/dev/null || true; ${runtime:+rm -rf '$runtime'}" EXIT
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$broadway" 2>/dev/null || fail 'the browser display did not start'
    read -r -t 0.05 <> <(:) || true
  done
  say "Open http://127.0.0.1:$port/ in a web browser.  Ctrl+C ends it."
  [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || bus=(dbus-run-session --)
  env -u GSK_RENDERER GDK_BACKEND=broadway BROADWAY_DISPLAY="$display" \
    "${bus[@]}" "$build/src/client/huixiang" "$@" || status=$?
  return "$status"
}

cmd_run () {
  local browser=
  if [ "${1:-}" = --browser ]; then
    browser=1
    shift
  fi
  if [ -z "$browser" ] && [ -z "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
    no_display_help
    exit 1
  fi
  build_plain
  use_build "$build"
  keep_settings
  if [ -n "$browser" ]; then
    run_in_browser "$@"
  else
    say 'Starting Huixiang'
    exec "$build/src/client/huixiang" "$@"
  fi
}
