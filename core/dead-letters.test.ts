import { describe, expect, it } from 'vitest';
import { canHelpToReplay, explain, titleOfKind } from './dead-letters.ts';

describe('what a dead letter means', () => {
  it.each([
    ['webhook_message', '23514', 'It contradicts what is stored'],
    ['webhook_message', '22003', 'A value doesn’t fit'],
    ['webhook_status', '54000', 'The database refused it'],
    ['webhook_call', 'kept', 'Not used by Parley'],
    ['webhook_malformed', 'noSender', 'Unreadable part of a delivery'],
    ['outbox', 'ServiceError', 'Could not be started'],
    ['contact_event', 'no_number', 'No number to write from'],
  ])('is said of %s, %s', (kind, cause, title) => {
    expect(explain(kind, cause).title).toBe(title);
  });

  it('is said also of what nobody has heard of, names that every object has included', () => {
    for (const cause of ['toString', '__proto__', 'constructor', '']) {
      expect(explain('webhook_malformed', cause).title).toBe('Unexpected failure');
      expect(titleOfKind(cause)).toBe('Other');
    }
  });
});

it('another try is no help where it would only do the same', () => {
  expect(canHelpToReplay('contact_event', 'flows_cause_each_other')).toBe(false);
  expect(canHelpToReplay('contact_event', '22P02')).toBe(true);
});
