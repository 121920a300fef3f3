const { App } = require('aws-cdk-lib');
const { Template } = require('aws-cdk-lib/assertions');
const { templateSerializer } = require('kitte');

const { ShopStack } = require('./shop-stack.cjs');

expect.addSnapshotSerializer(templateSerializer);

const template = Template.fromStack(
  new ShopStack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } }),
);

test('the stack is as it was', () => {
  expect(template).toMatchSnapshot();
});

test('the shop has one server of its own', () => {
  template.resourceCountIs('AWS::EC2::Instance', 1);
});
