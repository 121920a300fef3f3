import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors';

export interface ApiRequest {
  readonly method: string;
  /** Path still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly accessKeyId: string | undefined;
  /** From the credential scope of the signature: `ssm`, `s3`, `cloudformation` … */
  readonly service: string;
}

export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? '/', 'http://account');
  const credential =
    /Credential=([^,\s]+)/.exec(message.headers.authorization ?? '')?.[1] ??
    url.searchParams.get('X-Amz-Credential');
  // Signature Version 4: ACCESS_KEY/DATE/REGION/SERVICE/aws4_request
  const [accessKeyId, , , service] = (credential ?? '').split('/');
  if (!service) {
    throw new ApiError(
      'MissingAuthenticationToken',
      `${message.method} ${url.pathname} carries no signature.`,
      403,
    );
  }
  const raw = Buffer.concat(chunks);
  const chunked = String(message.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: chunked ? dechunk(raw) : raw,
    accessKeyId,
    service,
  };
}

/** aws-chunked: SIZE;chunk-signature=… CRLF DATA CRLF … 0 CRLF trailers. */
function dechunk(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < raw.length;) {
    const end = raw.indexOf('\r\n', at);
    const size = parseInt(raw.toString('latin1', at, end), 16);
    if (!size) break;
    parts.push(raw.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
