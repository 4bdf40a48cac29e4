# SPDX-License-Identifier: GPL-3.0-or-later
# What Huixiang needs from Debian 12 and 13, by purpose.  Sourced by ./dev.
# One line each: the package, why, and (optional, after "|") a command that serves as well from elsewhere.

packages_build='
gcc                             the compiler | cc
ccache                          a second build takes seconds
meson                           describes the build
ninja-build                     runs the build
pkg-config                      finds the libraries
gettext                         the three languages
git                             lists the files of the source tree | git
libglib2.0-dev                  the base of everything
libgtk-4-dev                    the windows
libadwaita-1-dev                the look of GNOME
libsoup-3.0-dev                 the client speaks HTTP
libmicrohttpd-dev               the server speaks HTTP
libsqlite3-dev                  the embedded store
libpq-dev                       the store on PostgreSQL
libicu-dev                      words and characters of Chinese and English
libgstreamer1.0-dev             plays and decodes recordings
libgstreamer-plugins-base1.0-dev  levels and formats of recordings
libsodium-dev                   tokens and encryption
libsecret-1-dev                 the keyring
libnotify-dev                   desktop notifications
libglib2.0-dev-bin              packs the resources into the program
libxml2-utils                   checks and packs the window descriptions
desktop-file-utils              checks the menu entry
appstream                       checks the entry of the software catalogue
gstreamer1.0-tools              looks into the audio plug-ins
'

packages_run='
gstreamer1.0-plugins-base       sound: WAV, Ogg, Opus
gstreamer1.0-plugins-good       sound: A-law, MP3, speed
gstreamer1.0-plugins-bad        sound: further formats of telephone exchanges
gstreamer1.0-pulseaudio         sound: the way to the loudspeaker
adwaita-icon-theme              the icons
librsvg2-common                 draws the icons
fonts-noto-cjk                  Chinese characters
fonts-cantarell                 the typeface of GNOME
dconf-gsettings-backend         remembers the settings
'

packages_sample='
espeak-ng                       speaks the sample calls
sox                             lays two voices into one call
libsox-fmt-all                  writes the formats of telephone exchanges
opus-tools                      packs one sample call as Opus, the same bytes each time
'

packages_test='
xvfb                            a screen that nobody needs to look at
mutter                          a window manager for it
openbox                         one that draws nothing, for measuring
x11-utils                       asks about windows
x11-apps                        pictures of windows
x11-xserver-utils               scale and colours of the screen
xdotool                         presses keys, moves the pointer
xclip                           the clipboard
at-spi2-core                    accessibility: how the tests see the window
gir1.2-atspi-2.0                the same, for Python
gir1.2-gtk-4.0                  the window that proves the test drivers
gir1.2-adw-1                    the same
gir1.2-notify-0.7               the same
python3                         the language of the window tests | python3
python3-gi                      GNOME for Python
python3-dbusmock                a notification service that remembers
dbus-daemon                     a message bus for each test
imagemagick                     takes and compares pictures
pulseaudio                      a sound server that can be recorded
pulseaudio-utils                records it
ibus                            the input method
ibus-libpinyin                  the input method
ibus-gtk4                       the input method
locales                         Chinese dates
flatpak-builder                 checks the Flatpak manifest
nodejs                          runs the linter of the API description | node
npm                             brings that linter | npm
ca-certificates                 brings it safely
postgresql                      the database that the store is tested on
nginx                           stands before the server of a team, with TLS | nginx
openssl                         makes its certificate | openssl
curl                            speaks to the server from outside
jq                              reads its answers
wrk                             asks it as often as it can, for measuring
'

packages_browser='
libgtk-4-bin                    shows the window in a browser
dbus-daemon                     a message bus where there is no desktop
'

packages_valgrind='
valgrind                        looks at every byte that the server touches | valgrind
libc6-dbg                       names what is inside the C library
'

packages_fuzz='
clang                           the compiler that searches | clang
libclang-rt-dev                 its search engine and sanitizers
'

packages_format='
clang-format                    lays out the C source | clang-format
'

# Prints the packages of the purposes given that are neither installed nor served by a command from elsewhere.
missing_packages () {
  local purpose table name rest installed
  local -A have=()
  # shellcheck disable=SC2046
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
  while read -r name; do have[$name]=1; done <<<"$installed"
  for purpose; do
    table=packages_$purpose
    while read -r name rest; do
      [ -n "$name" ] && [ -z "${have[$name]:-}" ] || continue
      case $rest in *' | '*) ! command -v "${rest##*' | '}" >/dev/null || continue ;; esac
      printf '%s\t%s\n' "$name" "${rest%%' | '*}"
      have[$name]=1
    done <<<"${!table}"
  done
}

# The command prefix that makes one root, or a plain word why not.
as_root () {
  if [ "$(id -u)" -eq 0 ]; then
    echo env
  elif command -v sudo >/dev/null; then
    echo 'sudo env'
  else
    return 1
  fi
}

# Brings what is missing for the purposes given, and says what and why.  Nothing missing: no word, no root.
install_missing () {
  local missing names root
  if ! command -v dpkg-query >/dev/null; then
    say "This is not Debian: install by hand what tools/dev-packages.sh lists for: $*."
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  names=$(cut -f1 <<<"$missing" | tr '\n' ' ')
  say "Missing Debian packages: $(wc -l <<<"$missing")"
  while IFS=$'\t' read -r name why; do printf '  %-34s %s\n' "$name" "$why"; done <<<"$missing"
  if ! root=$(as_root); then
    fail "neither root nor sudo here. Ask an administrator for: apt-get install $names"
  fi
  say 'Installing them with apt.'
  # shellcheck disable=SC2086
  {
    $root DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 update
    $root DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=600 \
      -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold install $names     # never asks about a changed file
  } </dev/null || fail "apt could not install them; its own words stand above."
  [ -z "$(missing_packages "$@")" ] || fail "still missing after the installation: $(missing_packages "$@" | cut -f1 | tr '\n' ' ')"
}
