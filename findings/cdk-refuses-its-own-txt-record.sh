#!/usr/bin/env bash
# aws-cdk-lib's template validation refuses what aws-cdk-lib's own TxtRecord writes.
#
# Expected: `new TxtRecord(..., { values: ['verify="abc"'] })` is valid: Route 53 wants a quote inside a string
#   as \" (or \042), TxtRecord escapes it so, and the template passes CDK's own rules.
# Happens: rule E3023 takes the escaped quote for the end of the string and says that the value "must be enclosed
#   in double quotes". With the flag that turns findings into errors the synth fails. The octal form is no way
#   out through TxtRecord: it escapes the backslash, so that the record would hold the four characters \042.
# Versions: aws-cdk-lib 2.276.0, aws-cdk 2.1148.0, constructs 10.8.1.
# Date: 2026-11-27. Source: Route 53 developer guide, "TXT record type", on \" and octal codes; this script.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk@2.1148.0 aws-cdk-lib@2.276.0 constructs@10.8.1
cat >app.js <<'JS'
const { App, Stack, aws_route53: route53 } = require('aws-cdk-lib');
const stack = new Stack(new App(), 'Dns', { env: { account: '123456789012', region: 'eu-west-1' } });
const where = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', where);
new route53.TxtRecord(stack, 'Txt', { zone, values: [process.env.VALUE] });
JS
synth() {
  VALUE=$1 CDK_DISABLE_CLI_TELEMETRY=1 npx --no-install cdk --app 'node app.js' \
    -c @aws-cdk/core:validateAgainstDefaultRules=true synth 2>&1
}
echo "aws-cdk $(npx --no-install cdk --version 2>/dev/null)"
code=0 && quoted=$(synth 'verify="abc"') || code=$?
printf 'a quote: exit code %s\n%s\n' "$code" "$(grep -A 2 'ERROR' <<<"$quoted")"
octal=$(synth 'verify=\042abc\042')
printf 'the octal form: %s\n' "$(grep -F 'verify=' <<<"$octal")"
if ! { [ "$code" = 1 ] && grep -q 'E3023' <<<"$quoted" && grep -qF 'verify=\\042abc\\042' <<<"$octal"; }; then
  echo "This has changed."
  exit 1
fi
