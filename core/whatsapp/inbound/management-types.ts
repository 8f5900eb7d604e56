/** Items about templates, numbers and the account: a whole value each, not an element of a list. */
import type { ItemBase } from './item-base.ts';
import type { Json } from './sanitise.ts';

/** Something about a template changed at Meta. Any of name, language and id may be missing. */
export interface TemplateItem extends ItemBase {
  kind: 'template';
  templateId: string | null;
  name: string | null;
  /** With underscore: `en_US`, also where Meta wrote `en-US`. */
  language: string | null;
  change: TemplateChange;
}

export type TemplateChange =
  | {
      of: 'status';
      /** Meta's event, upper case: APPROVED, REJECTED, PAUSED, FLAGGED, DISABLED, ... */
      event: string;
      category: string | null;
      reason: string | null;
      /** What Meta says in words: advice after a rejection, why it was paused. */
      advice: string | null;
      disableDate: string | null;
    }
  | { of: 'quality'; previous: string | null; current: string }
  /** `announced` is the category from `effectiveAt` on; until then `current` is charged. */
  | {
      of: 'category';
      previous: string | null;
      current: string;
      announced: string | null;
      effectiveAt: Date | null;
    }
  | { of: 'components'; body: string | null; header: string | null; footer: string | null; buttons: Json[] }
  | { of: 'unknown' };

/** How loud an account or number event is for operators. */
export type Severity = 'info' | 'warning' | 'critical';

/** Something about the business account changed. By `entryTime`, not by arrival: the latest one counts. */
export interface AccountItem extends ItemBase {
  kind: 'account';
  /** `event` of account_update; for other fields the field itself. */
  event: string;
  severity: Severity;
  decision: string | null;
  ban: { state: string; date: string | null } | null;
  restrictions: { type: string; expiresAt: Date | null }[];
  violationType: string | null;
  alert: { type: string | null; status: string | null; description: string | null } | null;
  /** Conversations a day; -1 is unlimited; Meta sends a number or a tier (`TIER_10K`). */
  messagingLimit: string | null;
  /** Another WABA that the event is about, when it names one. */
  subjectWabaId: string | null;
}

/** Something about one phone number changed. `displayPhoneNumber` says which; null means: of this WABA, not told. */
export interface NumberItem extends ItemBase {
  kind: 'number';
  event: string;
  severity: Severity;
  /** From quality events: true flagged, false unflagged, null not told. */
  isFlagged: boolean | null;
  messagingLimit: string | null;
  decision: string | null;
  requestedName: string | null;
  reason: string | null;
}
