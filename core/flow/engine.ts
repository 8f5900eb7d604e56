/**
 * The flow engine: a pure function from state and event to state and commands. The worker, the studio's test phone and
 * the tests run this same code. It is total (bad data ends in a code, never in a throw) and limits count, they don't
 * time, so that the same input always gives the same answer.
 */
import type { NodeId } from './basics.ts';
import type { CompiledFlow, CompiledNode } from './compile.ts';
import { FAILED_PORT } from './nodes/contract.ts';
import type { StepEvent, StepFault, StepInput, StepOutcome } from './nodes/contract.ts';
import type { AdvanceResult, Command, EngineEvent, Facts, RunOutcome, RunState, TraceStep } from './run.ts';
import { renderText, templateScope } from './templating.ts';

export { compileFlow } from './compile.ts';
export type { CompiledFlow, CompiledNode } from './compile.ts';

export const MAX_VISITS = 500;
export const MAX_VISITS_WITHOUT_WAIT = 50;

/** The state of a run before its `started` event. */
export function initialState(): RunState {
  return {
    v: 1,
    nodeId: null,
    wait: null,
    variables: {},
    visits: 0,
    visitsSinceWait: 0,
    sends: 0,
    tries: 0,
    ended: null,
    triggerText: null,
  };
}

/**
 * Moves a run by one event: up to the next send, the next wait or the end. After a send the result comes back as
 * `sendResult`. An event that doesn't fit (a reply while a send is under way, a stale ordinal, a deadline that isn't
 * due) changes nothing and gives no commands.
 */
export function advance(
  flow: CompiledFlow,
  state: RunState,
  event: EngineEvent,
  facts: Facts,
  now: Date,
): AdvanceResult {
  const turn = new Turn(flow, state, facts, now);
  if (event.kind === 'started') return turn.start(event);
  const { wait } = state;
  if (state.ended !== null || wait === null) return unchanged(state);
  const step = stepEventFor(event, wait, now);
  if (step !== null) return turn.resume(wait.nodeId, step);
  const stops = event.kind === 'reply' && wait.kind === 'delay' && flow.doc.rules.exitOnReply;
  return stops ? turn.stop(wait.nodeId, 'exited', 'replied') : unchanged(state);
}

/** The event as the waiting node sees it, null when it isn't for this wait. */
function stepEventFor(
  event: Exclude<EngineEvent, { kind: 'started' }>,
  wait: NonNullable<RunState['wait']>,
  now: Date,
): StepEvent | null {
  switch (event.kind) {
    case 'reply':
      return wait.kind === 'reply' ? event : null;
    case 'deadline': {
      if (wait.kind === 'send' || wait.until === null) return null;
      return now.getTime() >= Date.parse(wait.until) ? { kind: 'deadline' } : null;
    }
    case 'sendResult': {
      if (wait.kind !== 'send' || wait.ordinal !== event.ordinal) return null;
      return event.result.outcome === 'failed'
        ? { kind: 'sendFailed', error: event.result.error }
        : { kind: 'sent' };
    }
  }
}

function unchanged(state: RunState): AdvanceResult {
  return { state, commands: [], trace: [] };
}

/** One call of `advance`: collects commands and trace while it walks. */
class Turn {
  private readonly commands: Command[] = [];
  private readonly trace: TraceStep[] = [];
  private readonly flow: CompiledFlow;
  private readonly facts: Facts;
  private readonly now: Date;
  private state: RunState;
  /** The contact with this turn's own changes, so that a condition sees an attribute set just before it. */
  private contact: Facts['contact'];

  constructor(flow: CompiledFlow, state: RunState, facts: Facts, now: Date) {
    this.flow = flow;
    this.state = state;
    this.facts = facts;
    this.now = now;
    this.contact = facts.contact;
  }

  start(event: Extract<EngineEvent, { kind: 'started' }>): AdvanceResult {
    const { state } = this;
    if (state.ended !== null || state.nodeId !== null || state.visits > 0) return unchanged(state);
    const trigger = this.flow.nodes.get(event.triggerNodeId);
    if (trigger?.type?.manifest.family !== 'trigger')
      return this.stop(event.triggerNodeId, 'failed', 'trigger_not_found');
    this.state = { ...state, triggerText: event.message?.text ?? event.message?.press?.title ?? null };
    return this.walk(trigger.id);
  }

  /** Goes on at the node that waited. */
  resume(nodeId: NodeId, event: StepEvent): AdvanceResult {
    const node = this.flow.nodes.get(nodeId);
    if (!node) return this.stop(nodeId, 'failed', 'node_not_found');
    const next = this.apply(node, this.step(node, event));
    return next === null ? this.result() : this.walk(next);
  }

  stop(nodeId: NodeId, outcome: RunOutcome, reason: string): AdvanceResult {
    this.leave(nodeId, null, outcome === 'failed' ? reason : null);
    this.end(outcome, reason);
    return this.result();
  }

  /** Enters nodes until one sends, waits or ends the run. */
  private walk(from: NodeId): AdvanceResult {
    let nodeId: NodeId | null = from;
    while (nodeId !== null) {
      const { visits, visitsSinceWait } = this.state;
      if (visits >= MAX_VISITS) return this.stop(nodeId, 'failed', 'too_many_steps');
      if (visitsSinceWait >= MAX_VISITS_WITHOUT_WAIT) return this.stop(nodeId, 'failed', 'loop_without_wait');
      const node = this.flow.nodes.get(nodeId);
      if (!node) return this.stop(nodeId, 'failed', 'node_not_found');
      this.state = {
        ...this.state,
        nodeId,
        wait: null,
        tries: 0,
        visits: visits + 1,
        visitsSinceWait: visitsSinceWait + 1,
      };
      nodeId = this.apply(node, this.step(node, { kind: 'entered' }));
    }
    return this.result();
  }

  /** Runs the node's own code. Whatever it throws is a fault of this node, so that a defect can't stop the host. */
  private step(node: CompiledNode, event: StepEvent): StepOutcome {
    if (node.type === null)
      return fault('unknown_node_type', `This version has no step of type ${node.node.type}.`);
    if (node.isBroken) return fault('broken_node', 'The data of this step is incomplete or damaged.');
    try {
      return node.type.advance(node.data, this.inputFor(node, event));
    } catch (error) {
      return fault('internal_error', error instanceof Error ? error.message : String(error));
    }
  }

  private inputFor(node: CompiledNode, event: StepEvent): StepInput {
    const { contact, facts } = this;
    const variables = { ...this.flow.defaults, ...this.state.variables };
    const { triggerText } = this.state;
    return {
      event,
      now: this.now,
      tries: this.state.tries,
      contact,
      conversation: facts.conversation,
      variables,
      triggerText,
      hasEdge: (port) => node.next.has(port),
      template: (name, language) => {
        const key = `${name}/${language}`;
        return Object.hasOwn(facts.templates, key) ? (facts.templates[key] ?? null) : null;
      },
      render: (template) => renderText(template, templateScope(contact, variables, triggerText)),
    };
  }

  /** Takes over what a step decided. @returns the node to enter next, null when the turn is over. */
  private apply(node: CompiledNode, outcome: StepOutcome): NodeId | null {
    switch (outcome.kind) {
      case 'leave': {
        for (const command of outcome.commands ?? []) this.give(command);
        if (outcome.variables) {
          this.state = { ...this.state, variables: { ...this.state.variables, ...outcome.variables } };
        }
        return this.follow(node, outcome.port, outcome.problem ?? null);
      }
      case 'send': {
        const ordinal = this.state.sends + 1;
        const { content, purpose, fallback, fallbackPurpose } = outcome;
        this.give({
          kind: 'send',
          ordinal,
          nodeId: node.id,
          content,
          purpose,
          ...(fallback === undefined ? {} : { fallback, fallbackPurpose }),
        });
        if (outcome.problem !== undefined) this.leave(node.id, null, outcome.problem);
        this.state = {
          ...this.state,
          sends: ordinal,
          tries: outcome.tries ?? this.state.tries,
          wait: { kind: 'send', nodeId: node.id, ordinal },
        };
        return null;
      }
      case 'waitForReply':
        return this.pause(node, { kind: 'reply', nodeId: node.id, until: outcome.until });
      case 'delay':
        return this.pause(node, { kind: 'delay', nodeId: node.id, until: outcome.until });
      case 'keepWaiting':
        return null;
      case 'end':
        this.leave(node.id, null, null);
        this.end(outcome.outcome, outcome.reason);
        return null;
      case 'fault':
        return this.fail(node, outcome.fault);
    }
  }

  private pause(node: CompiledNode, wait: NonNullable<RunState['wait']>): null {
    this.leave(node.id, null, null);
    this.state = { ...this.state, wait, visitsSinceWait: 0 };
    return null;
  }

  private follow(node: CompiledNode, port: string, problem: string | null): NodeId | null {
    this.leave(node.id, port, problem);
    const next = node.next.get(port);
    if (next !== undefined) return next;
    this.end('completed', 'end_of_path');
    return null;
  }

  private fail(node: CompiledNode, { code }: StepFault): NodeId | null {
    this.leave(node.id, FAILED_PORT, code);
    const next = node.next.get(FAILED_PORT);
    if (next !== undefined) return next;
    this.end('failed', code);
    return null;
  }

  private end(outcome: RunOutcome, reason: string): void {
    this.state = { ...this.state, nodeId: null, wait: null, ended: { outcome, reason } };
  }

  private leave(nodeId: NodeId, port: string | null, problem: string | null): void {
    const nodeType = this.flow.nodes.get(nodeId)?.node.type ?? 'unknown';
    this.trace.push({ nodeId, nodeType, port, problem });
  }

  private give(command: Command): void {
    this.commands.push(command);
    const { contact } = this;
    if (command.kind === 'setAttribute') {
      this.contact = { ...contact, attributes: { ...contact.attributes, [command.name]: command.value } };
    } else if (command.kind === 'addTag' && !contact.tags.includes(command.tag)) {
      this.contact = { ...contact, tags: [...contact.tags, command.tag] };
    } else if (command.kind === 'removeTag') {
      this.contact = { ...contact, tags: contact.tags.filter((tag) => tag !== command.tag) };
    }
  }

  private result(): AdvanceResult {
    return { state: this.state, commands: this.commands, trace: this.trace };
  }
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
