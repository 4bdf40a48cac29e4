# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev test: every suite twice, plain and sanitized, and one honest line at the end.  Sourced by ./dev.

# Suites that never start our programs say the same under a sanitizer: once is enough. So do those marked "plain".
plain_only='lint packaging drivers data plain'

use_sanitizers () {
  local asan=halt_on_error=1:detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
  # Debian's libraries have no frame pointers: the quick way of reading the stack ends inside GLib, so that a leak of ours
  # and one of theirs look alike.  Ten frames are enough to tell, and keep the slow way bearable.
  asan+=:fast_unwind_on_malloc=0:malloc_context_size=10
  export ASAN_OPTIONS=$asan${ASAN_OPTIONS:+:$ASAN_OPTIONS}
  export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  export LSAN_OPTIONS=suppressions=$root/tests/support/lsan.supp:print_suppressions=0
  export G_SLICE=always-malloc          # GLib's own slices would hide a use after free
  export HX_TEST_TIMEOUT=${HX_TEST_TIMEOUT:-90} HX_TEST_CONTACTS=${HX_TEST_CONTACTS:-1000} \
    HX_TEST_STRIDE=${HX_TEST_STRIDE:-4}
}

# run_suites FOLDER LABEL OPTION…: runs meson's tests there.  What they said is read from the log afterwards.
run_suites () {
  local folder=$1 label=$2
  shift 2
  say "Testing $folder ($label)"
  meson test -C "$folder" --no-rebuild "$@"
}

test_plain () {
  build_plain test
  (use_build "$build"; run_suites "$build" plain "$@")
}

test_sanitized () {
  local suite options=()
  install_missing build run sample test
  use_sanitizers      # the build itself runs programs of ours
  configure "$sanitized" -Db_sanitize=address,undefined
  compile "$sanitized"
  for suite in $plain_only; do options+=(--no-suite "$suite"); done
  (use_build "$sanitized"; run_suites "$sanitized" sanitized -t 4 "${options[@]}" "$@")
}

# Not part of every run: what a thread does to another one shows in the server alone, and takes ten times as long.
test_threads () {
  install_missing build run test
  export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=0:suppressions=$root/tests/support/tsan.supp${TSAN_OPTIONS:+:$TSAN_OPTIONS}
  export HX_TEST_TIMEOUT=${HX_TEST_TIMEOUT:-90} HX_TEST_CONNECTIONS=${HX_TEST_CONNECTIONS:-5000}
  export G_SLICE=always-malloc          # GLib's own slices go from thread to thread unseen
  configure "$threaded" -Db_sanitize=thread -Dclient=false -Dsample=false
  compile "$threaded"
  [ $# -gt 0 ] || set -- --suite server
  (use_build "$threaded"; run_suites "$threaded" threads -t 6 --no-suite plain "$@")
}

# Not part of every run either: one short life of the server, on each engine, with every byte that it touches looked at.
test_valgrind () {
  install_missing build run test valgrind
  build_plain test
  local glib=/usr/share/glib-2.0/valgrind/glib.supp options
  options='-q --error-exitcode=9 --num-callers=30 --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect'
  [ ! -f "$glib" ] || options+=" --suppressions=$glib"
  export HX_TEST_WRAPPER="valgrind $options" HX_TEST_TIMEOUT=${HX_TEST_TIMEOUT:-180}
  export G_SLICE=always-malloc          # GLib's own slices would hide what is lost
  [ $# -eq 0 ] || fail '--valgrind has tests of its own'
  (use_build "$build"; run_suites "$build" valgrind -t 6 --logbase valgrind server-life server-life-pgsql)
}

cmd_test () {
  local runs='plain sanitized' run suites=() logs=() status=0
  while [ $# -gt 0 ]; do
    case $1 in
      --plain) runs=plain ;;
      --sanitize) runs=sanitized ;;
      --threads) runs=threads ;;
      --valgrind) runs=valgrind ;;
      -*) fail "test knows --plain, --sanitize, --threads and --valgrind, not $1" ;;
      *) suites+=(--suite "$1") ;;
    esac
    shift
  done
  [ ${#suites[@]} -gt 0 ] || logs+=(--each)
  rm -f "$build/meson-logs/testlog.json" "$sanitized/meson-logs/testlog.json" "$threaded/meson-logs/testlog.json" \
    "$build/meson-logs/valgrind.json"     # a build that fails counts nothing old
  for run in $runs; do
    # Its own shell: what one run sets must not reach the other, and -e must hold inside (it would not in an "if").
    set +e
    (set -e; "test_$run" "${suites[@]}")
    status=$((status | $?))
    set -e
    case $run in
      plain) logs+=("plain=$build/meson-logs/testlog.json") ;;
      sanitized) logs+=("sanitized=$sanitized/meson-logs/testlog.json") ;;
      threads) logs=("threads=$threaded/meson-logs/testlog.json") ;;
      valgrind) logs=("valgrind=$build/meson-logs/valgrind.json") ;;
    esac
  done
  /usr/bin/python3 tools/tally.py --may-skip tests/support/may-skip "${logs[@]}" || status=1
  [ "$status" -eq 0 ] || exit 1
}
