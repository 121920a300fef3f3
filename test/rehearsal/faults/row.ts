import type { Row } from '../../../lib/rehearsal/faults/row';

/** A fault that went well, but for these changes. */
export const row = (changes: Partial<Row>): Row => ({
  ...{ id: 'a-one', group: 'a', fault: 'one', client: 'served', accepted: 10, delivered: 10, bounced: 0 },
  ...{
    lost: [],
    duplicated: [],
    multiplied: [],
    refused: 2,
    rejected: 0,
    seconds: 9,
    seen: '',
    copies: '',
    failures: [],
  },
  ...changes,
});
