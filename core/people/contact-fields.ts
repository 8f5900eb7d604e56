/** What people and flows may write into a contact's own fields: undefined for what can't be read. */

export const MAX_NAME_LENGTH = 200;

export const contactFields = ['name', 'locale', 'timeZone'] as const;
export type ContactField = (typeof contactFields)[number];

const readers: Record<ContactField, (text: string) => string | undefined> = {
  name: (text) => (text === '' || text.length > MAX_NAME_LENGTH ? undefined : text),
  locale: readLocale,
  timeZone: readTimeZone,
};

export function readContactField(field: ContactField, text: string): string | undefined {
  return readers[field](text.trim());
}

/** An IANA name in its usual spelling. */
export function readTimeZone(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** `pt-br` is kept as `pt_BR`, as WhatsApp writes languages. Names of languages are none: `German` has the form of a code. */
function readLocale(text: string): string | undefined {
  if (!/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/iu.test(text)) return undefined;
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0]?.replaceAll('-', '_');
  } catch {
    return undefined;
  }
}
