import { html, type Markup } from './markup';
import type { Step } from './result';

/** The steps one after the other, each bar as long as it took. */
export function timeline(steps: readonly Step[]): Markup {
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const percent = (seconds: number) => (total === 0 ? 0 : Math.round((seconds / total) * 1000) / 10);
  let before = 0;
  return html`<ol class="timeline">
    ${steps.map(({ title, seconds }) => {
      const style = `--from: ${percent(before)}%; --span: ${percent(seconds)}%`;
      before += seconds;
      return html`<li>
        <span class="step">${title}</span> <span class="took">${seconds.toFixed(1)} s</span>
        <span class="bar" style="${style}" aria-hidden="true"></span>
      </li>`;
    })}
  </ol>`;
}
