/** Why a piece of a delivery couldn't be used: stable codes, and what operators read. */
export const malformedCauses = {
  bodyNotObject: 'The delivery is not a JSON object.',
  entryNotArray: 'The delivery has no list of entries.',
  entryNotObject: 'An entry is not an object.',
  changesNotArray: 'The changes of an entry are not a list.',
  changeNotObject: 'A change is not an object.',
  valueNotObject: 'The value of a change is not an object.',
  listExpected: 'A part that must be a list is something else.',
  elementNotObject: 'An element of a list is not an object.',
  messageWithoutId: 'A message has no id, so it could not be told from a repeated one.',
  noSender: 'Nothing in the delivery says who wrote the message.',
  statusWithoutId: 'A status does not name its message.',
  statusWithoutName: 'A status does not say which one it is.',
  reactionWithoutTarget: 'A reaction does not say which message it belongs to.',
  preferenceWithoutPerson: 'A marketing preference does not say whose it is.',
  preferenceWithoutValue: 'A marketing preference does not say what was chosen.',
  unexpected: 'Reading this part failed. This is a defect of Parley.',
} as const;

export type MalformedCause = keyof typeof malformedCauses;
