import { parseConfig } from '../../lib/config/parse';
import { adviceFor, externalReports } from '../../lib/dns/external-reports';

const reportsOf = (dmarc: unknown) =>
  parseConfig({ domain: 'mail.example.com', hostedZone: { create: true }, dmarc }).flatMap(externalReports);

test('a report address abroad needs the agreement of its domain, told once', () => {
  const reports = reportsOf({ rua: ['mailto:a@in.example.net'], ruf: ['mailto:b@in.example.net'] });
  expect(reports.map(adviceFor)).toEqual([
    'Reports to mailto:a@in.example.net need the TXT record mail.example.com._report._dmarc.in.example.net ' +
      'with the value "v=DMARC1" in that domain\'s DNS.',
  ]);
});

test('a report address in the same organizational domain needs nothing', () => {
  expect(reportsOf({ rua: ['mailto:dmarc@reports.example.com'] })).toEqual([]);
});

test('names below a private suffix belong to several organizations', () => {
  const reports = (domain: string, rua: string) =>
    parseConfig({ domain, hostedZone: { create: true }, dmarc: { rua: [rua] } }).flatMap(externalReports);
  expect(reports('shop.uk.com', 'mailto:a@other.uk.com')).toMatchObject([
    { name: 'shop.uk.com._report._dmarc.other.uk.com' },
  ]);
  expect(reports('shop.uk.com', 'mailto:a@in.shop.uk.com')).toEqual([]);
});
