export interface TapJob {
  readonly listen: { readonly address: string; readonly port: number };
  /** The real one. */
  readonly server: { readonly host: string; readonly port: number };
  /** PEM; the name of the server, so that every client believes it. */
  readonly key: string;
  readonly certificate: string;
  /** Where each connection leaves a file, when its message is answered and when it ends. */
  readonly directory: string;
}

/** Both directions, latin1. */
export interface Heard {
  readonly client: string;
  readonly server: string;
}
