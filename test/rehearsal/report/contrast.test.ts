import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(__dirname, '../../../lib/rehearsal/report/report.css'), 'utf8');

/** The custom properties of a `:root` block, the light ones under those of its media query. */
function palette(scheme: 'light' | 'dark'): Readonly<Record<string, string>> {
  const blocks = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block ?? '');
  const read = (block = ''): Record<string, string> => {
    const declared = [...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)];
    return Object.fromEntries(declared.map((found): [string, string] => [found[1] ?? '', found[2] ?? '']));
  };
  return scheme === 'light' ? read(blocks[0]) : { ...read(blocks[0]), ...read(blocks[1]) };
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ['ink', 'paper'],
  ['ink', 'mark'],
  ['quiet', 'paper'],
  ['quiet', 'desk'],
  ['quiet', 'bad-wash'],
  ['indigo', 'paper'],
  ['indigo', 'mark'],
  ['good', 'paper'],
  ['good', 'good-wash'],
  ['bad', 'paper'],
  ['bad', 'bad-wash'],
] as const;

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  test.each(PAIRS)('%s can be read on %s', (ink, paper) => {
    const colours = palette(scheme);
    expect(contrast(colours[ink] ?? '', colours[paper] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
