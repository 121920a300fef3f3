import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { metadataAnswer, type InstanceMetadata } from './tree';

/**
 * The metadata service as a process of its own in the router's namespace: `server.ts ADDRESS DIRECTORY`.
 * The instance is known by its source address; `DIRECTORY/<address>.json` is read anew at each request, so that
 * a changed user-data or a new public address is seen at once. IMDSv2 alone.
 */
const [address = '', directory = ''] = process.argv.slice(2);
const tokens = new Map<string, number>();

function instanceAt(source: string): InstanceMetadata | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, `${source}.json`), 'utf8')) as InstanceMetadata;
  } catch {
    return undefined;
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const reply = (status: number, body: string | Buffer = '', headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'Content-Type': 'text/plain', Server: 'EC2ws', ...headers }).end(body);
  };
  const path = (request.url ?? '/').replace(/\?.*$/, '').replace(/\/+/g, '/');
  if (request.method === 'PUT' && path === '/latest/api/token') {
    const seconds = Number(request.headers['x-aws-ec2-metadata-token-ttl-seconds']);
    if (!(seconds >= 1 && seconds <= 21_600)) return reply(400);
    const token = randomBytes(40).toString('base64url');
    tokens.set(token, Date.now() + seconds * 1000);
    return reply(200, token, { 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds': String(seconds) });
  }
  if (request.method !== 'GET') return reply(405);
  const expiry = tokens.get(String(request.headers['x-aws-ec2-metadata-token']));
  if (expiry === undefined || expiry < Date.now()) return reply(401);
  const instance = instanceAt((request.socket.remoteAddress ?? '').replace('::ffff:', ''));
  const below = /^\/(?:latest|20\d\d-\d\d-\d\d)(\/.*)?$/.exec(path);
  const body = instance && below ? metadataAnswer(instance, below[1] ?? '') : undefined;
  if (body === undefined) return reply(404);
  return reply(200, body);
}

createServer(answer).listen(80, address);
