import { ApiError } from '../errors';
import { mismatches, type Wire } from './mismatches';
import { modelOf, noAction } from './models';
import { operationOf } from './service-model';

/**
 * Holds requests and answers against AWS's own models: those of the SDK's clients, which are the newer ones and judge names;
 * and, where they are kept, those of Debian's botocore, which have enumerations, patterns, lengths and ranges besides.
 */
export class Judge {
  /** All that was wrong so far: who is refused may do without, and say nothing. */
  readonly found: string[] = [];

  constructor(private readonly directory: string | undefined) {}

  /** Refuses what AWS would refuse before it does anything. */
  request(service: string, action: string, input: unknown, wire: Wire): void {
    const wrong = this.wrong(service, action, 'input', input, wire);
    if (wrong !== '')
      throw new ApiError(
        'LocalAccountModel',
        this.noted(`A request for ${service}:${action} is not as AWS's model has it: ${wrong}.`),
      );
  }

  /** An answer that AWS would not give is this account's fault. */
  answer(service: string, action: string, output: unknown, wire: Wire): void {
    const wrong = this.wrong(service, action, 'output', output, wire);
    if (wrong !== '')
      throw new Error(
        this.noted(`The answer to ${service}:${action} is not as AWS's model has it: ${wrong}.`),
      );
  }

  private noted(text: string): string {
    this.found.push(text);
    return text;
  }

  private wrong(service: string, action: string, side: 'input' | 'output', value: unknown, wire: Wire) {
    const newer = modelOf(service, action);
    const kept = this.directory === undefined ? undefined : operationOf(this.directory, service, action);
    if (newer === undefined && kept === 'none') throw noAction(service, action);
    const found = [
      ...(newer === undefined ? [] : mismatches(newer[side], value, wire)),
      ...(kept === undefined || kept === 'none'
        ? []
        : // What AWS added since is no mistake.
          mismatches(kept[side], value, wire, { judgesNames: newer === undefined })),
    ];
    return [...new Set(found)].join('; ');
  }
}
