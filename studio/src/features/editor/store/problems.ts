/** Runs the same checks as the publish gate, here in the browser, shortly after each change. */
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import type { TemplateFacts } from '../../../../../core/flow/run.ts';
import { validateFlow, type Problem } from '../../../../../core/flow/validate.ts';
import type { Template } from '../../../../../core/api/schemas.ts';
import type { EditorStore } from './editor-store.ts';

const DELAY_MS = 200;

export function startValidation(
  store: EditorStore,
  templates: () => readonly Template[] | undefined,
): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const check = () => {
    timer = null;
    const problems = problemsOf(store.getState().history.doc, templates());
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

export function problemsOf(doc: FlowDoc, templates: readonly Template[] | undefined): Problem[] {
  return validateFlow(doc, templates ? { templates: templateFacts(templates) } : {});
}

export function templateFacts(templates: readonly Template[]): Record<string, TemplateFacts> {
  return Object.fromEntries(
    templates.map(({ name, language, status, category, components }) => [
      `${name}/${language}`,
      { status, category, body: templateBody(components) },
    ]),
  );
}

/** The text of the body component, with its `{{1}}` placeholders. */
export function templateBody(components: readonly Readonly<Record<string, unknown>>[]): string {
  const body = components.find((part) => String(part.type).toUpperCase() === 'BODY');
  return typeof body?.text === 'string' ? body.text : '';
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
