/** One step of a deployment's life, and what an operator has after it; JSON as it is. */
export interface Row {
  /** Such as `first creation`: the steps of a life are in their order. */
  readonly life: string;
  /** What was done, such as `cdk deploy, no address left`. */
  readonly step: string;
  /** What was there afterwards, as an operator sees it. */
  readonly seen: string;
  readonly seconds: number;
  /** Everything that was not as it must be. */
  readonly failures: readonly string[];
}
