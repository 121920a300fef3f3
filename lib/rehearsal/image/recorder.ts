import { mkdir, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

/** A proxy for apt that keeps every file it passes on, as `<directory>/<host>/<path>`. Later the world serves them. */
export class Recorder {
  private constructor(private readonly server: Server) {}

  static async start(directory: string): Promise<Recorder> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://nowhere.invalid');
      record(url, directory).then(
        ({ status, body }) => response.writeHead(status, { 'Content-Length': body.length }).end(body),
        (error: unknown) => response.writeHead(502).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Recorder(server);
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function record(url: URL, directory: string): Promise<{ status: number; body: Buffer }> {
  const answer = await fetch(url);
  const body = Buffer.from(await answer.arrayBuffer());
  if (answer.ok) {
    const file = join(directory, url.hostname, decodeURIComponent(url.pathname));
    await mkdir(dirname(file), { recursive: true });
    // Never half a file under the right name, whenever we are stopped.
    if (!existsSync(file) || !url.pathname.includes('/pool/')) {
      await writeFile(`${file}.part`, body);
      await rename(`${file}.part`, file);
    }
  }
  return { status: answer.status, body };
}
