import { html, type Markup } from './markup';
import { TITLE } from './verdict-cards';
import type { Hop, HopKind, Message, Verdict, VerdictId } from './result';

/** Where along the path a verdict is reached: by the server that takes the mail in, or by the one that receives it. */
const JUDGED_AT: Readonly<Partial<Record<VerdictId, HopKind>>> = { auth: 'server', arrival: 'inbox' };

const ROLE: Readonly<Record<HopKind, string>> = {
  client: 'Mail client',
  server: 'Mail server',
  receiver: 'Receiving server',
  inbox: 'Inbox',
};

/** The way of one message, drawn from client to inbox, each hop with what was decided there. */
export function pathFigure(message: Message): Markup {
  return html`<ol class="path" aria-label="${`The way of the message ${message.subject}`}">
    ${message.hops.map((hop, index) => hopFigure(hop, index, message.verdicts))}
  </ol>`;
}

function hopFigure(hop: Hop, index: number, verdicts: readonly Verdict[]): Markup {
  const here = verdicts.filter(({ id }) => (JUDGED_AT[id] ?? 'receiver') === hop.kind);
  return html`<li class="hop">
    ${index > 0 ? link(hop) : undefined}
    <div class="station">
      ${icon(hop.kind)}
      <p class="role">${ROLE[hop.kind]}</p>
      <p class="name">${hop.name}</p>
      <p class="address">${hop.address}</p>
      <p class="detail">${hop.detail}</p>
      ${programs(hop)}
      ${
        here.length > 0
          ? html`<ul class="chips" aria-label="Decided here">
              ${here.map(chip)}
            </ul>`
          : undefined
      }
    </div>
  </li>`;
}

function link(hop: Hop): Markup {
  return html`<div class="link">
    <svg class="wire" viewBox="0 0 64 24" aria-hidden="true">
      <path class="wire-line" d="M2 12h54" />
      <path class="wire-head" d="M52 6l8 6-8 6z" />
      ${hop.tls === undefined ? undefined : html`<path class="lock" d="M22 10h14v10H22zM25 10V7a4 4 0 0 1 8 0v3" />`}
    </svg>
    ${hop.tls === undefined ? undefined : html`<span>${hop.tls}</span>`}
  </div>`;
}

function programs(hop: Hop): Markup | undefined {
  if (hop.programs.length === 0) return undefined;
  return html`<ol class="programs" aria-label="Programs, in order">
    ${hop.programs.map((program) => html`<li>${program}</li>`)}
  </ol>`;
}

function chip(verdict: Verdict): Markup {
  return html`<li class="${verdict.pass ? 'chip good' : 'chip bad'}">
    ${TITLE[verdict.id]} <b>${verdict.seen}</b>${verdict.pass ? undefined : ' ✗'}
  </li>`;
}

function icon(kind: HopKind): Markup {
  return html`<svg class="icon" viewBox="0 0 64 48" aria-hidden="true">${DRAWING[kind]}</svg>`;
}

const DRAWING: Readonly<Record<HopKind, Markup>> = {
  client: html`<path d="M14 8h36v24H14zM8 38h48l-4-6H12z" /><path
      class="accent"
      d="M24 14h16v11H24zl8 6 8-6"
    />`,
  server: html`<path d="M14 5h36v11H14zM14 18.500h36v11H14zM14 32h36v11H14z" />
    <path class="accent" d="M20 10.500h3M20 24h3M20 37.500h3M32 10.500h12M32 24h12M32 37.500h12" />`,
  receiver: html`<path d="M10 18L32 6l22 12v24H10z" /><path class="accent" d="M24 26l6 6 11-12M10 18h44" />`,
  inbox: html`<path d="M10 26l7-16h30l7 16v15H10z" /><path
      class="accent"
      d="M10 26h14c1 5 4 7 8 7s7-2 8-7h14"
    />`,
};
