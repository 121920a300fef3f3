import fc from 'fast-check';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9]{0,13}[a-z0-9])?$/);
const domain = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('example.com', 'Example.COM.', 'münchen.de', 'a.b.example.co.uk') },
  { weight: 2, arbitrary: fc.domain() },
  { weight: 1, arbitrary: fc.string() },
);
const below = (name: string) => label.map((each) => `${each}.${name}`);
const some = <T>(value: fc.Arbitrary<T>, maxLength = 4) => fc.array(value, { maxLength });
const near = (...right: fc.Arbitrary<string>[]) =>
  fc.oneof(...right.map((arbitrary) => ({ weight: 60, arbitrary })), { weight: 1, arbitrary: fc.string() });

/** Configs that are mostly right, with something arbitrary here and there. */
export const arbitraryConfig: fc.Arbitrary<unknown> = domain.chain((name) =>
  fc.record(
    {
      domain: fc.constant(name),
      hostedZone: fc.constantFrom<unknown>({ create: true }, { id: 'Z0123456789ABCDEFGHIJ' }),
      hostName: near(below(name)),
      envelopeDomain: near(below(name)),
      mx: fc.boolean(),
      domainTxt: some(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 600 }), 2),
      spf: fc.record(
        {
          include: some(near(fc.domain(), below('_spf.example.net')), 12),
          ip4: some(near(fc.ipV4()), 30),
          all: fc.constantFrom('-all', '~all', '?all'),
        },
        { requiredKeys: [] },
      ),
      dkim: fc.record(
        {
          selectors: fc.array(near(label), { minLength: 1, maxLength: 3 }),
          retired: some(near(label), 2),
        },
        { requiredKeys: ['selectors'] },
      ),
      dmarc: fc.record(
        {
          policy: fc.constantFrom('none', 'quarantine', 'reject'),
          subdomainPolicy: fc.constantFrom('none', 'quarantine', 'reject'),
          nonexistentPolicy: fc.constantFrom('none', 'quarantine', 'reject'),
          rua: some(
            near(
              fc.emailAddress().map((address) => `mailto:${address}`),
              fc.constant('mailto:dmarc@example.org'),
            ),
            2,
          ),
          testing: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      certificate: fc.record({ caaIssuer: near(fc.domain()) }, { requiredKeys: [] }),
    },
    { requiredKeys: ['domain', 'hostedZone'] },
  ),
);
