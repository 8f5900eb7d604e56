import { describe, expect, it } from 'vitest';
import { enrolmentRefusal, reentryText } from './reentry-text.ts';

const entry = { reentry: 'whenIdle', pauseMs: null } as const;

describe('an enrolment', () => {
  it('needs a live flow that people can start', () => {
    expect(enrolmentRefusal({ status: 'live', manualEntry: entry })).toBeNull();
    expect(enrolmentRefusal({ status: 'live', manualEntry: null })).toContain('no trigger');
    expect(enrolmentRefusal({ status: 'draft', manualEntry: null })).toBe('Publish the flow first.');
    expect(enrolmentRefusal({ status: 'paused', manualEntry: entry })).toBe(
      'The flow is paused: nobody enters.',
    );
  });

  it('says who is left out, with a pause in the unit that its author chose', () => {
    const after = (pauseMs: number) => reentryText({ reentry: 'after', pauseMs });
    expect(reentryText(entry)).toContain('still on the way');
    expect(after(30 * 86_400_000)).toContain('in the last 30 days is skipped');
    expect(after(86_400_000)).toContain('in the last day is skipped');
    expect(after(36 * 3_600_000)).toContain('in the last 36 hours is skipped');
    expect(after(90 * 60_000)).toContain('in the last 90 minutes is skipped');
  });
});
