import { z } from 'zod';
import { Refusal, refused, text } from './text';

const TYPE = /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|[0-9]*xlarge|metal(-[0-9a-z]+)?)$/;

const INSTANCE_TYPE =
  'an instance type such as t4g.small: a family, a dot and a size, which is nano, micro, small, medium, large, xlarge, 2xlarge and so on, or metal';

const instanceType = text(INSTANCE_TYPE, (value) => {
  if (TYPE.test(value)) return value;
  if (TYPE.test(value.toLowerCase())) return new Refusal(INSTANCE_TYPE, `Write "${value.toLowerCase()}".`);
  const [, family, size] = /^([a-z][a-z0-9-]*)\.(\S+)$/i.exec(value) ?? [];
  return new Refusal(
    INSTANCE_TYPE,
    family === undefined || size === undefined
      ? 'Write family.size, such as t4g.small.'
      : `EC2 has no size "${size}": write ${family.toLowerCase()}.small, or another size.`,
  );
});

const ami = text('an AMI id such as ami-0123456789abcdef0', (value) =>
  /^ami-[0-9a-f]{8,17}$/.test(value)
    ? value
    : new Refusal('an AMI id such as ami-0123456789abcdef0', 'Copy it from the EC2 console.'),
);

const parameter = text(
  'an SSM parameter path such as /aws/service/debian/release/13/latest/arm64',
  (value) =>
    /^(\/[A-Za-z0-9_.-]+)+$/.test(value)
      ? value
      : new Refusal(
          'an SSM parameter path',
          'Begin with a slash; use letters, digits and _ . - between slashes.',
        ),
);

const image = z
  .strictObject({
    /**
     * One AMI, by its id. It must be Debian 13 and in the environment's region.
     * @default none: `parameter` names it
     * @example machine: { image: { ami: 'ami-0123456789abcdef0' } }
     */
    ami: ami.optional(),
    /**
     * An SSM public parameter, resolved once and then kept.
     * @default Debian 13 for the architecture
     * @example machine: { image: { parameter: '/aws/service/debian/release/13/20261117-2301/arm64' } }
     */
    parameter: parameter.optional(),
    /**
     * Raise it to take the newest image of the parameter; that replaces the instance.
     * @default 1
     * @example machine: { image: { revision: 2 } }
     */
    revision: z.int({ error: 'a whole number from 1' }).min(1, { error: 'a whole number from 1' }).optional(),
  })
  .superRefine((value, context) => {
    if (value.ami === undefined || (value.parameter ?? value.revision) === undefined) return;
    const refusal = new Refusal(
      'either ami, or parameter and revision',
      'An AMI id is pinned already: keep one of both.',
    );
    context.addIssue(refused(value, refusal));
  });

/** GiB and MiB that one gp3 volume and its swap may have. */
const GIB = 'a whole number of GiB from 8 to 16384';
const QUEUE_GIB = 'a whole number of GiB from 1 to 16384';
const MIB = 'a whole number of MiB from 0 to 16384';

/** The EC2 instance. */
export const machine = z.strictObject({
  /**
   * The type, family and size.
   * @default 't4g.small', or 't3.small' for x86_64
   * @example machine: { instanceType: 't4g.nano' }
   */
  instanceType: instanceType.optional(),
  /**
   * The processor.
   * @default what the instance type has
   * @example machine: { architecture: 'x86_64' }
   */
  architecture: z.enum(['arm64', 'x86_64']).optional(),
  /**
   * What the machine starts from: one AMI, or an SSM public parameter that names one.
   * @default Debian 13's newest image at the first deploy, kept from then on
   * @example machine: { image: { revision: 2 } }
   */
  image: image.prefault({}),
  /**
   * GiB of the encrypted gp3 volume that the machine starts from.
   * It goes with the instance.
   * @default 16
   * @example machine: { volumeSizeGiB: 20 }
   */
  volumeSizeGiB: z.int({ error: GIB }).min(8, { error: GIB }).max(16384, { error: GIB }).default(16),
  /**
   * GiB of the encrypted gp3 volume that holds the queue and the certificate, and moves on to the next instance.
   * It can grow at any time; AWS lets no volume shrink.
   * @default 4
   * @example machine: { queueVolumeSizeGiB: 16 }
   */
  queueVolumeSizeGiB: z
    .int({ error: QUEUE_GIB })
    .min(1, { error: QUEUE_GIB })
    .max(16384, { error: QUEUE_GIB })
    .default(4),
  /**
   * MiB of swap; 0 for none.
   * @default 1024 on nano and micro instances, whose memory is 1 GiB or less; otherwise 0
   * @example machine: { swapMiB: 512 }
   */
  swapMiB: z.int({ error: MIB }).min(0, { error: MIB }).max(16384, { error: MIB }).optional(),
});

/** Graviton families have a `g` right behind the generation (t4g, c7gn, im4gn), or are the first of all, a1. */
export function architectureOf(type: string): 'arm64' | 'x86_64' {
  const family = type.split('.')[0] ?? '';
  return /^[a-z]+[0-9]+g/.test(family) || family === 'a1' ? 'arm64' : 'x86_64';
}

/** Nano and micro sizes have 1 GiB of memory or less in every family. */
export function swapOf(type: string): number {
  return /\.(nano|micro)$/.test(type) ? 1024 : 0;
}
