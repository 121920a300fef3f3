import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { gatewayNames } from '../../../../lib/rehearsal/world/gateway/config';

const names = gatewayNames('eu-west-1', ['mirror.example', 'acme.example']);
const mismatch = (host: string) =>
  checkServerIdentity(host, {
    subject: { CN: '' },
    subjectaltname: names.map((name) => `DNS:${name}`).join(', '),
  } as PeerCertificate);

test.each([
  'route53.amazonaws.com',
  'ssm.eu-west-1.amazonaws.com',
  'bucket.s3.eu-west-1.amazonaws.com',
  'lambda.eu-west-1.api.aws',
  'mirror.example',
  'acme.example',
])('a TLS client accepts the certificate for %s', (host) => expect(mismatch(host)).toBeUndefined());

test.each(['ssm.us-east-1.amazonaws.com', 'amazonaws.com', 'www.mirror.example'])(
  'and refuses it for %s',
  (host) => expect(mismatch(host)).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
);
