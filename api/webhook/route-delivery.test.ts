import { describe, expect, it } from 'vitest';
import { LANES } from '../../platform/deliveries.ts';
import { laneOf, routeDelivery } from './route-delivery.ts';

const route = (value: unknown) => routeDelivery(Buffer.from(JSON.stringify(value)));
const change = (value: object, field = 'messages') => ({ field, value });

describe('routeDelivery', () => {
  it('puts messages first, also beside statuses and in any entry', () => {
    const statuses = change({ statuses: [{}] });
    const messages = change({ messages: [{}] });
    expect(route({ entry: [{ id: '1', changes: [statuses, messages] }] }).priority).toBe(0);
    expect(
      route({
        entry: [
          { id: '1', changes: [statuses] },
          { id: '2', changes: [messages] },
        ],
      }).priority,
    ).toBe(0);
  });

  it('puts deliveries of nothing but statuses last', () => {
    expect(route({ entry: [{ id: '1', changes: [change({ statuses: [{}, {}] })] }] }).priority).toBe(2);
    const mixed = [change({ statuses: [{}] }), change({}, 'account_update')];
    expect(route({ entry: [{ id: '1', changes: mixed }] }).priority).toBe(1);
  });

  it.each([null, [], 7, 'x', {}, { entry: 'x' }, { entry: [null] }, { entry: [{ id: {} }] }])(
    'gives %j lane 0 and priority 1',
    (value) => expect(route(value)).toEqual({ lane: 0, priority: 1 }),
  );
});

describe('laneOf', () => {
  it('never changes: stored deliveries rely on it', () => {
    expect(['200000000000001', '1', ''].map(laneOf)).toEqual([10, 12, 5]);
  });

  it('spreads accounts over all lanes', () => {
    const lanes = Array.from({ length: 1_600 }, (_, n) => laneOf(String(200_000_000_000_000 + n)));
    const perLane = Array.from({ length: LANES }, (_, lane) => lanes.filter((l) => l === lane).length);
    expect(Math.min(...perLane)).toBeGreaterThan(50);
    expect(Math.max(...perLane)).toBeLessThan(200);
  });
});
