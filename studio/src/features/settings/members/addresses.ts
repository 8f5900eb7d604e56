/** Mail addresses out of what people paste: one a line, with commas, or as `Ada <ada@example.com>`. */
export interface Addresses {
  emails: string[];
  /** What is no address. */
  wrong: string[];
}

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

export function readAddresses(text: string): Addresses {
  const parts = text
    // A name before an address in brackets isn't wanted.
    .replaceAll(/[^\n,;<]*<([^>\n]*)>/g, ' $1 ')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const emails = parts.filter((part) => EMAIL.test(part)).map((part) => part.toLowerCase());
  return { emails: [...new Set(emails)], wrong: parts.filter((part) => !EMAIL.test(part)) };
}
