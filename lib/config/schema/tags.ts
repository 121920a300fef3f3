import { z } from 'zod';
import { Refusal, refused } from './text';

/** AWS takes 50 for a resource; ten are left for CDK, CloudFormation and Kitte itself. */
const MOST = 40;
const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** AWS tags of every resource. */
export const tags = z.record(z.string(), z.string({ error: 'a text' })).superRefine((value, context) => {
  const refuse = (path: string[], allowed: string, remedy: string) =>
    context.addIssue(refused(value, new Refusal(allowed, remedy), path));
  if (Object.keys(value).length > MOST) refuse([], `at most ${MOST} tags`, 'Remove some.');
  for (const [key, content] of Object.entries(value)) {
    const characters = 'letters, digits, spaces and _ . : / = + - @';
    if (key === '' || key.length > 128 || !TEXT.test(key)) {
      refuse([key], `a key of 1 to 128 ${characters}`, 'Rename the tag.');
    }
    if (/^aws:/i.test(key))
      refuse([key], 'a key that does not begin with aws:', 'AWS reserves it: rename the tag.');
    if (/^kitte:/i.test(key))
      refuse(
        [key],
        'a key that does not begin with kitte:',
        'Kitte marks its resources by such tags, and the permissions of its machines go by them: rename the tag.',
      );
    if (content.length > 256 || !TEXT.test(content)) {
      refuse([key], `a value of at most 256 ${characters}`, 'Change or shorten the value.');
    }
  }
});
