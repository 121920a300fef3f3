export interface KnownWrong {
  readonly service: string;
  readonly shape: string;
  /** A limit of the shape, or a member that is not required. */
  readonly what: string;
  /**
   * What is allowed besides.
   * @default - the limit does not hold
   */
  readonly also?: readonly string[];
  readonly why: string;
}

/** Where AWS takes or sends what its own models forbid. */
export const KNOWN_WRONG: readonly KnownWrong[] = [
  {
    ...{ service: 'ec2', shape: 'InstanceType', what: 'enum' },
    why: 'AWS brings new types every month; the account knows which a region offers.',
  },
  {
    ...{ service: 'cloudformation', shape: 'ResourceStatus', what: 'enum' },
    also: [
      'REVIEW_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    ],
    why: "A stack's own events have the status of the stack.",
  },
  {
    ...{ service: 'route53', shape: 'ResourceId', what: 'max' },
    why: 'Answers have /hostedzone/ before the id, which has up to 21 characters itself: 33, where 32 are said.',
  },
];

export function knownWrong(service: string, shape: string, what: string): KnownWrong | undefined {
  return KNOWN_WRONG.find((each) => each.service === service && each.shape === shape && each.what === what);
}
