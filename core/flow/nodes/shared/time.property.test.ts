import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietHoursEnd } from './quiet-hours.ts';
import { isOpenAt, nextOpening } from './time-business-hours.ts';
import { longestPauseMs, nextTimeOfDay } from './time-next.ts';
import { momentOfText, readTime } from './time-text.ts';
import { DAY_MS, HOUR_MS, localTimeOf, MINUTE_MS, momentOf } from './time-zone.ts';

const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = { seed: SEED, numRuns: 500 };
// Written into the names, so that a failure in CI can be repeated with FC_SEED.
const seeded = (name: string) => `${name} (seed ${SEED})`;

const zone = fc.constantFrom(
  ...['Europe/Berlin', 'America/New_York', 'America/Santiago', 'Australia/Sydney', 'Australia/Lord_Howe'],
  ...['Pacific/Chatham', 'Asia/Kolkata', 'Africa/Casablanca', 'America/St_Johns', 'UTC', 'No/Where'],
);
/** Any minute of the years 2020 to 2035, and more often the hours around changes of the clock. */
const near = (text: string) =>
  fc
    .integer({ min: -36 * 60, max: 36 * 60 })
    .map((minutes) => new Date(Date.parse(text) + minutes * MINUTE_MS));
const moment = fc.oneof(
  fc
    .integer({ min: Date.UTC(2020, 0) / MINUTE_MS, max: Date.UTC(2036, 0) / MINUTE_MS })
    .map((minutes) => new Date(minutes * MINUTE_MS)),
  ...['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-03-08T07:00Z', '2026-11-01T06:00Z'].map(near),
  ...['2026-09-06T04:00Z', '2026-04-05T03:00Z', '2026-10-03T16:00Z', '2026-04-04T16:00Z'].map(near),
);
const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 });
const time = minuteOfDay.map(
  (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
);
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });

describe('local time', () => {
  it(seeded('is found again from the clock, the first time that the clock shows it'), () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const local = localTimeOf(at, timeZone);
        const again = momentOf(local.dayMs, local.clockMs, timeZone);
        expect(localTimeOf(again, timeZone)).toEqual(local);
        expect(again <= at).toBe(true);
        expect(at.getTime() - again.getTime()).toBeLessThanOrEqual(HOUR_MS);
      }),
      RUNS,
    );
  });

  it(
    seeded(
      'runs forward: a later time on the clock is never an earlier moment, and gaps end at their first moment',
    ),
    () => {
      fc.assert(
        fc.property(moment, zone, minuteOfDay, minuteOfDay, (at, timeZone, a, b) => {
          const { dayMs } = localTimeOf(at, timeZone);
          const [early, late] = [Math.min(a, b), Math.max(a, b)].map((minute) =>
            momentOf(dayMs, minute * MINUTE_MS, timeZone),
          ) as [Date, Date];
          expect(early <= late).toBe(true);
          const shown = localTimeOf(late, timeZone);
          const wanted = dayMs + Math.max(a, b) * MINUTE_MS;
          const aheadMs = shown.dayMs + shown.clockMs - wanted;
          expect(aheadMs).toBeGreaterThanOrEqual(0);
          if (aheadMs > 0) {
            const before = localTimeOf(new Date(late.getTime() - 1), timeZone);
            expect(before.dayMs + before.clockMs).toBeLessThan(wanted);
          }
        }),
        RUNS,
      );
    },
  );
});

describe('the next time of day', () => {
  it(seeded('comes after now, on an allowed day, within the longest pause, and nothing lies between'), () => {
    fc.assert(
      fc.property(moment, zone, minuteOfDay, weekdays, (now, timeZone, minute, days) => {
        const next = nextTimeOfDay(now, minute * MINUTE_MS, days, timeZone);
        if (next === null) throw new Error('there is always a next one');
        expect(next > now).toBe(true);
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(longestPauseMs(days));
        const before = nextTimeOfDay(new Date(next.getTime() - 1), minute * MINUTE_MS, days, timeZone);
        expect(before).toEqual(next);
        const local = localTimeOf(next, timeZone);
        const isMoved = local.clockMs !== minute * MINUTE_MS;
        expect(isMoved || days.includes(local.weekday)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('quiet hours', () => {
  it(seeded('end after now and within a day, and then it isn’t quiet'), () => {
    fc.assert(
      fc.property(moment, zone, time, time, (now, timeZone, from, to) => {
        const end = quietHoursEnd(now, { from, to }, timeZone);
        if (from === to) expect(end).toBeNull();
        if (end === null) return;
        expect(end > now).toBe(true);
        expect(end.getTime() - now.getTime()).toBeLessThanOrEqual(DAY_MS + HOUR_MS);
        const { clockMs } = localTimeOf(end, timeZone);
        const isEnd = clockMs === localTimeOf(new Date(`2026-01-01T${to}Z`), 'UTC').clockMs;
        // In a gap the range ends later on the clock, and may run into its own next beginning.
        if (isEnd) expect(quietHoursEnd(end, { from, to }, timeZone)).toBeNull();
      }),
      RUNS,
    );
  });

  it(seeded('are either quiet or not: the two halves of a day never overlap'), () => {
    fc.assert(
      fc.property(moment, zone, time, time, (now, timeZone, from, to) => {
        if (from === to) return;
        const quiet = quietHoursEnd(now, { from, to }, timeZone) !== null;
        const loud = quietHoursEnd(now, { from: to, to: from }, timeZone) !== null;
        expect(quiet).toBe(!loud);
      }),
      RUNS,
    );
  });
});

describe('business hours', () => {
  const hours = fc.record({
    weekly: fc.dictionary(
      fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
      fc.array(fc.record({ from: fc.oneof(time, fc.string()), to: time }), { maxLength: 3 }),
    ),
    closedOn: fc.array(fc.constantFrom('2026-03-29', '2026-10-25', 'x'), { maxLength: 3 }),
  });

  it(seeded('are open at the next opening, and closed from now until then'), () => {
    fc.assert(
      fc.property(
        hours,
        moment,
        zone,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (own, now, timeZone, share) => {
          const next = nextOpening(own, now, timeZone);
          if (next === null) return;
          expect(next >= now).toBe(true);
          expect(isOpenAt(own, next, timeZone)).toBe(true);
          const between = new Date(now.getTime() + Math.floor((next.getTime() - now.getTime() - 1) * share));
          if (next > now) expect(isOpenAt(own, between, timeZone)).toBe(false);
        },
      ),
      { ...RUNS, numRuns: 200 },
    );
  });
});

describe('times in texts', () => {
  it(seeded('are read or refused, never thrown'), () => {
    const digits = fc.stringMatching(
      /^\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}([T ]\d{1,2}[:h]\d{2}( ?pm|Z|\+99:99)?)?$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits), zone, fc.boolean(), (text, timeZone, hasToday) => {
        const written = readTime(text, hasToday ? Date.UTC(2026, 10, 24) : null);
        if (written !== null) expect(Number.isNaN(momentOfText(written, timeZone).getTime())).toBe(false);
      }),
      RUNS,
    );
  });

  it(seeded('give back the moment that was written'), () => {
    fc.assert(
      fc.property(moment, (at) => {
        expect(readTime(at.toISOString(), null)).toEqual({ at });
      }),
      RUNS,
    );
  });
});
