import { useMemo } from 'react';
import type { FlowDoc } from '../../../../../../core/flow/document.ts';
import type { JumpData } from '../../../../../../core/flow/nodes/jump/manifest.ts';
import { nodeTitle } from '../../../../../../core/flow/summary.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { isEntry } from '../../document/edits.ts';
import { useEditor } from '../../store/editor-store.ts';
import type { NodeFormProps } from '../contract.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<JumpData>) {
  const nodes = useEditor((state) => state.history.doc.nodes);
  const steps = useMemo(() => stepsOf(nodes), [nodes]);
  const isGone = data.target !== '' && !steps.some(({ id }) => id === data.target);
  return (
    <>
      <Field label="Go on at" error={problemOf('target')}>
        <Select value={data.target} onChange={(event) => onChange({ ...data, target: event.target.value })}>
          <option value="">Choose a step</option>
          {isGone && <option value={data.target}>A step that is gone</option>}
          {steps.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="At most, times"
        hint="In one run. After that it goes on at “Too often”."
        error={problemOf('maxVisits')}
      >
        <Input
          type="number"
          min={1}
          max={100}
          value={data.maxVisits}
          onChange={(event) => {
            const maxVisits = Math.round(event.target.valueAsNumber);
            if (Number.isFinite(maxVisits))
              onChange({ ...data, maxVisits: Math.max(1, Math.min(100, maxVisits)) });
          }}
        />
      </Field>
    </>
  );
}

/** From left to right as on the canvas; steps of the same title are told apart by their ids. */
function stepsOf(nodes: FlowDoc['nodes']): { id: string; title: string }[] {
  const steps = Object.entries(nodes)
    .filter(([, node]) => !isEntry(node) && node.type !== 'jump')
    .sort(([, a], [, b]) => a.ui.x - b.ui.x || a.ui.y - b.ui.y)
    .map(([id, node]) => ({ id, title: nodeTitle(node) }));
  return steps.map(({ id, title }) => ({
    id,
    title: steps.some((other) => other.id !== id && other.title === title) ? `${title} (${id})` : title,
  }));
}
