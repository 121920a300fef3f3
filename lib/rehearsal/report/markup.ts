import { visible } from './visible';

/** Text that is markup already. Only the `html` tag makes it, so that everything else is escaped. */
export class Markup {
  private constructor(readonly text: string) {}

  static of(strings: TemplateStringsArray, values: readonly Insert[]): Markup {
    return new Markup(strings.reduce((text, string, index) => text + render(values[index - 1]) + string));
  }
}

export type Insert = Markup | string | number | undefined | readonly Insert[];

/**
 * A template whose inserts are escaped, for HTML and for the SVG within it. Attribute values must be quoted in
 * the template. Elements are always closed, so that the page is well-formed XML too.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Insert[]): Markup {
  return Markup.of(strings, values);
}

function render(value: Insert): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escape(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
