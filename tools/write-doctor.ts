/** Writes docs/doctor.md from what the planted-faults run left in build/: what it says there, the doctor said. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { doctorPage, type Told } from './doctor-page';

const TOLD = 'build/doctor.json';
if (!existsSync(TOLD)) throw new Error(`${TOLD} is missing: run npm run test:rehearsal first.`);
const told = JSON.parse(readFileSync(TOLD, 'utf8')) as Told[];
writeFileSync('docs/doctor.md', doctorPage(told, new Date().toISOString().slice(0, 10)));
