import { report, REPORT_VERSION } from '../../lib/contract/report';

/** What the machine's programs know of the contract, by the file in assets/machine/kitte/. */
export function copies(): Readonly<Record<string, object>> {
  return {
    'report.contract.json': { version: REPORT_VERSION, fields: Object.keys(report.shape) },
  };
}

export const copyText = (copy: object) => `${JSON.stringify(copy, null, 2)}\n`;
