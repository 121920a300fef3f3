import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { defineConfig, MailServer, MailStage, parseConfig, templateSerializer } from 'kitte';
import { expect, test } from 'vitest';

import { ShopStack } from './shop-stack.cjs';

expect.addSnapshotSerializer(templateSerializer);

const env = { account: '111122223333', region: 'eu-west-1' };

test('the stack is as it was', () => {
  expect(Template.fromStack(new ShopStack(new App(), 'Shop', { env }))).toMatchSnapshot();
});

test('the whole, as a stage', () => {
  const config = defineConfig({ ...env, domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } });
  const [environment] = parseConfig(config);
  const stage = new MailStage(new App(), 'prod', { environment });
  for (const stack of [stage.foundation, stage.server, stage.dns])
    expect(Template.fromStack(stack)).toMatchSnapshot(stack.stackName);
});

test('a wrong prop is refused by its name', () => {
  expect(() => new ShopStack(new App(), 'Shop', { env }).mail).not.toThrow();
  expect(() => new MailServer(new ShopStack(new App(), 'Shop', { env }), 'Wrong', { domian: 'x' })).toThrow(
    /domian/,
  );
});
