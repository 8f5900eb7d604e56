import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DateTriggerData } from './manifest.ts';
import { candidateDays, dueMoment } from './moments.ts';

type Rule = Pick<DateTriggerData, 'repeat' | 'offsetDays' | 'time'>;
const birthday: Rule = { repeat: 'yearly', offsetDays: 0, time: '09:00' };
const due = (value: string, rule: Rule, from: string, to: string, zone = 'Europe/Berlin') =>
  dueMoment(value, rule, zone, new Date(from), new Date(to));

describe('a yearly date', () => {
  it('is due at the local time of the contact’s zone', () => {
    const day = { from: '2026-11-24T07:00:00Z', to: '2026-11-24T08:00:00Z' };
    expect(due('1990-11-24', birthday, day.from, day.to)).toEqual({
      day: '2026-11-24',
      at: new Date(day.to),
    });
    expect(due('1990-11-24', birthday, day.from, day.to, 'America/New_York')).toBeNull();
    expect(
      due('1990-11-24', birthday, '2026-11-24T13:59:00Z', '2026-11-24T14:00:00Z', 'America/New_York'),
    ).not.toBeNull();
    expect(due('1990-11-25', birthday, day.from, day.to)).toBeNull();
  });

  it('is due once, whatever the borders of the periods that are looked at', () => {
    expect(due('1990-11-24', birthday, '2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z')).toBeNull();
  });

  it('counts its days over the turn of the year', () => {
    const week = { ...birthday, offsetDays: -7 };
    expect(due('2000-01-03', week, '2026-12-27T00:00:00Z', '2026-12-27T09:00:00Z')).toMatchObject({
      day: '2027-01-03',
    });
    const after = { ...birthday, offsetDays: 3 };
    expect(due('2000-12-30', after, '2027-01-02T00:00:00Z', '2027-01-02T09:00:00Z')).toMatchObject({
      day: '2026-12-30',
    });
  });

  it('keeps 29 February on the 28th in years without one', () => {
    expect(due('2004-02-29', birthday, '2027-02-28T00:00:00Z', '2027-03-02T00:00:00Z')).toMatchObject({
      day: '2027-02-28',
    });
    expect(due('2004-02-29', birthday, '2028-02-28T00:00:00Z', '2028-03-02T00:00:00Z')).toMatchObject({
      day: '2028-02-29',
    });
  });

  it('doesn’t begin before its own year', () => {
    expect(due('2028-05-01', birthday, '2027-05-01T00:00:00Z', '2027-05-02T00:00:00Z')).toBeNull();
    expect(due('2028-05-01', birthday, '2028-05-01T00:00:00Z', '2028-05-02T00:00:00Z')).not.toBeNull();
  });

  it('moves with the clock: a time that doesn’t exist is the first after the gap, a doubled one the first of both', () => {
    const night = { ...birthday, time: '02:30' };
    expect(due('2000-03-28', night, '2027-03-27T12:00:00Z', '2027-03-28T12:00:00Z')?.at.toISOString()).toBe(
      '2027-03-28T01:00:00.000Z',
    );
    expect(due('2000-10-31', night, '2027-10-30T12:00:00Z', '2027-10-31T12:00:00Z')?.at.toISOString()).toBe(
      '2027-10-31T00:30:00.000Z',
    );
  });
});

describe('a date that comes once', () => {
  const once: Rule = { repeat: 'once', offsetDays: -1, time: '18:00' };

  it('is due that many days from it', () => {
    expect(due('2026-12-01', once, '2026-11-30T16:59:00Z', '2026-11-30T17:00:00Z')).toMatchObject({
      day: '2026-12-01',
    });
    expect(due('2025-12-01', once, '2026-11-30T16:59:00Z', '2026-11-30T17:00:00Z')).toBeNull();
    expect(due('01.12.2026', once, '2026-11-30T16:59:00Z', '2026-11-30T17:00:00Z')).not.toBeNull();
    expect(due('2026-12-01T15:00:00Z', once, '2026-11-30T16:59:00Z', '2026-11-30T17:00:00Z')).not.toBeNull();
  });

  it('is never due when the value is no date', () => {
    expect(due('soon', once, '2026-11-30T00:00:00Z', '2026-12-01T00:00:00Z')).toBeNull();
    expect(dueMoment(20261201, once, 'UTC', new Date(0), new Date())).toBeNull();
    expect(
      due('2026-12-01', { ...once, time: 'noon' }, '2026-11-30T00:00:00Z', '2026-12-01T00:00:00Z'),
    ).toBeNull();
  });
});

describe('the days to search for', () => {
  it('hold every date that is due, in every zone', () => {
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'Asia/Kathmandu', 'nowhere'];
    const day = { min: new Date('1950-01-01'), max: new Date('2030-01-01'), noInvalidDate: true };
    const dates = fc.date(day).map((date) => date.toISOString().slice(0, 10));
    const rules = fc.record({
      repeat: fc.constantFrom('yearly' as const, 'once' as const),
      offsetDays: fc.integer({ min: -365, max: 365 }),
      time: fc.constantFrom('00:00', '02:30', '23:59'),
    });
    const ends = fc.date({ min: new Date('2026-01-01'), max: new Date('2032-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        dates,
        rules,
        fc.constantFrom(...zones),
        ends,
        fc.integer({ min: 1, max: 60 }),
        (value, rule, zone, to, hours) => {
          const from = new Date(to.getTime() - hours * 3_600_000);
          const found = dueMoment(value, rule, zone, from, to);
          if (found === null) return;
          const [year, month, dayOfMonth] = value.split('-').map(Number);
          const wanted = { year: rule.repeat === 'yearly' ? null : year, month, day: dayOfMonth };
          expect(candidateDays(rule, from, to)).toContainEqual(wanted);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
