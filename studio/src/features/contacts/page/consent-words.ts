/** Entries of the ledger of consent in words for people. */
import type { ConsentEntry } from '../../../../../core/api/consent.ts';

export const purposeTitles: Record<ConsentEntry['purpose'], string> = {
  marketing: 'Marketing',
  utility: 'Utility',
};

const said: Record<ConsentEntry['state'], string> = {
  granted: 'agreed to',
  denied: 'refused',
  requested: 'was asked about',
};

/** "Agreed to marketing", to begin a line. */
export function consentSentence({ state, purpose }: Pick<ConsentEntry, 'state' | 'purpose'>): string {
  const text = `${said[state]} ${purpose} messages`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const sources: Record<string, string> = {
  message: 'by writing it',
  userPreferences: 'in WhatsApp’s own settings',
  sendError: 'WhatsApp refused a message for it',
  flow: 'in a flow',
  beforeErasure: 'before they were erased',
};

const actors: Record<string, string> = {
  user: 'entered by a colleague',
  key: 'entered by an API key',
  import: 'from an import',
};

/** Where an entry came from and who wrote it down. */
export function consentOrigin({ source, actor }: Pick<ConsentEntry, 'source' | 'actor'>): string {
  const who = actors[actor.split(':', 1)[0] ?? ''];
  return [sources[source] ?? source, who].filter(Boolean).join(', ');
}
