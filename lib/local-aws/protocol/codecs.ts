import { randomUUID } from 'node:crypto';
import { type ApiError, refuseUnknown, unsupported } from '../errors';
import { EC2_INPUT, JSON_WIRE, QUERY_INPUT, QUERY_OUTPUT, type Wire } from '../model/mismatches';
import type { Values } from '../values';
import { asText } from '../values';
import type { Call, Operations } from './operation';
import { parseQuery } from './query';
import type { Reply } from './reply';
import { xmlReply } from './reply';
import type { ApiRequest } from './request';
import { toXml } from './xml';

/** A wire format: how a service's requests are read, and its answers and errors written. */
export interface Codec {
  serve(request: ApiRequest, call: Call): Promise<Reply>;
  fail(error: ApiError): Reply;
}

/** How the requests of a protocol and their answers name things. */
interface Wires {
  readonly input: Wire;
  readonly output: Wire;
}

async function run(
  service: string,
  operations: Operations,
  action: string,
  input: Values,
  call: Call,
  wires: Wires,
) {
  const found = operations[action];
  if (!found) throw unsupported(`the API action ${service}:${action}`);
  const { judge } = call.account;
  judge.request(service, action, input, wires.input);
  refuseUnknown(input, found.takes, `a parameter of ${service}:${action}`);
  const answer = (await found.run(input, call)) ?? {};
  judge.answer(service, action, answer, wires.output);
  return answer;
}

function readQuery(request: ApiRequest): { action: string; input: Values } {
  const input = parseQuery(request.body.toString('utf8'));
  const action = asText(input['Action']);
  delete input['Action'];
  delete input['Version'];
  return { action, input };
}

/** AWS query: form-encoded in, XML out (STS, IAM, CloudFormation). */
export function queryCodec(service: string, namespace: string, operations: Operations): Codec {
  return {
    async serve(request, call) {
      const { action, input } = readQuery(request);
      const wires = { input: QUERY_INPUT, output: QUERY_OUTPUT };
      const result = await run(service, operations, action, input, call, wires);
      const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
      return xmlReply(toXml(`${action}Response`, content, namespace));
    },
    fail: (error) => xmlError(error, namespace),
  };
}

export function xmlError(error: ApiError, namespace: string): Reply {
  const content = {
    Error: { Type: 'Sender', Code: error.code, Message: error.message },
    RequestId: randomUUID(),
  };
  return xmlReply(toXml('ErrorResponse', content, namespace), error.status);
}

/** EC2's variant of AWS query: no `member`, no result element, its own error shape. */
export function ec2Codec(operations: Operations): Codec {
  const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
  return {
    async serve(request, call) {
      const { action, input } = readQuery(request);
      const wires = { input: EC2_INPUT, output: QUERY_OUTPUT };
      const result = await run('ec2', operations, action, input, call, wires);
      return xmlReply(toXml(`${action}Response`, { requestId: randomUUID(), ...result }, namespace));
    },
    fail(error) {
      const content = {
        Errors: { Error: { Code: error.code, Message: error.message } },
        RequestID: randomUUID(),
      };
      return xmlReply(toXml('Response', content), error.status);
    },
  };
}

/** AWS JSON 1.0 and 1.1: the action is in X-Amz-Target. */
export function jsonCodec(service: string, version: '1.0' | '1.1', operations: Operations): Codec {
  const headers = { 'content-type': `application/x-amz-json-${version}` };
  return {
    async serve(request, call) {
      const action = String(request.headers['x-amz-target']).split('.').at(-1) as string;
      const input = JSON.parse(request.body.toString('utf8') || '{}') as Values;
      const wires = { input: JSON_WIRE, output: JSON_WIRE };
      const result = await run(service, operations, action, input, call, wires);
      return { status: 200, headers, body: JSON.stringify(result) };
    },
    fail: (error) => jsonError(error, headers),
  };
}

export function jsonError(error: ApiError, headers: Record<string, string>): Reply {
  return {
    status: error.status,
    headers: { ...headers, 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message }),
  };
}
