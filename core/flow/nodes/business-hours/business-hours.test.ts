import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { businessHours } from './index.ts';
import type { BusinessHoursData } from './manifest.ts';

const port = (data: BusinessHoursData, change: Parameters<typeof stepInput>[1] = {}) => {
  const outcome = businessHours.advance(data, stepInput({ kind: 'entered' }, change));
  return outcome.kind === 'leave' ? outcome.port : outcome.kind;
};
const own = { weekly: { '2': [{ from: '08:00', to: '08:31' }] }, closedOn: [] };

describe('business-hours', () => {
  it('goes by nine to five in the organisation’s zone when nothing is set', () => {
    expect(port({})).toBe('closed');
    expect(port({}, { organizationTimeZone: 'Europe/Berlin' })).toBe('open');
    expect(port({}, { organizationTimeZone: 'Europe/Berlin', now: new Date('2026-11-28T10:00:00Z') })).toBe(
      'closed',
    );
  });

  it('prefers its own times to the organisation’s', () => {
    expect(port({}, { businessHours: own })).toBe('open');
    expect(port({ hours: { weekly: {}, closedOn: [] } }, { businessHours: own })).toBe('closed');
    expect(port({ hours: { ...own, closedOn: ['2026-11-24'] } })).toBe('closed');
  });

  it('reports times that can’t be read', () => {
    const hours = {
      weekly: {
        '1': [
          { from: '9', to: '17:00' },
          { from: '09:00', to: '09:00' },
        ],
      },
      closedOn: [],
    };
    expect(businessHours.validate({ hours }).map(({ field }) => field)).toEqual([
      'hours.weekly.1.0.from',
      'hours.weekly.1.1.to',
      'hours.weekly',
    ]);
    expect(businessHours.validate({})).toEqual([]);
    expect(businessHours.validate({ hours: own })).toEqual([]);
  });
});
