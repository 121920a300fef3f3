import { createReadStream, readFileSync, statSync } from 'node:fs';
import {
  createServer,
  request,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, request as tlsRequest, type RequestOptions } from 'node:https';
import { join, normalize } from 'node:path';
import type { GatewayConfig } from './config';
import { disturbanceOf } from './disturbance';

/**
 * The internet's web servers as one process in a namespace: `server.ts CONFIG.json`. By the name in the Host header it
 * hands a request to the account's unix socket, to the ACME server, or serves the cached Debian mirror.
 */
const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as GatewayConfig;

function serve(incoming: IncomingMessage, response: ServerResponse): void {
  const host = (incoming.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (host.endsWith('.amazonaws.com') || host.endsWith('.api.aws'))
    return forward(incoming, response, request, { socketPath: config.accountSocket, path: incoming.url });
  if (host === config.acme.host) {
    // Pebble has its directory at /dir; every other URL it makes itself, from the Host header. The host has another
    // authority's directory too: certbot takes it for a test authority, by its name.
    const isDirectory = [config.acme.path, '/staging/directory'].includes(incoming.url ?? '');
    const path = isDirectory ? '/dir' : incoming.url;
    return forward(incoming, response, tlsRequest, {
      ...{ host: '127.0.0.1', port: config.acme.port, path, rejectUnauthorized: false },
    });
  }
  if (config.mirrorHosts.includes(host)) return file(join(config.mirror, host), incoming, response);
  response.writeHead(421).end(`No host of this world is called ${host}.\n`);
}

function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  send: (options: RequestOptions, onAnswer: (answer: IncomingMessage) => void) => ClientRequest,
  target: RequestOptions,
): void {
  const options = { ...target, method: incoming.method, headers: incoming.headers };
  const wanted = String(incoming.headers['x-amz-target']);
  const wrong = disturbanceOf(config.disturbances, incoming.headers.host ?? '', wanted);
  if (wrong === 'silent') return void incoming.socket.destroy();
  const onward = send(options, (answer) => {
    if (wrong !== undefined) return halve(answer, response, wrong);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', (error) => {
    if (!response.headersSent) response.writeHead(502);
    response.end(`${error.message}\n`);
  });
  incoming.pipe(onward);
}

/** Passes on half of an answer: as one that breaks off, or as a whole one. */
function halve(answer: IncomingMessage, response: ServerResponse, how: 'cut' | 'short'): void {
  const parts: Buffer[] = [];
  answer.on('data', (part: Buffer) => parts.push(part));
  answer.on('end', () => {
    const whole = Buffer.concat(parts);
    const half = whole.subarray(0, whole.length / 2);
    const length = how === 'cut' ? whole.length : half.length;
    const type = answer.headers['content-type'] ?? 'application/octet-stream';
    response.writeHead(answer.statusCode ?? 502, { 'Content-Type': type, 'Content-Length': length });
    response.write(half, () => (how === 'cut' ? response.destroy() : response.end()));
  });
}

function file(directory: string, incoming: IncomingMessage, response: ServerResponse): void {
  const path = join(directory, normalize(decodeURIComponent((incoming.url ?? '/').replace(/\?.*$/, ''))));
  try {
    const { size, mtime } = statSync(path);
    response.writeHead(200, {
      'Content-Length': size,
      'Last-Modified': mtime.toUTCString(),
      'Content-Type': 'application/octet-stream',
    });
    if (incoming.method === 'HEAD') response.end();
    else createReadStream(path).pipe(response);
  } catch {
    process.stderr.write(`The package cache lacks ${path}\n`);
    response.writeHead(404).end();
  }
}

createServer(serve).listen(80, config.address);
createTlsServer(
  { key: readFileSync(config.tls.key), cert: readFileSync(config.tls.certificate) },
  serve,
).listen(443, config.address);
