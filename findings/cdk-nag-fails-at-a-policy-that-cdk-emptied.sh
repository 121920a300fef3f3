#!/usr/bin/env bash
# A role that may read some seventy resources by name is fine for CDK, and cdk-nag fails at a policy that CDK emptied.
#
# Expected: cdk-nag's IAM5 judges wildcards; a policy that names every resource in full passes, however many they are, or CDK
#   refuses it as too long for IAM.
# Happens: CDK counts an ARN whose partition is a token as 150 characters, whatever its length. Of a role whose statement so
#   counted passes 10,000 it moves the statement into a managed policy, OverflowPolicy1, and leaves the default policy, which
#   is in no template any more, without a document. cdk-nag visits it all the same: "Rule threw an error during validation.
#   Cannot read properties of undefined (reading 'Statement')", reported as an error of IAM5 against the role's policy; nothing
#   is written. The names here would take less than 7,000 characters and IAM has room for 10,240. Sixty of them pass.
# Versions: aws-cdk-lib 2.276.0, cdk-nag 3.0.2, constructs 10.8.1, Node 22.23.
# Date: 2026-11-28. Source: this script; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk-lib@2.276.0 cdk-nag@3.0.2 constructs@10.8.1
cat >policies.js <<'JS'
const { App, Aws, Stack, Validations } = require('aws-cdk-lib');
const { PolicyStatement, Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { AwsSolutionsChecks } = require('cdk-nag');

function judged(count) {
  const app = new App();
  const stack = new Stack(app, 'S');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const resources = Array.from(
    { length: count },
    (_, n) => `arn:${Aws.PARTITION}:ssm:eu-west-1:123456789012:parameter/names/of/example/${n}`,
  );
  role.addToPolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const errors = [];
  console.error = (text) => errors.push(String(text));
  try {
    const { Resources } = app.synth().getStackByName('S').template;
    return Object.entries(Resources).map(([id, { Type }]) => `${id.replace(/[0-9A-F]{8}$/, '')} (${Type})`).join(', ');
  } catch {
    return `refused: ${errors.join(' ').match(/Rule threw.*?\)/)?.[0] ?? errors.join(' ')}`;
  }
}
console.log('60 names:', judged(60));
console.log('70 names:', judged(70));
JS
echo "aws-cdk-lib $(node -p "require('aws-cdk-lib/package.json').version"), cdk-nag $(node -p "require('cdk-nag/package.json').version"), Node $(node --version)"
seen=$(node policies.js 2>&1) && echo "$seen"
if ! { grep -q '60 names: .*AWS::IAM::Policy' <<<"$seen" &&
  grep -q "70 names: refused: Rule threw an error during validation. Cannot read properties of undefined (reading 'Statement')" <<<"$seen"; }; then
  echo "This has changed."
  exit 1
fi
