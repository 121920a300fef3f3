import { refused } from '../../../lib/rehearsal/judge/refusals';

test.each([
  ['530 5.7.0 Must issue a STARTTLS command first', '530'],
  ['Invalid login: 535 5.7.8 Error: authentication failed', '535'],
  ['Mail command failed: 553 5.7.1 <x@y>: Sender address rejected', '553'],
  ['554-5.7.1 one\r\n554 5.7.1 two', '554'],
])('%j is a refusal', (reply, seen) => {
  expect(refused('it', reply)).toMatchObject({ pass: true, seen, expected: '5xx' });
});

test.each([
  ['250 2.1.5 Ok', '250'],
  ['Message failed: 451 4.7.1 try again later', '451'],
  ['', 'no answer'],
  ['Greeting never received', 'no answer'],
  ['connect ETIMEDOUT 203.0.113.9:465', 'no answer'],
  ['connect EADDRNOTAVAIL 203.0.113.9:587 - Local (0.0.0.0:0)', 'no answer'],
])('%j is none', (reply, seen) => {
  expect(refused('it', reply)).toMatchObject({ pass: false, seen });
});
