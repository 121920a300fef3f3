/** Only this authority, only by DNS-01 (RFC 8657), and no wildcard (RFC 8659). */
export function caaValues(issuer: string): string[] {
  return [`0 issue "${issuer}; validationmethods=dns-01"`, '0 issuewild ";"'];
}
