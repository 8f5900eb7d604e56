/** What became of a run: in the database, and on the person's phone. */
import type { Stack } from '../local/testing/stack.ts';
import type { Person } from './people.ts';

export interface Outcome {
  runs: number;
  status: string;
  reason: string;
  steps: string;
  tags: string;
  nickname: string;
  variables: string;
  /** What was meant to be sent, in order. */
  wanted: string;
  /** Of these, what the person surely got or surely didn't get otherwise than by the kill. */
  missing: string[];
  doubled: string[];
  unknown: number;
}

interface RunRow {
  id: string;
  status: string;
  outcome: string | null;
  variables: Record<string, unknown>;
  tags: string[];
  nickname: string | null;
}

export async function outcomeOf(stack: Stack, { name, number }: Person): Promise<Outcome> {
  const runs = await stack.sql<RunRow[]>`
    select r.id, r.status, r.outcome, r.state -> 'variables' as variables, c.tags, c.attributes ->> 'nickname' as nickname
    from flow_runs r join contacts c on c.id = r.contact_id where c.name = ${name}`;
  const run = runs[0] ?? null;
  const steps = await stack.sql<{ step: string }[]>`
    select node_id || ':' || coalesce(port, '') as step from flow_run_steps where run_id = ${run?.id ?? null} order by n`;
  const messages = await stack.sql<{ id: string; text: string; status: string }[]>`
    select id, text, status from messages where flow_run_id = ${run?.id ?? null} order by ordinal`;
  const { items } = await stack.simulator.outbound({ to: number, limit: 1000 });
  const receivedCount = (id: string) => items.filter(({ callbackData }) => callbackData === id).length;
  return {
    runs: runs.length,
    status: run?.status ?? 'not begun',
    reason: run?.outcome ?? '',
    steps: steps.map(({ step }) => step).join(' '),
    tags: [...(run?.tags ?? [])].sort().join(),
    nickname: run?.nickname ?? '',
    variables: JSON.stringify(run?.variables ?? {}),
    wanted: messages.map(({ text }) => text).join(' | '),
    missing: messages
      .filter(({ id, status }) => status !== 'unknown' && receivedCount(id) === 0)
      .map(({ text, status }) => `${text} (${status})`),
    doubled: messages.filter(({ id }) => receivedCount(id) > 1).map(({ text }) => text),
    unknown: messages.filter(({ status }) => status === 'unknown').length,
  };
}

/** What differs from the expected outcome, in words; null when nothing does. */
export function compare(actual: Outcome, expected: Outcome): string | null {
  const fields = ['runs', 'status', 'reason', 'steps', 'tags', 'nickname', 'variables', 'wanted'] as const;
  for (const field of fields) {
    if (actual[field] !== expected[field])
      return `${field} is ${actual[field]} instead of ${expected[field]}`;
  }
  if (actual.missing.length > 0) return `never arrived: ${actual.missing.join(', ')}`;
  return actual.doubled.length > 0 ? `arrived twice: ${actual.doubled.join(', ')}` : null;
}
