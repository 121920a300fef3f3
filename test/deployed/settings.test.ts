import { settingsDocument, settingsParameters } from '../../lib/machine/settings';
import type { Environment } from '../../lib/config/environment';
import type { DeployedServer } from '../../lib/deployed/server';
import { signingSelector } from '../../lib/deployed/settings';
import { lacking } from '../../lib/deployed/told';
import { environment } from '../fixtures/environment';
import { parsed, twoDomains, withTwoDomains } from '../fixtures/two-domains';

const NEWS = 'news.example.org';
const turned: Environment = {
  ...withTwoDomains,
  others: withTwoDomains.others!.map((other) => ({ ...other, dkim: { ...other.dkim, active: 'kitte7' } })),
};

function server(settings: string, parameters: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const of = {
    inForce: () => Promise.resolve({ ok: true, value: { settings, report: {} } }),
    parameter: (name: string) => {
      asked.push(name);
      const value = parameters[name];
      return Promise.resolve(
        value === undefined
          ? lacking('absent', 'ssm:GetParameter', { en: `no ${name}`, ja: `no ${name}` })
          : { ok: true, value: { value } },
      );
    },
  } as unknown as DeployedServer;
  return { of, asked };
}

test('each domain has a selector of its own', async () => {
  const { of } = server(settingsDocument(turned));
  expect(await signingSelector(of, 'example.com', true)).toEqual({ ok: true, value: 'kitte1' });
  expect(await signingSelector(of, NEWS, false)).toEqual({ ok: true, value: 'kitte7' });
});

test('a domain that the deployed server does not know has none, and not that of another', async () => {
  const { of } = server(settingsDocument(environment));
  expect(await signingSelector(of, NEWS, false)).toMatchObject({
    because: 'absent',
    reason: `the deployed server does not send for ${NEWS} yet.`,
  });
});

describe('of settings that one parameter does not hold', () => {
  const many = parsed({
    ...twoDomains,
    users: Array.from({ length: 200 }, (_, at) => ({ login: `login-number-${String(at)}` })),
  });
  const { value, parts } = settingsParameters({ ...many, others: turned.others! });
  const stored = Object.fromEntries(parts.map((part) => [part.name, part.value]));

  test('the parts are fetched for a domain beside the first, and for that one nothing', async () => {
    expect(parts.length).toBeGreaterThan(0);
    const { of, asked } = server(value, stored);
    expect(await signingSelector(of, 'example.com', true)).toEqual({ ok: true, value: 'kitte1' });
    expect(asked).toEqual([]);
    expect(await signingSelector(of, NEWS, false)).toEqual({ ok: true, value: 'kitte7' });
    expect(asked).toEqual(Object.keys(stored));
  });

  test('what is missing, or of another deploy, is not known', async () => {
    expect(await signingSelector(server(value).of, NEWS, false)).toMatchObject({
      ok: false,
      because: 'absent',
    });
    const others = Object.fromEntries(Object.keys(stored).map((name) => [name, 'AAAA']));
    expect(await signingSelector(server(value, others).of, NEWS, false)).toMatchObject({
      because: 'failed',
      detail: expect.stringMatching(/and their head says/) as string,
    });
  });
});
