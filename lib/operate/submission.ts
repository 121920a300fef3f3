import { createTransport, type Transporter } from 'nodemailer';

/** Where a login submits: implicit TLS, as the settings say that are shown to people. */
export interface Door {
  readonly host: string;
  readonly port: number;
  readonly login: string;
  readonly password: string;
}

export type Tried =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly words: string }
  /** Nothing was learnt of the password: no connection, no TLS, or a temporary failure. */
  | { readonly kind: 'untried'; readonly words: string };

export function transportTo({ host, port, login, password }: Door): Transporter {
  return createTransport({
    ...{ host, port, secure: true, auth: { user: login, pass: password } },
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 },
  });
}

/** Whether the server lets a login in. */
export async function tryLogin(door: Door): Promise<Tried> {
  const transport = transportTo(door);
  try {
    await transport.verify();
    return { kind: 'accepted' };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    // 535: credentials invalid (RFC 4954 section 6).
    const { responseCode } = error as { responseCode?: number };
    return { kind: responseCode === 535 ? 'refused' : 'untried', words };
  } finally {
    transport.close();
  }
}
