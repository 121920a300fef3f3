/** What a program must know to hand mail to the server as one login. */
export interface Submission {
  readonly host: string;
  /** Implicit TLS (RFC 8314). */
  readonly port: number;
  readonly login: string;
  readonly from: string;
  readonly domain: string;
  /** What the login may write. */
  readonly senders: readonly string[];
  /** Whether that is any address at the domain. */
  readonly whole: boolean;
  /** Only where a person asked for it; else it comes from the environment or from AWS. */
  readonly password?: string;
  /** Prints the password. */
  readonly fetch: string;
}

/** A shell command that prints one login's password. */
export function fetchCommand(secret: string, login: string, region: string | undefined): string {
  const at = region === undefined ? '' : ` --region ${region}`;
  return `aws secretsmanager get-secret-value${at} --secret-id ${secret} --query SecretString --output text | jq -r '."${login}"'`;
}
