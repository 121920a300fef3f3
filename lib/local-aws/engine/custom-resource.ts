import { randomUUID } from 'node:crypto';
import type { Functions } from '../lambda/functions';
import { RESPONSE_HOST } from '../lambda/sandbox';
import type { Value, Values } from '../values';
import { asObject, asText, isObject } from '../values';

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Values;
}

/** A failed creation that names what it made: the roll-back deletes it. */
export class CustomResourceFailure extends Error {
  constructor(
    message: string,
    readonly physicalId: string | undefined,
  ) {
    super(message);
  }
}

/** Custom resources: the request to the function, the wait for the answer at the response URL. */
export class CustomResources {
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  constructor(private readonly functions: Functions) {}

  respond(token: string, body: string): void {
    this.waiting.get(token)?.(JSON.parse(body) as Answer);
  }

  async request(
    kind: 'Create' | 'Update' | 'Delete',
    event: {
      stackId: string;
      logicalId: string;
      type: string;
      properties: Values;
      old?: Values;
      physicalId?: string;
    },
  ): Promise<{ id: string; attributes: Values }> {
    const token = randomUUID();
    const properties = textual(event.properties);
    const timeout = Number(event.properties['ServiceTimeout'] ?? 3600);
    const answered = new Promise<Answer>((done) => this.waiting.set(token, done));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((done) => {
      timer = setTimeout(() => {
        done({
          Status: 'FAILED',
          Reason: `CloudFormation did not receive a response from your Custom Resource in ${timeout} s.`,
        });
      }, timeout * 1000);
      // A rehearsal that is stopped meanwhile ends at once.
      timer.unref();
    });
    const failed = this.functions
      .invoke(asText(event.properties['ServiceToken']), {
        RequestType: kind,
        RequestId: randomUUID(),
        ResponseURL: `https://${RESPONSE_HOST}/${token}`,
        StackId: event.stackId,
        LogicalResourceId: event.logicalId,
        ResourceType: event.type,
        ResourceProperties: properties,
        ...(event.old && { OldResourceProperties: textual(event.old) }),
        ...(event.physicalId !== undefined && { PhysicalResourceId: event.physicalId }),
      })
      .then(
        // A function that ends well may leave the answer to another one (the waiter): only a crash ends the wait.
        (result): Answer | Promise<Answer> =>
          result.error ? { Status: 'FAILED', Reason: result.payload } : answered,
        (error: unknown): Answer => ({
          Status: 'FAILED',
          Reason: error instanceof Error ? error.message : String(error),
        }),
      );
    const answer = await Promise.race([answered, failed, late]).finally(() => clearTimeout(timer));
    this.waiting.delete(token);
    if (answer.Status !== 'SUCCESS') {
      const message = `Received response status [FAILED] from custom resource. Message returned: ${answer.Reason ?? '(none)'}`;
      throw new CustomResourceFailure(message, answer.PhysicalResourceId);
    }
    const id = answer.PhysicalResourceId ?? event.physicalId;
    if (!id) throw new Error('Invalid PhysicalResourceId: the custom resource answered without one.');
    return { id, attributes: asObject(answer.Data) };
  }
}

/** CloudFormation hands numbers and booleans to custom resources as strings. */
function textual(value: Values): Values {
  const convert = (one: Value): Value => {
    if (Array.isArray(one)) return one.map(convert);
    if (isObject(one)) return textual(one);
    return typeof one === 'number' || typeof one === 'boolean' ? String(one) : one;
  };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, convert(one)]));
}
