/**
 * Meta's error codes, one line each. Decisions come from the code, never from message text or HTTP status.
 * Codes and meanings: Meta, "WhatsApp Business Platform error codes" (September 2026), and reports from the field for
 * codes that page doesn't list. What to do about each is ours.
 */

export type ErrorClass =
  /** Meta's trouble; the same message may work in a moment. */
  | 'transient'
  /** This number sends too fast: lower its rate, then recover. */
  | 'throughput'
  /** Too many messages to this person: delay this contact only. */
  | 'pair'
  /** This message will never work. */
  | 'permanent'
  /** The template is missing, paused or wrong: pause who uses it. A paused one may come back, so its messages are held. */
  | 'template'
  /** Number, account or portfolio can't send: stop all its sends and alert people. */
  | 'account'
  /** The access token doesn't work: hold all sends of the account until there is a new one. */
  | 'token'
  /** Meta doesn't deliver this to this person now: a day later, a few times at most. */
  | 'capped'
  /** The person stopped marketing messages: note it in the consent ledger. */
  | 'stopped'
  /** The 24 hours are over: only a template will do. */
  | 'window';

export type RetryBehaviour =
  /** The same message again, with growing delays. */
  | 'backoff'
  /** As backoff, and the number's rate goes down. */
  | 'slowNumber'
  /** Only this contact waits, 4^n seconds. */
  | 'delayContact'
  /** A new row after a day. */
  | 'nextDay'
  /** Stays queued until what is wrong with template, account or token has been put right. */
  | 'hold'
  | 'never';

export interface CatalogueEntry {
  class: ErrorClass;
  /** Only where it differs from what the class does by itself (`retryOfClass`). */
  retry?: RetryBehaviour;
  /** Most attempts in all, where the class's own number is too high. */
  maxAttempts?: number;
  /** A mistake in Parley or its set-up, not in the message or at Meta: operators should know. */
  ours?: boolean;
  /** One sentence for people. */
  title: string;
}

export const retryOfClass: Record<ErrorClass, RetryBehaviour> = {
  transient: 'backoff',
  throughput: 'slowNumber',
  pair: 'delayContact',
  permanent: 'never',
  template: 'never',
  account: 'hold',
  token: 'hold',
  capped: 'nextDay',
  stopped: 'never',
  window: 'never',
};

const NO_ACCESS = 'The access token may not send from this number';
const GROUPS = 'Meta refused this group message';
const CALLS = 'Meta refused this call';
const MANAGEMENT = 'Meta refused this change';
const MIGRATION = 'The number is being moved between accounts';
const REGISTRATION = 'The number is not correctly registered with WhatsApp';

// prettier-ignore
export const errorCatalogue: Record<number, CatalogueEntry> = {
  // Authentication and permission
  0: { class: 'token', title: 'Meta could not check the access token' },
  3: { class: 'token', ours: true, title: 'The app may not use this function' },
  10: { class: 'token', ours: true, title: NO_ACCESS },
  104: { class: 'token', ours: true, title: 'The access token is missing' },
  190: { class: 'token', title: 'The access token has expired or is not valid' },
  131005: { class: 'token', ours: true, title: NO_ACCESS },

  // Meta's trouble
  1: { class: 'transient', maxAttempts: 3, title: 'Meta had an unknown problem' },
  2: { class: 'transient', title: 'Meta is overloaded or down for a moment' },
  131000: { class: 'transient', maxAttempts: 3, title: 'Something went wrong at Meta' },
  131016: { class: 'transient', title: 'Meta is not available for a moment' },
  131057: { class: 'transient', title: 'The number is being upgraded and can send again in some minutes' },
  133004: { class: 'transient', title: 'Meta is not available for a moment' },
  134101: { class: 'transient', title: 'The template is still being prepared at Meta' },
  135000: { class: 'transient', maxAttempts: 2, title: 'Meta refused the message without saying why' },
  135002: { class: 'transient', title: 'The block list is being changed by somebody else' },
  139102: { class: 'transient', title: 'The block list is being changed by somebody else' },
  2494100: { class: 'transient', title: 'The number is being moved and can send again in some minutes' },
  131052: { class: 'transient', maxAttempts: 2, title: 'Meta could not fetch the file' },
  133015: { class: 'transient', title: 'The number was deleted a moment ago; try again in some minutes' },

  // Too fast
  4: { class: 'throughput', title: 'Too many calls to Meta from this app' },
  613: { class: 'throughput', title: 'Too many calls to Meta' },
  80007: { class: 'throughput', title: 'Too many calls to Meta from this account' },
  130429: { class: 'throughput', title: 'Too many messages from this number at once' },
  132069: { class: 'throughput', title: 'Meta has slowed down this WhatsApp Flow' },
  471: { class: 'throughput', title: 'Too many messages from this number at once' },
  131056: { class: 'pair', title: 'Too many messages to this person at once' },

  // The message itself
  33: { class: 'account', title: 'This number no longer exists at Meta' },
  100: { class: 'permanent', ours: true, title: 'Meta did not understand the message' },
  506: { class: 'permanent', title: 'The same message was sent a moment ago' },
  130403: { class: 'permanent', title: 'Messages between this person and this number are blocked' },
  130472: { class: 'permanent', title: 'Meta keeps this person from marketing messages as part of an experiment' },
  472: { class: 'permanent', title: 'Meta keeps this person from marketing messages as part of an experiment' },
  130497: { class: 'permanent', title: 'This account may not send to people in this country' },
  131001: { class: 'permanent', title: 'The message is too long' },
  131002: { class: 'permanent', title: 'Meta refused this recipient' },
  131006: { class: 'permanent', title: 'Meta did not find what the message refers to' },
  131008: { class: 'permanent', ours: true, title: 'A required part of the message is missing' },
  131009: { class: 'permanent', title: 'A part of the message has a value that Meta does not accept' },
  131014: { class: 'permanent', title: 'Meta could not fetch the file' },
  131020: { class: 'permanent', title: GROUPS },
  131021: { class: 'permanent', title: 'A number cannot write to itself' },
  131026: { class: 'permanent', title: 'The message could not be delivered: not on WhatsApp, blocked, or an old app' },
  131030: { class: 'permanent', title: 'This test number may only write to listed recipients' },
  131036: { class: 'permanent', title: 'The message could not be delivered to one of the devices' },
  131041: { class: 'permanent', title: GROUPS },
  131043: { class: 'permanent', title: 'The message expired before it could be delivered' },
  131051: { class: 'permanent', ours: true, title: 'WhatsApp does not support this kind of message' },
  131053: { class: 'permanent', title: 'The file has a type or size that WhatsApp does not accept' },
  131055: { class: 'permanent', ours: true, title: 'Only marketing templates may be sent this way' },
  131059: { class: 'permanent', ours: true, title: 'The list has changed and must be read from its start' },
  131060: { class: 'permanent', title: 'This message is not available' },
  131061: { class: 'template', ours: true, title: 'This template has a highest price and needs the marketing API' },
  131062: { class: 'permanent', title: 'This message needs the phone number of the person' },
  134100: { class: 'permanent', ours: true, title: 'Only marketing templates may be sent this way' },
  136025: { class: 'permanent', title: 'Meta refused the message' },
  137000: { class: 'permanent', title: 'This person has a new device or number, please confirm it first' },

  // The window, and people who don't want or don't get it
  470: { class: 'window', title: 'More than 24 hours have passed since this person last wrote' },
  131047: { class: 'window', title: 'More than 24 hours have passed since this person last wrote' },
  131049: { class: 'capped', title: 'Meta did not deliver this to keep marketing messages to this person few' },
  131050: { class: 'stopped', title: 'This person has stopped marketing messages' },

  // Templates
  131063: { class: 'template', title: 'Marketing templates are switched off for this account' },
  132000: { class: 'template', ours: true, title: 'The template needs another number of values' },
  132001: { class: 'template', title: 'The template does not exist in this language or is not approved' },
  132005: { class: 'permanent', title: 'The template is too long with these values' },
  132007: { class: 'template', title: 'The template breaks a rule of WhatsApp' },
  132008: { class: 'permanent', title: 'A value of the template is not accepted' },
  132012: { class: 'permanent', title: 'A value of the template has the wrong format' },
  132015: { class: 'template', retry: 'hold', title: 'Meta has paused this template because of its quality' },
  132016: { class: 'template', title: 'Meta has disabled this template for good' },
  132018: { class: 'permanent', title: 'The values do not fit the template' },
  132021: { class: 'template', ours: true, title: 'Another template already has this name' },
  132068: { class: 'template', title: 'Meta has blocked this WhatsApp Flow' },
  134102: { class: 'template', title: 'The template is not available' },
  2388019: { class: 'template', title: 'This account has as many templates as Meta allows' },
  2388024: { class: 'template', title: 'A template with this name and language already exists' },
  2388039: { class: 'template', title: 'The template is being reviewed and cannot be changed' },
  2388040: { class: 'template', title: 'A part of the template is too long' },
  2388047: { class: 'template', title: 'The header of the template has the wrong format' },
  2388072: { class: 'template', title: 'The body of the template has the wrong format' },
  2388073: { class: 'template', title: 'The footer of the template has the wrong format' },
  2388293: { class: 'template', title: 'The template has too many variables for its length' },
  2388299: { class: 'template', title: 'A variable stands at the start or end of the template' },
  2388318: { class: 'template', title: 'A template that Meta made cannot be changed' },
  2388330: { class: 'template', title: 'A template that Meta made cannot be deleted' },
  200005: { class: 'permanent', title: 'There are no insights for this template' },
  200006: { class: 'permanent', title: 'Insights cannot be switched off' },
  200007: { class: 'permanent', title: 'Insights are not switched on for this account' },

  // Number and account
  368: { class: 'account', title: 'Meta has blocked this account for breaking a rule' },
  131031: { class: 'account', title: 'Meta has locked this account' },
  131035: { class: 'account', title: 'Meta could not deliver an event in time, and it is lost' },
  131037: { class: 'account', title: 'The display name of this number needs approval' },
  131042: { class: 'account', title: 'There is a problem with paying for this account' },
  131044: { class: 'account', title: 'There is a problem with paying for this account' },
  131045: { class: 'account', title: REGISTRATION },
  131048: { class: 'account', title: 'Too many people blocked or reported this number' },
  131064: { class: 'account', title: 'The limit of this account is used up because of wrongly classified templates' },
  133000: { class: 'account', title: REGISTRATION },
  133001: { class: 'account', title: REGISTRATION },
  133002: { class: 'account', title: REGISTRATION },
  133003: { class: 'account', title: REGISTRATION },
  133005: { class: 'account', ours: true, title: 'The PIN of the number is wrong' },
  133006: { class: 'account', title: 'The number must be verified again' },
  133007: { class: 'account', title: REGISTRATION },
  133008: { class: 'account', title: 'The PIN was wrong too often; wait before trying again' },
  133009: { class: 'account', title: 'The PIN was tried too fast; wait before trying again' },
  133010: { class: 'account', title: REGISTRATION },
  133016: { class: 'account', title: 'The number was registered too often; wait for 72 hours' },
  134011: { class: 'account', title: 'The terms of WhatsApp payments are not accepted' },
  139200: { class: 'account', ours: true, title: 'This account may not use direct sends' },
  1752041: { class: 'permanent', title: 'The account has already asked for the marketing API' },
  2388001: { class: 'account', title: MIGRATION },
  2388012: { class: 'account', title: MIGRATION },
  2388091: { class: 'account', title: MIGRATION },
  2388093: { class: 'account', title: MIGRATION },
  2388103: { class: 'account', title: MIGRATION },
  2593079: { class: 'account', title: MIGRATION },
  2593085: { class: 'account', title: MIGRATION },
  2593107: { class: 'account', title: 'The phone app was synchronised too often' },
  2593108: { class: 'account', title: 'The phone app can only be synchronised within 24 hours' },
  2593109: { class: 'account', title: 'The business does not share the history of its phone app' },
};

/** Families of codes that are treated alike. Looked at after the single codes. */
export const errorRanges: (CatalogueEntry & { from: number; to: number })[] = [
  { from: 200, to: 299, class: 'token', ours: true, title: NO_ACCESS },
  { from: 131201, to: 131215, class: 'permanent', title: GROUPS },
  { from: 138000, to: 138018, class: 'permanent', title: CALLS },
  { from: 139000, to: 139004, class: 'permanent', ours: true, title: MANAGEMENT },
  { from: 139100, to: 139103, class: 'permanent', ours: true, title: MANAGEMENT },
  { from: 147001, to: 147005, class: 'permanent', title: MANAGEMENT },
];
