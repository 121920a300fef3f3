import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

interface Event {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly Parameter: string; readonly Value: string; readonly Fail?: string };
}

const ssm = new SSMClient({});

/** Stores a SecureString, so that the account's SSM, IAM and this function's role are all in play. */
export async function onEvent(event: Event): Promise<{ PhysicalResourceId: string }> {
  const { Parameter, Value, Fail } = event.ResourceProperties;
  if (Fail !== undefined && event.RequestType !== 'Delete') throw new Error(`told to fail: ${Fail}`);
  if (event.RequestType === 'Delete') await ssm.send(new DeleteParameterCommand({ Name: Parameter }));
  else {
    await ssm.send(
      new PutParameterCommand({ Name: Parameter, Value, Type: 'SecureString', Overwrite: true }),
    );
  }
  return { PhysicalResourceId: Parameter };
}

let asked = 0;

/** Says no the first time: the waiter has to come back. */
export async function isComplete(event: Event): Promise<{ IsComplete: boolean; Data?: { Length: string } }> {
  if (event.RequestType === 'Delete') return { IsComplete: true };
  asked += 1;
  if (asked % 2 === 1) return { IsComplete: false };
  const found = await ssm.send(
    new GetParameterCommand({ Name: event.ResourceProperties.Parameter, WithDecryption: true }),
  );
  return { IsComplete: true, Data: { Length: String(found.Parameter?.Value?.length) } };
}
