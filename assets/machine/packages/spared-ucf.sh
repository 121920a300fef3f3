#!/bin/sh
# Packages put their configuration files in place by ucf(1), which starts debconf for each: Dovecot has twenty, and that
# took a third of the whole installation. A file that is not there and was never there has nothing to be compared with
# and nobody to be asked: what ucf does then is done here. All else is ucf's own.
set -eu
new='' old='' more=''
for word; do
  case $word in
    --three-way | --debconf-ok) ;;
    -*) more=$word ;;
    *) if [ -z "$new" ]; then new=$word; elif [ -z "$old" ]; then old=$word; else more=$word; fi ;;
  esac
done
state=${UCF_STATE_DIR:-/var/lib/ucf}
if [ -n "$more" ] || [ -z "$old" ] || [ ! -f "$new" ] || [ -L "$new" ] || [ -e "$old" ] || [ -L "$old" ] ||
  [ ! -f "$state/hashfile" ] || grep -qF " $old" "$state/hashfile" || dpkg-divert --list "$old" | grep -q .; then
  exec /usr/bin/ucf "$@"
fi
cp -p "$new" "$old"
sum=$(md5sum <"$new")
echo "${sum%% *}  $old" >>"$state/hashfile"
mkdir -p "$state/cache"
cp -p "$new" "$state/cache/$(echo "$old" | tr / :)"
