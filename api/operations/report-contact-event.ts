import { recordEvent } from '../contact-event.ts';
import { operation } from '../operation.ts';

export const reportContactEvent = operation('reportContactEvent', {
  handle: ({ tx, params: { org, contact }, body }) => recordEvent(tx, org, contact, body),
});
