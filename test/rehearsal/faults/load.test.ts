import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';

import type { Attempt } from '../../../lib/rehearsal/faults/load/job';
import { Load } from '../../../lib/rehearsal/faults/load/load';
import type { Sender } from '../../../lib/rehearsal/judge/delivery';
import type { World } from '../../../lib/rehearsal/world';

/** The load's client is a stand-in that says what it is told to. */
function started() {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const child = Object.assign(new EventEmitter(), streams);
  const world = { client: { program: () => child } } as unknown as World;
  const sender = { environment: { hostName: 'mail.example.com' } } as unknown as Sender;
  const load = Load.start(world, sender, { mark: 'a', to: 'reader@example.net' });
  const says = (outcome: Attempt['outcome'], began = Date.now()) => {
    const attempt: Attempt = {
      ...{
        serial: 'a-1',
        begun: began,
        at: Date.now(),
        outcome,
        doubtful: false,
        answer: `it was ${outcome}`,
      },
    };
    streams.stdout.write(`${JSON.stringify(attempt)}\n`);
  };
  return { load, says };
}

/** Says these one after the other, a little apart, for as long as somebody listens. */
async function meanwhile<T>(work: Promise<T>, say: () => void): Promise<T> {
  const timer = setInterval(say, 20);
  return work.finally(() => clearInterval(timer));
}

test('it is deferred when all that began after it fails for now, in whatever way', async () => {
  const { load, says } = started();
  const before = Date.now();
  let turn = 0;
  const say = () => {
    turn += 1;
    if (turn % 3 === 0) says('accepted', before);
    else says(turn % 3 === 1 ? 'temporary' : 'unanswered');
  };
  await expect(meanwhile(load.onlyDeferred(5, 5_000), say)).resolves.toBeUndefined();
  expect(load.words()).toBe('it was temporary / it was unanswered');
});

test.each(['accepted', 'permanent'] as const)('it is not when one of them is %s', async (outcome) => {
  const { load, says } = started();
  let turn = 0;
  const say = () => says((turn += 1) % 5 === 0 ? outcome : 'temporary');
  await expect(meanwhile(load.onlyDeferred(20, 5_000), say)).rejects.toThrow(
    new RegExp(`attempts ended as ${outcome}; all should have been put off`),
  );
});

test('what is waited for in vain is named, with what the client heard instead', async () => {
  const { load, says } = started();
  await expect(meanwhile(load.refused(2, 300), () => says('accepted'))).rejects.toThrow(
    /in vain for 2 temporary answers or none at all\. The client had [1-9]\d* answers; its last: it was accepted/,
  );
  await expect(meanwhile(load.accepts(2, 300), () => says('temporary'))).rejects.toThrow(
    /in vain for 2 messages to be accepted\. The client had [1-9]\d* answers; its last: it was temporary/,
  );
});
