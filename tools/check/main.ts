/** Types, lint, format and unit tests, side by side. */
import { lanes } from './parts';
import { sideBySide } from './side-by-side';

process.chdir(new URL('../..', `file://${__filename}`).pathname);
void sideBySide(lanes, (text) => process.stdout.write(text)).then((code) => (process.exitCode = code));
