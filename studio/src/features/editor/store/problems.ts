/** Runs the same checks as the publish gate, here in the browser, shortly after each change. */
import { validateFlow, type Problem, type ValidationContext } from '../../../../../core/flow/validate.ts';
import type { EditorStore } from './editor-store.ts';

const DELAY_MS = 200;

/** @param around what the server would judge the flow against; rules that need more than is known are left out */
export function startValidation(store: EditorStore, around: () => ValidationContext): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const check = () => {
    timer = null;
    const problems = validateFlow(store.getState().history.doc, around());
    store.setState({ problems, problemsByNode: byNode(problems, store.getState().problemsByNode) });
  };
  check();
  const unsubscribe = store.subscribe((state, before) => {
    if (state.history.doc === before.history.doc) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(check, DELAY_MS);
  });
  return () => {
    if (timer) clearTimeout(timer);
    unsubscribe();
  };
}

/** Keeps the old list of a node whose problems are the same, so that its card isn't drawn anew. */
function byNode(
  problems: readonly Problem[],
  before: Readonly<Record<string, readonly Problem[]>>,
): Record<string, readonly Problem[]> {
  const groups: Record<string, Problem[]> = {};
  for (const problem of problems) if (problem.nodeId !== null) (groups[problem.nodeId] ??= []).push(problem);
  return Object.fromEntries(
    Object.entries(groups).map(([id, list]) => {
      const old = before[id];
      return [id, old && JSON.stringify(old) === JSON.stringify(list) ? old : list];
    }),
  );
}
