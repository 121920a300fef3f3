import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { account } from './account';
import { kitte } from './kitte';
import { stacksOf } from '../local-aws/stacks';

jest.setTimeout(60_000);
const directory = mkdtempSync(join(tmpdir(), 'kitte-zone-'));
afterAll(() => rmSync(directory, { recursive: true }));

const config = {
  hostZone: { create: true, name: 'mail.example.com' },
  domains: {
    'example.com': { hostedZone: 'elsewhere' },
    'example.org': { hostedZone: 'elsewhere', mx: true },
  },
};

const role = 'arn:aws:iam::210987654321:role/kitte-dns';
const byRole = {
  domain: 'example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ', role },
  hostZone: config.hostZone,
};

async function zone(env: Record<string, string>, ...args: string[]): Promise<string> {
  return zoneOf(config, env, ...args);
}

async function zoneOf(of: object, env: Record<string, string>, ...args: string[]): Promise<string> {
  writeFileSync(join(directory, 'c.cjs'), `exports.default = ${JSON.stringify(of)};`);
  const { status, stdout, stderr } = await kitte(['zone', '--config', 'c.cjs', ...args], directory, env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const key = (domain: string) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: {
    Name: `/kitte/prod/dkim-public/${domain}/kitte1`,
    Type: 'String',
    Value: '"v=DKIM1; k=rsa; p=AAAA"',
  },
});

test('once deployed it prints all that a person enters: keys, address, and the name servers of the host zone', async () => {
  const aws = await account();
  try {
    await stacksOf(aws, 'kitte-prod-foundation').deploy('CREATE', {
      Resources: { A: key('example.com'), B: key('example.org') },
      Outputs: {
        ElasticIp: { Value: '192.0.2.10' },
        HostedZonemailexamplecomNameServers01234567: {
          Value: 'ns-1.awsdns-01.example ns-2.awsdns-02.example',
        },
      },
    });
    const [, com = '', host = '', org = ''] = (await zone(aws.env)).split(/^\$ORIGIN .*$/m);
    expect(com).toMatch(/^@ 3600 IN TXT "v=spf1 ip4:192\.0\.2\.10 -all"$/m);
    expect(com).toMatch(/^kitte1\._domainkey 3600 IN TXT "v=DKIM1; k=rsa; p=AAAA"$/m);
    expect(com).toMatch(
      /^mail 3600 IN NS ns-1\.awsdns-01\.example\.\nmail 3600 IN NS ns-2\.awsdns-02\.example\.$/m,
    );
    expect(com).toMatch(
      /^; Enter these records at the DNS of example\.com: no deploy writes there\..*451 4\.7\.0/m,
    );
    expect(com).not.toMatch(/<|^mail 300 IN A/m);
    expect(host).toMatch(/^@ 300 IN A 192\.0\.2\.10$/m);
    expect(org).toMatch(/^@ 3600 IN MX 10 mail\.example\.com\.$/m);
    expect(org).not.toMatch(/ NS /);
    const table = await zone(aws.env, '--format', 'table', '--domain', 'example.org');
    expect(table.replace(/\s+/g, ' ')).toMatch(
      /kitte1\._domainkey\.example\.org TXT "v=DKIM1; k=rsa; p=AAAA".*Enter these records at the DNS of example\.org/,
    );
  } finally {
    await aws.close();
  }
});

test('before the deploy, without credentials, or not asked, it prints the rest and says what is missing', async () => {
  const aws = await account();
  try {
    const before = await zone(aws.env);
    expect(before).toMatch(/^; kitte1\._domainkey 3600 IN TXT .*<public key>/m);
    expect(before).toMatch(
      /^; <public key> is made by the deploy: print this again after it, with credentials/m,
    );
    expect(before).toMatch(/^; The name servers are made by the deploy: its output NameServers has them\.$/m);
    expect(before).toMatch(/^; Nothing is deployed yet: deploy, and print this again/m);
  } finally {
    await aws.close();
  }
  expect(await zone({})).toMatch(/^; Address, keys and name servers are not known: .*no AWS/m);
  const alone = await zone({}, '--no-aws', '--address', '192.0.2.10');
  expect(alone).not.toMatch(/not known/);
  expect(alone).toMatch(/^@ 3600 IN TXT "v=spf1 ip4:192\.0\.2\.10 -all"$/m);
});

test('what a role writes is told as what the deploy writes, and asks the account for nothing', async () => {
  const printed = await zoneOf(byRole, {});
  expect(printed).toMatch(
    /^; The name servers are made by the deploy, which writes them by its role\.\n; mail 3600 IN NS <name servers>\.$/m,
  );
  expect(printed).not.toMatch(/Enter these|not known/);
});
