import { createInterface } from 'node:readline';
import { Conversation } from './conversation';
import type { ClientJob, Order, Outcome, Step } from './job';
import { rawDialogue } from './raw';
import { submit } from './submit';
import { Wiretap } from './wiretap';

/** The laptop: jobs as JSON lines on standard input, their outcomes on standard output. It ends with its input. */
const talks = new Map<number, Conversation>();
const wiretap = new Wiretap();
let opened = 0;

function work(job: ClientJob): unknown {
  switch (job.kind) {
    case 'submit':
      return submit(job.submission);
    case 'raw':
      return rawDialogue(job.raw);
    case 'open':
      talks.set((opened += 1), Conversation.open(job.door));
      return opened;
    case 'step':
      return take(job.talk, job.step);
    case 'listen':
      return wiretap.listen(job.address);
    case 'heard':
      return wiretap.heard;
  }
}

async function take(id: number, step: Step): Promise<string[]> {
  const talk = talks.get(id);
  if (talk === undefined)
    throw new Error(`There is no conversation ${String(id)}; it was closed or never opened.`);
  if (step.kind === 'secure') {
    talk.secure();
  } else if (step.kind === 'close') {
    talk.close();
    talks.delete(id);
  } else {
    if (step.bytes !== '') talk.write(Buffer.from(step.bytes, 'latin1'));
    if (step.answers === 'rest') return talk.rest();
    const answers: string[] = [];
    while (answers.length < step.answers) answers.push(await talk.read());
    return answers;
  }
  return [];
}

async function answer({ id, job }: Order): Promise<Outcome> {
  try {
    return { id, value: await work(job) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    void answer(JSON.parse(line) as Order).then((outcome) =>
      process.stdout.write(`${JSON.stringify(outcome)}\n`),
    );
  })
  .on('close', () => process.exit(0));
