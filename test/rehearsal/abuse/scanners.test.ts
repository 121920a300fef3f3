import { scriptRows, scriptsOf } from '../../../lib/rehearsal/abuse/nmap';
import { findingRows, type Finding } from '../../../lib/rehearsal/abuse/testssl';

const failing = (rows: readonly { case: string; pass: boolean }[]) =>
  rows.filter(({ pass }) => !pass).map(({ case: name }) => name);

describe('testssl.sh', () => {
  const fine: Finding[] = Array.from({ length: 30 }, (_, at) => ({
    id: at === 0 ? 'cert_chain_of_trust' : `check${String(at)}`,
    severity: 'OK',
    finding: 'fine',
  }));
  const with_ = (id: string, severity: string) => findingRows([...fine, { id, severity, finding: '' }], 465);

  test('a finding of medium or above fails, one below does not', () => {
    expect(failing(findingRows(fine, 465))).toEqual([]);
    expect(failing(with_('x', 'LOW'))).toEqual([]);
    for (const severity of ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'])
      expect(failing(with_('x', severity))).toEqual(['x, port 465']);
  });

  test('the one false finding is let pass by its name', () => {
    expect(failing(with_('cert_revocation', 'HIGH'))).toEqual([]);
  });

  test('a scan that broke off fails', () => {
    expect(failing(findingRows(fine.slice(0, 5), 465))).toEqual(['the scan is whole, port 465']);
    expect(failing(findingRows(fine.slice(1), 465))).toEqual(['the scan is whole, port 465']);
  });
});

describe('nmap', () => {
  const port = (number: number, scripts: Record<string, string>) =>
    `<port portid="${String(number)}">${Object.entries(scripts)
      .map(([id, output]) => `<script id="${id}" output="${output}"/>`)
      .join('')}</port>`;
  const good = {
    'ssl-enum-ciphers': 'TLSv1.2: TLSv1.3: least strength: A',
    'ssl-cert': 'Subject Alternative Name: DNS:mail.example.com',
  };
  const rowsOf = (scripts: Record<string, string>) =>
    scriptRows(
      scriptsOf(
        `<nmaprun><host><ports>${[25, 465, 587].map((each) => port(each, each === 465 ? scripts : good)).join('')}</ports></host></nmaprun>`,
      ),
      'mail.example.com',
    );

  test('passes what is demanded', () => {
    expect(failing(rowsOf(good))).toEqual([]);
  });

  test.each([
    ['ssl-enum-ciphers', 'TLSv1.0: TLSv1.2: least strength: A'],
    ['ssl-enum-ciphers', 'TLSv1.2: least strength: C'],
    ['ssl-cert', 'Subject Alternative Name: DNS:mail.example.org'],
    ['smtp-open-relay', 'Server is an open relay (3/16 tests)'],
    ['ssl-poodle', 'VULNERABLE: SSL POODLE State: VULNERABLE'],
  ])('fails %s that says %j', (script, output) => {
    expect(failing(rowsOf({ ...good, [script]: output }))).toEqual([`${script}, port 465`]);
  });

  test('fails when a script that must speak is silent', () => {
    expect(failing(rowsOf({ 'ssl-cert': good['ssl-cert'] }))).toEqual(['ssl-enum-ciphers, port 465']);
  });
});
