#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check-manifest.sh FLATPAK-BUILDER MANIFEST: flatpak-builder takes a manifest with unknown keys, and only grumbles; we do not.
set -u
manifest=$(realpath "$2")
folder=$(mktemp -d)     # it leaves a .flatpak-builder wherever it runs
said=$(cd "$folder" && "$1" --show-manifest "$manifest" 2>&1 >/dev/null)
status=$?
rm -rf "$folder"
[ -z "$said" ] || printf '%s\n' "$said"
[ "$status" -eq 0 ] || exit "$status"
case $said in *'Unknown property'*) exit 1 ;; esac
exit 0
