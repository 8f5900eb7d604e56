/** The state of a run before its first event, and states that an older version wrote. */
import type { RunState } from './run.ts';

/** The state of a run before its `started` event. */
export function initialState(): RunState {
  return {
    v: 2,
    nodeId: null,
    wait: null,
    variables: {},
    outer: [],
    visits: 0,
    visitsSinceWait: 0,
    nodeVisits: {},
    sends: 0,
    calls: 0,
    tries: 0,
    startedAt: null,
    isAnswering: false,
    ended: null,
    interrupted: [],
    trigger: {},
  };
}

/** @param stored `flow_runs.state` as any version wrote it */
export function readState(stored: object): RunState {
  if (!('v' in stored) || stored.v !== 1) return { ...initialState(), ...stored };
  const { triggerText, ...rest } = stored as { triggerText?: string | null };
  return { ...initialState(), ...rest, v: 2, trigger: { text: triggerText ?? null } };
}
