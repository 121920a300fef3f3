export interface GatewayConfig {
  readonly address: string;
  readonly tls: { readonly key: string; readonly certificate: string };
  readonly accountSocket: string;
  /** Directory with a folder for each mirror host. */
  readonly mirror: string;
  /** A file of disturbances, read at every request; there may be none. */
  readonly disturbances: string;
  readonly mirrorHosts: readonly string[];
  readonly acme: { readonly host: string; readonly path: string; readonly port: number };
}

/** Names of the certificate: a wildcard covers one label (RFC 6125), so the region's endpoints need their own. */
export function gatewayNames(region: string, hosts: readonly string[]): string[] {
  return [
    '*.amazonaws.com',
    `*.${region}.amazonaws.com`,
    `*.s3.${region}.amazonaws.com`,
    `*.${region}.api.aws`,
    ...hosts,
  ];
}
