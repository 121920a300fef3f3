#!/usr/bin/env bash
# `cdk diff --fail` is green, and `cdk deploy --all` sees nothing, when every stack is inside a Stage.
#
# Expected: `cdk diff --fail` without a stack's name looks at every stack of the app and exits 1 when one
#   differs from what is deployed; here nothing is deployed, so everything differs. `cdk list` names the stack.
# Happens: both commands look at the top-level assembly alone. `diff --fail` prints "Number of stacks with
#   differences: 0" and exits 0 without asking AWS for anything: a gate in a pipeline that can never close.
#   `deploy --all` says that there is no stack. A pattern with a slash ('prod/*') is needed for both.
# Versions: aws-cdk 2.1148.0, aws-cdk-lib 2.276.0, constructs 10.8.1, Node 20.20, 22.23.
# Date: 2026-11-27. Source: this script; `cdk diff --help` promises exit code 1 on any difference.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk@2.1148.0 aws-cdk-lib@2.276.0 constructs@10.8.1
cat >app.js <<'JS'
const { App, CfnOutput, Stack, Stage } = require('aws-cdk-lib');
const app = new App();
const stage = new Stage(app, 'prod', { env: { account: '123456789012', region: 'eu-west-1' } });
new CfnOutput(new Stack(stage, 'Web'), 'Name', { value: 'new' });
JS
# No account can answer: whoever asks one fails.
export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_EC2_METADATA_DISABLED=true
export AWS_ENDPOINT_URL=http://127.0.0.1:9 CDK_DISABLE_CLI_TELEMETRY=1 NODE_NO_WARNINGS=1

cdk() { npx --no-install cdk --app 'node app.js' "$@" 2>&1; }
say() { printf '\n$ cdk %s\n' "$*"; }

echo "aws-cdk $(npx --no-install cdk --version 2>/dev/null)"
say list
list=$(cdk list) && echo "$list"
say 'diff --fail'
code=0 && diff=$(cdk diff --fail) || code=$?
printf '%s\nexit code %s\n' "$(grep differences <<<"$diff")" "$code"
say 'deploy --all'
deployed=0 && deploy=$(cdk deploy --all) || deployed=$?
printf '%s\nexit code %s\n' "$(grep -i 'no stack' <<<"$deploy")" "$deployed"

if ! { grep -q 'prod/Web' <<<"$list" && grep -q 'differences: 0' <<<"$diff" && [ "$code" = 0 ] &&
  grep -qi 'no stack found' <<<"$deploy" && [ "$deployed" = 1 ]; }; then
  echo "This has changed."
  exit 1
fi
