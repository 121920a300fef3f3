/** The names that the stacks give and the machine must know: derived from the environment's name, never generated. */
export interface Names {
  /** Parent of all parameters: `/kitte/<environment>`. */
  readonly parameters: string;
  /** What the machine fetches (String, JSON). */
  readonly settings: string;
  /** Parent of what a head of the settings leads to (String): `<settingsParts>/<hash>/<n>`. */
  readonly settingsParts: string;
  /** What the machine reports (String, JSON), written by the machine alone. */
  readonly status: string;
  /** Which machine serves, with which volume and address (String, JSON). */
  readonly lease: string;
  /** The image that the machine is launched from, once pinned (String, AMI id). */
  readonly image: string;
  /** Parent of the private DKIM keys (SecureString, PEM): `<dkim>/<domain>/<selector>`. */
  readonly dkim: string;
  /** The Secrets Manager secret with a password for each login (JSON object). */
  readonly usersSecret: string;
  /** Where passwords that an earlier deployment left lie on their way into it. */
  readonly earlierUsersSecret: string;
  readonly stacks: { readonly foundation: string; readonly server: string; readonly dns: string };
  /** Logical id of the instance in the server stack: what the machine signals to CloudFormation. */
  readonly instance: string;
}

/** Where a construct lays the whole environment into a stack of somebody's own. */
export interface Inside {
  /** The stack's name. */
  readonly stack: string;
  /** The instance's logical id in it. */
  readonly instance: string;
  /** A secret with passwords that is there already, by its name; absent for one that is made. */
  readonly usersSecret?: string;
}

export function namesOf(environmentName: string, inside?: Inside): Names {
  const parameters = `/kitte/${environmentName}`;
  const stack = (name: string) => `kitte-${environmentName}-${name}`;
  return {
    parameters,
    settings: `${parameters}/settings`,
    settingsParts: `${parameters}/settings-parts`,
    status: `${parameters}/status`,
    lease: `${parameters}/lease`,
    image: `${parameters}/image`,
    dkim: `${parameters}/dkim`,
    usersSecret: inside?.usersSecret ?? `kitte/${environmentName}/users`,
    earlierUsersSecret: `kitte/${environmentName}/earlier`,
    stacks:
      inside === undefined
        ? { foundation: stack('foundation'), server: stack('server'), dns: stack('dns') }
        : { foundation: inside.stack, server: inside.stack, dns: inside.stack },
    instance: inside?.instance ?? 'MailServer',
  };
}

/** On what one machine may do to another: they share a role, and take each other's place. */
export function environmentTag(environmentName: string): { key: string; value: string } {
  return { key: 'kitte:environment', value: environmentName };
}

/** Where the ready TXT value of a selector's record is kept for the Dns stack. */
export function dkimPublicParameter(names: Names, domain: string, selector: string): string {
  return `${names.parameters}/dkim-public/${domain}/${selector}`;
}
