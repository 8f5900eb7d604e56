/** Changes that the server does not have yet, kept in this browser over a reload or a crash. */
import type { FlowDoc } from '../../../../../core/flow/document.ts';

export interface KeptDraft {
  /** The revision these changes were made upon. */
  draftRev: number;
  doc: FlowDoc;
  name: string;
}

const keyOf = (flowId: string) => `parley.draft.${flowId}`;

export function keepDraft(flowId: string, draft: KeptDraft): void {
  try {
    localStorage.setItem(keyOf(flowId), JSON.stringify(draft));
  } catch {
    // No room or no storage: the page still holds the changes and says that they are not saved.
  }
}

export function forgetDraft(flowId: string): void {
  try {
    localStorage.removeItem(keyOf(flowId));
  } catch {
    // Nothing was kept then.
  }
}

export function keptDraft(flowId: string): { draftRev: number; doc: unknown; name: string } | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(flowId)) ?? 'null') as Partial<KeptDraft> | null;
    if (typeof kept?.draftRev !== 'number' || typeof kept.name !== 'string') return null;
    return { draftRev: kept.draftRev, doc: kept.doc, name: kept.name };
  } catch {
    return null;
  }
}
