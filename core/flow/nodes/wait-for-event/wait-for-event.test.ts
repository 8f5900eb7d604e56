import { describe, expect, it } from 'vitest';
import type { VariableValue } from '../../basics.ts';
import type { EventKey } from '../../events.ts';
import { sampleNode } from '../../samples/build.ts';
import { simulate, type SimulatedAction } from '../../simulate.ts';
import { flowDoc, stepInput } from '../../testing.ts';
import { validateFlow } from '../../validate.ts';
import { waitForEvent } from './index.ts';
import type { AwaitedEvent, WaitForEventData } from './manifest.ts';

const paid: WaitForEventData = {
  event: { kind: 'api_event', name: ' order.paid ' },
  saves: [
    { field: 'total', variable: 'total', type: 'number' },
    { field: 'note', variable: 'note', type: 'text' },
    { field: 'constructor', variable: 'odd', type: 'text' },
  ],
  timeoutMs: 3_600_000,
};
const awaiting = (event: AwaitedEvent): WaitForEventData => ({ event, saves: [], timeoutMs: null });
const happens = (data: WaitForEventData, key: EventKey, fields: Record<string, VariableValue> = {}) =>
  waitForEvent.advance(data, stepInput({ kind: 'happened', event: { key, data: fields, at: '' } }));

describe('wait-for-event', () => {
  it.each([
    [{ kind: 'api_event', name: 'order.paid' }, 'api_event:order.paid'],
    [{ kind: 'tag_added', name: 'vip' }, 'tag_added:vip'],
    [{ kind: 'tag_removed', name: 'vip' }, 'tag_removed:vip'],
    [{ kind: 'attribute_changed', name: 'city' }, 'attribute_changed:city'],
    [{ kind: 'segment_entered', name: 'seg' }, 'segment_entered:seg'],
    [{ kind: 'replied' }, 'replied'],
    [{ kind: 'window_closing' }, 'window_closing:this'],
  ] as const)('listens for %j', (event, key) => {
    expect(waitForEvent.advance(awaiting(event), stepInput({ kind: 'entered' }))).toEqual({
      kind: 'waitForEvent',
      listens: [key],
      until: null,
    });
    expect(happens(awaiting(event), key)).toMatchObject({ kind: 'leave', port: 'happened' });
  });

  it('keeps fields of the event by their type, and null for what is missing or of another type', () => {
    expect(happens(paid, 'api_event:order.paid', { total: '12,5', other: 1 })).toEqual({
      kind: 'leave',
      port: 'happened',
      variables: { total: 12.5, note: null, odd: null },
    });
    expect(happens(paid, 'api_event:order.paid', { total: 'much', note: true })).toMatchObject({
      variables: { total: null, note: 'true' },
    });
  });

  it('goes on waiting when something else happens', () => {
    expect(happens(paid, 'api_event:order.lost')).toEqual({ kind: 'keepWaiting' });
    const toBerlin = awaiting({ kind: 'attribute_changed', name: 'city', value: 'Berlin' });
    expect(happens(toBerlin, 'attribute_changed:city', { value: 'Rome' })).toEqual({ kind: 'keepWaiting' });
    expect(happens(toBerlin, 'attribute_changed:city', { value: 'berlin' })).toMatchObject({
      port: 'happened',
    });
  });

  it('hears that the window is about to close only when it is, in a preview too', () => {
    const flow = flowDoc(
      {
        start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
        wait: sampleNode('wait-for-event', 0, 0, awaiting({ kind: 'window_closing' })),
        last: sampleNode('send-text', 0, 0, { text: 'Still there?' }),
      },
      [
        ['start', 'next', 'wait'],
        ['wait', 'happened', 'last'],
      ],
    );
    const now = new Date('2026-03-02T09:00:00.000Z');
    const script: SimulatedAction[] = [{ kind: 'say', text: 'hi' }, { kind: 'skipToDeadline' }];
    const { transcript, now: then } = simulate(flow, script, { now });
    expect(then.toISOString()).toBe('2026-03-03T07:00:00.000Z');
    expect(transcript).toContainEqual(
      expect.objectContaining({ kind: 'outbound', at: then.toISOString(), result: { outcome: 'sent' } }),
    );
    expect(validateFlow(flow).map(({ code }) => code)).not.toContain('window-maybe-closed');
  });

  it('leaves by "timeout" at the deadline', () => {
    expect(waitForEvent.advance(paid, stepInput({ kind: 'entered' }))).toMatchObject({
      until: '2026-11-24T09:30:00.000Z',
    });
    expect(waitForEvent.advance(paid, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'timeout',
    });
  });

  it('fails without a name, which it reports with the fields that lack one', () => {
    const empty: WaitForEventData = {
      event: { kind: 'tag_added', name: ' ' },
      saves: [{ field: '', variable: 'a b', type: 'text' }],
      timeoutMs: null,
    };
    expect(waitForEvent.advance(empty, stepInput({ kind: 'entered' }))).toMatchObject({
      fault: { code: 'missing_event' },
    });
    expect(waitForEvent.validate(empty).map(({ code, field }) => `${code} ${field}`)).toEqual([
      'required-field event.name',
      'required-field saves.0.field',
      'bad-name saves.0.variable',
    ]);
    expect(waitForEvent.validate(paid)).toEqual([]);
  });

  it('tells rules that a message opens the window, and other events may take all the time', () => {
    const { clock, writes } = waitForEvent.manifest;
    expect(clock(awaiting({ kind: 'replied' }), 'happened')).toEqual({ kind: 'inbound' });
    expect(clock(paid, 'happened')).toEqual({ kind: 'elapsed', ms: 3_600_000 });
    expect(clock(paid, 'timeout')).toEqual({ kind: 'elapsed', ms: 3_600_000 });
    expect(writes?.(paid)[0]).toEqual({
      field: 'saves.0.variable',
      name: 'total',
      type: 'number',
      ports: ['happened'],
    });
  });
});
