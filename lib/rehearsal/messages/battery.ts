import type { Resolver } from '../judge/second-opinion';
import { secondOpinion } from '../judge/second-opinion';
import { worldResolver } from '../judge/world-resolver';
import { receiverHost } from '../world/layout';
import { until } from '../world/shell';
import type { Case } from './case';
import { RECEIVERS } from './case';
import type { Said } from './clients/client';
import { sendAll } from './clients/clients';
import type { Ground } from './ground';
import { inbox, type Letter } from './inbox';
import { type Arrival, verdictsOn } from './judge/verdicts';
import { type Opinion, type Told, Verifiers } from './judge/verifiers';
import { hold, queued, release, type Queued } from './queue';
import type { Row } from './row';
import type { Submission } from './tap/session';
import { mayBeKept, outcomeOf } from './outcome';

/** What a list server adds above a message that it passes on (RFC 2369, RFC 2919). */
const LISTED = [
  'Sender: news-bounces@lists.example.org',
  'Errors-To: news-bounces@lists.example.org',
  'Precedence: list',
  'List-Id: The news <news.lists.example.org>',
  'List-Unsubscribe: <https://lists.example.org/leave>, <mailto:news-leave@lists.example.org>',
  'List-Archive: <https://lists.example.org/archive>',
  'List-Help: <mailto:news-request@lists.example.org>',
  'List-Post: <mailto:news@lists.example.org>',
  'List-Subscribe: <mailto:news-join@lists.example.org>',
  '',
].join('\r\n');

/** What is known of all messages once they were sent. */
interface Books {
  readonly said: Said;
  readonly submissions: readonly Submission[];
  readonly queue: readonly Queued[];
  readonly letters: readonly Letter[];
}

/** Sends every case by its client, and judges what came of it. */
export async function run(
  ground: Ground,
  cases: readonly Case[],
  say: (text: string) => void,
): Promise<Row[]> {
  const before = new Set((await inbox(ground)).map(({ source }) => source));
  const heard = (await ground.tap.submissions()).length;
  await hold(ground);
  say('sending');
  const said = await sendAll(ground, cases);
  const submissions = await settled(ground, cases, said, heard);
  say('reading the queue');
  const queue = await queued(ground);
  say('releasing');
  const waiting = await release(ground);
  if (waiting !== '') say(`still waiting: ${waiting.slice(0, 2000)}`);
  await ground.strict.settled();
  const letters = (await inbox(ground)).filter(({ source }) => !before.has(source));
  say(`judging ${String(letters.length)} letters`);
  return judge(ground, cases, { said, submissions, queue, letters });
}

/** Satellites take their time: every case has been heard of, but what such a host may keep to itself. */
async function settled(
  ground: Ground,
  cases: readonly Case[],
  said: Said,
  before: number,
): Promise<readonly Submission[]> {
  // A client that was refused has heard it: it may be over before any recipient was named.
  const sent = cases.filter(({ id, client }) => client !== 'machine' && (said.get(id) ?? 'sent') === 'sent');
  let seen: readonly Submission[] = [];
  const heardOf = (expected: readonly Case[], deadline: number) =>
    until('every submission', deadline, async () => {
      seen = (await ground.tap.submissions()).slice(before);
      const heard = new Set(
        seen.flatMap(({ recipients }) => recipients.map(({ address }) => localPart(address))),
      );
      return expected.every(({ id }) => heard.has(id)) ? true : undefined;
    }).catch(() => undefined);
  await heardOf(
    sent.filter((one) => !mayBeKept(one)),
    60_000,
  );
  await heardOf(sent, 8_000);
  return seen;
}

async function judge(ground: Ground, cases: readonly Case[], books: Books): Promise<Row[]> {
  const verifiers = await Verifiers.install(await ground.host('programs'));
  const { environment, address } = ground.sender('app');
  const ours = cases.flatMap((one) => lettersOf(ground, one, books).map((letter) => ({ one, letter })));
  const [opinions, told, second] = await Promise.all([
    verifiers.judge(
      ours.map(({ letter }) => ({
        ...{ source: crlf(letter.source), ip: address, helo: environment.hostName, sender: letter.sender },
        ...(letter.receiver === 'plain' ? { listed: LISTED } : {}),
      })),
    ),
    verifiers.read(ours.map(({ one, letter }) => crlf(submittedAs(ground, one, letter.recipient, books)))),
    mailauthOn(
      ground,
      ours.map(({ letter }) => letter),
    ),
  ]);
  const arrivals = ours.map(({ one, letter }, at) => ({
    one,
    arrival: arrivalOf(letter, opinions[at]!, told[at]!, second[at]!, books, environment.domain),
  }));
  return cases.map((one) => {
    const own = arrivals.filter((each) => each.one === one).map(({ arrival }) => arrival);
    return outcomeOf(one, {
      said: books.said.get(one.id) ?? '',
      submissions: submissionsOf(one, books),
      expected: one.receivers ?? RECEIVERS,
      arrived: own.map(({ receiver }) => receiver),
      verdicts: own.flatMap(verdictsOn),
    });
  });
}

function arrivalOf(
  letter: Letter,
  opinion: Opinion,
  submitted: Told,
  mailauth: Readonly<Record<string, string>>,
  { queue }: Books,
  domain: string,
): Arrival {
  const { spf, dkim, dmarc } = letter.words;
  const own = opinion.dkim.filter((signature) => signature.domain === domain);
  const dkimpy = own.some(({ pass }) => pass) ? 'pass' : (own[0]?.words ?? 'no signature') || 'fail';
  return {
    ...{ receiver: letter.receiver, source: letter.source, submitted, opinion, domain },
    signed: queue.find(({ recipients }) => recipients.includes(letter.recipient))?.source,
    words: {
      spf: { ...spf, pyspf: opinion.spf[0], mailauth: mailauth['spf'] ?? '' },
      dkim: { ...dkim, dkimpy, mailauth: mailauth['dkim'] ?? '' },
      dmarc: { ...dmarc, mailauth: mailauth['dmarc'] ?? '' },
      list:
        opinion.listed === undefined
          ? {}
          : { dkimpy: opinion.listed ? 'pass' : 'fail', mailauth: mailauth['listed'] ?? '' },
    },
  };
}

function lettersOf(ground: Ground, one: Case, { letters }: Books): Letter[] {
  return ground
    .given(one)
    .to.slice(0, (one.receivers ?? RECEIVERS).length)
    .flatMap((address) => letters.filter(({ recipient }) => recipient === address));
}

function submissionsOf(one: Case, { submissions }: Books): Submission[] {
  return submissions.filter(({ recipients }) =>
    recipients.some(({ address }) => localPart(address) === one.id),
  );
}

/** What the client said to the server, as the tap heard it; on the machine itself what sendmail(1) got. */
function submittedAs(ground: Ground, one: Case, recipient: string, books: Books): string {
  if (one.client === 'machine') return one.raw?.(ground.given(one)) ?? '';
  const own = submissionsOf(one, books).filter(({ content }) => content !== undefined);
  const exact = own.find(({ recipients }) => recipients.some(({ address }) => address === recipient));
  return (exact ?? own.at(-1))?.content ?? '';
}

async function mailauthOn(ground: Ground, letters: readonly Letter[]): Promise<Record<string, string>[]> {
  const { environment, address } = ground.sender('app');
  const resolver = remembering(worldResolver(ground.world));
  const words: Record<string, string>[] = [];
  for (const { source, sender, receiver } of letters) {
    const judged = async (text: string) => {
      const envelope = { ip: address, helo: environment.hostName, sender, mta: receiverHost };
      const verdicts = await secondOpinion(Buffer.from(text, 'latin1'), envelope, resolver);
      return Object.fromEntries(verdicts.map(({ id, seen }) => [id, seen]));
    };
    const listed =
      receiver === 'plain' ? { listed: (await judged(LISTED + crlf(source)))['dkim'] ?? '' } : {};
    words.push({ ...(await judged(crlf(source))), ...listed });
  }
  return words;
}

/** Hundreds of messages ask for the same few records. */
function remembering(resolver: Resolver): Resolver {
  const known = new Map<string, ReturnType<Resolver>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const answer = known.get(key) ?? resolver(name, type);
    known.set(key, answer);
    return answer;
  };
}

const crlf = (text: string) => text.replaceAll(/\r?\n/g, '\r\n');
const localPart = (address: string) => address.slice(0, address.lastIndexOf('@'));
