import { hostZoneOf } from './domains';
import type { Environment } from './environment';
import { type Finding, findingOf } from './findings';
import { forwardsOf, takenBy } from './forward-loops';
import { keyOf } from './former';
import { isWithin } from './within';
import { domainOf } from './schema/mail-address';
import { architectureOf } from './schema/machine';
import { hostInZone, namesInZone, parentAbove, parentOfHostAbove } from './zone-rules';

/** The domains of the server, and which of them is looked at. */
export interface Among {
  readonly names: readonly string[];
  readonly index: number;
}

/** What must hold between values that are each right by themselves; the server's are judged with the first domain. */
export function inconsistencies(environment: Environment, among?: Among): Finding[] {
  const { names, index } = among ?? { names: [environment.domain], index: 0 };
  return [
    ...(index === 0 ? serverRules : []),
    ...domainRules,
    (one: Environment) => ownSenders(one, names),
  ].flatMap((rule) => rule(environment));
}

type Rule = (environment: Environment) => Finding[];

const serverRules: readonly Rule[] = [
  hostInZone,
  parentOfHostAbove,
  shortHostName,
  fittingArchitecture,
  zoneOfRegion,
  formerNames,
  movingHost,
];

const domainRules: readonly Rule[] = [
  namesInZone,
  parentAbove,
  strictEnvelope,
  ownInclude,
  forwardsElsewhere,
  exchangersElsewhere,
  repliesTaken,
];

/**
 * The machine takes its name as its host name, and Linux has room for 64 characters (HOST_NAME_MAX). A certificate would not mind:
 * Let's Encrypt leaves the common name out where it does not fit.
 */
function shortHostName(environment: Environment): Finding[] {
  const { hostName } = environment;
  if (hostName.length <= 64) return [];
  return [
    findingOf(
      ['hostName'],
      hostName,
      'a host name of at most 64 characters, the most that Linux takes',
      `Set hostName to a shorter name in the zone ${hostZoneOf(environment).name}.`,
    ),
  ];
}

function strictEnvelope({ domain, envelopeDomain, dmarc }: Environment): Finding[] {
  if (dmarc.alignment.spf === 'relaxed' || envelopeDomain === domain) return [];
  return [
    findingOf(
      ['dmarc', 'alignment', 'spf'],
      'strict',
      `relaxed, because the envelope domain ${envelopeDomain} is not ${domain}`,
      'Set it to "relaxed", or make both domains the same: SPF could never align (RFC 9989).',
    ),
  ];
}

/** Kitte's own record stands at both names: a receiver would go round in it until it gives up. */
function ownInclude({ domain, envelopeDomain, spf }: Environment): Finding[] {
  return spf.include.flatMap((name, index) =>
    name !== domain && name !== envelopeDomain
      ? []
      : [
          findingOf(
            ['spf', 'include', index],
            name,
            `the name of another sender's record: the record of ${name} is the one that includes it`,
            "Remove it. If another provider tells you to include it, give the name in that provider's own record.",
          ),
        ],
  );
}

function ownSenders({ domain, envelopeDomain, users }: Environment, names: readonly string[]): Finding[] {
  const own = [...new Set([domain, envelopeDomain, ...names])];
  return users.flatMap(({ senders }, user) =>
    senders.flatMap((sender, index) =>
      own.includes(domainOf(sender))
        ? []
        : [
            findingOf(
              ['users', user, 'senders', index],
              sender,
              `an address of ${own.join(' or ')}, whose mail this server signs`,
              `Remove it, or add ${domainOf(sender)} to domains.`,
            ),
          ],
    ),
  );
}

function fittingArchitecture({ machine: { instanceType, architecture, image } }: Environment): Finding[] {
  const fitting = architectureOf(instanceType);
  const findings: Finding[] = [];
  if (architecture !== fitting) {
    const remedy = `Leave architecture out, or choose ${fitting === 'arm64' ? 't3.small' : 't4g.small'}.`;
    findings.push(
      findingOf(['machine', 'architecture'], architecture, `${fitting}, which ${instanceType} has`, remedy),
    );
  }
  const named = image.kind === 'parameter' ? /\/(arm64|amd64|x86_64)$/.exec(image.name)?.[1] : undefined;
  if (
    image.kind === 'parameter' &&
    named !== undefined &&
    (named === 'arm64') !== (architecture === 'arm64')
  ) {
    const allowed = `an image for ${architecture}`;
    findings.push(
      findingOf(
        ['machine', 'image', 'parameter'],
        image.name,
        allowed,
        'Leave it out, or take the image for it.',
      ),
    );
  }
  return findings;
}

function forwardsElsewhere(environment: Environment): Finding[] {
  const here = takenBy(environment);
  return forwardsOf(environment).flatMap(({ path, address }) =>
    !here.includes(domainOf(address))
      ? []
      : [
          findingOf(
            path,
            address,
            `an address outside ${here.join(' and ')}, whose mail comes to this very server`,
            path[0] === 'replies'
              ? 'Give an address elsewhere, or leave it out to refuse such mail.'
              : 'Give an address elsewhere, or leave it out to keep the mail in a mailbox on the machine.',
          ),
        ],
  );
}

function exchangersElsewhere({ exchangers = [], hostName }: Environment): Finding[] {
  return exchangers.flatMap((exchanger, index) =>
    exchanger.endsWith(` ${hostName}`)
      ? [
          findingOf(
            ['mx', index],
            exchanger,
            `an exchanger other than this server, ${hostName}, which takes no mail beside others`,
            'Set mx: true to have this server take the mail, or remove it from the list.',
          ),
        ]
      : [],
  );
}

function repliesTaken({ served, replies }: Environment): Finding[] {
  if (replies === undefined || served.length > 0) return [];
  return [
    findingOf(
      ['replies'],
      replies,
      'nothing, while this server takes no mail',
      "Set mx: true, or leave it out: the domain's own MX takes the replies.",
    ),
  ];
}

function zoneOfRegion({ region, vpc }: Environment): Finding[] {
  if (region === undefined || vpc.kind === 'own' || vpc.availabilityZone.startsWith(region)) return [];
  return [
    findingOf(
      ['vpc', 'availabilityZone'],
      vpc.availabilityZone,
      `an availability zone of ${region}, which is the region of this config`,
      `Give the zone of the subnet, such as ${region}a; or set region to that of the VPC.`,
    ),
  ];
}

function formerNames(environment: Environment): Finding[] {
  const { former = [], hostedZone } = environment;
  return former.flatMap((entry, index) => {
    const zone = entry.hostedZone?.name ?? hostedZone.name;
    const zones = [zone, hostedZone.name];
    const names = [
      { key: 'domain', zones },
      { key: 'envelopeDomain', zones },
      { key: 'hostName', zones: [...zones, hostZoneOf(environment).name] },
    ] as const;
    const outside = names
      .filter(
        ({ key, zones: all }) =>
          !entry.over &&
          // Nothing is written for these.
          (key === 'hostName' || (entry.hostedZone ?? hostedZone).kind !== 'elsewhere') &&
          !all.some((each) => isWithin(entry[key], each)),
      )
      .map(({ key }) => key);
    const twice = former.findIndex((other) => keyOf(other) === keyOf(entry)) < index;
    return [
      ...outside.map((key) =>
        findingOf(
          ['former', index, key],
          entry[key],
          `${zone} or a name below it, because its records stay in that zone`,
          'Give the zone of before as hostedZone: { id, name } of this entry.',
        ),
      ),
      ...(twice
        ? [
            findingOf(
              ['former', index],
              keyOf(entry),
              'names that no entry before it has',
              'Take it out: the first entry of these names keeps their records.',
            ),
          ]
        : []),
    ];
  });
}

/** The phases of a rename are read off the config, so the config itself refuses them in a wrong order. */
function movingHost(environment: Environment): Finding[] {
  const { former = [], hostName } = environment;
  const hostedZone = hostZoneOf(environment);
  return former.flatMap((entry, index) => {
    const { moving } = entry;
    if (moving === undefined) return [];
    const refuse = (allowed: string, remedy: string, key?: string) => [
      findingOf(
        ['former', index, 'moving', ...(key === undefined ? [] : [key])],
        entry.hostName,
        allowed,
        remedy,
      ),
    ];
    if (index < former.length - 1)
      return refuse('it in the last entry alone', 'Take it out: that host name is in force no more.');
    if (entry.over)
      return refuse(
        'nothing, while over is true',
        'Take out moving first and deploy: a name in force is not over.',
      );
    if (entry.hostName === hostName)
      return refuse(
        'a host name other than that of now',
        'Set hostName to the new name, or take moving out.',
      );
    if (!isWithin(entry.hostName, hostedZone.name))
      return refuse(
        `a host name in ${hostedZone.name}, where the machine proves to the certificate authority that names are its own`,
        'Take moving out: a host name of another zone is given up at once.',
      );
    if (moving.reversed && moving.published === undefined)
      return refuse(
        'false, until published says since when the world can know the new name',
        'Take it out and run `kitte rename`: it goes on when no mail can fail by it.',
        'reversed',
      );
    return [];
  });
}
