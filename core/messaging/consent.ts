/**
 * What a person allows, as a pure reading of the ledger of consent. The database keeps the same answer on the contact
 * (`private.consent_state`); a test holds the two together.
 */

/** What messages need a person's word for. Answers in the window and authentication need none. */
export const consentPurposes = ['marketing', 'utility'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** `pending`: asked for, not yet confirmed (double opt-in). Only `granted` is a yes. */
export type ConsentState = 'unknown' | 'pending' | 'granted' | 'denied';

/** What an entry says. `requested` asks for a yes and is none: neither does it take back what was said before. */
export const consentAnswers = ['granted', 'denied', 'requested'] as const;
export type ConsentAnswer = (typeof consentAnswers)[number];

export interface ConsentEntry {
  purpose: ConsentPurpose;
  state: ConsentAnswer;
  /** When it was said, by its own clock; entries may arrive much later and in any order. */
  at: Date;
}

/**
 * The state that these entries amount to, whatever order they stand in: the newest yes or no, and the no when both are of the same
 * moment; without either, a request makes it pending.
 */
export function consentState(entries: readonly ConsentEntry[], purpose: ConsentPurpose): ConsentState {
  const own = entries.filter((entry) => entry.purpose === purpose);
  const said = own.filter(({ state }) => state !== 'requested');
  if (said.length === 0) return own.length === 0 ? 'unknown' : 'pending';
  const newest = Math.max(...said.map(({ at }) => at.getTime()));
  const last = said.filter(({ at }) => at.getTime() === newest);
  return last.some(({ state }) => state === 'denied') ? 'denied' : 'granted';
}
