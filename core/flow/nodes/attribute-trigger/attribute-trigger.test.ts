import { describe, expect, it } from 'vitest';
import type { VariableValue } from '../../basics.ts';
import { attributeTrigger } from './index.ts';

const { fires, listens } = attributeTrigger.trigger!;
const changed = (
  previous: VariableValue,
  value: VariableValue,
  key: `attribute_changed:${string}` = 'attribute_changed:plan',
) => ({ kind: 'contact', key, data: { previous, value } }) as const;

describe('attribute-trigger', () => {
  it('fires on any change of its attribute', () => {
    expect(listens({ name: ' plan ' })).toEqual(['attribute_changed:plan']);
    expect(fires({ name: 'plan' }, changed(null, 'pro'))).toBe(true);
    expect(fires({ name: 'plan' }, changed(null, 'pro', 'attribute_changed:city'))).toBe(false);
  });

  it('looks at the old and the new value when they are given', () => {
    const data = { name: 'plan', from: 'free', to: 'Pro' };
    expect(fires(data, changed('Free', 'pro'))).toBe(true);
    expect(fires(data, changed('trial', 'pro'))).toBe(false);
    expect(fires(data, changed('free', 'basic'))).toBe(false);
    expect(fires({ name: 'plan', to: '3' }, changed(2, 3))).toBe(true);
    expect(fires({ name: 'plan', to: 'true' }, changed(false, true))).toBe(true);
  });

  it('tells no value from any value', () => {
    expect(fires({ name: 'plan', from: '' }, changed(null, 'pro'))).toBe(true);
    expect(fires({ name: 'plan', from: '' }, changed('free', 'pro'))).toBe(false);
    expect(fires({ name: 'plan', to: '' }, changed('pro', null))).toBe(true);
    expect(
      fires({ name: 'plan', to: '' }, { kind: 'contact', key: 'attribute_changed:plan', data: {} }),
    ).toBe(true);
  });

  it('asks for an attribute and for two different values', () => {
    expect(attributeTrigger.validate({ name: '' })).toMatchObject([{ field: 'name' }]);
    expect(attributeTrigger.validate({ name: 'plan', from: 'a', to: 'a ' })).toMatchObject([
      { code: 'dead-rule' },
    ]);
    expect(listens({ name: '' })).toEqual([]);
  });

  it('sums up the change', () => {
    const { summary } = attributeTrigger.manifest;
    expect(summary({ name: 'plan' })).toBe('When "plan" changes');
    expect(summary({ name: 'plan', from: '', to: 'pro' })).toBe('When "plan" changes from no value to "pro"');
    expect(attributeTrigger.advance({ name: 'plan' }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });
});
