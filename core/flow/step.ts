/** One step of a walk: the node's own code, and all that it is told of the run and the world. */
import type { NodePath } from './basics.ts';
import type { Place } from './compile.ts';
import type { StepEvent, StepInput, StepOutcome } from './nodes/contract.ts';
import type { Facts, OfferedOption, RunState } from './run.ts';
import { renderText, renderValue, templateScope, textBudget } from './templating.ts';
import type { TemplateScope, TextBudget } from './templating.ts';

/** Where the walk is when it comes to a step. */
export interface StepContext {
  state: RunState;
  facts: Facts;
  /** With what this turn changed about it. */
  contact: Facts['contact'];
  now: Date;
  /** What the step had offered when a rule interrupted it; else that of the wait counts. */
  offered?: readonly OfferedOption[];
}

/** Runs the node's own code. Whatever it throws is a fault of this node, so that a defect can't stop the host. */
export function runStep(place: Place, event: StepEvent, context: StepContext): StepOutcome {
  const { node } = place;
  if (node.type === null)
    return fault('unknown_node_type', `This version has no step of type ${node.node.type}.`);
  if (node.isBroken) return fault('broken_node', 'The data of this step is incomplete or damaged.');
  if (node.refusal !== null) return { kind: 'fault', fault: node.refusal };
  try {
    return node.type.advance(node.data, inputFor(place, event, context));
  } catch (error) {
    return fault('internal_error', error instanceof Error ? error.message : String(error));
  }
}

/** How often the run has come to a step that counts this; else 0. */
export function visitsOf({ nodeVisits }: RunState, path: NodePath): number {
  return Object.hasOwn(nodeVisits, path) ? (nodeVisits[path] ?? 0) : 0;
}

function offeredIn({ wait }: RunState): readonly OfferedOption[] {
  return wait?.kind === 'send' || wait?.kind === 'reply' ? (wait.offered ?? []) : [];
}

function inputFor({ node, flow, path }: Place, event: StepEvent, context: StepContext): StepInput {
  const { state, facts, contact, now } = context;
  const { trigger, tries } = state;
  const variables = { ...flow.defaults, ...state.variables };
  const organizationTimeZone = facts.organization?.timeZone ?? 'UTC';
  const timeZone = contact.timeZone ?? organizationTimeZone;
  const scopeOf = (seen: typeof variables) =>
    templateScope(contact, seen, trigger, timeZone, facts.conversation, now);
  let own: TemplateScope | undefined;
  const scope = (also?: typeof variables) =>
    also === undefined ? (own ??= scopeOf(variables)) : scopeOf({ ...variables, ...also });
  let budget: TextBudget | undefined;
  const shared = () => (budget ??= textBudget());
  return {
    event,
    now,
    tries,
    offered: context.offered ?? offeredIn(state),
    contact,
    conversation: facts.conversation,
    variables,
    trigger,
    nodePath: path,
    visits: Math.max(1, visitsOf(state, path)),
    timeZone,
    businessHours: facts.organization?.businessHours ?? null,
    organizationTimeZone,
    hasEdge: (port) => node.next.has(port),
    template: (name, language) => {
      const key = `${name}/${language}`;
      return Object.hasOwn(facts.templates, key) ? (facts.templates[key] ?? null) : null;
    },
    attributeRule: (name) => facts.attributeRules?.get(name) ?? null,
    render: (template, also) => renderText(template, scope(also), shared()),
    renderValue: (template, also) => renderValue(template, scope(also), shared()),
  };
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
