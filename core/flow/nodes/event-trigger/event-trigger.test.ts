import { describe, expect, it } from 'vitest';
import type { VariableValue } from '../../basics.ts';
import { eventTrigger } from './index.ts';
import type { EventFilter } from './manifest.ts';

const { fires, listens, specificity } = eventTrigger.trigger!;
const paid = (data: Record<string, VariableValue>) =>
  ({ kind: 'contact', key: 'api_event:order.paid', data }) as const;
const filter = (field: string, operator: EventFilter['operator'], value = ''): EventFilter => ({
  field,
  operator,
  value,
});

describe('event-trigger', () => {
  it('fires on an event of its name', () => {
    expect(listens({ name: ' order.paid ', filters: [] })).toEqual(['api_event:order.paid']);
    expect(fires({ name: 'order.paid', filters: [] }, paid({}))).toBe(true);
    expect(fires({ name: 'order.sent', filters: [] }, paid({}))).toBe(false);
  });

  it('fires only when all its filters hold', () => {
    const data = {
      name: 'order.paid',
      filters: [filter('total', 'at-least', '100'), filter('shop', 'is', 'berlin')],
    };
    expect(fires(data, paid({ total: 120, shop: 'Berlin' }))).toBe(true);
    expect(fires(data, paid({ total: 99.5, shop: 'Berlin' }))).toBe(false);
    expect(fires(data, paid({ total: 120 }))).toBe(false);
    expect(fires({ name: 'order.paid', filters: [filter('toString', 'is-empty')] }, paid({}))).toBe(true);
    expect(specificity(data)).toBeGreaterThan(specificity({ name: 'order.paid', filters: [] }));
  });

  it('asks for the name, for fields and for values to compare with', () => {
    const fields = (filters: EventFilter[]) =>
      eventTrigger.validate({ name: 'a', filters }).map((p) => p.field);
    expect(eventTrigger.validate({ name: ' ', filters: [] })).toMatchObject([{ field: 'name' }]);
    expect(fields([filter('', 'is', ''), filter('a', 'is-empty')])).toEqual([
      'filters.0.field',
      'filters.0.value',
    ]);
    expect(listens({ name: ' ', filters: [] })).toEqual([]);
  });

  it('sums up name and fields', () => {
    const { summary } = eventTrigger.manifest;
    expect(summary({ name: 'order.paid', filters: [] })).toBe('When "order.paid" happens');
    expect(summary({ name: 'order.paid', filters: [filter('total', 'is', '1')] })).toBe(
      'When "order.paid" happens, if total fits',
    );
    expect(eventTrigger.advance({ name: 'a', filters: [] }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });
});
