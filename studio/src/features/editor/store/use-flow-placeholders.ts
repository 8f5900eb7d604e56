import { useMemo } from 'react';
import type { PlaceholderGroup } from '../../../shared/ui/variable-menu.tsx';
import { liquidChoices } from '../document/variables.ts';
import { useEditor } from './editor-store.ts';

/** Placeholders that a text of this flow can hold. */
export function useFlowPlaceholders(): readonly PlaceholderGroup[] {
  const doc = useEditor((state) => state.history.doc);
  return useMemo(() => liquidChoices(doc), [doc]);
}
