#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# locales.sh LANG…: prints the LOCPATH under which these locales exist; prints nothing when the system has them all.
# Missing ones are compiled once into the user's cache (Debian's package `locales` brings the sources), not into /usr.
set -euo pipefail

cache=${HX_LOCALES_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/huixiang-tests/locales}
known=$(locale -a 2>/dev/null | tr '[:upper:]' '[:lower:]' | sed 's/utf-8/utf8/')

on_system () {
  local lang
  for lang in "$@"; do
    grep -qx "$(tr '[:upper:]' '[:lower:]' <<<"$lang" | sed 's/utf-8/utf8/')" <<<"$known" || return 1
  done
}

# LOCPATH hides the system's own locales, so the cache holds all that the tests speak.
compile () {
  local lang=$1
  [ ! -f "$cache/$lang/LC_TIME" ] || return 0
  mkdir -p "$cache"
  (
    flock 9
    [ ! -f "$cache/$lang/LC_TIME" ] || exit 0
    rm -rf "$cache/$lang.new"
    localedef --no-archive -i "${lang%%.*}" -f UTF-8 "$cache/$lang.new" >&2 || [ -f "$cache/$lang.new/LC_TIME" ]
    mv "$cache/$lang.new" "$cache/$lang"
  ) 9>"$cache/.lock"
}

on_system "$@" && exit 0
for lang in zh_CN.UTF-8 zh_TW.UTF-8 en_US.UTF-8 "$@"; do
  case $lang in C.*|C|POSIX) continue ;; esac
  compile "$lang"
done
echo "$cache"
