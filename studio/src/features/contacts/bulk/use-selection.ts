import { useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  /** Chooses these, or takes them out. */
  set: (ids: readonly string[], isChosen: boolean) => void;
  clear: () => void;
}

const none: ReadonlySet<string> = new Set();

/** @param shown says what is listed: whoever is chosen is forgotten when something else is */
export function useSelection(shown: string): Selection {
  const [state, setState] = useState({ shown, ids: none });
  const ids = state.shown === shown ? state.ids : none;
  return {
    ids,
    set: (changed, isChosen) =>
      setState((before) => {
        const next = new Set(before.shown === shown ? before.ids : none);
        for (const id of changed)
          if (isChosen) next.add(id);
          else next.delete(id);
        return { shown, ids: next };
      }),
    clear: () => setState({ shown, ids: none }),
  };
}
