#!/usr/bin/env bash
# Installs the package in a Debian 12 of its own, with nothing in it but what the package asks for, and uses it there.
# Usage: clean_root.sh PACKAGE.deb FOLDER. Needs root and the package sources of this machine; both are said where they are missing.
set -euo pipefail
package=$(readlink -f "$1") folder=$2
[ "$(id -u)" = 0 ] || { echo "clean_root.sh: needs root, for chroot" >&2; exit 1; }
rm -rf "$folder"
mkdir -p "$folder"
root=$(readlink -f "$folder")/root
sources=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -v '^ *#' | grep . || true)
if [ -n "$sources" ]; then
    source_list=$folder/sources.list
    echo "$sources" >"$source_list"
else
    source_list=$(ls /etc/apt/sources.list.d/*.sources | head -n 1)
fi
clear_away() {
    mountpoint -q "$root/proc" && umount "$root/proc"
    rm -rf "$root"
}
trap clear_away EXIT
mmdebstrap --variant=minbase --quiet --customize-hook="copy-in '$package' /srv" \
    --customize-hook='chroot "$1" sh -c "apt-get install -y -qq --no-install-recommends /srv/*.deb >/srv/log 2>&1 || { tail -20 /srv/log; exit 1; }"' \
    bookworm "$root" "$source_list"
mount -t proc proc "$root/proc" # as on any running system
inside() { chroot "$root" env -i PATH=/usr/bin:/bin HOME=/srv LANG=C.UTF-8 "$@"; }

version=$(inside flowspace --version)
echo "$version" | grep -q '^flowspace [0-9]' || { echo "--version: $version" >&2; exit 1; }
inside flowspace sum --by total --layer people --format csv >"$folder/sum.csv"
grep -q '^people,[0-9.]*,person_trips,modelled$' "$folder/sum.csv" || { cat "$folder/sum.csv" >&2; exit 1; }
printf 'origin,destination,time,value\n110000,310000,2020-01,5\n' >"$root/srv/flows.csv"
inside flowspace sum /srv/flows.csv --by pair >"$folder/pairs.csv"
grep -q '^flows,110000,310000,5,' "$folder/pairs.csv" # the worker is found and shut in
inside flowspace render -o /srv/map.png --size 640x360 --lang zh
inside flowspace render -o /srv/map.pdf --size 640x360
for file in map.png map.pdf; do [ -s "$root/srv/$file" ] || { echo "$file: empty" >&2; exit 1; }; done
inside flowspace analyse aggregation --group changsanjiao --from 2020-01 --to 2020-02 >"$folder/analysis.csv"
grep -q internal_share "$folder/analysis.csv"
for file in usr/share/man/man1/flowspace.1.gz usr/share/man/zh_CN/man1/flowspace.1.gz usr/share/applications/flowspace.desktop \
    usr/share/bash-completion/completions/flowspace usr/share/mime/packages/flowspace.xml; do
    [ -e "$root/$file" ] || { echo "$file: not installed" >&2; exit 1; }
done
inside apt-get remove -y -qq flowspace >/dev/null 2>&1
[ ! -e "$root/usr/bin/flowspace" ] && [ ! -d "$root/usr/lib/flowspace" ] || { echo "something stays after removal" >&2; exit 1; }
echo "package: installed, used and removed in a clean root"
