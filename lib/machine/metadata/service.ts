import { installed, type Service } from '../service';

const RULES = '/etc/kitte/metadata.nft';

/** A firewall rule: the metadata service, behind which the instance's role stands, answers root alone. */
export const metadata: Service = {
  name: 'metadata',
  packages: ['nftables'],
  files: [installed('metadata', 'metadata.nft', RULES)],
  units: [{ name: 'kitte-metadata.service', enabled: true, starts: 'early', reads: [RULES] }],
};
