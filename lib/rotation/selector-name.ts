/** The next name of a series: kitte1, kitte2, … It passes over names that are or were in use. */
export function nextSelector(current: string, taken: readonly string[]): string {
  const [, stem = current, digits = ''] = /^(.*?)(\d*)$/.exec(current) ?? [];
  for (let number = digits === '' ? 2 : Number(digits) + 1; ; number += 1) {
    const suffix = String(number).padStart(digits.length, '0');
    const name = `${stem.slice(0, 63 - suffix.length)}${suffix}`;
    if (!taken.includes(name)) return name;
  }
}
