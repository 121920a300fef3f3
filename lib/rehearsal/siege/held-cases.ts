import type { Ground } from '../faults/ground';
import { filter } from '../faults/receiver/firewall';
import { bareDomain, layout, receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import type { Held } from './held';
import { limited, otherLogin, uncounted } from './other-login';
import { atOnce, counted, others } from './sessions';

/** How many each case sends: what a server held once, less where four minutes have no room for it. */
export const SIZES = {
  /**
   * Messages that a login may send, and that so many sessions race for, with a few more each than are allowed. 10,000 for a dead
   * destination held up no other either; a suite of four minutes has room for these.
   */
  race: { limit: 2_000, sessions: 20, more: 100 },
  /** Addresses that guess, and wrong passwords from each. */
  guesses: { addresses: 30, each: 3 },
  /** TLS handshakes a second, and seconds. */
  handshakes: { perSecond: 200, seconds: 6 },
  /** Messages, their octets and the octets of a chunk. */
  chunks: { messages: 4, octets: 256 << 10, each: 16 },
  /** Messages at once, MiB of each, and MiB that the volume has free. */
  large: { messages: 20, mebibytes: 34, free: 200 },
  /** Clients behind one address. */
  office: 50,
} as const;

const VOLUME = '/var/lib/kitte/volume';
const fails = (...list: readonly [boolean, string][]) =>
  list.flatMap(([right, words]) => (right ? [] : [words]));

/** Nothing answers there any more, not even with a refusal. */
const silenced = (ground: Ground, silent: boolean) =>
  filter(
    ground.world.receiver,
    silent
      ? `chain incoming { type filter hook input priority filter; ip daddr ${layout.bare} tcp dport 25 drop\n }`
      : '',
  );

/** Seconds from the acceptance of a message to its delivery, by Postfix's own count, of those to the reader. */
async function delays(ground: Ground): Promise<number[]> {
  const lines = await ground.sh(
    `journalctl -u postfix -o cat --no-pager --since -5min | grep -F 'to=<reader@${receiverDomain}>' | grep -F 'status=sent' || true`,
  );
  return [...lines.matchAll(/ delay=([\d.]+),/g)].map(([, seconds]) => Number(seconds));
}

const median = (list: readonly number[]) =>
  [...list].sort((one, other) => one - other)[Math.floor(list.length / 2)] ?? 0;

const race: Held = {
  id: 'held-race',
  name: `${String(SIZES.race.sessions)} sessions race for a limit of ${SIZES.race.limit.toLocaleString('en')} messages, all to a dead destination`,
  attack: async (ground) => {
    const { limit, sessions, more } = SIZES.race;
    await limited(ground, { messagesPerDay: limit });
    await uncounted(ground);
    await silenced(ground, true);
    const seen = await atOnce(ground, {
      ...{ does: 'mail', sessions, messages: (limit + more) / sessions, addresses: 2 },
      ...{ ...otherLogin(ground), mark: ground.mark('race'), to: `nobody@${bareDomain}` },
    });
    const [accepted, refused] = [counted(seen, '250'), counted(seen, '450 4.7.1')];
    const took = await delays(ground);
    const waiting = await ground.queued();
    return {
      held: `${accepted.toLocaleString('en')} of ${(limit + more).toLocaleString('en')}`,
      seen: `${String(accepted)} accepted, ${String(refused)} times 450, ${seen.seconds.toFixed(0)} s; ${String(waiting)} wait; others were delivered after ${String(median(took))} s, ${String(Math.max(0, ...took))} s at most`,
      failures: fails(
        [accepted === limit, `${String(accepted)} of ${String(limit)} were accepted`],
        [refused === more, `${String(refused)} of ${String(more)} heard 450: ${others(seen, '250')}`],
        [waiting >= limit, `${String(waiting)} wait for the dead destination`],
        [took.length > 0, 'nothing was delivered to others'],
        [Math.max(0, ...took) < 5, `another was delivered after ${String(Math.max(0, ...took))} s`],
      ),
    };
  },
};

const guesses: Held = {
  id: 'held-guesses',
  name: `wrong passwords of a login from ${String(SIZES.guesses.addresses)} addresses at once`,
  attack: async (ground) => {
    const { addresses, each } = SIZES.guesses;
    const seen = await atOnce(ground, {
      ...{ does: 'guess', sessions: addresses, messages: each, addresses, firstAddress: 30 },
      ...{ ...otherLogin(ground), login: ground.sender.login, password: '', mark: '', to: '' },
    });
    const entered = counted(seen, '235');
    const wrong = seen.answers.filter((answer) => answer.includes('535')).length;
    const out = seen.answers.filter((answer) => answer.includes('failed logins from')).length;
    return {
      held: `${String(entered)} of ${String(addresses * each)}`,
      seen: `${String(wrong)} times 535, ${String(out)} of them shut out; ${seen.seconds.toFixed(0)} s`,
      failures: fails(
        [entered === 0, `${String(entered)} got in`],
        [wrong > 0, `nobody was refused: ${others(seen)}`],
      ),
    };
  },
};

const handshakes: Held = {
  id: 'held-handshakes',
  name: `${String(SIZES.handshakes.perSecond)} TLS handshakes a second for ${String(SIZES.handshakes.seconds)} seconds`,
  attack: async (ground) => {
    const { perSecond, seconds } = SIZES.handshakes;
    const sessions = 20;
    const seen = await atOnce(ground, {
      ...{
        does: 'handshake',
        sessions,
        messages: (perSecond * seconds) / sessions,
        rate: perSecond / sessions,
      },
      ...{ addresses: 10, firstAddress: 60, ports: [465], ...otherLogin(ground), mark: '', to: '' },
    });
    const done = counted(seen, '220');
    return {
      held: `${String(done)} of ${String(perSecond * seconds)}`,
      seen: `${(done / seen.seconds).toFixed(0)} a second; ${others(seen, '220')}`,
      failures: fails([
        done > (perSecond * seconds) / 2,
        `${String(done)} handshakes: ${others(seen, '220')}`,
      ]),
    };
  },
};

const chunks: Held = {
  id: 'held-chunks',
  name: `${String(SIZES.chunks.messages)} messages of 256 KiB at once in BDAT of ${String(SIZES.chunks.each)} octets`,
  attack: async (ground) => {
    const { messages, octets, each } = SIZES.chunks;
    const mark = ground.mark('chunks');
    const seen = await atOnce(ground, {
      ...{ does: 'mail', sessions: messages, messages: 1, addresses: 1, octets, chunk: each },
      ...{ ...otherLogin(ground), mark, to: `reader@${receiverDomain}` },
    });
    const accepted = counted(seen, '250');
    const arrived = await until('the messages to arrive', 60_000, async () => {
      const there = (await ground.world.receiver.messages()).filter(({ source }) =>
        source.includes(`<${mark}-`),
      );
      return there.length >= accepted ? there : undefined;
    });
    const good = arrived.filter(
      ({ source, verdicts }) => verdicts.dkim === 'pass' && source.split('x'.repeat(70)).length > octets / 72,
    );
    return {
      held: `${String(accepted)} of ${String(messages)}`,
      seen: `${String((octets / each) * messages)} chunks in ${seen.seconds.toFixed(1)} s; ${String(good.length)} arrived whole, DKIM pass`,
      failures: fails(
        [
          accepted === messages,
          `${String(accepted)} of ${String(messages)} accepted: ${others(seen, '250')}`,
        ],
        [good.length === messages, `${String(good.length)} of ${String(messages)} arrived whole and signed`],
      ),
    };
  },
};

const large: Held = {
  id: 'held-large',
  name: `${String(SIZES.large.messages)} messages of ${String(SIZES.large.mebibytes)} MiB at once, the volume with ${String(SIZES.large.free)} MiB left`,
  putsOff: true,
  attack: async (ground) => {
    const { messages, mebibytes, free } = SIZES.large;
    await silenced(ground, true);
    await ground.sh(
      `room=$(df --output=avail -B1M ${VOLUME} | tail -n 1); fallocate -l $((room - ${String(free)}))M ${VOLUME}/full`,
    );
    const seen = await atOnce(ground, {
      ...{ does: 'mail', sessions: messages, messages: 1, addresses: 2, octets: mebibytes << 20 },
      ...{ ...otherLogin(ground), mark: ground.mark('large'), to: `nobody@${bareDomain}` },
    });
    const [accepted, off] = [counted(seen, '250'), counted(seen, '45')];
    const waiting = Number(await ground.sh(`postqueue -j | grep -c 'nobody@${bareDomain}' || true`));
    await ground.sh(`rm -f ${VOLUME}/full`);
    return {
      held: `${String(accepted)} of ${String(messages)}`,
      seen: `${String(accepted)} accepted, ${String(off)} put off (${others(seen, '250')}), ${seen.seconds.toFixed(0)} s; ${String(waiting)} wait`,
      failures: fails(
        [accepted + off === messages, `other answers: ${others(seen, '250', '45')}`],
        [off > 0, 'the volume had room for all'],
        [waiting === accepted, `${String(waiting)} wait, ${String(accepted)} were accepted`],
      ),
    };
  },
};

const office: Held = {
  id: 'held-office',
  name: `${String(SIZES.office)} clients behind one address that nobody knows log in at once`,
  attack: async (ground) => {
    const seen = await atOnce(ground, {
      ...{
        does: 'mail',
        sessions: SIZES.office,
        messages: 1,
        addresses: 1,
        firstAddress: 80,
        connect: 'together',
      },
      ...{ ...otherLogin(ground), mark: ground.mark('office'), to: `reader@${receiverDomain}` },
    });
    const accepted = counted(seen, '250');
    return {
      held: `${String(accepted)} of ${String(SIZES.office)}`,
      seen: `all within ${seen.seconds.toFixed(1)} s`,
      failures: fails(
        [accepted === SIZES.office, `${String(accepted)} of ${String(SIZES.office)}: ${others(seen, '250')}`],
        [seen.seconds < 15, `the last one after ${seen.seconds.toFixed(1)} s`],
      ),
    };
  },
};

export const HELD: readonly Held[] = [office, race, large, guesses, handshakes, chunks];

/** As it was: the destination answers, and nothing of theirs waits. */
export async function healed(ground: Ground): Promise<void> {
  await ground.sh(`rm -f ${VOLUME}/full`);
  await ground.sh(
    `postqueue -j | python3 -c 'import json, sys\nfor line in sys.stdin:\n  it = json.loads(line)\n  if any(to["address"].endswith("@${bareDomain}") for to in it["recipients"]): print(it["queue_id"])' | postsuper -d - 2>/dev/null`,
  );
  await silenced(ground, false);
}
