import { Day } from './ops/day';
import { loginTests } from './ops/logins';
import { lookingTests } from './ops/looking';
import { mailTests } from './ops/mail';
import { printingTests } from './ops/printing';
import { promptTests } from './ops/prompts';
import { rotatingTests } from './ops/rotating';

/** One deployed server, and every command for a day with it, as a person runs it who may do no more than the docs say. */
jest.setTimeout(120_000);
const day = Day.begin();

lookingTests(day);
loginTests(day);
mailTests(day);
promptTests(day);
describe('dkim rotate', () => rotatingTests(day));
printingTests(day);
