import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { asText, optionalText } from '../values';

export const states: Operations = {
  StartExecution: operation('stateMachineArn input name', (input, call) => {
    const arn = asText(input['stateMachineArn']);
    call.authorize('states:StartExecution', arn);
    const executionArn = call.account.stateMachines.start(arn, optionalText(input['input']) ?? '{}');
    return { executionArn, startDate: Date.now() / 1000 };
  }),
};
