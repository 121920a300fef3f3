import { Template } from 'aws-cdk-lib/assertions';

import type { Environment } from '../../lib/config/environment';
import { isCustom, METADATA } from '../../lib/local-aws/engine/replacement';
import { wrongProperties } from '../../lib/local-aws/model/resource-model';
import { environment, withMx } from '../fixtures/environment';
import { resources, stage } from './synthesized';

const everything: Environment = {
  ...environment,
  byDefault: true,
  envelopeDomain: 'bounce.example.com',
  mxSaid: true,
  mx: true,
  served: ['bounce.example.com'],
  exchangers: ['10 mx.example.net'],
  replies: 'answers@example.net',
  former: [
    {
      domain: 'old.example.com',
      envelopeDomain: 'bounce.old.example.com',
      hostName: 'mail.old.example.com',
      selectors: ['old1'],
      mx: true,
      domainTxt: ['before=1'],
      over: true,
    },
  ],
  domainTxt: ['site-verification=1', 'x'.repeat(600)],
  spf: { include: ['_spf.example.net'], ip4: ['192.0.2.0/24'], all: '~all' },
  dkim: { selectors: ['kitte1', 'kitte2'], active: 'kitte2', retired: ['kitte0'], keySize: 4096 },
  dmarc: {
    ...environment.dmarc,
    subdomainPolicy: 'reject',
    nonexistentPolicy: 'reject',
    alignment: { spf: 'strict', dkim: 'strict' },
    ruf: ['mailto:failures@example.com'],
  },
  connections: { ...environment.connections, most: 500 },
  certificate: { ...environment.certificate, email: 'ops@example.net', caaIssuer: 'letsencrypt.org' },
  roleAddresses: {
    ...{ postmaster: 'ops@example.net', abuse: 'abuse@example.net' },
    ...{ dmarc: 'dmarc@example.net', bounces: 'bounces@example.net' },
  },
  verify: 'fail',
  tags: { team: 'post', 'cost centre': '7' },
};
const given: Environment = {
  ...withMx,
  machine: { ...withMx.machine, image: { kind: 'ami', id: 'ami-0123456789abcdef0' } },
  vpc: {
    kind: 'given',
    vpcId: 'vpc-0123456789abcdef0',
    subnetId: 'subnet-0123456789abcdef0',
    availabilityZone: 'eu-west-1a',
  },
  retain: false,
};

const several: Environment = {
  ...environment,
  others: ['news.example.org', 'example.net'].map((domain, index) => ({
    ...(index === 0 ? environment : everything),
    ...{ domain, envelopeDomain: domain, served: [domain], users: [] },
    hostedZone: { kind: 'created', name: domain, delegated: false },
  })),
};

test.each([
  ['a config with everything set', everything],
  ['several domains', several],
  ['what is given, and what comes and goes', given],
])('every resource of %s is as AWS’s own schema has its type', (_, config) => {
  const { foundation, server, dns } = stage(config);
  const all = [foundation, server, dns].flatMap((stack) =>
    Object.entries(resources(Template.fromStack(stack))).filter(
      ([, { Type }]) => !isCustom(Type) && Type !== METADATA,
    ),
  );
  expect(all.length).toBeGreaterThan(40);
  const wrong = all.flatMap(([id, { Type, Properties }]) =>
    wrongProperties(Type, Properties ?? {}).map((each) => `${id}: ${each}`),
  );
  expect(wrong).toEqual([]);
});
