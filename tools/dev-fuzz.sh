# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev fuzz: each parser of what comes from outside, searched by clang's libFuzzer.  Sourced by ./dev.

cmd_fuzz () {
  local seconds=600 target targets=() programs=() status=0 found=$root/$fuzzing/found
  if [[ ${1:-} =~ ^[0-9]+$ ]]; then seconds=$1; shift; fi
  install_missing build fuzz
  if [ ! -f "$fuzzing/build.ninja" ]; then
    CC=clang configure "$fuzzing" -Dfuzzer=true -Db_sanitize=address,undefined -Db_lundef=false -Dsample=false
  fi
  # The searchers and what is in them, the client's stream parser too; not the windows.
  mapfile -t programs < <(ninja -C "$fuzzing" -t targets all | sed -n 's,^\(tests/fuzz/fuzz-[a-z]*\):.*,\1,p')
  compile "$fuzzing" "${programs[@]}"
  targets=("$@")
  if [ ${#targets[@]} -eq 0 ]; then
    for target in "$fuzzing"/tests/fuzz/fuzz-*; do
      if [ -x "$target" ] && [ -f "$target" ]; then targets+=("${target##*/fuzz-}"); fi
    done
  fi
  use_build "$fuzzing"
  mkdir -p "$found"
  for target in "${targets[@]}"; do
    say "Searching $target for $seconds seconds"
    mkdir -p "$fuzzing/corpus/$target"
    # GLib keeps some memory to the end, so leaks are looked for by the tests instead.
    ASAN_OPTIONS=detect_leaks=0 nice "$fuzzing/tests/fuzz/fuzz-$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
      -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found/$target-" \
      "$fuzzing/corpus/$target" "tests/fuzz/corpus/$target" || status=1
  done
  [ "$status" -eq 0 ] || fail "something was found: see $found"
  say 'Nothing was found'
}
