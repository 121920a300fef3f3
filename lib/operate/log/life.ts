import { type LogEvent } from './event';

/** One message on the server, from its first line to its last. */
export interface Life {
  readonly queueId: string;
  readonly messageId?: string;
  readonly login?: string;
  readonly sender?: string;
  readonly events: readonly LogEvent[];
}

const ENDS = new Set<LogEvent['kind']>(['removed', 'deleted', 'cancelled']);

/**
 * Lives in the order in which they began. Postfix gives a short queue id again when its message is gone, so that an id
 * that goes on after its end is another message. What was refused without an id is a life of its own, and of why the clerk refused
 * it and what Postfix then said one.
 */
export function livesOf(events: readonly LogEvent[]): Life[] {
  const lives: LogEvent[][] = [];
  const open = new Map<string, LogEvent[]>();
  for (const event of events) {
    const { queueId } = event;
    const known = open.get(queueId);
    const life = queueId === 'NOQUEUE' && !isAnswer(event, known?.at(-1)) ? undefined : known;
    if (life !== undefined) life.push(event);
    else {
      const begun = [event];
      lives.push(begun);
      open.set(queueId, begun);
    }
    if (ENDS.has(event.kind)) open.delete(queueId);
  }
  return lives.map(lifeOf);
}

/** What Postfix tells the client in the clerk's words, in the same moment. */
const isAnswer = (event: LogEvent, before: LogEvent | undefined) =>
  event.kind === 'refused' &&
  before?.kind === 'judged' &&
  event.words === before.words &&
  event.at.getTime() - before.at.getTime() < MOMENT_MS;

const MOMENT_MS = 2000;

function lifeOf(events: readonly LogEvent[]): Life {
  const messageId = pick(events, (event) => (event.kind === 'named' ? event.messageId : undefined));
  const login = pick(events, (event) =>
    event.kind === 'taken' || event.kind === 'refused' || event.kind === 'judged' ? event.login : undefined,
  );
  const sender = pick(events, (event) =>
    event.kind === 'queued' || event.kind === 'refused' || event.kind === 'judged' ? event.sender : undefined,
  );
  return {
    queueId: events[0]?.queueId ?? '',
    ...(messageId === undefined ? {} : { messageId }),
    ...(login === undefined ? {} : { login }),
    ...(sender === undefined ? {} : { sender }),
    events,
  };
}

function pick<T>(events: readonly LogEvent[], take: (event: LogEvent) => T | undefined): T | undefined {
  for (const event of events) {
    const value = take(event);
    if (value !== undefined) return value;
  }
  return undefined;
}

export type Delivery = Extract<LogEvent, { kind: 'delivery' }>;

/** The last word on each recipient. */
export function deliveriesOf({ events }: Life): Delivery[] {
  const last = new Map<string, Delivery>();
  for (const event of events) if (event.kind === 'delivery') last.set(event.recipient.toLowerCase(), event);
  return [...last.values()];
}
