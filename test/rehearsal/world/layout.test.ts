import { addressInCidr } from '../../../lib/rehearsal/world/layout';

test.each([
  ['10.0.0.0/16', 2, '10.0.0.2'],
  ['10.0.5.77/24', 1, '10.0.5.1'],
  ['10.0.0.200/26', 2, '10.0.0.194'],
  ['10.0.0.0/16', 256, '10.0.1.0'],
  ['255.255.255.240/28', 15, '255.255.255.255'],
  ['192.0.2.9/32', 0, '192.0.2.9'],
])('%s plus %i is %s', (cidr, offset, address) => {
  expect(addressInCidr(cidr, offset)).toBe(address);
});
