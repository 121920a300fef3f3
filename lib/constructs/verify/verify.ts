import { join } from 'node:path';

import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Examined } from '../../checks/inquiry';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import { parameterArn } from '../parameter-arn';

/** One of the domains of the server, as the look from outside needs it. */
export interface VerifiedDomain {
  readonly environment: Examined;
  /** TXT RDATA of the DKIM keys, by selector. */
  readonly dkim: Readonly<Record<string, string>>;
}

export interface VerifyProps extends VerifiedDomain {
  /** Whether what looks wrong from outside rolls the deploy back, or is only told. */
  readonly mode: 'fail' | 'warn';
  readonly address: string;
  /**
   * The domains beside that of `environment`.
   *
   * @default none
   */
  readonly others?: readonly VerifiedDomain[];
  /** SSM parameter that the machine writes. */
  readonly statusParameter: string;
  /** Changes with what is looked at beyond the other properties: then it is looked at again. */
  readonly fingerprint: string;
}

/** The checks of `kitte doctor`, as far as anybody can run them, at the end of a deploy. */
export class Verify extends Construct {
  /** One line for the outputs. */
  readonly verdict: string;
  /** Another: whether mail gets out on port 25, as the machine says. */
  readonly port25: string;

  constructor(scope: Construct, id: string, props: VerifyProps) {
    super(scope, id);
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'verify.handler.ts'),
      description: 'Looks at the mail server from outside, as receivers and clients do',
      timeout: Duration.minutes(3),
      statements: [
        // Whether its own stack rolls back: then it must not fail once more.
        new PolicyStatement({
          actions: ['cloudformation:DescribeStacks'],
          resources: [Stack.of(this).stackId],
        }),
        new PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [parameterArn(this, props.statusParameter)],
        }),
      ],
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const others = (props.others ?? []).map(({ environment, dkim }) => ({
      Environment: JSON.stringify(examined(environment)),
      Dkim: dkim,
    }));
    const look = new CustomResource(this, 'Look', {
      serviceToken,
      resourceType: 'Custom::Verify',
      properties: {
        Mode: props.mode,
        Environment: JSON.stringify(examined(props.environment)),
        Address: props.address,
        Dkim: props.dkim,
        // Not there at all for a server of one domain.
        ...(others.length === 0 ? {} : { Others: others }),
        StatusParameter: props.statusParameter,
        Fingerprint: props.fingerprint,
      },
    });
    this.verdict = look.getAttString('Verdict');
    this.port25 = look.getAttString('Port25');
  }
}

/** Nothing more: another field that changes is no reason to look again. */
function examined(environment: Examined): Examined {
  const { name, domain, hostedZone, hostName, envelopeDomain, mx, served, exchangers } = environment;
  const { reverseName, hosts, hostZone, beside } = environment;
  const { spf, dkim, dmarc, certificate } = environment;
  return {
    ...{ name, domain, hostedZone, hostName, envelopeDomain, mx, served },
    ...(exchangers === undefined ? {} : { exchangers }),
    // The same bytes as ever for a server of one name.
    ...(hosts === undefined || hosts.length === 1 ? {} : { reverseName, hosts }),
    ...(hostZone === undefined ? {} : { hostZone }),
    ...(beside === true ? { beside } : {}),
    ...{ spf, dkim, dmarc, certificate },
  };
}
