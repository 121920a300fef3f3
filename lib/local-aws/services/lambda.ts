import { ApiError, unsupported } from '../errors';
import { JSON_WIRE } from '../model/mismatches';
import type { Codec } from '../protocol/codecs';
import { jsonError } from '../protocol/codecs';
import type { Value } from '../values';

const headers = { 'content-type': 'application/json' };

/** By what stands behind the function's name. */
const ACTIONS: Readonly<Record<string, string>> = {
  '': 'GetFunction',
  '/configuration': 'GetFunctionConfiguration',
  '/invocations': 'Invoke',
};

/** Lambda: REST with JSON. */
export const lambda: Codec = {
  async serve(request, call) {
    const { functions, judge } = call.account;
    const match = /^\/2015-03-31\/functions\/([^/]+)(\/invocations|\/configuration)?$/.exec(request.path);
    if (!match) throw unsupported(`the Lambda call ${request.method} ${request.path}`);
    const name = decodeURIComponent(match[1] as string);
    const arn = name.startsWith('arn:') ? name : functions.arn(name);
    const action = ACTIONS[match[2] ?? ''] as string;
    const type = request.headers['x-amz-invocation-type'];
    judge.request('lambda', action, { FunctionName: name, InvocationType: type }, JSON_WIRE);
    if (action !== 'Invoke') {
      call.authorize(`lambda:${action}`, arn);
      const { name: FunctionName, timeoutSeconds, runtime } = functions.get(name);
      const configuration = {
        FunctionName,
        FunctionArn: arn,
        State: 'Active',
        LastUpdateStatus: 'Successful',
        Timeout: timeoutSeconds,
        Runtime: runtime,
      };
      const answer = action === 'GetFunction' ? { Configuration: configuration } : configuration;
      judge.answer('lambda', action, answer, JSON_WIRE);
      return { status: 200, headers, body: JSON.stringify(answer) };
    }
    call.authorize('lambda:InvokeFunction', arn);
    const event = JSON.parse(request.body.toString('utf8') || '{}') as Value;
    if (type === 'DryRun') return { status: 204, headers, body: '' };
    const running = functions.invoke(name, event);
    if (type === 'Event') {
      functions.get(name);
      running.catch((error: unknown) => call.account.event('lambda', `${name}: ${String(error)}`));
      return { status: 202, headers, body: '' };
    }
    if (type !== undefined && type !== 'RequestResponse')
      throw new ApiError('InvalidParameterValueException', `Unknown InvocationType ${String(type)}`);
    const { error, payload } = await running;
    return {
      status: 200,
      headers: error ? { ...headers, 'x-amz-function-error': 'Unhandled' } : headers,
      body: payload,
    };
  },
  fail: (error) => jsonError(error, headers),
};
