import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';
import { version as libraryVersion } from 'aws-cdk-lib/package.json';

import { KeptValues } from '../lib/kept/kept-values';

interface Judged {
  readonly engine: string;
  /** As JSON, in which files are named without their folders. */
  readonly report: string;
}

/**
 * CDK's template validation, whose engine takes longer to start than all the rest of a synth. What it said is kept by
 * what it was asked: the same templates, word for word, for the same accounts and regions and by the same release of
 * CDK, have the same findings. Whether one is acknowledged is decided anew each time.
 */
export class KeptValidation extends CloudFormationValidatePlugin {
  private readonly kept: KeptValues<Judged>;
  private judged: Judged | undefined;

  constructor(folder?: string) {
    super();
    this.kept = new KeptValues('validation', 50, folder);
  }

  /** Asked for after the validation. */
  override get version(): string | undefined {
    return this.judged?.engine ?? super.version;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const key = keyOf(context);
    const judged = this.kept.get(key) ?? this.judge(key, context);
    this.judged = judged;
    const places = new Map(
      context.stackTemplates.map(({ templatePath }) => [nameOf(templatePath), templatePath]),
    );
    const report = JSON.parse(judged.report) as PolicyValidationPluginReport;
    return renamed(report, (name) => places.get(name) ?? name);
  }

  private judge(key: string, context: IPolicyValidationContext): Judged {
    // The engine is WebAssembly and runs for a second: to compile it once more, for speed, takes longer than that gains.
    setFlagsFromString('--liftoff-only');
    const report = JSON.stringify(renamed(super.validate(context), nameOf));
    const judged = { engine: super.version ?? '', report };
    this.kept.set(key, judged);
    return judged;
  }
}

/** Two stages may have templates of one name: they lie in folders that are named by the stage. */
const nameOf = (path: string) => join(basename(dirname(path)), basename(path));

function keyOf({ stackTemplates }: IPolicyValidationContext): string {
  const asked = stackTemplates.map(({ templatePath, stackConstructPath, accountId, region }) => [
    stackConstructPath,
    nameOf(templatePath),
    accountId,
    region,
    readFileSync(templatePath, 'utf8'),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([libraryVersion, asked]))
    .digest('hex');
}

function renamed(
  report: PolicyValidationPluginReport,
  name: (path: string) => string,
): PolicyValidationPluginReport {
  return {
    ...report,
    violations: report.violations.map((violation) => ({
      ...violation,
      violatingResources: violation.violatingResources.map(({ templatePath, ...resource }) => ({
        ...resource,
        ...(templatePath === undefined ? {} : { templatePath: name(templatePath) }),
      })),
    })),
  };
}
