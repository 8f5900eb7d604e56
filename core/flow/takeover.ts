/**
 * Rules of a flow that are drawn as steps take a run over: a keyword, an answer that a step can't use, an error. The flow in which the
 * run stands is asked first, then those that called it. What a rule interrupts is kept for `return`.
 */
import type { NodeId, NodePath, VariableValue } from './basics.ts';
import { callerOf, placeAt, siblingAt } from './compile.ts';
import type { CompiledFlow, CompiledNode, Place } from './compile.ts';
import { FAILED_PORT, WRONG_ANSWER } from './nodes/contract.ts';
import type { RuleSpec, StepFault, StepOutcome } from './nodes/contract.ts';
import type { InboundReply, Interruption, RunState } from './run.ts';
import { withinSize } from './state-size.ts';
import { visitsOf } from './step.ts';

/** Rules within the branches of rules; of more than these the oldest is forgotten. */
export const MAX_INTERRUPTIONS = 5;

interface DrawnRule {
  node: CompiledNode;
  spec: RuleSpec<unknown>;
}

const keptRules = new WeakMap<CompiledFlow, DrawnRule[]>();

/** The usable rules of one flow, by id. */
export function rulesOf(flow: CompiledFlow): readonly DrawnRule[] {
  const kept = keptRules.get(flow);
  if (kept) return kept;
  const rules = [...flow.nodes.values()]
    .flatMap((node) => (node.type?.rule && !node.isBroken ? [{ node, spec: node.type.rule }] : []))
    .sort((a, b) => (a.node.id < b.node.id ? -1 : 1));
  keptRules.set(flow, rules);
  return rules;
}

/**
 * The rule that this message leads to while the step at `path` waits; null: it is left to the step.
 * @param outcome what the step itself makes of it
 */
export function ruleFor(
  flow: CompiledFlow,
  { path, node }: Place,
  message: InboundReply,
  outcome: StepOutcome,
): Place | null {
  const isChosen = (outcome.kind === 'leave' || outcome.kind === 'send') && outcome.isChosen === true;
  const byKeyword = isChosen ? null : bestRule(flow, path, 'message', message);
  if (byKeyword !== null || !isWrongAnswer(outcome, node)) return byKeyword;
  return bestRule(flow, path, 'wrongAnswer', message);
}

/** What the step can't use and has no drawn way for. */
function isWrongAnswer(outcome: StepOutcome, { next }: CompiledNode): boolean {
  if (outcome.kind === 'keepWaiting') return true;
  if (outcome.kind === 'send') return outcome.problem === WRONG_ANSWER;
  return outcome.kind === 'leave' && outcome.problem === WRONG_ANSWER && !next.has(outcome.port);
}

function bestRule(
  flow: CompiledFlow,
  path: NodePath,
  on: 'message' | 'wrongAnswer',
  message: InboundReply,
): Place | null {
  for (const place of placesAround(flow, path)) {
    let best: { node: CompiledNode; fit: number } | null = null;
    for (const { node, spec } of rulesOf(place.flow)) {
      const fit = spec.on === on ? spec.fits(node.data, message) : null;
      if (fit !== null && (best === null || fit > best.fit)) best = { node, fit };
    }
    if (best !== null)
      return { flow: place.flow, node: best.node, path: siblingAt(place.path, best.node.id) };
  }
  return null;
}

/**
 * Where a step that failed goes on: at what is connected to its `failed` port, at its flow's rule about errors, else the same of the
 * step that called its flow, and so on; null: people decide. A rule isn't asked on the way that it led to itself, nor more often
 * than it says, so that what fails again and again comes to an end.
 */
export function wayToFail(
  flow: CompiledFlow,
  state: RunState,
  path: NodePath,
): { kind: 'port' | 'rule'; place: Place } | null {
  for (const place of placesAround(flow, path)) {
    if (place.node.next.has(FAILED_PORT)) return { kind: 'port', place };
    const rule = rulesOf(place.flow).find(({ spec }) => spec.on === 'error');
    if (rule?.spec.on !== 'error') continue;
    const rulePath = siblingAt(place.path, rule.node.id);
    const isOnItsWay = state.interrupted.some((one) => one.rule === rulePath);
    if (!isOnItsWay && visitsOf(state, rulePath) < rule.spec.times(rule.node.data))
      return { kind: 'rule', place: { flow: place.flow, node: rule.node, path: rulePath } };
  }
  return null;
}

/** The step, then the step that called its flow, and so on. */
function placesAround(flow: CompiledFlow, path: NodePath): Place[] {
  const places: Place[] = [];
  for (let at: NodePath | null = path; at !== null; at = callerOf(at)) {
    const place = placeAt(flow, at);
    if (place) places.push(place);
  }
  return places;
}

/**
 * The state in which a rule goes on in its own flow. On the way of the same rule it begins that way anew, and what it interrupted
 * stays what it goes back to. What keeps too much is forgotten, the oldest first.
 */
export function interrupt(state: RunState, rule: NodePath, path: NodePath, tries: number): RunState {
  const frames = [...state.outer, state.variables];
  const depth = rule.split('/').length - 1;
  const known = state.interrupted.findIndex((one) => one.rule === rule);
  const interrupted =
    known === -1
      ? withinSize(
          [...state.interrupted, { rule, path, tries, inner: frames.slice(depth + 1) }].slice(
            -MAX_INTERRUPTIONS,
          ),
        )
      : state.interrupted.slice(0, known + 1);
  return keepPicks(state, { ...withFrames(state, frames.slice(0, depth + 1)), nodeId: rule, interrupted });
}

/** What is picked of several choices isn't lost when a rule takes over: the step that was interrupted last keeps it. */
function keepPicks({ wait }: RunState, after: RunState): RunState {
  const offered = wait?.kind === 'reply' || wait?.kind === 'send' ? (wait.offered ?? []) : [];
  const latest = after.interrupted.at(-1);
  if (latest?.path !== wait?.nodeId || !latest || !offered.some(({ isPicked }) => isPicked)) return after;
  const kept = offered.filter(({ isPicked }, at) => at === 0 || isPicked === true);
  return { ...after, interrupted: [...after.interrupted.slice(0, -1), { ...latest, offered: kept }] };
}

export const nothingInterrupted: StepFault = {
  code: 'nothing_interrupted',
  message: 'No rule has interrupted a step to which this one could go back: lead here from a rule only.',
};

/** The state at the step that was interrupted in the flow of `path`, a step that goes back; null: nothing was. */
export function goBack(state: RunState, path: NodePath): { state: RunState; to: Interruption } | null {
  const at = state.interrupted.findLastIndex((one) => callerOf(one.rule) === callerOf(path));
  const to = state.interrupted[at];
  if (!to) return null;
  const frames = [...state.outer, state.variables, ...to.inner];
  return { to, state: { ...withFrames(state, frames), interrupted: state.interrupted.slice(0, at) } };
}

function withFrames(state: RunState, frames: readonly Record<string, VariableValue>[]): RunState {
  return { ...state, outer: frames.slice(0, -1), variables: frames.at(-1) ?? {} };
}

/** The state in the flow that called the one in which the run stands. */
export function leaveFlow(state: RunState): RunState {
  const caller = callerOf(state.nodeId ?? '');
  return { ...withFrames(forgetInside(state, caller), state.outer), nodeId: caller };
}

/** Without what was interrupted inside a flow that is left. */
function forgetInside(state: RunState, caller: NodePath | null): RunState {
  if (state.interrupted.length === 0) return state;
  const interrupted = state.interrupted.filter(
    ({ rule }) => caller !== null && !rule.startsWith(`${caller}/`),
  );
  return { ...state, interrupted };
}

/**
 * A run that waits at a step to which triggers lead has left the ways of the rules in that flow: it won't go back. In the flows that
 * called it, the step that did so counts.
 */
export function forgetOnMainWay(state: RunState, flow: CompiledFlow, path: NodePath): RunState {
  if (state.interrupted.length === 0) return state;
  const places = placesAround(flow, path);
  const isLeft = (scope: NodePath | null): boolean => {
    const place = places.find((one) => callerOf(one.path) === scope);
    if (place) return mainWayOf(place.flow).has(place.node.id);
    // Of a flow that the run isn't in: it may come back there as long as the flow that called it may.
    return scope !== null && isLeft(callerOf(scope));
  };
  return { ...state, interrupted: state.interrupted.filter(({ rule }) => !isLeft(callerOf(rule))) };
}

const keptMainWays = new WeakMap<CompiledFlow, Set<NodeId>>();

function mainWayOf(flow: CompiledFlow): Set<NodeId> {
  const kept = keptMainWays.get(flow);
  if (kept) return kept;
  const reached = new Set<NodeId>();
  const triggers = [...flow.nodes.values()].filter(({ type }) => type?.manifest.family === 'trigger');
  const open = triggers.map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(flow.nodes.get(id)?.next.values() ?? []));
  }
  keptMainWays.set(flow, reached);
  return reached;
}
