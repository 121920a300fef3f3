export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
}

/** The system's own apt sources, in both of apt's notations (sources.list(5)). */
export function parseAptSources(text: string): AptSource[] {
  return [...oneLine(text), ...deb822(text)];
}

function oneLine(text: string): AptSource[] {
  return [...text.matchAll(/^deb[ \t]+(?:\[[^\]]*\][ \t]+)?(\S+)[ \t]+(\S+)((?:[ \t]+[^\s#]+)*)/gm)].map(
    ([, uri = '', suite = '', components = '']) => ({ uri, suite, components: words(components) }),
  );
}

function deb822(text: string): AptSource[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string) =>
      words(new RegExp(`^${name}:((?:[^\\n]|\\n[ \\t])*)`, 'im').exec(stanza)?.[1] ?? '');
    if (!field('Types').includes('deb') || field('Enabled')[0] === 'no') return [];
    const components = field('Components');
    return field('URIs').flatMap((uri) => field('Suites').map((suite) => ({ uri, suite, components })));
  });
}

/** Where Debian 13 comes from, judged by where this system's Debian comes from. */
export function trixieSources(host: readonly AptSource[]): AptSource[] {
  // Other vendors' repositories for Debian end in /debian too, but have no component `main`.
  const main = host.find(
    ({ uri, suite, components }) =>
      /\/debian\/?$/.test(uri) && /^[a-z]+$/.test(suite) && components.includes('main'),
  );
  if (main === undefined)
    throw new Error(
      `No Debian mirror in apt's sources; found ${JSON.stringify(host.map(({ uri }) => uri))}. ` +
        'Add a `deb` source of Debian whose address ends in /debian and whose components have main.',
    );
  const security = host.find(({ suite }) => suite.endsWith('-security'));
  return [
    { uri: main.uri, suite: 'trixie', components: ['main'] },
    ...(security ? [{ uri: security.uri, suite: 'trixie-security', components: ['main'] }] : []),
  ];
}

function words(text: string): string[] {
  return text
    .replace(/^\s*#.*$/gm, '')
    .split(/\s+/)
    .filter(Boolean);
}
