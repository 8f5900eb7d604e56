/**
 * People on another version of their flow. Steps are the same when id and type are; whoever stands on a step that is gone goes on
 * at the next one that stayed, when there is only one such way, else finishes on the old version.
 */
import type { NodeId, NodePath } from './basics.ts';
import { placeAt, siblingAt } from './compile.ts';
import type { CompiledFlow, CompiledNode } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { compileFlow } from './compile.ts';
import { nodeTitle } from './summary.ts';
import type { Interruption, RunState } from './run.ts';

export interface MovePlan {
  nodeId: NodePath | null;
  title: string;
  outcome: 'kept' | 'moved' | 'gone';
  toNodeId: NodePath | null;
  toTitle: string | null;
  /** What happens to the people there, in a sentence. */
  words: string;
}

export interface Standing {
  /** Null: they have yet to begin. */
  nodeId: NodePath | null;
  /** The trigger of those who have yet to begin. */
  startsAt: NodeId | null;
  /** Steps that rules have interrupted and they may go back to. */
  interrupted?: readonly NodePath[];
}

/** What a move does to people who stand there. */
export function planMove(
  before: CompiledFlow,
  after: CompiledFlow,
  { nodeId, startsAt, interrupted = [] }: Standing,
): MovePlan {
  if (nodeId === null) return planStart(before, after, startsAt);
  const at = placeAt(before, nodeId);
  const title = at ? nodeTitle(at.node.node) : nodeId;
  const target = targetOf(before, after, nodeId);
  if (target === null) {
    return {
      ...{ nodeId, title, outcome: 'gone', toNodeId: null, toTitle: null },
      words: 'This step is gone and nothing surely takes its place: they finish on the old version.',
    };
  }
  if (interrupted.some((path) => targetOf(before, after, path) === null)) {
    return {
      ...{ nodeId, title, outcome: 'gone', toNodeId: null, toTitle: null },
      words:
        'A rule has interrupted them at a step that is gone, and nothing surely takes its place: they finish on the old version.',
    };
  }
  if (target === nodeId) return { nodeId, ...kept(title, 'They stay where they are.'), toNodeId: nodeId };
  const to = placeAt(after, target);
  const toTitle = to ? nodeTitle(to.node.node) : target;
  return {
    ...{ nodeId, title, outcome: 'moved', toNodeId: target, toTitle },
    words: `This step is gone: they go on at "${toTitle}".`,
  };
}

function planStart(before: CompiledFlow, after: CompiledFlow, startsAt: NodeId | null): MovePlan {
  const title = 'Not begun';
  if (startsAt !== null && isSame(before, after, startsAt)) {
    const words = 'They have yet to begin, and do so on the new version.';
    return { nodeId: null, ...kept(title, words), toNodeId: null };
  }
  return {
    ...{ nodeId: null, title, outcome: 'gone', toNodeId: null, toTitle: null },
    words: 'The trigger where they begin is gone: they begin and finish on the old version.',
  };
}

export type MovedState =
  | {
      outcome: 'kept' | 'moved';
      state: RunState;
      /** The run must act at once: it enters its new step. */
      mustWake: boolean;
    }
  | { outcome: 'gone' };

/**
 * The state as the new version goes on with it. A wait at a step that stayed is kept with its deadline. A step that is entered
 * anew is entered by the run's next turn. Whoever is on the way of a rule also needs the step that it goes back to.
 * @param now the new step's entry is due at once
 */
export function moveState(
  { state, triggerNodeId }: { state: RunState; triggerNodeId: NodeId },
  before: CompiledFlow,
  after: CompiledFlow,
  now: Date,
): MovedState {
  const { wait } = state;
  if (state.ended !== null) return { outcome: 'kept', state, mustWake: false };
  // Not begun, or waiting for its turn to begin: its trigger is looked up then.
  if (wait === null || wait.kind === 'turn')
    return isSame(before, after, triggerNodeId)
      ? { outcome: 'kept', state, mustWake: false }
      : { outcome: 'gone' };
  // A result on its way belongs to the step that asked for it; a step inside a subflow to that very version.
  const isUnderWay = wait.kind === 'send' || wait.kind === 'call';
  const target = targetOf(before, after, wait.nodeId);
  if (target === null || (isUnderWay && target !== wait.nodeId)) return { outcome: 'gone' };
  const interrupted = movedInterruptions(state.interrupted, before, after);
  if (interrupted === null) return { outcome: 'gone' };
  if (target === wait.nodeId) return { outcome: 'kept', state: { ...state, interrupted }, mustWake: false };
  const entry = { kind: 'delay', nodeId: target, until: now.toISOString(), hold: 'moved' } as const;
  return { outcome: 'moved', state: { ...state, nodeId: target, wait: entry, interrupted }, mustWake: true };
}

/** What rules have interrupted goes on where people go on who stand there; null where that isn't certain. */
function movedInterruptions(
  interrupted: readonly Interruption[],
  before: CompiledFlow,
  after: CompiledFlow,
): Interruption[] | null {
  const moved: Interruption[] = [];
  for (const one of interrupted) {
    const path = targetOf(before, after, one.path);
    if (path === null) return null;
    moved.push({ ...one, path });
  }
  return moved;
}

/** Compiled without the flows that they call: enough for a preview. */
export function previewMove(before: FlowDoc, after: FlowDoc, standing: Standing): MovePlan {
  return planMove(compileFlow(before), compileFlow(after), standing);
}

/** The same place in the new version, else the only next step that stayed; null when neither is certain. */
function targetOf(before: CompiledFlow, after: CompiledFlow, path: NodePath): NodePath | null {
  if (isSame(before, after, path)) return path;
  // Inside a subflow, a place is gone together with the step that called it, or with that step's version.
  if (path.includes('/')) return null;
  const seen = new Set<NodeId>([path]);
  let open = nextOf(before, path);
  while (open.length > 0) {
    const surviving = open.filter((id) => isSame(before, after, id));
    if (surviving.length > 0) return surviving.length === 1 && open.length === 1 ? surviving[0]! : null;
    for (const id of open) seen.add(id);
    open = [...new Set(open.flatMap((id) => nextOf(before, id)))].filter((id) => !seen.has(id));
  }
  return null;
}

function nextOf(flow: CompiledFlow, path: NodePath): NodePath[] {
  const node = placeAt(flow, path)?.node;
  return node ? [...new Set([...node.next.values()].map((id) => siblingAt(path, id)))] : [];
}

function isSame(before: CompiledFlow, after: CompiledFlow, path: NodePath): boolean {
  const steps = path.split('/');
  return steps.every((_, index) => {
    const part = steps.slice(0, index + 1).join('/');
    const old = placeAt(before, part)?.node;
    const now = placeAt(after, part)?.node;
    if (!old || !now || old.node.type !== now.node.type) return false;
    return index === steps.length - 1 || subflowOf(old) === subflowOf(now);
  });
}

function subflowOf({ type, data, isBroken }: CompiledNode): string | null {
  const use = isBroken ? null : type?.manifest.subflow?.(data);
  return use ? `${use.flowId}/${use.version}` : null;
}

function kept(title: string, words: string) {
  return { title, outcome: 'kept', toTitle: title, words } as const;
}
