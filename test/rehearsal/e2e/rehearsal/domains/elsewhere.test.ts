import { deliver, letter } from '../../../../../lib/rehearsal/judge/delivery';
import { reportOf } from '../../../../../lib/rehearsal/report-of';
import type { Entered } from '../../../../../lib/rehearsal/stand';
import { receiverDomain } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { kitte } from '../../../../cli/kitte';
import { failed, senderAt, server as theServer, third, three } from './server';

/** A domain whose DNS is not in Route 53, beside others that are: a person enters what `kitte zone` prints. */
const DOMAIN = 'example.info';
const config = {
  domains: {
    ...three.domains,
    [DOMAIN]: { hostedZone: 'elsewhere', mx: true, users: [{ login: 'abroad' }] },
  },
};

jest.setTimeout(300_000);
const server = theServer({ asLeft: true });
const stand = () => server.rehearsal.stand;

/** What the server says to a message of the domain. */
async function answered(): Promise<string> {
  const { environment, login, password, from } = senderAt(server, config, DOMAIN);
  const to = `reader@${receiverDomain}`;
  const { response } = await stand().world.client.submit({
    ...{ host: environment.hostName, port: 465, tls: 'implicit', login, password },
    envelope: { from, to: [to] },
    message: letter({ from, to, subject: 'Not yet', id: `<elsewhere@${DOMAIN}>` }),
  });
  return response;
}

/** The records of a zone file as the command prints it. */
function recordsIn(text: string): Entered[] {
  const sets = new Map<string, { name: string; type: Entered['type']; ttl: number; values: string[] }>();
  for (const line of text.split('\n')) {
    const [, name = '', ttl = '', type = '', value = ''] =
      /^([^;$\s]\S*) (\d+) IN ([A-Z]+) (.+)$/.exec(line) ?? [];
    if (name === '') continue;
    const full = name === '@' ? DOMAIN : name.endsWith('.') ? name.slice(0, -1) : `${name}.${DOMAIN}`;
    const set = sets.get(`${full} ${type}`) ?? {
      ...{ name: full, type: type as Entered['type'], ttl: Number(ttl), values: [] },
    };
    set.values.push(value);
    sets.set(`${full} ${type}`, set);
  }
  return [...sets.values()];
}

const printed = async (...args: string[]) => {
  const all = ['zone', '--config', server.config, '--domain', DOMAIN, ...args];
  const { status, stdout, stderr } = await kitte(all, server.directory, stand().account.env);
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

test('its mail is put off by the name of the record, while the others go on', async () => {
  if (
    stand()
      .account.zones()
      .every(({ name }) => name !== 'example.edu')
  )
    await stand().addZone({ id: third.hostedZone.id, name: 'example.edu' });
  await stand().addElsewhere(DOMAIN);
  await server.mustDeploy(config);
  expect(await answered()).toMatch(
    /451 4\.7\.0 .*Mail from example\.info is put off until all its name servers show kitte1\._domainkey\.example\.info/,
  );
  expect(reportOf(stand(), { name: 'prod' })).toMatchObject({
    state: 'converged',
    unseen: 'example.info kitte1._domainkey.example.info',
  });
  expect(failed(await deliver(stand().world, senderAt(server, config, 'example.com'), 587))).toEqual([]);
});

test('when what the command prints is entered, its mail goes out and is judged pass', async () => {
  const records = recordsIn(await printed());
  expect(records.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    '_dmarc.example.info TXT',
    '_submission._tcp.example.info SRV',
    '_submissions._tcp.example.info SRV',
    'example.info MX',
    'example.info TXT',
    'kitte1._domainkey.example.info TXT',
  ]);
  expect(await printed('--format', 'table')).toContain('kitte1._domainkey.example.info');
  const isKey = ({ name }: Entered) => name.includes('_domainkey');
  await stand().enter(DOMAIN, records.filter(isKey));
  await until('the machine to see the key', 120_000, async () =>
    (await answered()).includes(`show ${DOMAIN};`) ? true : undefined,
  );
  await stand().enter(DOMAIN, records);
  await until('the machine to see the SPF record', 120_000, () =>
    reportOf(stand(), { name: 'prod' }).unseen === '' ? true : undefined,
  );
  for (const port of [465, 587] as const)
    expect(failed(await deliver(stand().world, senderAt(server, config, DOMAIN), port))).toEqual([]);
});
