import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { decode, encode, RECURSION_AVAILABLE, type Answer } from 'dns-packet';

export interface TestDns {
  /** For `--resolver`. */
  readonly address: string;
  /** What it answers from now on. */
  answers: readonly Answer[];
  close(): Promise<void>;
}

/** A resolver on this machine, without root: it knows these records, and that there are no others. */
export async function startDns(answers: readonly Answer[]): Promise<TestDns> {
  const socket = createSocket('udp4');
  const dns = { answers };
  socket.on('message', (message, from) => {
    const asked = decode(message);
    const [question] = asked.questions ?? [];
    const found = dns.answers.filter(
      ({ type, name }) => type === question?.type && name.toLowerCase() === question.name.toLowerCase(),
    );
    const reply = encode({
      type: 'response',
      ...(asked.id === undefined ? {} : { id: asked.id }),
      flags: RECURSION_AVAILABLE,
      questions: asked.questions ?? [],
      answers: found,
    });
    socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return Object.assign(dns, {
    address: `127.0.0.1:${String(socket.address().port)}`,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  });
}

export function nsRecords(zone: string, servers: readonly string[]): Answer[] {
  return servers.map((data) => ({ type: 'NS', name: zone, ttl: 60, data }));
}
