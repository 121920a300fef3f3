const { App } = require('aws-cdk-lib');

const { ShopStack } = require('./shop-stack.cjs');

new ShopStack(new App(), 'Shop', {
  env: {
    account: process.env.CDK_DEFAULT_ACCOUNT ?? '111122223333',
    region: process.env.CDK_DEFAULT_REGION ?? 'eu-west-1',
  },
});
