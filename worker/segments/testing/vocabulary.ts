/**
 * Few words, numbers, days and ids, of which random contacts and random rules are made, so that rules hold for some of the
 * contacts. Not used by the product.
 */
export const NOW = new Date('2026-11-24T08:30:00.000Z');
export const DAY_MS = 86_400_000;

export const words = [
  'Anna',
  'ANNA',
  'anna b',
  'İstanbul',
  'istanbul',
  'Straße',
  'STRASSE',
  'ΟΔΥΣΣΕΥΣ',
  'οδυσσευς',
  'José',
  'José',
  'ＡＢ',
  "O'Brien",
  '100%_',
  '\\',
  '$1',
  '{name}',
  '"); drop table contacts; --',
  'true',
  'False',
  '3',
  '42',
  '007',
  '-1.5',
  '1e3',
  '2026-11-24',
  '2026-02-30',
  '2026-11-20T10:00:00+02:00',
  '2027-01-01',
  '0999-01-01',
  ' ',
];
export const numbers = [0, 1, 3, -1.5, 42, 0.1, 1e21, 1e-7, 9007199254740991, 9007199254740993, 7];
export const dayOffsets = [-400, -31, -30, -29, -7, -1, 0, 1, 6, 7, 8, 365];
export const days = [0, 1, 7, 30, 31];
export const names = ['plan', 'age', "it's", 'born', '{a,b}', 'constructor'];
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Of one organisation each: the tests' databases hold one whose people are asked for. */
export const flowIds = [id(1), id(2)];
export const campaignIds = [id(11), id(12)];
/** Segments that rules may name; the last one doesn't exist. */
export const segmentIds = [id(21), id(22), id(23)];
export const phoneNumberIds = [id(31), id(32)];
export const sources = ['flow', 'campaign', 'agent', 'api'] as const;
export const tags = ['vip', 'VIP', 'lead', "l'eau", '{a}'];
export const consentStates = ['unknown', 'pending', 'granted', 'denied'] as const;

/** So many days from now. */
export const day = (offset: number) => new Date(NOW.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
