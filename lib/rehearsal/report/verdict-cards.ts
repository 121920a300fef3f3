import { html, type Markup } from './markup';
import type { Verdict, VerdictId } from './result';

/** What each verdict answers, in the reader's words. */
export const QUESTION: Readonly<Record<VerdictId, string>> = {
  spf: 'May this address send for the domain?',
  dkim: 'Did the domain sign this, and is it unchanged?',
  dmarc: 'Does what vouches for it match the From header?',
  tls: 'Did it travel encrypted?',
  fcrdns: 'Does the address have a name that points back?',
  arrival: 'Did it reach the inbox?',
  auth: 'Did the login prove itself?',
  strict: 'Does a receiver take it that refuses what it may?',
  refusal: 'Was it turned away?',
  record: 'Does the DNS answer what was written?',
};

export const TITLE: Readonly<Record<VerdictId, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  tls: 'TLS',
  fcrdns: 'FCrDNS',
  arrival: 'Arrival',
  auth: 'Login',
  strict: 'Strict',
  refusal: 'Refusal',
  record: 'Record',
};

export function verdictCards(verdicts: readonly Verdict[]): Markup {
  return html`<ul class="cards">
    ${verdicts.map(card)}
  </ul>`;
}

function card(verdict: Verdict): Markup {
  return html`<li class="${verdict.pass ? 'card good' : 'card bad'}">
    <h4>${TITLE[verdict.id]} <span class="seen">${verdict.seen}</span></h4>
    <p class="question">${QUESTION[verdict.id]}</p>
    <p class="subject">${verdict.subject}</p>
    ${verdict.pass ? undefined : html`<p class="expected">Expected: ${verdict.expected}</p>`}
    ${verdict.words === '' ? undefined : html`<blockquote>${verdict.words}</blockquote>`}
  </li>`;
}
