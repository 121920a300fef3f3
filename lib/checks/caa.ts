import { judge, listed, skip, type Check } from './check';
import type { Lookup } from './probe';

export const caa: Check = {
  id: 'caa',
  subject: ({ environment }) => `CAA for ${environment.hostName}`,
  why: 'A CAA record that names another authority forbids the renewal of the certificate.',
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const { caaIssuer } = environment.certificate;
    if (caaIssuer === undefined)
      return skip(
        'the config does not say how CAA names the authority',
        'no CAA, or it',
        'Set certificate.caaIssuer.',
      );
    const { name, values } = await relevant(environment.hostName, lookup);
    const issuers = values
      .filter((value) => / issue /.test(value))
      .map((value) => (/ issue "?([^;"]*)/.exec(value)?.[1] ?? '').trim());
    const seen = values.length === 0 ? 'none: every authority may' : `${listed(values)} at ${name}`;
    return judge(
      issuers.length === 0 || issuers.includes(caaIssuer),
      seen,
      `${caaIssuer} may issue`,
      `Add 0 issue "${caaIssuer}" to the CAA record set of ${name}.`,
    );
  },
};

/** The closest name with any CAA record, upwards (RFC 8659 section 3). */
async function relevant(host: string, lookup: Lookup): Promise<{ name: string; values: readonly string[] }> {
  const labels = host.split('.');
  for (let at = 0; at < labels.length; at += 1) {
    const name = labels.slice(at).join('.');
    const values = await lookup(name, 'CAA');
    if (values.length > 0) return { name, values };
  }
  return { name: host, values: [] };
}
