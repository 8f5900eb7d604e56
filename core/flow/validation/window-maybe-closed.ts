import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { PortClock } from '../nodes/contract.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { exitsOf, triggersOf } from './graph.ts';

/** A free-form message is accepted for 24 hours after the person's last one (Cloud API, customer service window). */
const WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * What is known on entering a node, over all paths: the longest time that passed on one of them, and where the counting
 * began: at a message of the person, at a window check, or at an unknown moment.
 */
interface WindowState {
  elapsedMs: number;
  since: 'inbound' | 'check' | 'unknown';
}

const CERTAINTY = { inbound: 0, check: 1, unknown: 2 };

/** A free-form message without a fallback template that may go out after the window has closed. */
export const windowMaybeClosed: Rule = ({ flow }) => {
  const states = windowStates(flow);
  return [...flow.nodes.values()].flatMap((node): Problem[] => {
    const state = states.get(node.id);
    if (!state || node.type === null || node.isBroken) return [];
    const messages = node.type.manifest.messages?.(node.data) ?? [];
    const exposed = messages.filter((message) => message.template === null && message.fallback === null);
    const isClosed = state.elapsedMs >= WINDOW_MS;
    if (!isClosed && state.since !== 'unknown') return [];
    return exposed.map(({ field }) => ({
      code: 'window-maybe-closed',
      severity: isClosed ? 'error' : 'warning',
      nodeId: node.id,
      field,
      message: isClosed
        ? 'On a path to this step 24 hours pass without a message of the person, and WhatsApp then takes templates only: add a fallback template or a window check.'
        : 'When this step runs the person’s last message may be older than 24 hours: add a fallback template or a window check.',
      fix: { kind: 'insertWindowCheck', nodeId: node.id },
    }));
  });
};

/** Forward dataflow to a fixed point. A node that keeps changing lies in a loop that adds time: it goes to the limit. */
function windowStates(flow: CompiledFlow): Map<NodeId, WindowState> {
  const states = new Map<NodeId, WindowState>();
  const changes = new Map<NodeId, number>();
  const open: NodeId[] = [];
  const enter = (id: NodeId, state: WindowState) => {
    const before = states.get(id);
    const count = changes.get(id) ?? 0;
    const after = before ? join(before, state) : state;
    if (before && after.elapsedMs === before.elapsedMs && after.since === before.since) return;
    states.set(id, count > flow.nodes.size ? { ...after, elapsedMs: WINDOW_MS } : after);
    changes.set(id, count + 1);
    open.push(id);
  };
  for (const { id, type } of triggersOf(flow)) {
    enter(id, { elapsedMs: 0, since: type?.manifest.startsWithMessage === true ? 'inbound' : 'unknown' });
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = flow.nodes.get(id);
    const state = states.get(id);
    if (!node || !state) continue;
    for (const exit of exitsOf(node)) enter(exit.to, pass(state, exit.clock));
  }
  return states;
}

function join(a: WindowState, b: WindowState): WindowState {
  return {
    elapsedMs: Math.max(a.elapsedMs, b.elapsedMs),
    since: CERTAINTY[a.since] >= CERTAINTY[b.since] ? a.since : b.since,
  };
}

function pass(state: WindowState, clock: PortClock): WindowState {
  switch (clock.kind) {
    case 'instant':
      return state;
    case 'inbound':
      return { elapsedMs: 0, since: 'inbound' };
    case 'elapsed':
      return {
        elapsedMs: Math.min(WINDOW_MS, state.elapsedMs + clock.ms),
        // A check says that the window is open, not for how long.
        since: state.since === 'check' && clock.ms > 0 ? 'unknown' : state.since,
      };
    case 'windowOpen':
      return { elapsedMs: 0, since: 'check' };
    case 'windowClosed':
      return { elapsedMs: WINDOW_MS, since: state.since };
  }
}
