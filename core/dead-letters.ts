/**
 * What the causes and kinds of dead letters mean, for people who read no code: one sentence that explains and one that says what to do.
 * The codes are the relay's, the router's and the dispatcher's; what isn't here is explained by its class.
 */
import { malformedCauses } from './whatsapp/inbound/malformed-causes.ts';

export interface Explanation {
  title: string;
  meaning: string;
  advice: string;
}

/** Kind: what it is, in a list. */
const kinds: Record<string, string> = {
  outbox: 'Work in the background',
  contact_event: 'Event of a contact',
  webhook_message: 'Message from a person',
  webhook_status: 'Delivery report',
  webhook_reaction: 'Reaction to a message',
  webhook_edit: 'Edited message',
  webhook_revoke: 'Deleted message',
  webhook_requestWelcome: 'Opened chat',
  webhook_identityChange: 'Changed number or id',
  webhook_system: 'Notice of WhatsApp',
  webhook_echo: 'Message from the phone app',
  webhook_history: 'Message of the past',
  webhook_historySync: 'Import of the past',
  webhook_preference: 'Marketing choice of a person',
  webhook_stateSync: 'Address book of the phone app',
  webhook_call: 'Call',
  webhook_group: 'Change of a group',
  webhook_template: 'Change of a template',
  webhook_account: 'Notice about the account',
  webhook_number: 'Notice about a number',
  webhook_error: 'Error reported by WhatsApp',
  webhook_other: 'Notice of another kind',
  webhook_malformed: 'Unreadable part',
};

export function titleOfKind(kind: string): string {
  return Object.hasOwn(kinds, kind) ? kinds[kind]! : 'Other';
}

const TRY_AGAIN = 'Try again once. If it fails again, tell whoever runs Parley: its log has the details.';

const causes: Record<string, Explanation> = {
  kept: {
    title: 'Not used by Parley',
    meaning: 'WhatsApp told us something that Parley doesn’t act on. Nothing is wrong, and it is kept.',
    advice: 'Dismiss it, or try again after an update of Parley that knows more.',
  },
  not_connected: {
    title: 'Number not connected any more',
    meaning: 'The number or account that it came for is not connected to this workspace now.',
    advice: 'Connect the account again in Settings, WhatsApp, then try again.',
  },
  foreign_asset: {
    title: 'Number not connected',
    meaning: 'It came for a number or account that is not connected to this workspace.',
    advice: 'Connect the account in Settings, WhatsApp, then try again.',
  },
  flows_cause_each_other: {
    title: 'Flows start each other in a circle',
    meaning: 'Five flows in a row were started by what the one before did, so Parley stopped there.',
    advice:
      'Change one of the flows so that it doesn’t cause the event that another starts on. Then dismiss it.',
  },
  no_number: {
    title: 'No number to write from',
    meaning: 'A flow was to start for a contact, but it has no WhatsApp number that it could write from.',
    advice: 'Choose a number for the flow, put the contact into it by hand, then dismiss it.',
  },
  failed: {
    title: 'Unexpected failure',
    meaning: 'Parley failed while it worked on this. Nothing of it was done.',
    advice: TRY_AGAIN,
  },
};

const classes: readonly { pattern: RegExp; explanation: Explanation }[] = [
  {
    pattern: /^22[0-9A-Z]{3}$/,
    explanation: {
      title: 'A value doesn’t fit',
      meaning: 'Something in it has a form or a size that can’t be stored. Nothing of it was done.',
      advice: TRY_AGAIN,
    },
  },
  {
    pattern: /^23[0-9A-Z]{3}$/,
    explanation: {
      title: 'It contradicts what is stored',
      meaning: 'It doesn’t fit together with what Parley knows already. Nothing of it was done.',
      advice: TRY_AGAIN,
    },
  },
  {
    pattern: /^[0-9A-Z]{5}$/,
    explanation: {
      title: 'The database refused it',
      meaning: 'It couldn’t be stored. Nothing of it was done.',
      advice: TRY_AGAIN,
    },
  },
];

const refusedByTemporal: Explanation = {
  title: 'Could not be started',
  meaning:
    'Something that was to happen in the background, for example the next step of a flow, was refused by Temporal again and again.',
  advice: TRY_AGAIN,
};

/** Total: also for causes that nobody has heard of. */
export function explain(kind: string, cause: string): Explanation {
  if (kind === 'outbox') return refusedByTemporal;
  const malformed: Record<string, string> = malformedCauses;
  if (kind === 'webhook_malformed' && Object.hasOwn(malformed, cause))
    return {
      title: 'Unreadable part of a delivery',
      meaning: malformed[cause]!,
      advice: 'Dismiss it, or try again after an update of Parley that reads it.',
    };
  if (Object.hasOwn(causes, cause)) return causes[cause]!;
  return classes.find(({ pattern }) => pattern.test(cause))?.explanation ?? causes.failed!;
}

/** Of these another try would only do the same once more, or start other flows of the same event twice. As the database has it. */
const repeating = ['flows_cause_each_other', 'no_number'];

export function canHelpToReplay(kind: string, cause: string): boolean {
  return kind !== 'contact_event' || !repeating.includes(cause);
}

export const obstacles = {
  erased: 'What it was about was erased with a person.',
  expired: 'The delivery it came in, or the event, has been deleted by a retention rule.',
  not_in_delivery: 'The delivery it came in doesn’t hold it any more.',
  repeats: 'Trying again would only do the same once more, or start other flows twice.',
} as const;

export type Obstacle = keyof typeof obstacles;
