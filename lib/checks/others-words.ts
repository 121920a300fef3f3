import type { Said } from './words';

/** Words of AWS or of the machine, which are English: in another language they are quoted in a sentence of ours. */
export const fromAws = (words: string): Said => ({ en: words, ja: `AWS の応答（原文）: ${words}` });

export const fromMachine = (words: string): Said => ({
  en: words,
  ja: `マシンからの応答（原文）: ${words}`,
});
