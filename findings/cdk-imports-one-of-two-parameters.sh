#!/usr/bin/env bash
# One stack cannot read two SSM parameters whose names differ in punctuation alone, such as /k/a-b.example and /k/ab.example.
#
# Expected: StringParameter.valueForStringParameter() may be called for any two names of parameters, as Systems Manager
#   takes them for two; CDK makes logical ids unique by a hash of the path.
# Happens: each call succeeds and makes a template parameter, whose construct id holds the whole name. But it stands at the
#   top of its stack, where CDK adds no hash: what is no letter or digit is dropped, both get one logical id, and synth
#   fails with "section 'Parameters' already contains" and an id in which no name can be read. Names made of domains meet
#   it (a-b.example and ab.example, or a.bc and ab.c). Below a scope of its own (third run) each has an id of its own.
# Versions: aws-cdk-lib 2.276.0, constructs 10.8.1, Node 20.20, 22.23.
# Date: 2026-11-28. Source: this script; https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
#   (dots, dashes and underscores are part of a name).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1
cat >parameters.js <<'JS'
const { App, CfnOutput, CfnParameter, Stack } = require('aws-cdk-lib');
const { StringParameter } = require('aws-cdk-lib/aws-ssm');
const { Construct } = require('constructs');

const imported = (stack, name) => StringParameter.valueForStringParameter(stack, name);
const apart = (stack, name) =>
  new CfnParameter(stack.node.tryFindChild('Own') ?? new Construct(stack, 'Own'), name.replaceAll('/', ':'), {
    type: 'AWS::SSM::Parameter::Value<String>',
    default: name,
  }).valueAsString;

function synth(read, names) {
  const app = new App();
  const stack = new Stack(app, 'S');
  names.forEach((name, index) => new CfnOutput(stack, `Value${index}`, { value: read(stack, name) }));
  try {
    const { Parameters } = app.synth().getStackByName('S').template;
    return `${Object.values(Parameters).filter(({ Default }) => names.includes(Default)).length} parameters`;
  } catch (error) {
    return `refused: ${error.message}`;
  }
}
console.log('two other names:', synth(imported, ['/k/a.example', '/k/b.example']));
console.log('a-b and ab:     ', synth(imported, ['/k/a-b.example', '/k/ab.example']));
console.log('below a scope:  ', synth(apart, ['/k/a-b.example', '/k/ab.example']));
JS
echo "aws-cdk-lib $(node -p "require('aws-cdk-lib/package.json').version"), Node $(node --version)"
seen=$(node parameters.js) && echo "$seen"
if ! { grep -q 'other names: 2 parameters' <<<"$seen" && grep -q 'scope:   2 parameters' <<<"$seen" &&
  grep -q "ab:      refused: section 'Parameters' already contains" <<<"$seen"; }; then
  echo "This has changed."
  exit 1
fi
