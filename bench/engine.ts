/** The flow engine by itself, in this process: one step of a large flow, and judging a whole document. */
import { performance } from 'node:perf_hooks';
import { advance, compileFlow, initialState, type CompiledFlow } from '../core/flow/engine.ts';
import type { EngineEvent, Facts, InboundReply, RunState } from '../core/flow/run.ts';
import { validateFlow } from '../core/flow/validate.ts';
import type { Group } from './harness/group.ts';
import { largeFlow, LARGE_FLOW_NODES } from './harness/large-flow.ts';
import { median, percentile } from './harness/statistics.ts';
import { infoRow, limitRow } from './harness/table.ts';

const STEPS = 10_000;
/** The compiler is done with the code by then. */
const WARM_UP_STEPS = 3_000;
const WINDOW = 1_000;
const VALIDATIONS = 40;
const WARM_UP_VALIDATIONS = 5;

export const engine: Group = ({ isFull, log }) => {
  const doc = largeFlow();
  const problems = validateFlow(doc);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(`The bench's large flow has errors: ${JSON.stringify(errors.slice(0, 3))}`);
  const { stepsMs, runs } = walk(compileFlow(doc), isFull ? 10 * STEPS : STEPS);
  const first = stepsMs.slice(0, WINDOW);
  const last = stepsMs.slice(-WINDOW);
  const validationsMs = timeValidations();
  log(
    `engine: ${stepsMs.length} steps in ${runs} runs, p50 ${median(stepsMs).toFixed(3)} ms, ` +
      `p99 ${percentile(stepsMs, 0.99).toFixed(3)} ms; ${problems.length} problems found`,
  );
  return Promise.resolve([
    limitRow(`engine: p95 of a step, ${LARGE_FLOW_NODES} nodes`, percentile(stepsMs, 0.95), 'ms', 0.2),
    limitRow('  last 1,000 steps against the first', median(last) / median(first), '', 1.2),
    infoRow('  p50', `${(median(stepsMs) * 1000).toFixed(0)} µs`),
    limitRow(
      `engine: p95 of validating ${LARGE_FLOW_NODES} nodes`,
      percentile(validationsMs, 0.95),
      'ms',
      50,
    ),
  ]);
};

/** Goes round the flow, with a new run whenever one has come to the limit of visits. */
function walk(flow: CompiledFlow, steps: number): { stepsMs: number[]; runs: number } {
  const stepsMs: number[] = [];
  let state = initialState();
  let now = new Date('2026-11-24T08:30:00.000Z');
  let runs = 0;
  for (let step = -WARM_UP_STEPS; step < steps; step += 1) {
    if (state.ended !== null || state.wait === null) {
      state = initialState();
      runs += 1;
    }
    const event = nextEvent(state, step, now);
    if (state.wait?.kind === 'delay') now = new Date(state.wait.until);
    const facts = factsAt(now);
    const startedAt = performance.now();
    const result = advance(flow, state, event, facts, now);
    const tookMs = performance.now() - startedAt;
    if (result.state === state) throw new Error(`The bench's run is stuck at ${state.nodeId}.`);
    state = result.state;
    if (step >= 0) stepsMs.push(tookMs);
  }
  return { stepsMs, runs };
}

/** What lets the run go on: the message is sent, the person answers or presses, time has passed. */
function nextEvent({ wait, nodeId }: RunState, step: number, now: Date): EngineEvent {
  switch (wait?.kind) {
    case 'send':
      return { kind: 'sendResult', ordinal: wait.ordinal, result: { outcome: 'sent' } };
    case 'reply':
      return {
        kind: 'reply',
        message: nodeId?.startsWith('choose')
          ? { ...says('Yes', now), press: { id: 'yes', title: 'Yes' } }
          : says(step % 2 === 0 ? 'yes, of course' : 'rather not', now),
      };
    case 'delay':
      return { kind: 'deadline' };
    default:
      return { kind: 'started', triggerNodeId: 'start', message: says('round', now) };
  }
}

function says(text: string, now: Date): InboundReply {
  return { messageId: 'm', type: 'text', text, press: null, at: now.toISOString() };
}

const DAY_MS = 24 * 60 * 60 * 1000;

function factsAt(now: Date): Facts {
  return {
    runId: 'run',
    contact: {
      id: 'contact',
      name: 'Maya Lindholm',
      phone: '+15550100001',
      locale: 'en',
      timeZone: 'Europe/Berlin',
      tags: ['vip', 'lead'],
      attributes: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`attribute_${i}`, `value ${i}`])),
    },
    conversation: { mode: 'bot', windowExpiresAt: new Date(now.getTime() + DAY_MS).toISOString() },
    templates: {},
  };
}

/** Each document is a new object, as the editor's is after every edit. */
function timeValidations(): number[] {
  return Array.from({ length: WARM_UP_VALIDATIONS + VALIDATIONS }, () => {
    const doc = structuredClone(largeFlow());
    const startedAt = performance.now();
    validateFlow(doc, { otherTriggers: [], templates: {}, tags: ['vip'], segments: [], secrets: [] });
    return performance.now() - startedAt;
  }).slice(WARM_UP_VALIDATIONS);
}
