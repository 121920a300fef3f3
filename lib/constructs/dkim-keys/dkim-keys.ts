import { join } from 'node:path';

import { CustomResource, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

import { dkimPublicParameter, type Names } from '../../config/names';
import { acknowledgeWildcards } from '../acknowledge-wildcards';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import { parameterArn } from '../parameter-arn';

export interface DkimKeysProps {
  readonly names: Names;
  readonly domains: readonly DkimDomain[];
  /** Bits. */
  readonly keySize: number;
  /** Whether the private keys stay when the stack goes, or was never made: the next one finds and uses them. */
  readonly retain: boolean;
}

export interface DkimDomain {
  readonly domain: string;
  readonly selectors: readonly string[];
  /** Selectors without a key: what is left of theirs is deleted. */
  readonly retired: readonly string[];
  /**
   * What the ids of its resources end with: another for each domain.
   * @default ''
   */
  readonly suffix?: string;
}

/**
 * An RSA key for each selector (RFC 6376): the private half as SSM SecureString for the machine, the public half as
 * a parameter that the Dns stack reads. A parameter and not an export, as CloudFormation would refuse to drop
 * the export of a retired selector while the record that uses it still stands.
 */
export class DkimKeys extends Construct {
  constructor(scope: Construct, id: string, props: DkimKeysProps) {
    super(scope, id);
    const { retain } = props;
    const nameOf = (domain: string, selector: string) => `${props.names.dkim}/${domain}/${selector}`;
    const arns = (of: (domain: DkimDomain) => readonly string[]) =>
      props.domains.flatMap((each) =>
        of(each).map((selector) => parameterArn(this, nameOf(each.domain, selector))),
      );
    const statements = [
      new PolicyStatement({
        actions: ['ssm:GetParameter', 'ssm:PutParameter'],
        resources: arns(({ selectors }) => selectors),
      }),
    ];
    const all = arns(() => ['*']);
    const deletable = retain ? arns(({ retired }) => retired) : all;
    // CloudFormation narrows the policy to the selectors that stay before it deletes the key of one that goes.
    if (deletable.length > 0)
      statements.push(new PolicyStatement({ actions: ['ssm:DeleteParameter'], resources: deletable }));
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'dkim-key.handler.ts'),
      description: 'Makes DKIM keys and keeps the private halves in Parameter Store',
      statements,
    });
    if (!retain)
      acknowledgeWildcards(onEvent, all, 'The keys of retired selectors: all below is made by this handler.');
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    for (const { domain, selectors, retired, suffix = '' } of props.domains) {
      const resourceOf = (selector: string, properties: Record<string, string>) =>
        new CustomResource(this, `Key-${selector}${suffix}`, {
          serviceToken,
          resourceType: 'Custom::DkimKey',
          properties: {
            ParameterName: nameOf(domain, selector),
            KeySize: String(props.keySize),
            Retain: String(retain),
            ...properties,
          },
          // The handler itself keeps or removes the key, so that a removed selector always reaches it.
          removalPolicy: RemovalPolicy.DESTROY,
        });
      // The resource of a retired selector stays to delete its key: one that is only dropped keeps it with the stack.
      for (const selector of retired) resourceOf(selector, { Retired: 'true' });
      for (const selector of selectors) {
        const resource = resourceOf(selector, {});
        new StringParameter(this, `Public-${selector}${suffix}`, {
          parameterName: dkimPublicParameter(props.names, domain, selector),
          stringValue: resource.getAttString('TxtValue'),
          description: `DKIM record of ${selector}._domainkey.${domain}`,
        });
      }
    }
  }
}
