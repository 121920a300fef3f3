import { keyedDomains } from '../config/former';
import { namesOf } from '../config/names';
import type { Measure } from './limit';

/** Of all inline policies of a role together, blanks not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_LIMIT = 10_240;

/** `"arn:aws:ssm:ap-northeast-1:123456789012:parameter",` before a name, and the statements around them. */
const BEFORE = 56;
const AROUND = 600;

/** The handler of the keys may touch each by its name. */
export const keys: Measure = (environment) => {
  const { dkim } = namesOf(environment.name);
  const names = keyedDomains(environment).flatMap(({ domain, selectors, retired }) =>
    [...selectors, ...retired].map((selector) => `${dkim}/${domain}/${selector}`),
  );
  return [
    {
      what: `the permissions on ${String(names.length)} DKIM keys of now and before have`,
      size: names.reduce((sum, name) => sum + BEFORE + name.length, AROUND),
      most: POLICY_LIMIT,
      unit: 'characters',
      whose: 'a role of IAM',
      path: ['dkim', 'retired'],
      remedy: 'Take selectors out of dkim.retired whose mail nobody verifies any more, the oldest first.',
    },
  ];
};
