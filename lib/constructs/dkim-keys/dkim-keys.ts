import { join } from 'node:path';

import { CustomResource, RemovalPolicy } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

import { dkimPublicParameter, type Names } from '../../config/names';
import { acknowledgeWildcards } from '../acknowledge-wildcards';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import { spareTheRate } from '../parameters/rate';
import { keyPermissions } from './permissions';

export interface DkimKeysProps {
  readonly names: Names;
  readonly domains: readonly DkimDomain[];
  /** Bits, unless a domain says otherwise. */
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
  /**
   * Bits.
   * @default - that of the props
   */
  readonly keySize?: number;
  /**
   * Whether a key that is there stays as it is, whatever its size.
   * @default false
   */
  readonly anySize?: boolean;
}

/**
 * An RSA key for each selector (RFC 6376): the private half as SSM SecureString for the machine, the public half as
 * a parameter that the Dns stack reads. A parameter and not an export, as CloudFormation would refuse to drop
 * the export of a retired selector while the record that uses it still stands.
 */
export class DkimKeys extends Construct {
  /** Each done once its key is there. */
  readonly made: CustomResource[] = [];
  private readonly values = new Map<string, Record<string, string>>();

  constructor(scope: Construct, id: string, props: DkimKeysProps) {
    super(scope, id);
    const { retain } = props;
    const nameOf = (domain: string, selector: string) => `${props.names.dkim}/${domain}/${selector}`;
    const namesIn = (of: (domain: DkimDomain) => readonly string[]) =>
      props.domains.flatMap((each) => of(each).map((selector) => nameOf(each.domain, selector)));
    const { statements, wildcards, reason } = keyPermissions(this, {
      parent: props.names.dkim,
      kept: namesIn(({ selectors }) => selectors),
      deletable: namesIn(({ retired }) => (retain ? retired : ['*'])),
    });
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'dkim-key.handler.ts'),
      description: 'Makes DKIM keys and keeps the private halves in Parameter Store',
      statements: [...statements],
    });
    if (wildcards.length > 0) acknowledgeWildcards(onEvent, wildcards, reason);
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const published: StringParameter[] = [];
    for (const each of props.domains) {
      const { domain, selectors, retired, suffix = '', keySize = props.keySize, anySize = false } = each;
      const resourceOf = (selector: string, properties: Record<string, string>) =>
        new CustomResource(this, `Key-${selector}${suffix}`, {
          serviceToken,
          resourceType: 'Custom::DkimKey',
          properties: {
            ParameterName: nameOf(domain, selector),
            KeySize: String(keySize),
            Retain: String(retain),
            ...(anySize ? { AnySize: 'true' } : {}),
            ...properties,
          },
          // The handler itself keeps or removes the key, so that a removed selector always reaches it.
          removalPolicy: RemovalPolicy.DESTROY,
        });
      // The resource of a retired selector stays to delete its key: one that is only dropped keeps it with the stack.
      for (const selector of retired) resourceOf(selector, { Retired: 'true' });
      for (const selector of selectors) {
        const resource = resourceOf(selector, {});
        const value = resource.getAttString('TxtValue');
        this.made.push(resource);
        this.values.set(domain, { ...this.values.get(domain), [selector]: value });
        published.push(
          new StringParameter(this, `Public-${selector}${suffix}`, {
            parameterName: dkimPublicParameter(props.names, domain, selector),
            stringValue: value,
            description: `DKIM record of ${selector}._domainkey.${domain}`,
          }),
        );
      }
    }
    spareTheRate(published);
  }

  /** The ready TXT values of a domain's records, by selector, for the stack that holds the keys. */
  valuesOf(domain: string): Readonly<Record<string, string>> {
    return this.values.get(domain) ?? {};
  }
}
