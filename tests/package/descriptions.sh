#!/usr/bin/env bash
# The man pages and completions that are made of --help: every command and option is in them, and the shells read them.
# Usage: descriptions.sh PROGRAM FOLDER
set -euo pipefail
program=$1 folder=$2
cd "$(dirname "$0")/../.."
rm -rf "$folder"
mkdir -p "$folder"
python3 packaging/describe_commands.py "$program" "$folder"
fail() { echo "descriptions.sh: $*" >&2; exit 1; }
for page in man1 zh_CN/man1; do
    for command in view render film sum analyse check import bench; do
        grep -q "^\.SS flowspace $command$" "$folder/$page/flowspace.1" || fail "$page: no $command"
    done
    grep -q 'fps' "$folder/$page/flowspace.1" || fail "$page: no --fps"
done
grep -q '城市' "$folder/zh_CN/man1/flowspace.1" || fail "the Chinese page is not in Chinese"
holds() { grep "$@" >/dev/null; } # reads to the end: an early end would fail what it reads from
answers() { # what bash proposes after these words
    bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _flowspace; printf "%s\n" "${COMPREPLY[@]}"' _ "$folder/flowspace.bash" "$@"
}
answers flowspace '' | holds -x film || fail "no film among the commands"
answers flowspace sum --by p | sort | tr '\n' ' ' | holds -x "pair place province " || fail "--by p: $(answers flowspace sum --by p)"
answers flowspace film --f | holds -x -- --fps || fail "film --f: $(answers flowspace film --f)"
grep -q '^complete -c flowspace .* -l fps ' "$folder/flowspace.fish" || fail "fish: no --fps"
grep -q "'--fps\[" "$folder/_flowspace" || fail "zsh: no --fps"
desktop-file-validate packaging/flowspace.desktop
python3 -c 'import sys, xml.dom.minidom; [xml.dom.minidom.parse(f) for f in sys.argv[1:]]' packaging/flowspace-mime.xml packaging/flowspace.svg
echo "descriptions: whole"
