/** A receiver that is always there: whose port 25 tells whether mail gets out. */
export const FAR_END = 'gmail-smtp-in.l.google.com';
