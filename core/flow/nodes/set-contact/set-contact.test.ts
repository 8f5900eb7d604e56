import { describe, expect, it } from 'vitest';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import { flowDoc, stepInput } from '../../testing.ts';
import { setContact } from './index.ts';
import type { SetContactData } from './manifest.ts';

const set = (data: SetContactData, hasEdge = false) =>
  setContact.advance(
    data,
    stepInput({ kind: 'entered' }, { variables: { who: ' Ada ', none: '' }, hasEdge: () => hasEdge }),
  );

describe('set-contact', () => {
  it('writes fixed values and answers, and leaves alone what it has no text for', () => {
    expect(set({ name: '{{ answers.who }}', locale: 'pt-br' })).toEqual({
      kind: 'leave',
      port: 'next',
      commands: [
        { kind: 'setContact', field: 'name', value: 'Ada' },
        { kind: 'setContact', field: 'locale', value: 'pt_BR' },
      ],
    });
  });

  it('leaves a field as it is when its value can’t be read, and says so', () => {
    const refused = {
      kind: 'leave',
      port: 'next',
      commands: [{ kind: 'setContact', field: 'name', value: 'Ada' }],
      problem: 'contact_value_refused',
    };
    const data = { name: 'Ada', timeZone: '{{ answers.who }}' };
    expect(set(data)).toEqual(refused);
    expect(set(data, true)).toEqual({ ...refused, port: 'failed' });
    expect(set({ name: '{{ answers.none }}' })).toMatchObject({
      commands: [],
      problem: 'contact_value_refused',
    });
  });

  it('is seen by the texts after it', () => {
    const nodes = {
      start: sampleNode('message-trigger', 0, 0, {}),
      set: sampleNode('set-contact', 0, 0, { name: '{{ trigger.text }}', timeZone: 'Asia/Tokyo' }),
      hello: sampleNode('send-text', 0, 0, { text: '{{ contact.name }} in {{ contact.timeZone }}' }),
    };
    const doc = flowDoc(nodes, [
      ['start', 'next', 'set'],
      ['set', 'next', 'hello'],
    ]);
    const { transcript, facts } = simulate(doc, [{ kind: 'say', text: 'Ada Byron' }]);
    expect(transcript.find(({ kind }) => kind === 'outbound')).toMatchObject({
      text: 'Ada Byron in Asia/Tokyo',
    });
    expect(facts.contact).toMatchObject({ name: 'Ada Byron', timeZone: 'Asia/Tokyo' });
  });

  it('wants something to write, and fixed values that can be read', () => {
    const fields = (data: SetContactData) => setContact.validate(data).map(({ field }) => field);
    expect(fields({ name: ' ' })).toEqual([null]);
    expect(fields({ name: 'Ada', locale: 'German', timeZone: 'Berlin' })).toEqual(['locale', 'timeZone']);
    expect(fields({ locale: '{{ answers.language }}' })).toEqual([]);
    expect(setContact.manifest.summary({})).toBe('Nothing to write yet');
    expect(setContact.manifest.summary({ name: 'x', timeZone: 'y' })).toBe(
      'Sets the contact’s name, time zone',
    );
  });
});
