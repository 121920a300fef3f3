import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { ApiError, unsupported } from '../errors';
import type { LocalAccount } from '../local-account';
import type { Codec } from './codecs';
import { jsonCodec } from './codecs';
import type { Reply } from './reply';
import { readRequest } from './request';

/** The front door: finds the service by the signature's scope and lets its codec speak. */
export function requestListener(
  account: LocalAccount,
  codecs: Readonly<Record<string, Codec>>,
): RequestListener {
  return (message, response) => {
    void answer().then((reply) => {
      response.writeHead(reply.status, { 'x-amzn-requestid': randomUUID(), ...reply.headers });
      response.end(reply.body);
    });

    async function answer(): Promise<Reply> {
      let codec: Codec = jsonCodec('unknown', '1.1', {});
      try {
        const request = await readRequest(message);
        const found = codecs[request.service];
        if (!found)
          throw unsupported(`the service ${request.service} (known: ${Object.keys(codecs).join(', ')})`);
        codec = found;
        const principal = account.identities.principalOf(request.accessKeyId);
        const own = account.ofPrincipal(principal);
        return await codec.serve(request, {
          account: own,
          principal,
          authorize: (action, resources, context) => own.authorize(principal, action, resources, context),
        });
      } catch (error) {
        return codec.fail(asApiError(account, error));
      }
    }
  };
}

function asApiError(account: LocalAccount, error: unknown): ApiError {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          'LocalAccountFault',
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        );
  if (/^LocalAccount/.test(known.code)) account.event('api', `${known.code}: ${known.message}`);
  return known;
}
