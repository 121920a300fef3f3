/** What a set of CAA records lets an authority do for a host (no wildcard). */
export type Permission =
  | { readonly kind: 'free' | 'allowed' | 'refused' }
  /** A property that nobody knows and every authority must (RFC 8659 section 4.5). */
  | { readonly kind: 'critical'; readonly tag: string }
  /** RFC 8657: only an ACME account of this URI, or only by these methods. */
  | { readonly kind: 'account'; readonly uri: string }
  | { readonly kind: 'method'; readonly methods: string };

interface Issue {
  readonly issuer: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const KNOWN_TAGS = ['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc', 'contactemail', 'contactphone'];
const CRITICAL = 128;

/** `values` in presentation form, such as `0 issue "letsencrypt.org"`. */
export function permission(values: readonly string[], issuer: string, method: string): Permission {
  const properties = values.map(propertyOf);
  const foreign = properties.find(({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN_TAGS.includes(tag));
  if (foreign !== undefined) return { kind: 'critical', tag: foreign.tag };
  const issues = properties.filter(({ tag }) => tag === 'issue').map(({ value }) => issueOf(value));
  if (issues.length === 0) return { kind: 'free' };
  const ours = issues.filter((issue) => issue.issuer === issuer.toLowerCase());
  const verdicts = ours.map((issue) => ofIssue(issue, method));
  // One record that lets it in is enough; of the others the mildest is told.
  return (
    (['allowed', 'account', 'method'] as const)
      .map((kind) => verdicts.find((verdict) => verdict.kind === kind))
      .find((verdict) => verdict !== undefined) ?? { kind: 'refused' }
  );
}

function ofIssue({ parameters }: Issue, method: string): Permission {
  const { accounturi, validationmethods } = parameters;
  const methods = validationmethods?.split(',').map((each) => each.trim().toLowerCase());
  if (methods !== undefined && !methods.includes(method))
    return { kind: 'method', methods: methods.join(', ') };
  return accounturi === undefined ? { kind: 'allowed' } : { kind: 'account', uri: accounturi };
}

function propertyOf(value: string): { flags: number; tag: string; value: string } {
  const [, flags = '0', tag = '', rest = ''] = /^(\d+)\s+(\S+)\s*(.*)$/s.exec(value) ?? [];
  return { flags: Number(flags), tag: tag.toLowerCase(), value: rest.replace(/^"(.*)"$/s, '$1') };
}

/** RFC 8659 section 4.2: a domain, or none, and parameters behind semicolons. */
function issueOf(value: string): Issue {
  const [issuer = '', ...rest] = value.split(';').map((part) => part.trim());
  const parameters = rest
    .map((part) => /^([A-Za-z0-9]+)\s*=\s*(.*)$/s.exec(part))
    .flatMap((match) => (match === null ? [] : [[(match[1] ?? '').toLowerCase(), match[2] ?? ''] as const]));
  return { issuer: issuer.toLowerCase(), parameters: Object.fromEntries(parameters) };
}
