import { reverseNameOf } from '../../lib/dns/reverse-name';
import { environment } from '../fixtures/environment';

const zone = { name: 'example.com' };

test.each([
  ['a zone that exists', { kind: 'given', id: 'Z1', ...zone }, environment.hostName],
  [
    'a created zone that its parent knows',
    { kind: 'created', delegated: true, ...zone },
    environment.hostName,
  ],
  ['a created zone that nobody delegated yet', { kind: 'created', delegated: false, ...zone }, undefined],
] as const)('%s', (_, hostedZone, expected) => {
  expect(reverseNameOf({ ...environment, hostedZone })).toBe(expected);
});
