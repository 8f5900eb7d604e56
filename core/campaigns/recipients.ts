/** What can become of one recipient, and why somebody of the audience gets nothing. */

/**
 * `campaign_recipients.state`: what the campaign has done. From `sent` on the message's own status has the say.
 * `claimed`: a worker is about to send; a lease that has run out makes it `pending` again.
 */
export const recipientStates = ['pending', 'claimed', 'sent', 'excluded', 'cancelled'] as const;
export type RecipientState = (typeof recipientStates)[number];

/** State and message in one word, for people and filters. */
export const recipientResults = [
  'pending',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'excluded',
  'cancelled',
] as const;
export type RecipientResult = (typeof recipientResults)[number];

/** @param messageStatus null while there is no message */
export function resultOf(state: RecipientState, messageStatus: string | null): RecipientResult {
  if (state === 'excluded' || state === 'cancelled') return state;
  // One that is tried again has a message that failed, or one that waits.
  if (state === 'pending') return 'pending';
  switch (messageStatus) {
    case 'failed':
    case 'unknown':
    case 'delivered':
    case 'read':
      return messageStatus;
    case 'played':
      return 'read';
    case 'sent':
    case 'held':
      return 'sent';
    default:
      return 'sending';
  }
}

/** Why somebody is left out, in the order in which it is looked at: `campaign_recipients.reason`. */
export const exclusions = {
  no_recipient: 'No WhatsApp number or id',
  suppressed: 'On the list of people who get no messages',
  consent_denied: 'Has stopped marketing messages',
  consent_missing: 'Has not agreed to marketing messages',
  utility_denied: 'Wants no messages about orders, visits and the like',
  not_delivered_there: 'Meta delivers no marketing messages to numbers of their country',
  frequency_cap: 'Got too many messages lately',
  value_missing: 'A value of the template would be empty',
} as const;

export type Exclusion = keyof typeof exclusions;
