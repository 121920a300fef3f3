import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

/** The bill of materials of a release: what runs at the user's, not what builds and tests it. */
const text = execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--omit=dev'], { encoding: 'utf8' });
const { components } = JSON.parse(text) as { components: unknown[] };
mkdirSync('build', { recursive: true });
writeFileSync('build/sbom.json', text);
process.stdout.write(`build/sbom.json: ${String(components.length)} components (CycloneDX 1.5)\n`);
