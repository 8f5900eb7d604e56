import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { jumpTargets, usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { WINDOW_MS } from './window-state.ts';
import type { WindowState } from './window-state.ts';
import { holdBefore, windowStates } from './window-states.ts';

/** A free-form message without a fallback template that may go out after the window has closed. */
export const windowMaybeClosed: Rule = ({ flow }) => {
  const states = windowStates(flow);
  const jumpedTo = jumpTargets(flow);
  return usableNodes(flow).flatMap((node): Problem[] => {
    const before = states.get(node.id);
    const exposed = before ? exposedFields(node) : [];
    if (!before || exposed.length === 0) return [];
    const holdMs = holdBefore(before, node, flow.doc.rules);
    const finding = findingFor(before, holdMs);
    if (finding === null) return [];
    return exposed.map((field) => ({
      code: 'window-maybe-closed',
      nodeId: node.id,
      field,
      ...finding,
      // A jump would go past the check, and what is held back goes out long after it.
      ...(jumpedTo.has(node.id) || holdMs > 0 ? {} : { fix: { kind: 'insertWindowCheck', nodeId: node.id } }),
    }));
  });
};

function exposedFields(node: UsableNode): string[] {
  const messages = node.type.manifest.messages?.(node.data) ?? [];
  return messages.flatMap(({ field, template, fallback }) =>
    template === null && fallback === null ? [field] : [],
  );
}

function findingFor(
  { elapsedMs, heldMs, since }: WindowState,
  holdMs: number,
): Pick<Problem, 'severity' | 'message'> | null {
  const advice = `add a fallback template${holdMs > 0 ? '' : ' or a window check'}.`;
  if (elapsedMs >= WINDOW_MS) {
    return {
      severity: 'error',
      message: `On a path to this step 24 hours can pass without a message of the person, and WhatsApp then takes templates only: ${advice}`,
    };
  }
  if (since === 'unknown') {
    return {
      severity: 'warning',
      message: `When this step runs the person’s last message may be older than 24 hours: ${advice}`,
    };
  }
  if (elapsedMs + heldMs + holdMs >= WINDOW_MS || (since === 'check' && heldMs + holdMs > 0)) {
    return {
      severity: 'warning',
      message: `When quiet hours, the frequency cap or a rule about errors hold this message back, the person’s last message may be older than 24 hours: ${advice}`,
    };
  }
  return null;
}
