import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect, createServer } from 'node:tls';

import type { Heard, TapJob } from './job';

/**
 * Between every client and the server, each in a TLS session of its own: hands on what each says, byte by byte, and
 * keeps it. So what was submitted is known of programs that would not tell. It ends with its input.
 */
function tap({ listen, server, key, certificate, directory }: TapJob): void {
  let count = 0;
  createServer({ key, cert: certificate }, (client) => {
    const number = (count += 1);
    const said: Record<keyof Heard, Buffer[]> = { client: [], server: [] };
    const upstream = connect({ ...server, servername: server.host });
    const keep = () => {
      const text = (side: keyof Heard) => Buffer.concat(said[side]).toString('latin1');
      const file = join(directory, `${String(number)}.json`);
      writeFileSync(`${file}.part`, JSON.stringify({ client: text('client'), server: text('server') }));
      renameSync(`${file}.part`, file);
    };
    client.on('data', (chunk: Buffer) => said.client.push(chunk)).pipe(upstream);
    // Known as soon as it is answered: some programs keep the connection, or leave it without a word.
    let handed = false;
    upstream.on('data', (chunk: Buffer) => {
      said.server.push(chunk);
      if (handed) keep();
      handed ||= /(?:^|\n)354 /.test(chunk.toString('latin1'));
    });
    upstream.pipe(client);
    client.once('close', () => upstream.end());
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => other.destroy());
    upstream.once('close', () => {
      client.destroy();
      keep();
    });
  }).listen(listen.port, listen.address, () => process.stdout.write('listening\n'));
}

createInterface({ input: process.stdin })
  .once('line', (line) => tap(JSON.parse(line) as TapJob))
  .once('close', () => process.exit(0));
