/** Flows and runs in words, for operators and for cards on the canvas. Holds the author's words, never a contact's. */
import type { NodePath } from './basics.ts';
import { placeAt } from './compile.ts';
import type { CompiledFlow } from './compile.ts';
import { nodeTypeOf } from './nodes/registry.ts';
import type { FlowNode } from './nodes/registry.ts';
import type { RunState } from './run.ts';

/** The author's name for a step, else the name of its type. */
export function nodeTitle(node: FlowNode): string {
  const { label } = (node.data as { label?: unknown } | null) ?? {};
  return typeof label === 'string' && label.trim() !== ''
    ? label.trim()
    : (nodeTypeOf(node.type)?.manifest.title ?? node.type);
}

/** One line about what a step does; empty when its data is damaged. */
export function nodeSummary(node: FlowNode): string {
  const manifest = nodeTypeOf(node.type)?.manifest;
  const parsed = manifest?.schema.safeParse(node.data);
  return manifest && parsed?.success ? manifest.summary(parsed.data) : '';
}

/** Where a run is and what it waits for: `Waits for a reply at "Ask the day" until 2026-11-24 09:00 UTC`. */
export function describeWait(flow: CompiledFlow, state: RunState): string {
  if (state.ended !== null) return `Ended as ${state.ended.outcome}: ${state.ended.reason}`;
  const { wait } = state;
  if (wait === null) return state.nodeId === null ? 'Not started' : `At ${place(flow, state.nodeId)}`;
  const at = place(flow, wait.nodeId);
  switch (wait.kind) {
    case 'send':
      return `Sends message ${wait.ordinal} at ${at}`;
    case 'call':
      return `Asks another system at ${at}`;
    case 'reply':
      return `Waits for a reply at ${at}${untilWords(wait.until)}`;
    case 'event':
      return `Waits at ${at} for ${wait.listens.join(' or ')}${untilWords(wait.until)}`;
    case 'delay':
      return `${delayWords[wait.hold ?? 'time']} at ${at} until ${minute(wait.until)}`;
    case 'turn':
      return 'Waits until another conversation with this person is over';
    case 'decision':
      return `Failed at ${at} (${wait.code}): retry, skip or exit before ${minute(wait.until)}`;
  }
}

const delayWords = {
  time: 'Waits',
  quietHours: 'Holds a message back for quiet hours',
  frequencyCap: 'Holds a message back for the frequency cap',
  moved: 'Goes on',
} as const;

function untilWords(until: string | null): string {
  return until === null ? '' : ` until ${minute(until)}`;
}

function place(flow: CompiledFlow, path: NodePath): string {
  const node = placeAt(flow, path)?.node.node;
  return node ? `"${nodeTitle(node)}"` : `unknown step ${path}`;
}

function minute(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
