#!/usr/bin/env bash
# One expects: a Postfix command reads its configuration when it is started.
# What happens: where main.cf was written within the last two seconds, each command and each process that starts sleeps
# until it is older, lest it read a file that is half written; a texthash: table likewise. Nothing says so without two
# -v. A program that puts main.cf in place by rename(2) and reloads halts mail for up to two seconds, for nothing: with
# a time of modification three seconds back there is no pause.
# Versions: Postfix 3.7.11 of Debian 12 (seen), 3.10.13 of Debian 13 (seen on a machine). Seen on 2026-11-28.
# Source: dict_load_file_xt() in src/util/dict.c, "pausing to let file %s cool down".
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q postfix >/dev/null 2>&1
dpkg-deb -x postfix_*.deb .
LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name libpostfix-util.so)")
export LD_LIBRARY_PATH
mkdir config
touch config/master.cf

took() { # milliseconds
  local begin
  begin=$(date +%s%N)
  usr/sbin/postconf -c "$folder/config" -h mail_owner >/dev/null
  echo $((($(date +%s%N) - begin) / 1000000))
}

echo "postfix $(usr/sbin/postconf -c "$folder/config" -dh mail_version)"
echo 'compatibility_level = 3.6' >config/main.cf
fresh=$(took)
echo "main.cf written just now: postconf took $fresh ms"
echo 'compatibility_level = 3.6' >config/main.cf
touch -d '-3 seconds' config/main.cf
aged=$(took)
echo "main.cf written just now, dated three seconds back: $aged ms"
[ "$fresh" -gt 700 ] || { echo 'It no longer waits for a fresh main.cf.' >&2; exit 1; }
[ "$aged" -lt 500 ] || { echo 'The date no longer spares the pause.' >&2; exit 1; }
