import { ApiError, refuseUnknown, unsupported } from '../errors';
import type { Context } from '../policy/conditions';
import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { tagContext, tagsOf } from '../stores/tags';
import { asObject, asText, texts } from '../values';

const DOCUMENT = 'AWS-RunShellScript';

/** Run Command, for one document and one machine at a time. */
export const ssmCommands: Operations = {
  SendCommand: operation('DocumentName InstanceIds Parameters TimeoutSeconds Comment', (input, call) => {
    const name = asText(input['DocumentName']);
    if (name !== DOCUMENT) throw unsupported(`the document ${name} of ssm:SendCommand: use ${DOCUMENT}`);
    const [instanceId, ...others] = texts(input['InstanceIds']);
    if (instanceId === undefined || others.length > 0)
      throw unsupported('ssm:SendCommand to anything but one instance id');
    const { account } = call;
    // An AWS document belongs to no account.
    call.authorize('ssm:SendCommand', `arn:aws:ssm:${account.region}::document/${name}`);
    const instance = account.ec2.instances.all().find(({ id }) => id === instanceId);
    const tags = tagContext(tagsOf(instance?.properties['Tags']));
    // Systems Manager has its own name for the same: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
    const own = Object.entries(tags).map(([key, value]) => [key.replace('aws:R', 'ssm:r'), value]);
    call.authorize('ssm:SendCommand', account.arn('ec2', `instance/${instanceId}`), {
      ...tags,
      ...(Object.fromEntries(own) as Context),
    });
    if (instance === undefined)
      throw new ApiError('InvalidInstanceId', `Instances [[${instanceId}]] not in a valid state for account`);
    const parameters = asObject(input['Parameters']);
    refuseUnknown(parameters, ['commands', 'executionTimeout'], `a parameter of ${DOCUMENT}`);
    const script = texts(parameters['commands']).join('\n');
    if (/\{\{\s*ssm:/.test(script)) throw unsupported('a parameter reference {{ssm:...}} in a command');
    const timeout = Number(texts(parameters['executionTimeout'])[0] ?? '3600');
    const invocation = account.commands.send(instance, script, timeout);
    return {
      Command: {
        CommandId: invocation.commandId,
        DocumentName: name,
        InstanceIds: [instanceId],
        Status: 'Pending',
        RequestedDateTime: Date.now() / 1000,
      },
    };
  }),
  GetCommandInvocation: operation('CommandId InstanceId', (input, call) => {
    call.authorize('ssm:GetCommandInvocation', '*');
    const [commandId, instanceId] = [asText(input['CommandId']), asText(input['InstanceId'])];
    const { status, exitCode, stdout, stderr } = call.account.commands.get(commandId, instanceId);
    return {
      CommandId: commandId,
      InstanceId: instanceId,
      DocumentName: DOCUMENT,
      Status: status,
      StatusDetails: status,
      ResponseCode: exitCode,
      StandardOutputContent: stdout,
      StandardErrorContent: stderr,
    };
  }),
};
