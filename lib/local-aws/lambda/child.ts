/**
 * The program inside a function's process: a small Lambda runtime. It may import nothing but Node's own modules.
 * Requests are JSON lines on stdin, answers JSON lines on stdout; everything the handler prints goes to stderr.
 */
import { createRequire } from 'node:module';
import { existsSync, writeSync } from 'node:fs';
import https from 'node:https';
import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';

type Handler = (
  event: unknown,
  context: unknown,
  callback: (error: unknown, result?: unknown) => void,
) => unknown;

interface Request {
  id: number;
  event: unknown;
  timeout: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

const send = (message: object) => writeSync(1, `${JSON.stringify(message)}\n`);
process.stdout.write = process.stderr.write.bind(process.stderr);

interceptResponses(process.env['KITTE_RESPONSE_HOST'] ?? '');
let handler: Promise<Handler> | undefined;
createInterface({ input: process.stdin })
  .on('line', (line) => void answer(JSON.parse(line) as Request))
  .on('close', () => process.exit(0));

async function answer({ id, event, timeout, credentials }: Request): Promise<void> {
  process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
  process.env['AWS_SESSION_TOKEN'] = credentials.sessionToken;
  try {
    const deadline = Date.now() + timeout * 1000;
    const run = await (handler ??= load());
    const result = await new Promise<unknown>((done, fail) => {
      const context = {
        functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
        awsRequestId: `local-${id}`,
        logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
        logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
        getRemainingTimeInMillis: () => deadline - Date.now(),
      };
      const callback = (error: unknown, value?: unknown) => (error ? fail(asError(error)) : done(value));
      const returned = run(event, context, callback);
      if (returned instanceof Promise) returned.then(done, fail);
    });
    send({ id, ok: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name, message, stack } = asError(error);
    const trace = stack?.split('\n');
    send({ id, error: JSON.stringify({ errorType: name, errorMessage: message, trace }) });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function load(): Promise<Handler> {
  const [file, name] = (process.env['_HANDLER'] ?? '').split('.') as [string, string];
  const root = process.env['LAMBDA_TASK_ROOT'] ?? '.';
  const path = ['.js', '.cjs', '.mjs']
    .map((ending) => join(root, file + ending))
    .find((one) => existsSync(one));
  if (!path) throw new Error(`Cannot find module '${file}' in the function's code`);
  const module = (
    path.endsWith('.mjs') ? await import(pathToFileURL(path).href) : createRequire(path)(path)
  ) as Record<string, Handler>;
  const found = module[name];
  if (!found) throw new Error(`${file}.${name} is undefined or not exported`);
  return found;
}

/** CloudFormation's response URL is https whatever its scheme: its PUT goes to the account over stdout. */
function interceptResponses(host: string): void {
  const original = https.request.bind(https) as (...args: unknown[]) => unknown;
  const patched = (...args: unknown[]) => {
    const [first, second] = args;
    const target =
      typeof first === 'string' || first instanceof URL
        ? new URL(first)
        : (first as RequestOptions & { hostname?: string });
    const hostname = target.hostname ?? (target as RequestOptions).host;
    if (hostname !== host) return original(...args);
    const path = target instanceof URL ? target.pathname : (target.path ?? '');
    const callback = [second, args[2]].find((one) => typeof one === 'function') as
      ((response: unknown) => void) | undefined;
    const request = new PassThrough();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      send({ token: path.replace(/^\//, '').split('?')[0], body: Buffer.concat(chunks).toString('utf8') });
      const response = Object.assign(new PassThrough(), {
        statusCode: 200,
        statusMessage: 'OK',
        headers: {},
      });
      response.end();
      callback?.(response);
      request.emit('response', response);
    });
    return request;
  };
  https.request = patched as unknown as typeof https.request;
}
