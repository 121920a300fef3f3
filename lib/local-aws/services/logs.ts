import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { asText } from '../values';

/** CloudWatch Logs: what the functions printed. The CLI asks for it after a failure. */
export const logs: Operations = {
  FilterLogEvents: operation(
    'logGroupName startTime endTime limit filterPattern nextToken interleaved',
    (input, call) => {
      const group = asText(input['logGroupName']);
      call.authorize('logs:FilterLogEvents', call.account.arn('logs', `log-group:${group}`));
      const from = Number(input['startTime'] ?? 0);
      const to = Number(input['endTime'] ?? Infinity);
      const lines = call.account.functions.logs.filter(
        (line) =>
          `/aws/lambda/${line.function}` === group && line.at.getTime() >= from && line.at.getTime() <= to,
      );
      const events = lines.slice(0, Number(input['limit'] ?? 10_000)).map((line, index) => ({
        eventId: String(index),
        logStreamName: 'local',
        message: line.text,
        timestamp: line.at.getTime(),
        ingestionTime: line.at.getTime(),
      }));
      return { events };
    },
  ),
};
