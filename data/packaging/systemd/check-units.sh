#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check-units.sh SYSTEMD-ANALYZE FOLDER: the units are well formed, and what they expose is little (0 nothing, 10 all).
set -eu
analyze=$1
folder=$2
command -v "$analyze" >/dev/null || { echo 'systemd-analyze is not there'; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The program need not be installed to look at its units.
sed 's,=[^ ]*/huixiangd,=/bin/true,' "$folder/huixiangd.service" >"$scratch/huixiangd.service"
cp "$folder/huixiangd.socket" "$scratch/"
said=$("$analyze" verify --man=no "$scratch/huixiangd.service" "$scratch/huixiangd.socket" 2>&1 | grep huixiangd || :)
echo "$said"
[ -z "$said" ] || exit 1
# Out of 100: what stays is that it speaks to a network and to a database's socket.
"$analyze" security --offline=yes --threshold=20 --no-pager "$scratch/huixiangd.service"
