import { describe, expect, it } from 'vitest';
import { contact } from './testing.ts';
import { renderText, templateScope } from './templating.ts';

const MOMENT = new Date('2026-11-24T22:30:00.000Z');

function render(template: string, timeZone = 'Europe/Berlin', variables = {}, now = MOMENT): string {
  const result = renderText(template, templateScope(contact, variables, {}, timeZone, null, now));
  return 'text' in result ? result.text : result.problem.code;
}

describe('now in texts', () => {
  it('is the moment of the run, shown in the contact’s zone', () => {
    expect(render('{{ now }}')).toBe('2026-11-24T22:30:00.000Z');
    expect(render('{{ now | date: "%A %H:%M" }}')).toBe('Tuesday 23:30');
    expect(render('{{ now | date: "%A %H:%M" }}', 'Asia/Kolkata')).toBe('Wednesday 04:00');
  });

  it('gives way to a variable of that name', () => {
    expect(render('{{ now }}', 'UTC', { now: 'mine' })).toBe('mine');
  });

  it('counts days on the calendar of the zone, and hours as they pass', () => {
    expect(render('{{ now | plus_days: 7 | date: "%F %H:%M" }}')).toBe('2026-12-01 23:30');
    expect(render('{{ now | plus_days: -24 | date: "%F" }}')).toBe('2026-10-31');
    expect(render('{{ now | plus_hours: 1.5 | date: "%F %H:%M" }}')).toBe('2026-11-25 01:00');
    const beforeChange = new Date('2026-10-24T10:00:00.000Z');
    expect(render('{{ now | plus_days: 1 | date: "%F %H:%M" }}', 'Europe/Berlin', {}, beforeChange)).toBe(
      '2026-10-25 12:00',
    );
    expect(render('{{ now | plus_hours: 24 | date: "%F %H:%M" }}', 'Europe/Berlin', {}, beforeChange)).toBe(
      '2026-10-25 11:00',
    );
  });

  it('counts from any day or moment, by a number or a variable', () => {
    const variables = { day: '2026-12-30', wait: '3', at: '2026-12-30 09:30' };
    expect(render('{{ answers.day | plus_days: answers.wait }}', 'UTC', variables)).toBe('2027-01-02');
    expect(render('{{ answers.at | plus_days: 1 | date: "%F %H:%M" }}', 'Asia/Tokyo', variables)).toBe(
      '2026-12-31 09:30',
    );
    expect(render('{{ answers.day | plus_hours: 9 | date: "%F %H:%M" }}', 'Asia/Tokyo', variables)).toBe(
      '2026-12-30 09:00',
    );
  });

  it('leaves what can’t be counted as it is', () => {
    for (const filter of [
      'plus_days: "x"',
      'plus_days',
      'plus_days: 1.5',
      'plus_days: 99999999',
      'plus_hours: "x"',
    ])
      expect(render(`{{ "2026-12-30" | ${filter} }}`)).toBe('2026-12-30');
    expect(render('{{ "soon" | plus_days: 1 }}[{{ answers.none | plus_days: 1 }}]')).toBe('soon[]');
    expect(render('{{ "9999-12-31" | plus_days: 1 }}')).toBe('9999-12-31');
  });
});
