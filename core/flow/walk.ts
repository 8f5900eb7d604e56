/** One call of `advance`: walks from node to node and collects commands and trace on its way. */
import type { NodePath, VariableValue } from './basics.ts';
import { callerOf, placeAt, siblingAt } from './compile.ts';
import type { CompiledFlow, Place } from './compile.ts';
import { contactAfter } from './contact-after.ts';
import { holdUntil } from './hold.ts';
import { triggerValues } from './inbound-reply.ts';
import { FAILED_PORT, WRONG_ANSWER } from './nodes/contract.ts';
import type { StepEvent, StepFault, StepOutcome } from './nodes/contract.ts';
import type {
  AdvanceResult,
  Command,
  EngineEvent,
  Facts,
  OfferedOption,
  RunOutcome,
  RunState,
  RunWait,
  TraceStep,
} from './run.ts';
import { isTooLarge, stateTooLarge } from './state-size.ts';
import { runStep, visitsOf } from './step.ts';
import { entryOf } from './subflow-entry.ts';
import { nodeTitle } from './summary.ts';
import {
  forgetOnMainWay,
  goBack,
  interrupt,
  leaveFlow,
  nothingInterrupted,
  ruleFor,
  wayToFail,
} from './takeover.ts';

export const MAX_VISITS = 500;
export const MAX_VISITS_WITHOUT_WAIT = 50;
/** How long a failed step waits for somebody to decide. */
const DECISION_MS = 7 * 24 * 60 * 60 * 1000;

export class Walk {
  private readonly commands: Command[] = [];
  private readonly trace: TraceStep[] = [];
  private readonly flow: CompiledFlow;
  private readonly facts: Facts;
  private readonly now: Date;
  private state: RunState;
  /** The contact with this turn's own changes, so that a condition sees an attribute set just before it. */
  private contact: Facts['contact'];
  /** How the next node is entered, where that is out of the ordinary. */
  private entry: { event?: StepEvent; tries?: number; offered?: OfferedOption[] } = {};

  constructor(flow: CompiledFlow, state: RunState, facts: Facts, now: Date) {
    this.flow = flow;
    this.state = state;
    this.facts = facts;
    this.now = now;
    this.contact = facts.contact;
  }

  start(event: Extract<EngineEvent, { kind: 'started' }>): AdvanceResult {
    const { state } = this;
    if (state.ended !== null || state.wait !== null || state.visits > 0) return this.result();
    const { triggerNodeId, message, data } = event;
    const trigger = this.flow.nodes.get(triggerNodeId);
    if (trigger?.type?.manifest.family !== 'trigger')
      return this.stop(triggerNodeId, 'failed', 'trigger_not_found');
    this.state = {
      ...state,
      startedAt: this.now.toISOString(),
      isAnswering: message !== null,
      trigger: { ...data, ...(message ? triggerValues(message) : {}) },
    };
    const mustWait = message === null && this.facts.conversation?.isBusy === true;
    if (!mustWait || this.flow.doc.rules.overlap === 'start') return this.enter(triggerNodeId);
    this.leave(triggerNodeId, null, null);
    this.state = { ...this.state, wait: { kind: 'turn', nodeId: triggerNodeId, until: null } };
    return this.result();
  }

  /** Goes on at the node that waited. */
  resume(path: NodePath, event: StepEvent): AdvanceResult {
    const place = placeAt(this.flow, path);
    if (!place) return this.stop(path, 'failed', 'node_not_found');
    if (event.kind === 'reply') this.state = { ...this.state, isAnswering: true };
    if (event.kind === 'deadline') this.state = { ...this.state, isAnswering: false };
    if (event.kind === 'happened') this.state = { ...this.state, isAnswering: event.event.key === 'replied' };
    const outcome = this.step(place, event);
    const rule = event.kind === 'reply' ? ruleFor(this.flow, place, event.message, outcome) : null;
    const next = rule ? this.takeOver(rule, place, outcome) : this.apply(place, outcome);
    return next === null ? this.result() : this.enter(next);
  }

  /** A try that the step would have counted counts all the same: whoever goes on sending pictures comes to its `gave up`. */
  private takeOver(rule: Place, { path }: Place, outcome: StepOutcome): NodePath {
    const isWrongAnswer = rule.node.type?.rule?.on === 'wrongAnswer';
    if (isWrongAnswer) this.leave(path, null, WRONG_ANSWER);
    const { tries } = this.state;
    const counted = outcome.kind === 'keepWaiting' ? tries : tries + 1;
    this.state = interrupt(this.state, rule.path, path, isWrongAnswer ? counted : 0);
    return rule.path;
  }

  /** What comes next answers nobody: an operator said so, or another version has put the run there. */
  unasked(): this {
    this.state = { ...this.state, isAnswering: false };
    return this;
  }

  /** Leaves a node that failed as if it had done its work. */
  skip(path: NodePath): AdvanceResult {
    const place = placeAt(this.flow, path);
    if (!place) return this.stop(path, 'failed', 'node_not_found');
    const next = this.follow(place, place.node.ports[0]?.id ?? FAILED_PORT, null);
    return next === null ? this.result() : this.enter(next);
  }

  hasWayToFail(path: NodePath): boolean {
    return wayToFail(this.flow, this.state, path) !== null;
  }

  /** @param path where the run stands; null: it hasn't begun */
  stop(path: NodePath | null, outcome: RunOutcome, reason: string): AdvanceResult {
    if (path !== null) this.leave(path, null, outcome === 'failed' ? reason : null);
    this.end(outcome, reason);
    return this.result();
  }

  /** Enters nodes until one sends, waits or ends the run. */
  enter(from: NodePath): AdvanceResult {
    let path: NodePath | null = from;
    while (path !== null) {
      const { visits, visitsSinceWait } = this.state;
      if (visits >= MAX_VISITS) return this.stop(path, 'failed', 'too_many_steps');
      if (visitsSinceWait >= MAX_VISITS_WITHOUT_WAIT) return this.stop(path, 'failed', 'loop_without_wait');
      const place = placeAt(this.flow, path);
      if (!place) return this.stop(path, 'failed', 'node_not_found');
      const { event = { kind: 'entered' }, tries = 0, offered } = this.entry;
      this.entry = {};
      this.state = {
        ...this.state,
        nodeId: path,
        wait: null,
        tries,
        visits: visits + 1,
        visitsSinceWait: visitsSinceWait + 1,
        nodeVisits: this.countVisit(place),
      };
      path = this.apply(place, this.step(place, event, offered));
    }
    return this.result();
  }

  private countVisit({ node, path }: Place): RunState['nodeVisits'] {
    const { nodeVisits } = this.state;
    if (node.type?.manifest.countsVisits !== true) return nodeVisits;
    return { ...nodeVisits, [path]: visitsOf(this.state, path) + 1 };
  }

  private step(place: Place, event: StepEvent, offered?: OfferedOption[]): StepOutcome {
    const { state, facts, contact, now } = this;
    return runStep(place, event, { state, facts, contact, now, ...(offered && { offered }) });
  }

  /** Takes over what a step decided. @returns the node to enter next, null when the turn is over. */
  private apply(place: Place, outcome: StepOutcome): NodePath | null {
    const { path } = place;
    switch (outcome.kind) {
      case 'leave': {
        if (!this.setVariables(outcome.variables)) return this.fail(place, stateTooLarge);
        this.giveAll(outcome.commands);
        return this.follow(place, outcome.port, outcome.problem ?? null);
      }
      case 'send':
        return this.send(place, outcome);
      case 'call': {
        const ordinal = this.state.calls + 1;
        this.commands.push({ kind: 'call', ordinal, nodeId: path, request: outcome.request });
        this.state = { ...this.state, calls: ordinal, wait: { kind: 'call', nodeId: path, ordinal } };
        return null;
      }
      case 'waitForReply':
        return this.pause({ kind: 'reply', nodeId: path, until: outcome.until, ...this.askedBy() });
      case 'delay':
        this.giveAll(outcome.commands);
        return this.pause({ kind: 'delay', nodeId: path, until: outcome.until });
      case 'waitForEvent': {
        this.giveAll(outcome.commands);
        const { until, listens } = outcome;
        return this.pause({ kind: 'event', nodeId: path, until, listens });
      }
      case 'keepWaiting':
        return null;
      case 'enterSubflow':
        return this.enterSubflow(place, outcome.inputs);
      case 'goBack':
        return this.goBack(place);
      case 'end':
        this.leave(path, null, null);
        return this.endHere(path, outcome.outcome, outcome.reason);
      case 'fault':
        return this.fail(place, outcome.fault);
    }
  }

  private send(place: Place, outcome: Extract<StepOutcome, { kind: 'send' }>): NodePath | null {
    const { path } = place;
    const hold = this.state.isAnswering ? null : holdUntil(this.flow.doc.rules, this.facts, this.now);
    if (hold !== null) {
      this.leave(path, null, hold.problem);
      this.state = { ...this.state, visitsSinceWait: 0, wait: { ...hold.wait, nodeId: path } };
      return null;
    }
    if (!this.setVariables(outcome.variables)) return this.fail(place, stateTooLarge);
    const ordinal = this.state.sends + 1;
    const { content, purpose, fallback, fallbackPurpose, offered } = outcome;
    this.commands.push({
      kind: 'send',
      ordinal,
      nodeId: path,
      content,
      purpose,
      ...(fallback === undefined ? {} : { fallback, fallbackPurpose }),
    });
    if (outcome.problem !== undefined) this.leave(path, null, outcome.problem);
    this.state = {
      ...this.state,
      sends: ordinal,
      tries: outcome.tries ?? this.state.tries,
      wait: { kind: 'send', nodeId: path, ordinal, ...(offered && { offered }) },
    };
    return null;
  }

  private askedBy(): { sent?: number; offered?: OfferedOption[] } {
    const { wait } = this.state;
    if (wait?.kind !== 'send') return {};
    return { sent: wait.ordinal, ...(wait.offered && { offered: wait.offered }) };
  }

  private pause(wait: RunWait): null {
    this.leave(wait.nodeId, null, null);
    const state = forgetOnMainWay(this.state, this.flow, wait.nodeId);
    this.state = { ...state, wait, visitsSinceWait: 0 };
    return null;
  }

  private follow(place: Place, port: string, problem: string | null): NodePath | null {
    this.leave(place.path, port, problem);
    const next = place.node.next.get(port);
    return next === undefined
      ? this.endHere(place.path, 'completed', 'end_of_path')
      : siblingAt(place.path, next);
  }

  /** By a connected port `failed` or a rule about errors, here or in a flow that called this one; else people decide. */
  private fail(place: Place, { code }: StepFault): NodePath | null {
    const { path } = place;
    const way = wayToFail(this.flow, this.state, path);
    if (way?.kind === 'port' && way.place.path === path) return this.follow(place, FAILED_PORT, code);
    this.leave(path, null, code);
    if (way?.kind === 'port') {
      const { path: at } = way.place;
      for (let inner = callerOf(path); inner !== callerOf(at); inner = callerOf(inner ?? ''))
        this.state = leaveFlow(this.state);
      return this.follow(way.place, FAILED_PORT, code);
    }
    if (way) {
      this.entry = { event: { kind: 'caught', code, step: nodeTitle(place.node.node) } };
      // No loop without a wait comes of it: how often it happens is counted.
      this.state = { ...interrupt(this.state, way.place.path, path, 0), visitsSinceWait: 0 };
      return way.place.path;
    }
    const until = new Date(this.now.getTime() + DECISION_MS).toISOString();
    this.state = {
      ...this.state,
      visitsSinceWait: 0,
      wait: { kind: 'decision', nodeId: path, until, code },
    };
    return null;
  }

  private goBack(place: Place): NodePath | null {
    const back = goBack(this.state, place.path);
    if (back === null || !placeAt(this.flow, back.to.path)) return this.fail(place, nothingInterrupted);
    this.leave(place.path, null, null);
    const { tries, offered } = back.to;
    this.entry = { tries, ...(offered && { offered }) };
    // Each time is used up by it, and a new one takes a message or an error that is counted.
    this.state = { ...back.state, visitsSinceWait: 0 };
    return back.to.path;
  }

  private enterSubflow(place: Place, inputs: Record<string, VariableValue>): NodePath | null {
    const entry = entryOf(place, inputs);
    if ('problem' in entry) return this.fail(place, entry.problem);
    const { outer, variables } = this.state;
    const state = { ...this.state, outer: [...outer, variables], variables: entry.variables };
    if (isTooLarge(state, this.state)) return this.fail(place, stateTooLarge);
    this.state = state;
    return entry.path;
  }

  /** The end of a flow: of the run, or of a subflow, whose caller then goes on. */
  private endHere(path: NodePath, outcome: RunOutcome, reason: string): NodePath | null {
    const caller = callerOf(path);
    const place = caller === null ? null : placeAt(this.flow, caller);
    if (!place) {
      this.end(outcome, reason);
      return null;
    }
    const variables = { ...place.node.subflow?.defaults, ...this.state.variables };
    this.state = leaveFlow(this.state);
    return this.apply(place, this.step(place, { kind: 'returned', outcome, variables }));
  }

  private end(outcome: RunOutcome, reason: string): void {
    this.state = { ...this.state, nodeId: null, wait: null, interrupted: [], ended: { outcome, reason } };
  }

  private leave(path: NodePath, port: string | null, problem: string | null): void {
    const nodeType = placeAt(this.flow, path)?.node.node.type ?? 'unknown';
    this.trace.push({ nodeId: path, nodeType, port, problem });
  }

  /** @returns false: the state would become too large, and nothing is set */
  private setVariables(values: Record<string, VariableValue> = {}): boolean {
    if (Object.keys(values).length === 0) return true;
    const state = { ...this.state, variables: { ...this.state.variables, ...values } };
    if (isTooLarge(state, this.state)) return false;
    this.state = state;
    return true;
  }

  private giveAll(commands: readonly Command[] = []): void {
    this.commands.push(...commands);
    for (const command of commands) this.contact = contactAfter(this.contact, command);
  }

  private result(): AdvanceResult {
    return { state: this.state, commands: this.commands, trace: this.trace };
  }
}
