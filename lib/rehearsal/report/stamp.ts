import { html, type Markup } from './markup';

const WIDTH = 150;
const HEIGHT = 180;
const HOLE = 5;

/** A postage stamp (kitte), cancelled with the day and hour of the rehearsal. Its value is the port that all mail must pass. */
export function stamp(result: { startedAt: string; ok: boolean; environment: { hostName: string } }): Markup {
  const { day, hour } = postmarkDate(result.startedAt);
  const words = result.ok
    ? `the mail was accepted, postmarked ${day}`
    : 'the mail was returned to its sender';
  return html`<svg class="stamp" viewBox="0 0 270 210" role="img" aria-label="${`A postage stamp: ${words}`}">
    <g transform="translate(104 14) rotate(3 75 90)">
      <path class="stamp-paper" d="${perforated()}" />
      <rect class="stamp-frame" x="13" y="13" width="124" height="154" rx="2" />
      <circle class="stamp-sun" cx="75" cy="76" r="36" />
      <path class="stamp-sea" d="M14 104c14-9 27-9 40 0s27 9 41 0 27-9 41 0v36H14z" />
      <path class="stamp-wave" d="M14 118c14-9 27-9 40 0s27 9 41 0 27-9 41 0" />
      <path class="stamp-letter" d="M43 66h64v42H43z" />
      <path class="stamp-fold" d="M43 66l32 25 32-25M43 108l24-23M107 108l-24-23" />
      <text class="stamp-text" x="22" y="159">KITTE</text>
      <text class="stamp-value" x="128" y="159" text-anchor="end">25</text>
    </g>
    ${result.ok ? postmark(result.environment.hostName, day, hour) : returned()}
  </svg>`;
}

function postmark(hostName: string, day: string, hour: string): Markup {
  const waves = [0, 1, 2, 3].map(
    (line) => html`<path d="${`M134 ${82 + line * 14}c12-8 22-8 33 0s22 8 33 0 22-8 33 0 18 7 30 0`}" />`,
  );
  return html`<g class="postmark">
    <circle cx="76" cy="104" r="60" />
    <circle cx="76" cy="104" r="42" />
    ${waves}
    <path id="ring" class="ring" d="M76 153a49 49 0 1 1 .1 0" />
    <text class="ring-text">
      <textPath href="#ring" startOffset="50%" text-anchor="middle">${shortened(hostName)}</textPath>
    </text>
    <text class="postmark-day" x="76" y="102" text-anchor="middle">${day}</text>
    <text class="postmark-hour" x="76" y="119" text-anchor="middle">${hour}</text>
  </g>`;
}

function returned(): Markup {
  return html`<g class="returned" transform="rotate(-12 100 110)">
    <rect x="4" y="78" width="190" height="62" rx="4" />
    <text x="99" y="104" text-anchor="middle">RETURN TO</text>
    <text x="99" y="128" text-anchor="middle">SENDER</text>
  </g>`;
}

/** The outline of the paper: each edge a row of half holes. */
function perforated(): string {
  const edge = (length: number, dx: number, dy: number) => {
    const holes = Math.floor(length / (HOLE * 3));
    const gap = (length - holes * HOLE * 2) / (holes + 1);
    const straight = `l${dx * gap} ${dy * gap}`;
    const hole = `a${HOLE} ${HOLE} 0 0 0 ${dx * HOLE * 2} ${dy * HOLE * 2}`;
    return (straight + hole).repeat(holes) + straight;
  };
  return `M0 0${edge(WIDTH, 1, 0)}${edge(HEIGHT, 0, 1)}${edge(WIDTH, -1, 0)}${edge(HEIGHT, 0, -1)}z`;
}

/** The ring has room for about thirty characters. */
function shortened(hostName: string): string {
  const characters = [...hostName.toUpperCase()];
  return characters.length <= 30 ? characters.join('') : `${characters.slice(0, 29).join('')}…`;
}

function postmarkDate(iso: string): { day: string; hour: string } {
  const date = new Date(iso);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(date);
  return {
    day: part({ day: '2-digit', month: 'short', year: 'numeric' }).toUpperCase(),
    hour: `${part({ hour: '2-digit', minute: '2-digit' })} UTC`,
  };
}
