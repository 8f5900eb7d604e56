/** A job in words: what it does, how far it is, and why it failed. Pure. */
import type { FlowJob } from '../../../../core/api/flow-jobs.ts';
import type { BadgeTone } from '../../shared/ui/badge.tsx';

type JobStatus = FlowJob['status'];

const statuses: Record<JobStatus, { label: string; tone: BadgeTone }> = {
  queued: { label: 'Queued', tone: 'neutral' },
  running: { label: 'Running', tone: 'info' },
  paused: { label: 'Paused', tone: 'warn' },
  completed: { label: 'Done', tone: 'primary' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
};

export function jobStatusText(status: JobStatus): { label: string; tone: BadgeTone } {
  return statuses[status];
}

/** It does something, or soon will, without anybody's help. */
export function isAtWork({ status }: Pick<FlowJob, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** On how many it has worked, whatever became of them. */
export function workedOn({ done, skipped, failed }: Pick<FlowJob, 'done' | 'skipped' | 'failed'>): number {
  return done + skipped + failed;
}

export function jobTitle({
  kind,
  audience,
  toVersion,
}: Pick<FlowJob, 'kind' | 'audience' | 'toVersion'>): string {
  switch (kind) {
    case 'enrol':
      return `Enrol ${audienceText(audience)}`;
    case 'move':
      return toVersion === null ? 'Move people' : `Move people to version ${toVersion}`;
    case 'exit':
      return 'End runs';
    case 'retry':
      return 'Try failed steps again';
    case 'skip':
      return 'Skip failed steps';
  }
}

function audienceText(audience: FlowJob['audience']): string {
  switch (audience?.kind) {
    case 'segment':
      return audience.name === null ? 'a segment that is gone' : `the segment “${audience.name}”`;
    case 'tag':
      return `everybody tagged “${audience.name ?? ''}”`;
    case 'contacts':
      if (audience.count === 1) return audience.name ?? '1 person';
      return `${numberText(audience.count ?? 0)} people`;
    case 'all':
      return 'everybody';
    case undefined:
      return 'people';
  }
}

export function creatorText({ kind, name }: FlowJob['createdBy']): string {
  if (kind === 'trigger') return 'A trigger of the flow';
  if (kind === 'apiKey') return name === null ? 'An API key' : `API key “${name}”`;
  return name ?? 'Somebody who left';
}

const doneWords: Record<FlowJob['kind'], string> = {
  enrol: 'entered',
  exit: 'ended',
  move: 'moved',
  retry: 'tried again',
  skip: 'went on',
};

/** "120 of 128 entered, 5 skipped, 3 failed": what was done, and what became of the others. */
export function progressText({ kind, status, total, done, skipped, failed }: FlowJob): string {
  if (total === null) return isAtWork({ status }) ? 'Counting…' : 'Nothing was done';
  const others = [
    skipped > 0 && `${numberText(skipped)} ${kind === 'enrol' ? 'skipped' : 'had nothing to do'}`,
    failed > 0 && `${numberText(failed)} failed`,
  ].filter(Boolean);
  return [`${numberText(done)} of ${numberText(total)} ${doneWords[kind]}`, ...others].join(', ');
}

const errors: Record<string, string> = {
  no_trigger: 'The flow isn’t live any more, or what is live has no trigger that takes people in.',
  no_number: 'The workspace has no WhatsApp number. Connect one under Settings.',
  version_not_found: 'The version to move to doesn’t exist.',
};

export function jobErrorText(code: string): string {
  return errors[code] ?? `It could not go on (${code}).`;
}

function numberText(count: number): string {
  return count.toLocaleString('en');
}
