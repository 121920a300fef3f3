import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { environment } from '../fixtures/environment';
import { stage } from './synthesized';

const warned = (dmarc: Partial<typeof environment.dmarc>) =>
  Annotations.fromStack(stage({ ...environment, dmarc: { ...environment.dmarc, ...dmarc } }).dns).findWarning(
    '*',
    Match.stringLikeRegexp('dmarc'),
  );

test('a synth says what the config promises and receivers do not do', () => {
  expect(warned({})).toEqual([]);
  expect(warned({ testing: true }).map(({ entry }) => entry.data)).toEqual([
    expect.stringMatching(/^dmarc\.testing: true \(t=y\): None of rspamd.*\[ack: kitte:dmarc\.testing\]$/),
  ]);
});

test('a region of another partition is refused with the reason, also when the credentials name it', () => {
  expect(() =>
    stage({ ...environment, region: undefined as never }, true, { region: 'us-gov-west-1' }),
  ).toThrow(/Environment \w+ would go to us-gov-west-1, where Kitte cannot work: in AWS GovCloud nobody/);
});
