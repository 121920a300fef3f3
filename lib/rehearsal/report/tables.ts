import { html, type Insert, type Markup } from './markup';
import {
  answersAsWritten,
  type MachineSummary,
  type RecordSeen,
  type StackSummary,
  type Verdict,
} from './result';
import { TITLE } from './verdict-cards';

/** The explicit roles keep it a table for a screen reader where a narrow screen stacks its cells. */
function table(
  kind: string,
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Insert[])[],
): Markup {
  return html`<table class="${kind}" role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${row.map((cell, index) => html`<td role="cell" data-label="${columns[index]}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function recordsTable(records: readonly RecordSeen[]): Markup {
  return table(
    'records',
    'Every record, why it is there, and whether the DNS answers it as written',
    ['Record', 'Value', 'Why', 'Answer'],
    records.map((record) => [
      html`<b class="mono">${breakable(record.name)}</b><br /><span class="quiet"
          >${record.type}, TTL ${record.ttl}</span
        >`,
      record.values.map((value) => html`<code>${value}</code>`),
      record.why,
      answer(record),
    ]),
  );
}

function answer(record: RecordSeen): Markup {
  if (answersAsWritten(record)) return html`<span class="good">as written</span>`;
  if (record.answers.length === 0) return html`<span class="bad">no answer</span>`;
  return html`<span class="bad">differs</span> ${record.answers.map((each) => html`<code>${each}</code>`)}`;
}

/** A long name may break after its dots and nowhere else. */
function breakable(name: string): Insert {
  return name.split('.').map((label, index) => (index === 0 ? label : html`.<wbr />${label}`));
}

export function checksTable(verdicts: readonly Verdict[]): Markup {
  return table(
    'checks',
    'What was tried beside the messages that arrived',
    ['Check', 'Seen', 'The server said'],
    verdicts.map((verdict) => [
      html`${verdict.subject}<br /><span class="quiet">${TITLE[verdict.id]}</span>`,
      verdict.pass
        ? html`<span class="good">${verdict.seen}</span>`
        : html`<span class="bad">${verdict.seen}</span>, expected ${verdict.expected}`,
      html`<code>${verdict.words}</code>`,
    ]),
  );
}

export function machineTable(machine: MachineSummary): Markup {
  return table(
    'machine',
    'The machine',
    ['Fact', 'Value'],
    [
      ['Instance', `${machine.instance}, ${machine.instanceType}`],
      ['Image', machine.image],
      ['State, by its own word', machine.state],
      ['Ready after boot', `${machine.secondsToReady.toFixed(1)} s`],
      ...Object.entries(machine.packages),
    ].map(([fact, value]) => [fact, html`<span class="mono">${value}</span>`]),
  );
}

export function stacksTable(stacks: readonly StackSummary[]): Markup {
  return table(
    'stacks',
    'The stacks',
    ['Stack', 'Status', 'Outputs'],
    stacks.map(({ name, status, outputs }) => [
      html`<b class="mono">${name}</b>`,
      status,
      Object.entries(outputs).map(
        ([key, value]) => html`<p class="output"><b>${key}</b> <code>${value}</code></p>`,
      ),
    ]),
  );
}
