/** What to do about messages that failed, by what Meta's code means. Pure. */
import { errorCatalogue, type ErrorClass } from '../../../../../core/messaging/errors/catalogue.ts';

const byClass: Record<ErrorClass, string> = {
  transient: 'Meta’s own trouble. Write to them again by a new campaign for those who could not be reached.',
  throughput: 'Too fast for this number. Send slower, and write to them again by a new campaign.',
  pair: 'They got several messages at once. Try again some hours later.',
  permanent: 'Another try won’t help. Look whether their number is right.',
  template: 'Look at the template under Templates, put it right, and write to them again.',
  account: 'Look into WhatsApp Manager: it says what Meta asks for.',
  token: 'Replace the access token under Settings, WhatsApp.',
  capped:
    'Meta limits how much marketing each person gets from all businesses. Try again on another day, or with less.',
  stopped: 'They asked WhatsApp for no more marketing. Parley has noted it and leaves them out from now on.',
  window: 'Only an approved template reaches them.',
};

const byCode: Readonly<Record<string, string>> = {
  131026:
    'They have no WhatsApp at this number, an old app, or have blocked you. Ask for another number, or leave them out.',
  130472:
    'A part of all people is kept from marketing by Meta as an experiment. Nothing can be done; they cost nothing.',
  131048: 'Too many people block or report this number. Write to fewer, and only to those who asked for it.',
  campaign_cancelled: 'They were still waiting when the campaign was cancelled.',
};

/** @param code Meta's, or ours */
export function failureAdvice(code: string): string | null {
  if (Object.hasOwn(byCode, code)) return byCode[code] ?? null;
  const entry = Object.hasOwn(errorCatalogue, code) ? errorCatalogue[Number(code)] : undefined;
  return entry ? byClass[entry.class] : null;
}
