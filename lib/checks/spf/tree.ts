import { LookupError, type Lookup, type LookupType } from '../probe';
import type { Said } from '../words';
import { expanded, type Sender } from './macro';
import { WHAT, type Problem } from './problem';
import { termsOf, type Directive, type Modifier, type Term } from './term';

/** A record with all that it leads to, judged without stopping at the first match or error. */
export interface Judgement {
  readonly problems: readonly Problem[];
  /** Of ten. */
  readonly lookups: number;
  /** Questions of these lookups that nothing answers; of two. */
  readonly voids: readonly string[];
}

/** Past any that could pass; a record of somebody else's may lead anywhere. */
const ENOUGH = 60;
/** RFC 7208 section 4.6.4. */
const MOST_HOSTS = 10;
/** RFC 7208 section 3.4. */
const MOST_OCTETS = 450;

/** The SPF records among TXT values (section 4.5). */
export const spfOf = (values: readonly string[]) => values.filter((value) => /^v=spf1(?: |$)/i.test(value));

/** Reads the record of a domain, as it stands in the DNS or as it will, and follows each of its terms. */
export async function judgeSpf(
  domain: string,
  record: string,
  lookup: Lookup,
  from: Sender,
): Promise<Judgement> {
  const walk = new Walk(lookup, from);
  await walk.record({ owner: domain, passes: true, above: [domain.toLowerCase()] }, record);
  return walk;
}

/** Where a record stands in the tree. */
interface Place {
  readonly owner: string;
  /** Whether a match here is a pass of the whole. */
  readonly passes: boolean;
  /** The names that led here, this one the last. */
  readonly above: readonly string[];
  /** The term of the first record that led here. */
  readonly by?: string;
}

class Walk implements Judgement {
  readonly problems: Problem[] = [];
  readonly voids: string[] = [];
  lookups = 0;

  constructor(
    private readonly lookup: Lookup,
    private readonly from: Sender,
  ) {}

  async record(place: Place, text: string): Promise<void> {
    const note = (term: string, what: Pick<Problem, 'severity' | 'what'>) => this.note(place, term, what);
    const terms = termsOf(text);
    if (place.by === undefined && text.length > MOST_OCTETS) note('v=spf1', WHAT.long(text.length));
    for (const term of terms) if (term.kind === 'wrong') note(term.text, WHAT.syntax(term.why));

    const directives = terms.filter((term): term is Directive => term.kind === 'directive');
    const modifiers = terms.filter((term): term is Modifier => term.kind === 'modifier');
    const end = directives.findIndex(({ mechanism }) => mechanism === 'all');
    const read = end < 0 ? directives : directives.slice(0, end + 1);
    for (const term of directives.slice(read.length)) note(term.text, WHAT.behind);
    for (const term of modifiers.filter(isForeign)) note(term.text, WHAT.foreign);
    for (const name of ['redirect', 'exp'])
      for (const { text: second } of modifiers.filter((each) => each.name === name).slice(1))
        note(second, WHAT.twice);

    for (const directive of read) await this.directive(place, directive);
    const redirect = modifiers.find(({ name }) => name === 'redirect');
    if (redirect === undefined) return;
    if (end >= 0) note(redirect.text, WHAT.unused);
    else await this.follow(place, redirect, redirect.value, place.passes);
  }

  private async directive(place: Place, term: Directive): Promise<void> {
    const passes = place.passes && term.qualifier === '+';
    const name = term.value === undefined ? place.owner : term.value.replace(/\/[\d/]*$/, '');
    if (passes && isWide(term))
      this.note(place, term.text, /\/0$/.test(term.text) ? WHAT.everyone : WHAT.wide);
    switch (term.mechanism) {
      case 'all':
        if (passes) this.note(place, term.text, WHAT.everyone);
        return;
      case 'ip4':
      case 'ip6':
        return;
      case 'include':
        return this.follow(place, term, name, passes);
      case 'mx':
        return this.exchangers(place, term, name);
      case 'ptr':
        this.lookups += 1;
        return this.note(place, term.text, WHAT.ptr);
      case 'a':
        if ((await this.ask(place, term, name, 'A'))?.length === 0 && !hasMacro(name))
          this.note(place, term.text, WHAT.nobody(this.named(place, name)));
        return;
      case 'exists': {
        const found = await this.ask(place, term, name, 'A');
        const always = this.named(place, name) === expanded(name, place.owner, SOMEBODY_ELSE);
        if (passes && always && found !== undefined && found.length > 0)
          this.note(place, term.text, WHAT.everyone);
      }
    }
  }

  private async exchangers(place: Place, term: Directive, name: string): Promise<void> {
    const hosts = await this.ask(place, term, name, 'MX');
    if (hosts === undefined) return;
    const domain = this.named(place, name);
    if (hosts.length > MOST_HOSTS) return this.note(place, term.text, WHAT.manyHosts(domain, hosts.length));
    let found = false;
    for (const host of hosts) {
      const [, exchanger = ''] = host.split(' ');
      const addresses = await this.answers(place, term, exchanger.replace(/\.$/, ''), 'A');
      found ||= addresses === undefined || addresses.length > 0;
    }
    if (!found) this.note(place, term.text, WHAT.nobody(domain));
  }

  /** An include or a redirect. */
  private async follow(place: Place, term: Term, spec: string, passes: boolean): Promise<void> {
    const name = this.named(place, spec);
    const values = await this.ask(place, term, spec, 'TXT');
    if (values === undefined) return;
    const [record, ...others] = spfOf(values);
    if (record === undefined) return this.note(place, term.text, WHAT.none(name));
    if (others.length > 0) return this.note(place, term.text, WHAT.several(name, others.length + 1));
    if (place.above.includes(name)) return this.note(place, term.text, WHAT.circle(name));
    if (this.lookups > ENOUGH) return;
    const next = { owner: name, passes, above: [...place.above, name], by: place.by ?? term.text };
    await this.record(next, record);
  }

  /** One of the ten lookups; undefined when nobody could say. */
  private async ask(
    place: Place,
    term: Term,
    spec: string,
    type: LookupType,
  ): Promise<readonly string[] | undefined> {
    this.lookups += 1;
    const name = this.named(place, spec);
    const answers = await this.answers(place, term, name, type);
    if (answers?.length === 0) this.voids.push(`${type} ${name}`);
    return answers;
  }

  private async answers(
    place: Place,
    term: Term,
    name: string,
    type: LookupType,
  ): Promise<readonly string[] | undefined> {
    // No such name can exist, so nothing is asked (section 4.3).
    if (!isName(name)) return [];
    try {
      return await this.lookup(name, type);
    } catch (error) {
      this.note(place, term.text, WHAT.unanswered(said(error)));
      return undefined;
    }
  }

  private named({ owner }: Place, spec: string): string {
    return expanded(spec, owner, this.from);
  }

  private note({ owner, by }: Place, term: string, what: Pick<Problem, 'severity' | 'what'>): void {
    this.problems.push({ term, owner, ...(by === undefined ? {} : { by }), ...what });
  }
}

/** Whoever it is for, a name without their address or their name in it is the same. */
const SOMEBODY_ELSE: Sender = {
  ...{ address: '203.0.113.77', sender: 'somebody.else@other.invalid', greeting: 'other.invalid' },
};

/** Wider than any sender's network, as the config has it (schema/spf.ts): `ip4:0.0.0.0/1` and another are the whole world. */
function isWide({ text, mechanism }: Directive): boolean {
  const [, four, six] = /(?:(?<!\/)\/(\d+))?(?:\/\/(\d+))?$/.exec(text) ?? [];
  if (mechanism === 'ip6') return Number(four ?? 128) < WIDEST_6;
  return Number(four ?? 32) < WIDEST_4 || Number(six ?? 128) < WIDEST_6;
}

const WIDEST_4 = 8;
const WIDEST_6 = 16;

const hasMacro = (spec: string) => spec.includes('%');

/** What somebody meant as a mechanism and wrote with an equals sign. */
const isForeign = ({ name }: Modifier) => /^(?:a|all|exists|include|ip4|ip6|mx|ptr)$/.test(name);

const isName = (name: string) =>
  name.length <= 253 && name.split('.').every((label) => label.length > 0 && label.length <= 63);

const said = (error: unknown): Said => {
  if (error instanceof LookupError) return error.words;
  const words = error instanceof Error ? error.message : String(error);
  return { en: words, ja: words };
};
