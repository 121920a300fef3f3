import { ConfigError } from '../../lib/config/problem';
import { parseConfig } from '../../lib/config/parse';

const base = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };
const both = { selectors: ['a', 'b'] };
const [early, late] = ['2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z'];
const long = `${'a'.repeat(60)}.com`;

/** What is laid over the smallest config, then path, value, what is allowed and the remedy, as the message tells them. */
type Row = [input: Record<string, unknown>, path: string, received: string, allowed: RegExp, remedy: RegExp];

const rows: Row[] = [
  [{ domian: 'x' }, 'domian', '"x"', /these keys: .*domain/, /Did you mean domain\?/],
  [{ domain: undefined }, 'domain', 'nothing', /domain name/, /Add it/],
  [{ domain: 'my_shop.com' }, 'domain', '"my_shop.com"', /such as example\.com/, /underscore/],
  [{ domain: 'https://example.com/x' }, 'domain', '"https://example.com/x"', /domain name/, /"example\.com"/],
  [{ domain: 'me@example.com' }, 'domain', '"me@example.com"', /domain name/, /"example\.com"/],
  [{ domain: '192.0.2.1' }, 'domain', '"192.0.2.1"', /domain name/, /IP address/],
  [{ domain: 'co.uk' }, 'domain', '"co.uk"', /domain name/, /public suffix/],
  [
    { hostName: 'mail.example.org' },
    'hostName',
    '"mail.example.org"',
    /records go into that zone/,
    /below example\.com/,
  ],
  [{ domain: long }, 'hostName', `"mail.${long}"`, /64 characters/, /shorter name in the zone/],
  [{ dkim: { selectors: ['a.b'] } }, 'dkim.selectors[0]', '"a.b"', /letters, digits/, /"a-b"/],
  [{ dkim: { selectors: ['a b'] } }, 'dkim.selectors[0]', '"a b"', /letters, digits/, /"a-b"/],
  [{ dkim: { selectors: ['a', 'A'] } }, 'dkim.selectors[1]', '"A"', /each selector once/, /Remove/],
  [{ dkim: { active: 'other' } }, 'dkim.active', '"other"', /"kitte1"/, /Add "other"/],
  [{ dkim: { retired: ['kitte1'] } }, 'dkim.retired[0]', '"kitte1"', /has a key, or/, /Take "kitte1" out/],
  [{ dkim: { retired: ['a', 'a'] } }, 'dkim.retired[1]', '"a"', /each selector once/, /Remove/],
  [
    { dkim: { rotation: { from: 'kitte1', to: 'kitte2' } } },
    'dkim.rotation.to',
    '"kitte2"',
    /until the rotation is over/,
    /Put "kitte2" back/,
  ],
  [
    { dkim: { rotation: { from: 'kitte1', to: 'kitte1' } } },
    'dkim.rotation.to',
    '"kitte1"',
    /another selector/,
    /Name/,
  ],
  [
    { dkim: { ...both, active: 'b', rotation: { from: 'a', to: 'b' } } },
    'dkim.active',
    '"b"',
    /until every name server/,
    /Make "a" active again/,
  ],
  [
    { dkim: { selectors: ['a', 'b', 'c'], active: 'c', rotation: { from: 'a', to: 'b' } } },
    'dkim.active',
    '"c"',
    /"a" or "b"/,
    /Make one/,
  ],
  [
    { dkim: { ...both, rotation: { from: 'a', to: 'b', published: early, switched: late } } },
    'dkim.rotation.switched',
    `"${late}"`,
    /nothing, while "a" is active/,
    /Remove/,
  ],
  [
    { dkim: { ...both, active: 'b', rotation: { from: 'a', to: 'b', published: late, switched: early } } },
    'dkim.rotation.switched',
    `"${early}"`,
    /a moment after/,
    /dates/,
  ],
  [
    { dkim: { ...both, rotation: { from: 'a', to: 'b', published: 'yesterday' } } },
    'dkim.rotation.published',
    '"yesterday"',
    /a moment in UTC/,
    /kitte dkim rotate/,
  ],
  [{ queueLifetime: 10 }, 'queueLifetime', '10', /60 to 2592000/, /./],
  [{ dkim: { keySize: 1024 } }, 'dkim.keySize', '1024', /RFC 8301/, /2048/],
  [
    { spf: { include: ['v=spf1 a -all'] } },
    'spf.include[0]',
    '"v=spf1 a -all"',
    /include points to/,
    /only one/,
  ],
  [
    { spf: { include: Array.from({ length: 11 }, (_, i) => `s${i}.net`) } },
    'spf.include',
    '["s0.net"',
    /10 lookups/,
    /Remove 1/,
  ],
  [{ spf: { ip4: ['192.0.2.0/33'] } }, 'spf.ip4[0]', '"192.0.2.0/33"', /IPv4/, /0 to 32/],
  [{ spf: { ip4: ['0.0.0.0/0'] } }, 'spf.ip4[0]', '"0.0.0.0/0"', /length 8 or longer/, /whole world/],
  [{ spf: { ip4: ['128.0.0.0/1'] } }, 'spf.ip4[0]', '"128.0.0.0/1"', /length 8 or longer/, /strangers/],
  [{ spf: { ip4: ['192.0.2.1', '192.0.2.1'] } }, 'spf.ip4[1]', '"192.0.2.1"', /once/, /Remove the second/],
  [
    { spf: { include: ['a.example.net', 'A.example.net.'] } },
    'spf.include[1]',
    '"A.example.net."',
    /each of spf\.include once/,
    /Remove the second "a\.example\.net": each costs a lookup/,
  ],
  [
    { spf: { include: ['_spf.example.net', 'Example.com'] } },
    'spf.include[1]',
    '"example.com"',
    /another sender's record/,
    /Remove it/,
  ],
  [
    { envelopeDomain: 'b.example.com', spf: { include: ['b.example.com'] } },
    'spf.include[0]',
    '"b.example.com"',
    /another sender's record/,
    /Remove it/,
  ],
  [{ spf: { all: '+all' } }, 'spf.all', '"+all"', /"-all", "~all" or "\?all"/, /Change it/],
  [{ domainTxt: ['v=spf1 -all'] }, 'domainTxt[0]', '"v=spf1 -all"', /but an SPF/, /spf\.include/],
  [{ domainTxt: [' v=spf1 -all'] }, 'domainTxt[0]', '" v=spf1 -all"', /but an SPF/, /spf\.include/],
  [{ domainTxt: ['"V=SPF1\t-all'] }, 'domainTxt[0]', '"\\"V=SPF1', /but an SPF/, /spf\.include/],
  [{ domainTxt: [' v=DMARC1; p=none'] }, 'domainTxt[0]', '" v=DMARC1', /but a DMARC/, /_dmarc/],
  [{ domainTxt: ['"a=b"'] }, 'domainTxt[0]', '"\\"a=b\\""', /bare value/, /quotes itself: give a=b/],
  [{ domainTxt: ['a', 'a'] }, 'domainTxt[1]', '"a"', /once/, /Remove/],
  [
    { dmarc: { rua: ['d@example.com'] } },
    'dmarc.rua[0]',
    '"d@example.com"',
    /mailto: URI/,
    /mailto:d@example\.com/,
  ],
  [
    { dmarc: { rua: ['mailto:d@example.com!10m'] } },
    'dmarc.rua[0]',
    '"mailto:d@example.com!10m"',
    /mailto: URI/,
    /size/,
  ],
  [{ machine: { queueVolumeSizeGiB: 0 } }, 'machine.queueVolumeSizeGiB', '0', /from 1 to 16384/, /./],
  [{ dmarc: { pct: 50 } }, 'dmarc.pct', '50', /testing/, /RFC 9989 dropped pct.*testing: true/],
  [{ dmarc: { rf: 'afrf' } }, 'dmarc.rf', '"afrf"', /these keys/, /RFC 9989 dropped rf/],
  [{ dmarc: { ri: 86400 } }, 'dmarc.ri', '86400', /these keys/, /RFC 9989 dropped ri/],
  [
    { envelopeDomain: 'b.example.com', dmarc: { alignment: { spf: 'strict' } } },
    'dmarc.alignment.spf',
    '"strict"',
    /b\.example\.com is not example\.com/,
    /never align/,
  ],
  [
    { users: [{ login: 'a', senders: ['@evil.test'] }] },
    'users[0].senders[0]',
    '"@evil.test"',
    /example\.com/,
    /Remove it/,
  ],
  [{ users: [{ login: 'a' }, { login: 'A' }] }, 'users[1].login', '"A"', /each login once/, /rename/],
  [{ users: [] }, 'users', '[]', /at least one/, /Add one/],
  [
    { machine: { instanceType: 't3.small', architecture: 'arm64' } },
    'machine.architecture',
    '"arm64"',
    /x86_64, which t3\.small has/,
    /t4g\.small/,
  ],
  [{ limits: { messagesPerDay: 0 } }, 'limits.messagesPerDay', '0', /messages from 1 to/, /Change it/],
  [{ limits: { messageSizeMiB: 25.5 } }, 'limits.messageSizeMiB', '25.5', /MiB from 1 to 100/, /Change it/],
  [{ connections: { most: 50 } }, 'connections.most', '50', /connections from 96 to 2000/, /Change it/],
  [{ connections: { secondsToLogin: 5 } }, 'connections.secondsToLogin', '5', /from 10 to 300/, /Change it/],
  [
    { connections: { most: 100, perKnownAddress: 50 } },
    'connections.perKnownAddress',
    '50',
    /at most 30, what connections\.most of 100 leaves/,
    /raise connections\.most to 140/,
  ],
  [{ limits: { perDay: 5 } }, 'limits.perDay', '5', /these keys: .*messagesPerDay/, /Remove it|Did you mean/],
  [
    { limits: { recipientsPerDay: 50 } },
    'limits.recipientsPerDay',
    '50',
    /at least limits\.recipientsPerMessage, 1000/,
    /Raise it/,
  ],
  [{ account: '123' }, 'account', '"123"', /twelve digits/, /get-caller-identity/],
  [{ region: 'eu-west-1a' }, 'region', '"eu-west-1a"', /such as eu-west-1/, /without the zone letter/],
  [{ tags: { 'aws:x': 'y' } }, 'tags["aws:x"]', '"y"', /aws:/, /reserves/],
  [
    { vpc: { vpcId: 'x', subnetId: 'subnet-01234567', availabilityZone: 'eu-west-1a' } },
    'vpc.vpcId',
    '"x"',
    /vpc-/,
    /Copy/,
  ],
  [
    { certificate: { directoryUrl: 'http://ca.test' } },
    'certificate.directoryUrl',
    '"http://ca.test"',
    /https/,
    /leave it out/,
  ],
  [{ ttl: { policy: 0 } }, 'ttl.policy', '0', /1 to 86400/, /Change it/],
  [
    { mx: true, roleAddresses: { abuse: 'a@example.com' } },
    'roleAddresses.abuse',
    '"a@example.com"',
    /outside/,
    /elsewhere/,
  ],
  [
    { roleAddresses: { postmaster: 'a@mail.example.com' } },
    'roleAddresses.postmaster',
    '"a@mail.example.com"',
    /outside mail\.example\.com/,
    /elsewhere/,
  ],
  [
    { hostedZone: { create: true }, replies: 'team@example.com' },
    'replies',
    '"team@example.com"',
    /outside example\.com and mail\.example\.com/,
    /refuse such mail/,
  ],
  [{ replies: 'team@example.net' }, 'replies', '"team@example.net"', /takes no mail/, /mx: true/],
  [{ mx: ['10 mail.example.com'] }, 'mx[0]', '"10 mail.example.com"', /other than this server/, /mx: true/],
  [{ mx: ['0 .'] }, 'mx[0]', '"0 ."', /10 mx\.provider/, /RFC 7505/],
  [{ mx: ['mx.provider.example'] }, 'mx[0]', '"mx.provider.example"', /10 mx\.provider/, /preference/],
  [{ mx: ['70000 mx.provider.example'] }, 'mx[0]', '"70000 ', /10 mx\.provider/, /65535/],
  [{ mx: ['10 192.0.2.1'] }, 'mx[0]', '"10 192.0.2.1"', /10 mx\.provider/, /host name/],
  [{ mx: ['1 a.example.net', '1 a.example.net'] }, 'mx[1]', '"1 a.example.net"', /once/, /Remove/],
  [{ mx: [] }, 'mx', '[]', /at least one/, /Change it/],
  [{ mx: '10 mx.provider.example' }, 'mx', '"10 mx', /a list of exchangers/, /Change it/],
  [{ environments: { Prod: {} } }, 'environments.Prod', '"Prod"', /lower-case/, /Rename/],
  [{ environments: {} }, 'environments', '{}', /at least one/, /Name one/],
];

test.each(rows)('%j is refused at %s', (input, path, received, allowed, remedy) => {
  let message = '';
  try {
    parseConfig({ ...base, ...input });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    message = error.message;
  }
  const told =
    /^The config has a problem\.\n\n {2}(.*)\n {4}received {2}(.*)\n {4}allowed {3}(.*)\n {4}remedy {4}(.*)$/.exec(
      message,
    );
  expect(told?.[1]).toBe(path);
  expect(told?.[2]?.slice(0, received.length)).toBe(received);
  expect(told?.[3]).toMatch(allowed);
  expect(told?.[4]).toMatch(remedy);
});
