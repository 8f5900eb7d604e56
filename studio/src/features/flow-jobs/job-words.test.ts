import { describe, expect, it } from 'vitest';
import type { FlowJob } from '../../../../core/api/flow-jobs.ts';
import { creatorText, jobErrorText, jobTitle, progressText } from './job-words.ts';

const job: FlowJob = {
  id: 'job',
  flowId: 'flow',
  kind: 'enrol',
  status: 'running',
  audience: { kind: 'all', name: null, count: null },
  toVersion: null,
  createdBy: { kind: 'user', name: 'Olivia' },
  total: 1_280,
  done: 1_200,
  skipped: 0,
  failed: 0,
  error: null,
  workflowId: 'job/org/job',
  createdAt: '2026-11-01T00:00:00Z',
  startedAt: null,
  endedAt: null,
};
const enrolled = (audience: FlowJob['audience']) => jobTitle({ ...job, audience });

describe('a job', () => {
  it('says whom it takes, or what it does', () => {
    expect(enrolled({ kind: 'segment', name: 'VIP', count: null })).toBe('Enrol the segment “VIP”');
    expect(enrolled({ kind: 'segment', name: null, count: null })).toBe('Enrol a segment that is gone');
    expect(enrolled({ kind: 'tag', name: 'new', count: null })).toBe('Enrol everybody tagged “new”');
    expect(enrolled({ kind: 'contacts', name: null, count: 1 })).toBe('Enrol 1 person');
    expect(enrolled({ kind: 'contacts', name: 'Ida', count: 1 })).toBe('Enrol Ida');
    expect(enrolled({ kind: 'contacts', name: null, count: 2 })).toBe('Enrol 2 people');
    expect(jobTitle({ kind: 'move', audience: null, toVersion: 3 })).toBe('Move people to version 3');
  });

  it('says how far it is and what became of the others', () => {
    expect(progressText(job)).toBe('1,200 of 1,280 entered');
    expect(progressText({ ...job, skipped: 70, failed: 10 })).toBe(
      '1,200 of 1,280 entered, 70 skipped, 10 failed',
    );
    expect(progressText({ ...job, kind: 'exit', skipped: 1 })).toBe(
      '1,200 of 1,280 ended, 1 had nothing to do',
    );
    expect(progressText({ ...job, status: 'queued', total: null })).toBe('Counting…');
    expect(progressText({ ...job, status: 'cancelled', total: null })).toBe('Nothing was done');
  });

  it('names who began it, and why it failed', () => {
    expect(creatorText(job.createdBy)).toBe('Olivia');
    expect(creatorText({ kind: 'apiKey', name: 'Zapier' })).toBe('API key “Zapier”');
    expect(creatorText({ kind: 'apiKey', name: null })).toBe('An API key');
    expect(creatorText({ kind: 'user', name: null })).toBe('Somebody who left');
    expect(jobErrorText('no_number')).toContain('WhatsApp number');
    expect(jobErrorText('new_code')).toBe('It could not go on (new_code).');
  });
});
