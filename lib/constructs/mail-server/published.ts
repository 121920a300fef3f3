import { createHash } from 'node:crypto';

import { Construct, type IConstruct } from 'constructs';

import { domainsInForce } from '../../checks/views';
import type { Environment } from '../../config/environment';
import type { Names } from '../../config/names';
import { placedRecords } from '../../dns/former';
import { listing } from '../../dns/listing';
import { reverseNameOf } from '../../dns/reverse-name';
import { acknowledgeQuotes, recordSet } from '../records/record-set';
import { ReverseName } from '../reverse-name/reverse-name';
import { Verify } from '../verify/verify';
import type { Lasting } from './lasting';

export interface PublishedProps {
  /** With the zones' ids as the deploy knows them. */
  readonly environment: Environment;
  /** With ids that are known now. */
  readonly known: Environment;
  readonly names: Names;
  readonly lasting: Lasting;
  readonly machineFingerprint: string;
  /** What the names lead to. */
  readonly after: readonly IConstruct[];
}

/** Every record that vouches for the server, then the reverse name that agrees with them, then a look from outside. */
export class Published extends Construct {
  /** One line; undefined where nobody looks. */
  readonly verdict: string | undefined;

  constructor(scope: Construct, id: string, props: PublishedProps) {
    super(scope, id);
    const { environment, known, names, lasting, machineFingerprint, after } = props;
    const { address, allocationId, keys } = lasting;
    const placed = placedRecords(environment, { address, dkim: (domain) => keys.valuesOf(domain) });
    const sets = placed.map(({ record, zone }) => {
      const set = recordSet(this, record, zone.kind === 'given' ? zone.id : '');
      if (record.id.startsWith('Dkim')) acknowledgeQuotes(set);
      set.node.addDependency(...after);
      return set;
    });
    const hostName = reverseNameOf(known);
    const reverse =
      hostName === undefined
        ? []
        : [new ReverseName(this, 'ReverseName', { allocationId, address, hostName })];
    for (const each of reverse) each.node.addDependency(...sets);
    if (environment.verify === 'off') return;
    const [judged] = domainsInForce(environment);
    const gate = new Verify(this, 'Verify', {
      environment: judged,
      mode: environment.verify,
      address,
      dkim: keys.valuesOf(environment.domain),
      statusParameter: names.status,
      fingerprint: createHash('sha256')
        .update(JSON.stringify([machineFingerprint, listing(known, {})]))
        .digest('hex'),
    });
    gate.node.addDependency(...sets, ...reverse);
    this.verdict = gate.verdict;
  }
}
