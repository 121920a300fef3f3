// Never run: what TypeScript says of the package's types, to an ES module.
import { App, Size, Stack, type StackProps } from 'aws-cdk-lib';
import { InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { type Config, defineConfig, MailServer, type MailServerProps, MailStage, parseConfig } from 'kitte';
import { defineConfig as light } from 'kitte/config';

const more: Partial<MailServerProps> = {
  instanceType: new InstanceType('t4g.medium'),
  swap: Size.gibibytes(1),
};

export class Typed extends Stack {
  readonly address: string;

  constructor(scope: Construct, id: string, props: StackProps & { readonly sender: Lambda }) {
    super(scope, id, props);
    const mail = new MailServer(this, 'Mail', {
      domain: 'example.com',
      hostedZone: new PublicHostedZone(this, 'Zone', { zoneName: 'example.com' }),
      vpc: Vpc.fromLookup(this, 'Vpc', { isDefault: true }),
      dmarc: { policy: 'quarantine' },
      ...more,
    });
    mail.grantSend(props.sender);
    mail.connections.allowDefaultPortFrom(props.sender);
    this.address = mail.address;
    // @ts-expect-error a domain is needed
    new MailServer(this, 'None', {
      hostedZone: new PublicHostedZone(this, 'Other', { zoneName: 'example.org' }),
    });
    // @ts-expect-error DMARC has no such policy
    const wrong: MailServerProps['dmarc'] = { policy: 'strict' };
    void wrong;
  }
}

const config: Config = defineConfig({ domain: 'example.com', hostedZone: { create: true } });
void light(config);
for (const environment of parseConfig(config)) new MailStage(new App(), environment.name, { environment });
