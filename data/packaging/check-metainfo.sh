#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check-metainfo.sh APPSTREAMCLI FILE: every error and warning counts, but one: there is no public home page to link to yet.
# (AppStream 1.0 has --override for this, 0.16 does not know it.)
set -u
said=$("$1" validate --no-net --explain "$2" 2>&1)
printf '%s\n' "$said"
case $said in *'Validation '*) ;; *) exit 1 ;; esac
! printf '%s\n' "$said" | grep '^[EW]:' | grep -qv 'url-homepage-missing'
