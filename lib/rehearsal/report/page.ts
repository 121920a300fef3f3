import { headerFields, isVerdictField } from './header-fields';
import { html, type Markup } from './markup';
import { pathFigure } from './path-figure';
import { allVerdicts, type Message, type RehearsalResult } from './result';
import { stamp } from './stamp';
import { checksTable, machineTable, recordsTable, stacksTable } from './tables';
import { timeline } from './timeline';
import { verdictCards } from './verdict-cards';

/** The body of the report. */
export function page(result: RehearsalResult): Markup {
  return html`
    ${envelope(result)}
    <main>
      ${result.messages.map(messageSection)}
      ${
        result.verdicts.length > 0
          ? html`<section>
              <h2>Checks</h2>
              ${checksTable(result.verdicts)}
            </section>`
          : undefined
      }
      <section>
        <h2>Records</h2>
        ${recordsTable(result.records)}
      </section>
      <section>
        <h2>Machine and stacks</h2>
        ${machineTable(result.machine)} ${stacksTable(result.stacks)}
      </section>
      <section>
        <h2>Time</h2>
        ${timeline(result.steps)}
      </section>
    </main>
    <footer>
      <p>
        Rehearsed on a local account with a real Debian, Postfix, DNS and receiver. The addresses are reserved
        for documentation (RFC 5737); no mail left the machine.
      </p>
    </footer>
  `;
}

/** The head of the page is the envelope: who wrote, to whom, the stamp, and whether it was accepted. */
function envelope(result: RehearsalResult): Markup {
  const { environment, ok, messages } = result;
  const verdicts = allVerdicts(result);
  const failed = verdicts.filter(({ pass }) => !pass);
  const first = messages[0];
  return html`<header class="${ok ? 'envelope' : 'envelope failed'}">
    <div class="letter">
      <div class="words">
        <p class="eyebrow">
          Rehearsal of <b>${environment.domain}</b>, environment <b>${environment.name}</b>
        </p>
        <h1>${ok ? 'The mail is accepted.' : 'The mail is not accepted yet.'}</h1>
        <p class="summary">${summary(verdicts.length, failed.length, messages.length, result.seconds)}</p>
        <dl class="addresses">
          ${
            first === undefined
              ? undefined
              : html`<div>
                    <dt>From</dt>
                    <dd>${first.from}</dd>
                  </div>
                  <div>
                    <dt>To</dt>
                    <dd>${first.to}</dd>
                  </div>`
          }
          <div>
            <dt>By</dt>
            <dd>${environment.hostName} <span class="quiet">${environment.address}</span></dd>
          </div>
        </dl>
      </div>
      ${stamp(result)}
    </div>
  </header>`;
}

function summary(verdicts: number, failed: number, messages: number, seconds: number): string {
  if (verdicts === 0) return 'Nothing was judged, so nothing is proved.';
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const outcome =
    failed === 0
      ? `All ${count(verdicts, 'verdict')} as expected`
      : `${failed} of ${count(verdicts, 'verdict')} not as expected`;
  return `${outcome}. ${count(messages, 'message')} arrived. ${Math.round(seconds)} seconds.`;
}

function messageSection(message: Message, index: number): Markup {
  return html`<section>
    <h2>${message.subject} <span class="quiet">port ${message.port}</span></h2>
    ${pathFigure(message)}
    <p class="envelope-line">
      From <b>${message.from}</b> to <b>${message.to}</b>. Return-Path <b>${message.envelopeFrom}</b>.
      Submitted over ${message.submittedWith.tls}, ${message.submittedWith.auth}.
    </p>
    <h3>What the receiver decided</h3>
    ${verdictCards(message.verdicts)} ${index === 0 ? openDetails(message) : foldedDetails(message)}
  </section>`;
}

const openDetails = (message: Message) => html`<details open="">${receivedHeaders(message)}</details>`;
const foldedDetails = (message: Message) => html`<details>${receivedHeaders(message)}</details>`;

function receivedHeaders(message: Message): Markup {
  const lines = headerFields(message.headers).map((field) => {
    const text = html`<b>${field.name}:</b> ${field.body}`;
    return html`${isVerdictField(field) ? html`<mark>${text}</mark>` : html`<span>${text}</span>`}${'\n'}`;
  });
  return html`<summary><h3>Headers as received</h3></summary>
    <pre class="headers">${lines}</pre>`;
}
