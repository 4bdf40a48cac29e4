#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check-team.sh FOLDER: follows "For a team" in README.md, its own lines, in a Debian 12 of its own with a real systemd,
# and looks whether what README and docs/security.md promise of the service holds. As root; some five minutes.
# FOLDER is made, and is not removed; what is in it already (a bare Debian 12) is used.
set -euo pipefail
tree=$(cd "$(dirname "$0")/.." && pwd)
root=${1:?"Where may a Debian be made?"}
name=team.example
password=a-long-enough-pass-phrase-of-nobody
leader=''

fail () { echo "check-team: $*" >&2; exit 1; }
say () { printf '\n== %s\n' "$*"; }

[ "$(id -u)" -eq 0 ] || fail 'only root can boot another system'
for tool in debootstrap systemd-nspawn openssl; do
  command -v $tool >/dev/null || fail "$tool is missing: apt-get install debootstrap systemd-container openssl"
done
# Where no systemd runs, nobody can register what is booted.
unregistered=()
[ -d /run/systemd/system ] || unregistered=(--register=no --keep-unit)

# A shell line in the booted system, as somebody who may use sudo.
inside () { nsenter -t "$leader" -a --wd=/ su - chen -c "$1"; }

# The lines between ```KIND and ``` in the section; NUMBER counts from 1.
block () {
  sed -n '/^## For a team/,/^## How it is built/p' "$tree/README.md" |
    awk -v kind="^\`\`\`$1\$" -v number="$2" '$0 ~ kind { n++; on = n == number; next } /^```/ { on = 0 } on'
}

make_debian () {
  [ -e "$root/bin/sh" ] || debootstrap --include=sudo,locales,dbus bookworm "$root" http://deb.debian.org/debian >/dev/null
  # Not the C locale: a database that is made by the way has its order from here.
  sed -i 's/^# zh_CN.UTF-8/zh_CN.UTF-8/' "$root/etc/locale.gen"
  chroot "$root" locale-gen >/dev/null
  echo LANG=zh_CN.UTF-8 >"$root/etc/default/locale"
  echo huixiang-team >"$root/etc/hostname"
  printf '127.0.0.1 localhost %s huixiang-team\n' "$name" >"$root/etc/hosts"
  chroot "$root" id chen >/dev/null 2>&1 || chroot "$root" useradd --create-home --home-dir /srv/chen --shell /bin/bash chen
  echo 'chen ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/chen"
  mkdir -p "$root/srv/chen/huixiang"
  git -C "$tree" ls-files -z | tar -c -C "$tree" --null -T - | tar -x -C "$root/srv/chen/huixiang"
  chroot "$root" chown -R chen: /srv/chen
}

# Somebody's own authority, which this computer trusts, and its certificate for our name.
make_certificate () {
  local place=$root/root/authority
  mkdir -p "$place"
  (
    cd "$place"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=An authority' -keyout ca.key -out ca.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout key.pem -out request.pem
    echo "subjectAltName=DNS:$name" >names
    openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem
  ) 2>/dev/null
  install -m 644 "$place/cert.pem" "$root/etc/ssl/certs/$name.pem"
  install -m 600 "$place/key.pem" "$root/etc/ssl/private/$name.key"
  install -m 644 "$place/ca.pem" "$root/usr/local/share/ca-certificates/an-authority.crt"
  chroot "$root" update-ca-certificates >/dev/null 2>&1
}

# Packages come over this computer's network; the booted system has one of its own, so that no port is taken.
follow_first_line () {
  local line
  line=$(block sh 1 | sed -n '/^sudo apt-get install/,/[^\\]$/p')
  systemd-nspawn -q -D "$root" -M huixiang-team "${unregistered[@]}" --console=pipe --resolv-conf=copy-host \
    bash -ec "apt-get -q update; export DEBIAN_FRONTEND=noninteractive; ${line/apt-get install/-E apt-get -q -y install}" >/dev/null
}

boot () {
  local machine waited
  systemd-nspawn -q -D "$root" -M huixiang-team "${unregistered[@]}" --private-network --console=pipe --boot \
    </dev/null >"$root/root/console" 2>&1 &
  machine=$!
  trap 'inside "sudo systemctl poweroff" >/dev/null 2>&1 || kill '$machine'; wait '$machine' || :' EXIT
  for waited in $(seq 100); do
    leader=$(pgrep -P $machine -x systemd || :)
    [ -n "$leader" ] && inside 'systemctl is-system-running --wait' >/dev/null 2>&1 && return
    sleep 0.2
  done
  fail "the system did not come up ($waited): $(tail -5 "$root/root/console")"
}

follow_the_others () {
  block ini 1 >"$root/srv/chen/ini"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\ncat /srv/chen/ini >"$1"\n' >"$root/usr/local/bin/editor-of-chen"
  chmod +x "$root/usr/local/bin/editor-of-chen"
  {
    echo 'cd huixiang; export EDITOR=editor-of-chen; set -ex'
    block sh 1 | sed '/^sudo apt-get install/,/[^\\]$/d'
  } >"$root/srv/chen/first"
  { echo 'cd huixiang; set -ex'; block sh 2 | sed "s/YOUR\.NAME/$name/"; } >"$root/srv/chen/second"
  inside 'bash first' </dev/null >"$root/root/first.log" 2>&1 || fail "$(tail -20 "$root/root/first.log")"
  inside 'bash second' <<<"$password"
}

# What must hold of the service, said in the shell of the booted system.
look () {
  cat >"$root/srv/chen/look" <<END
set -euo pipefail
ask () { curl -sS --fail --max-time 60 -o /dev/null "https://$name\$1"; }
pid () { sudo systemctl show -p MainPID --value huixiangd; }
begun=\$(pid)
sudo sh -c 'printf "[log]\nlevel=info\n" >>/etc/huixiang/huixiangd.conf'
sudo systemctl reload huixiangd
[ "\$(pid)" = "\$begun" ] || { echo 'a reload started it anew'; exit 1; }
for worker in \$(pgrep -x -f 'nginx: worker process'); do
  sudo grep -q '^Max open files *65536 ' "/proc/\$worker/limits" || { echo 'nginx may not open 65,536 files'; exit 1; }
done
sudo nginx -T 2>/dev/null | grep -q '^\s*worker_connections 32768;' || { echo 'nginx has too few connections'; exit 1; }
request=\$(curl -sS -D - -o /dev/null "https://$name/api/v1/health" | tr -d '\r' | sed -n 's/^x-request-id: //p')
sudo journalctl -u huixiangd "HX_REQUEST_ID=\$request" --no-pager -o cat | grep "health.get 200 .* \$request"
sudo systemctl stop huixiangd.service
ask /readyz                             # the first connection starts it
touch /tmp/goes-on; : >/tmp/refused
for client in 1 2 3 4; do
  while [ -e /tmp/goes-on ]; do ask /api/v1/health || echo refused >>/tmp/refused; done &
done
for turn in \$(seq 12); do sudo systemctl restart huixiangd; done
rm /tmp/goes-on; wait
[ ! -s /tmp/refused ] || { echo "\$(wc -l </tmp/refused) connections were refused"; exit 1; }
sudo kill -9 "\$(pid)"; ask /readyz
sudo systemctl stop postgresql; sudo systemctl restart huixiangd 2>/dev/null && { echo 'it started without a database'; exit 1; }
sudo systemctl start postgresql; ask /readyz
sudo systemd-analyze verify huixiangd.service huixiangd.socket
sudo systemd-analyze security --no-pager --threshold=15 huixiangd.service | tail -1
sudo -u huixiang huixiangd audit verify
END
  inside 'bash look' </dev/null
}

say 'A bare Debian 12'; make_debian
say 'Its packages'; follow_first_line; make_certificate
say 'The lines of README.md'; boot; follow_the_others
say 'What the service promises'; look
say 'It holds.'
