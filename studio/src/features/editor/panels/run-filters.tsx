import { useMemo } from 'react';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { Select } from '../../../shared/ui/input.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { isEntry } from '../document/edits.ts';
import { useEditor } from '../store/editor-store.ts';
import type { RunChoice } from './run-choice.ts';

export interface RunFiltersProps {
  choice: RunChoice;
  onChange: (choice: RunChoice) => void;
}

export function RunFilters({ choice, onChange }: RunFiltersProps) {
  const nodes = useEditor((state) => state.history.doc.nodes);
  const steps = useMemo(() => stepsOf(nodes), [nodes]);
  return (
    <div className="space-y-2 border-b border-border px-4 py-3">
      <Segmented
        label="Which runs"
        value={choice.state}
        onChange={(state) => onChange({ ...choice, state })}
        options={[
          { value: 'all', label: 'All' },
          { value: 'attention', label: 'Needs attention', hint: 'Runs that stopped at a step that failed' },
          { value: 'paused', label: 'Paused', hint: 'Runs that somebody paused' },
        ]}
      />
      <Select
        aria-label="At the step"
        className="h-8 text-[13px]"
        value={choice.nodeId}
        onChange={(event) => onChange({ ...choice, nodeId: event.target.value })}
      >
        <option value="">At any step</option>
        {steps.map(({ id, title }) => (
          <option key={id} value={id}>
            At “{title}”
          </option>
        ))}
      </Select>
    </div>
  );
}

/** From left to right as on the canvas. Nobody stands at a trigger. */
function stepsOf(nodes: FlowDoc['nodes']): { id: string; title: string }[] {
  return Object.entries(nodes)
    .filter(([, node]) => !isEntry(node))
    .sort(([, a], [, b]) => a.ui.x - b.ui.x || a.ui.y - b.ui.y)
    .map(([id, node]) => ({ id, title: nodeTitle(node) }));
}
