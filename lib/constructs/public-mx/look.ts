import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { choices, listedElsewhere, movingOf } from '../../checks/moving';
import type { Lookup } from '../../checks/probe';

export interface PublicMxProperties {
  readonly Domain: string;
  readonly HostName: string;
  /** Names whose mail would come to this server because the config does not say otherwise. */
  readonly Names: readonly string[];
}

/**
 * Looks once, when it is created, whether others take the mail of these names today, and then there is no deploy. Another set of
 * names is another resource: an update and a roll-back have nothing to ask.
 */
export function publicMxHandler(lookup: Lookup) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const { Domain, HostName, Names } = event.ResourceProperties as unknown as PublicMxProperties;
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
    const { elsewhere, unanswered } = await movingOf(Names, HostName, lookup);
    if (elsewhere.length > 0 && event.RequestType === 'Create')
      throw new Error(
        `Others take this mail today: ${listedElsewhere(elsewhere)}. In the zone that this deploy creates it would come to ${HostName}. ` +
          `Say in the config which is right, and deploy again: ${choices(elsewhere, Domain).en}. Nothing is created until then.`,
      );
    const said = [listedElsewhere(elsewhere), ...unanswered.map(({ message }) => `not known: ${message}`)];
    return {
      PhysicalResourceId: Domain,
      Data: { Said: said.filter(Boolean).join('; ') || `nobody else: ${Names.join(', ')}` },
    };
  };
}
