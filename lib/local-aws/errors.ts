/** A refusal in an AWS API's own terms. Always 4xx: SDKs retry a 5xx, and a retry would hide the fault. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** Something that the local account does not know how to do. Never skipped silently. */
export function unsupported(what: string): ApiError {
  return new ApiError(
    'LocalAccountUnsupported',
    `The local account does not support ${what}. Add it to lib/local-aws/ or leave it out of the template.`,
  );
}

/** Refuses any key of `value` outside of `known`: a parameter that is ignored would be a lie. */
export function refuseUnknown(value: object, known: readonly string[], where: string): void {
  const allowed = new Set(known);
  for (const [key, content] of Object.entries(value)) {
    if (content !== undefined && !allowed.has(key)) {
      throw unsupported(`${where}: ${key} (known: ${known.join(', ') || 'none'})`);
    }
  }
}
