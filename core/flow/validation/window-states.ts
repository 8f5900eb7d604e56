/**
 * How old the person's last message can be at each step: a forward dataflow analysis over all paths, loops and called
 * flows included. A free-form message is accepted for 24 hours after it (Cloud API, customer service window).
 */
import type { NodeId } from '../basics.ts';
import type { CompiledFlow, CompiledNode } from '../compile.ts';
import type { FlowRules } from '../document.ts';
import type { PortClock } from '../nodes/contract.ts';
import { clockMsOf } from '../nodes/shared/time-of-day.ts';
import type { ErrorRuleData } from '../nodes/error-rule/manifest.ts';
import { cyclesOver, exitsOf, forwardOrder, reachableNodes, triggersOf } from './graph.ts';
import type { Exit } from './graph.ts';
import { errorRuleFrom, errorRuleOf, messageRulesOf, waitsForReply } from './rule-ways.ts';
import { added, capped, ceiling, DAY_MS, FRESH, isSame, join, MARK_MS, WINDOW_MS } from './window-state.ts';
import type { WindowState } from './window-state.ts';

/** For the nodes that a trigger or a rule of the flow leads to. */
export function windowStates(flow: CompiledFlow): Map<NodeId, WindowState> {
  const starts = triggersOf(flow).map(({ id, type }): [NodeId, WindowState] => {
    const isAnswer = type?.manifest.startsWithMessage === true;
    const since = isAnswer ? 'inbound' : 'unknown';
    return [id, { elapsedMs: 0, heldMs: 0, since, isUnasked: !isAnswer, maybeQuiet: !isAnswer }];
  });
  const { back, retryMs } = waysBack(flow);
  const states = new Analysis(flow.doc.rules, back).statesOf(flow, new Map(starts));
  if (retryMs === 0) return states;
  // What a rule about errors lets pass before a step is tried again may come on top anywhere.
  return new Map(
    [...states].map(([id, state]) => {
      const heldMs = capped(state.heldMs + retryMs, WINDOW_MS);
      return [id, { ...state, heldMs, isUnasked: true, maybeQuiet: true }];
    }),
  );
}

/** What the ways back from rules add, in this flow or in those that it calls. */
interface WaysBack {
  /** The worst state in which a run comes back to a question; null: it never does. */
  back: WindowState | null;
  /** The most time that passes in a run before failed steps are tried again. */
  retryMs: number;
}

function waysBack(flow: CompiledFlow): WaysBack {
  const ways: WaysBack = { back: null, retryMs: 0 };
  for (const one of flowsIn(flow)) {
    const returns = [...one.nodes.values()].filter(({ node }) => node.type === 'return');
    if (returns.length === 0) continue;
    const analysis = new Analysis(flow.doc.rules, null);
    const atReturns = (starts: ReadonlyMap<NodeId, WindowState>) => {
      const states = analysis.statesOf(one, starts);
      return returns.flatMap(({ id }) => states.get(id) ?? []);
    };
    for (const state of atReturns(new Map())) ways.back = ways.back === null ? state : join(ways.back, state);
    const rule = errorRuleOf(one);
    if (rule === null) continue;
    const times = (rule.data as ErrorRuleData).times;
    const longestMs = atReturns(new Map([[rule.id, FRESH]])).map(
      ({ elapsedMs, heldMs }) => elapsedMs + heldMs,
    );
    ways.retryMs = capped(ways.retryMs + times * Math.max(0, ...longestMs), WINDOW_MS);
  }
  return ways;
}

function flowsIn(flow: CompiledFlow, seen = new Set<CompiledFlow>()): Set<CompiledFlow> {
  if (seen.has(flow)) return seen;
  seen.add(flow);
  for (const { subflow } of flow.nodes.values()) if (subflow) flowsIn(subflow, seen);
  return seen;
}

/** How long the flow's rules can hold back what this node sends, on entering it in this state. */
export function holdBefore(state: WindowState, { type, data }: CompiledNode, rules: FlowRules): number {
  if (!state.isUnasked || type === null || (type.manifest.messages?.(data) ?? []).length === 0) return 0;
  const quietMs = quietLengthMs(rules);
  // The cap can hold every single message, and after that it may be night.
  if (rules.frequencyCap !== null) return rules.frequencyCap.periodMs + quietMs;
  return state.maybeQuiet ? quietMs : 0;
}

function quietLengthMs({ quietHours }: FlowRules): number {
  const from = quietHours && clockMsOf(quietHours.from);
  const to = quietHours && clockMsOf(quietHours.to);
  return from === null || to === null ? 0 : (to - from + DAY_MS) % DAY_MS;
}

/** What a called flow makes of the times of its caller; how certain they are depends on the caller's state alone. */
interface Effect {
  /** The state after it when no time was counted before. */
  fromZero: WindowState;
  fromMark: WindowState;
}

/** Passes in which times may still settle before a node that keeps changing is taken to its limit. */
const SETTLING_PASSES = 20;

class Analysis {
  private readonly rules: FlowRules;
  /** A flow with a time limit ends before more time than this can pass. */
  private readonly limitMs: number;
  private readonly keptEffects = new Map<CompiledFlow, Map<string, Effect | null>>();
  private readonly back: WindowState | null;

  constructor(rules: FlowRules, back: WindowState | null) {
    this.rules = rules;
    this.back = back;
    this.limitMs = Math.min(WINDOW_MS, rules.timeoutMs ?? WINDOW_MS);
  }

  statesOf(flow: CompiledFlow, starts: ReadonlyMap<NodeId, WindowState>): Map<NodeId, WindowState> {
    const states = this.withRules(flow, starts);
    const addsUp = this.nodesWhereTimeAddsUp(flow);
    const order = forwardOrder(flow);
    for (let pass = 0, isSettled = false; !isSettled; pass += 1) {
      isSettled = true;
      for (const id of order) {
        const node = flow.nodes.get(id);
        const state = states.get(id);
        if (!node || !state) continue;
        const arrive = (to: NodeId, next: WindowState) => {
          const known = states.get(to);
          if (known) next = join(known, next);
          if (addsUp.has(to) && addsUp.get(to) === addsUp.get(id))
            next.elapsedMs = ceiling(next.elapsedMs, this.limitMs);
          if (pass > SETTLING_PASSES && known && next.heldMs > known.heldMs)
            next.heldMs = ceiling(next.heldMs, WINDOW_MS);
          if (pass > flow.nodes.size && known && next.elapsedMs > known.elapsedMs)
            next.elapsedMs = ceiling(next.elapsedMs, this.limitMs);
          if (known && isSame(known, next)) return;
          states.set(to, next);
          isSettled = false;
        };
        for (const exit of exitsOf(node)) arrive(exit.to, this.leave(node, state, exit));
        const rule = errorRuleFrom(flow, node);
        if (rule) arrive(rule.id, this.failing(node, state));
      }
    }
    return states;
  }

  /** Rules that hear a message begin with it; a question that they lead back to is asked as late as they come back. */
  private withRules(flow: CompiledFlow, starts: ReadonlyMap<NodeId, WindowState>): Map<NodeId, WindowState> {
    const states = new Map(starts);
    const rules = messageRulesOf(flow);
    const reached = rules.length > 0 || this.back !== null ? reachableNodes(flow) : new Set<NodeId>();
    const waiting = [...reached].filter((id) => waitsForReply(flow.nodes.get(id)!));
    if (waiting.length > 0) for (const { id } of rules) states.set(id, FRESH);
    for (const id of this.back === null ? [] : waiting) states.set(id, this.back!);
    return states;
  }

  /** Held back or not: it can fail before its message is sent, and when it is. */
  private failing(node: CompiledNode, state: WindowState): WindowState {
    if (node.isBroken) return { ...state };
    const failed = { ...this.afterSending(node, state), maybeQuiet: state.maybeQuiet };
    return node.subflow === null ? failed : join(failed, this.through(node.subflow, failed) ?? failed);
  }

  private leave(node: CompiledNode, before: WindowState, exit: Exit): WindowState {
    const state = this.afterSending(node, before);
    if (node.subflow === null) return this.pass(state, exit.clock);
    return { ...(this.through(node.subflow, state) ?? state) };
  }

  private afterSending(node: CompiledNode, state: WindowState): WindowState {
    const sends = (node.type?.manifest.messages?.(node.data) ?? []).length > 0;
    if (!sends) return { ...state };
    const heldMs = capped(state.heldMs + holdBefore(state, node, this.rules), WINDOW_MS);
    return { ...state, heldMs, maybeQuiet: false };
  }

  private pass(state: WindowState, clock: PortClock): WindowState {
    switch (clock.kind) {
      case 'instant':
        return state;
      case 'inbound':
        return { ...FRESH };
      case 'elapsed':
        return {
          ...state,
          elapsedMs: capped(state.elapsedMs + clock.ms, this.limitMs),
          // A check says that the window is open, not for how long.
          since: state.since === 'check' && clock.ms > 0 ? 'unknown' : state.since,
          isUnasked: true,
          maybeQuiet: true,
        };
      case 'windowOpen':
        return { ...state, elapsedMs: 0, heldMs: 0, since: 'check' };
      case 'windowClosing':
        return { elapsedMs: 0, heldMs: 0, since: 'check', isUnasked: true, maybeQuiet: true };
      case 'windowClosed':
        return { ...state, elapsedMs: WINDOW_MS };
    }
  }

  /** The state after a called flow that was entered in this one; null when none of its ways comes to an end. */
  private through(flow: CompiledFlow, state: WindowState): WindowState | null {
    const effect = this.effectOf(flow, state);
    if (effect === null) return null;
    const { fromZero, fromMark } = effect;
    return {
      ...fromZero,
      elapsedMs: Math.max(fromZero.elapsedMs, added(state.elapsedMs, fromMark.elapsedMs, this.limitMs)),
      heldMs: Math.max(fromZero.heldMs, added(state.heldMs, fromMark.heldMs, WINDOW_MS)),
    };
  }

  /** Found once for all steps that call this flow, whatever time was counted before them. */
  private effectOf(flow: CompiledFlow, state: WindowState): Effect | null {
    const key = [state.since, state.isUnasked, state.maybeQuiet].join(' ');
    const effects = this.keptEffects.get(flow) ?? new Map<string, Effect | null>();
    this.keptEffects.set(flow, effects);
    const kept = effects.get(key);
    if (kept !== undefined) return kept;
    const fromZero = this.endOf(flow, { ...state, elapsedMs: 0, heldMs: 0 });
    const fromMark = this.endOf(flow, { ...state, elapsedMs: MARK_MS, heldMs: MARK_MS });
    const effect = fromZero && fromMark && { fromZero, fromMark };
    effects.set(key, effect);
    return effect;
  }

  private endOf(flow: CompiledFlow, state: WindowState): WindowState | null {
    const starts = triggersOf(flow).filter(({ type, data }) => type?.trigger?.listens(data).includes('call'));
    const states = this.statesOf(flow, new Map(starts.map(({ id }) => [id, state])));
    let result: WindowState | null = null;
    for (const [id, at] of states) {
      const node = flow.nodes.get(id);
      if (!node?.type || node.isBroken) continue;
      const after = this.afterSending(node, at);
      const { type, data, ports, next } = node;
      const ended =
        ports.length === 0
          ? [after]
          : ports
              .map(({ id: port, optional }) => ({ port, optional, clock: type.manifest.clock(data, port) }))
              // A time-out that needs no connection is one that isn't set.
              .filter(
                ({ port, optional, clock }) => !next.has(port) && !(optional && clock.kind === 'elapsed'),
              )
              .map(({ clock }) => this.pass(after, clock));
      for (const end of ended) result = result === null ? end : join(result, end);
    }
    return result;
  }

  /** Nodes in loops in which time passes and nobody writes, with the loop's number: going round adds up without end. */
  private nodesWhereTimeAddsUp(flow: CompiledFlow): Map<NodeId, number> {
    const carrying = (id: NodeId) => {
      const node = flow.nodes.get(id);
      return node
        ? exitsOf(node).filter(({ clock }) => clock.kind !== 'inbound' && clock.kind !== 'windowOpen')
        : [];
    };
    const loops = cyclesOver(flow.nodes.keys(), (id) => carrying(id).map(({ to }) => to));
    const found = new Map<NodeId, number>();
    for (const [index, loop] of loops.entries()) {
      const members = new Set(loop);
      const takesTime = loop.some((id) =>
        carrying(id).some(({ to, clock }) => members.has(to) && clock.kind === 'elapsed' && clock.ms > 0),
      );
      if (takesTime) for (const id of loop) found.set(id, index);
    }
    return found;
  }
}
