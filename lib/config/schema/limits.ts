import { z } from 'zod';
import { Refusal, refused } from './text';
import { whole } from './whole';

/** What a login may send. A program that goes about its work meets none of these; a stolen password does. */
export const limits = z
  .strictObject({
    /**
     * MiB of one message as it is sent: base64 makes an attachment a third larger.
     * @default 35, for 25 MiB of attachments
     * @example limits: { messageSizeMiB: 10 }
     */
    messageSizeMiB: whole(1, 100, 'MiB').default(35),
    /**
     * Recipients of one message (RFC 5321 section 4.5.3.1.8 asks for at least 100). One with more is refused whole, so that every
     * client says so and none takes a part for the whole.
     * @default 1000
     * @example limits: { recipientsPerMessage: 100 }
     */
    recipientsPerMessage: whole(1, 1000, 'recipients').default(1000),
    /**
     * Messages that one login may send in 24 hours. At four fifths the postmaster is told.
     * @default 5000
     * @example limits: { messagesPerDay: 500 }
     */
    messagesPerDay: whole(1, 1_000_000, 'messages').default(5000),
    /**
     * Recipients that one login may reach in 24 hours: a message to three counts three. At four fifths the postmaster is told.
     * @default 10000
     * @example limits: { recipientsPerDay: 2000 }
     */
    recipientsPerDay: whole(1, 1_000_000, 'recipients').default(10_000),
  })
  .superRefine(({ recipientsPerMessage, recipientsPerDay }, context) => {
    if (recipientsPerDay >= recipientsPerMessage) return;
    const refusal = new Refusal(
      `at least limits.recipientsPerMessage, ${String(recipientsPerMessage)}`,
      'Raise it, or lower recipientsPerMessage: a message to so many could never be sent.',
    );
    context.addIssue(refused(recipientsPerDay, refusal, ['recipientsPerDay']));
  });
