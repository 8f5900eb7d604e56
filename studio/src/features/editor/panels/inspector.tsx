import { CircleAlert, Trash2, TriangleAlert } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { NodeId } from '../../../../../core/flow/document.ts';
import { nodeTypeOf, type FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import type { Problem } from '../../../../../core/flow/validate.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { familyOf } from '../document/ports.ts';
import { families } from '../families.ts';
import { NodeIcon } from '../nodes/node-icon.tsx';
import { nodeUiOf } from '../nodes/registry.ts';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { CloseButton } from './close-button.tsx';
import { FlowSettings } from './flow-settings.tsx';
import { NoteSettings } from './note-settings.tsx';
import { QuickFixButton } from './quick-fix-button.tsx';

/** Settings of the selected step or note; of the flow when none or several are selected. */
export function Inspector({ onClose }: { onClose?: () => void }) {
  const selected = useEditor((state) =>
    state.selectedNodes.length === 1 ? state.selectedNodes[0] : undefined,
  );
  const note = useEditor((state) => (state.selectedNotes.length === 1 ? state.selectedNotes[0] : undefined));
  const count = useEditor((state) => state.selectedNodes.length + state.selectedNotes.length);
  const mayEdit = useEditor((state) => state.mayEdit);
  return (
    <aside
      aria-label={
        count !== 1 ? 'Settings of the flow' : selected ? 'Settings of the step' : 'Settings of the note'
      }
      className="scroll-thin h-full w-full overflow-y-auto border-l border-border bg-surface"
    >
      {/* `disabled` reaches every control of a form below, so a viewer can read all and change nothing. */}
      <fieldset disabled={!mayEdit} className="contents">
        {count === 1 && selected ? (
          <NodeSettings key={selected} id={selected} onClose={onClose} />
        ) : count === 1 && note ? (
          <NoteSettings key={note} id={note} onClose={onClose} />
        ) : (
          <FlowSettings selectedCount={count} onClose={onClose} />
        )}
      </fieldset>
    </aside>
  );
}

const noProblems: readonly Problem[] = [];

function NodeSettings({ id, onClose }: { id: NodeId; onClose?: () => void }) {
  const node = useEditor((state) => state.history.doc.nodes[id]);
  const problems = useEditor((state) => state.problemsByNode[id] ?? noProblems);
  const mayEdit = useEditor((state) => state.mayEdit);
  const actions = useEditorActions();
  const { dispatch } = actions;
  const onChange = useCallback(
    (data: FlowNode['data']) => dispatch({ kind: 'setData', id, data }, `data:${id}`),
    [dispatch, id],
  );
  const problemOf = useMemo(() => {
    const byField = new Map(problems.map((problem) => [problem.field, problem.message]));
    return (field: string) => byField.get(field) ?? null;
  }, [problems]);
  if (!node) return null;

  const manifest = nodeTypeOf(node.type)?.manifest;
  const ui = nodeUiOf(node.type);
  const look = families[familyOf(node)];
  return (
    <>
      <header className="sticky top-0 z-10 flex items-center gap-2.5 border-b border-border bg-surface px-4 py-3">
        <span className={cn('grid size-8 shrink-0 place-items-center rounded-lg', look.chip)}>
          <NodeIcon type={node.type} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-sm font-semibold">{manifest?.title ?? node.type}</h2>
          <p className={cn('text-xs font-medium', look.text)}>{look.label}</p>
        </div>
        {mayEdit && (
          <Button
            variant="dangerGhost"
            size="iconSm"
            aria-label="Delete this step"
            title="Delete this step (Del)"
            onClick={() => dispatch({ kind: 'removeNodes', ids: [id] })}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
        {onClose && <CloseButton onClose={onClose} />}
      </header>
      <div className="space-y-5 px-4 py-4">
        {problems.length > 0 && (
          <ul className="space-y-1.5">
            {problems.map((problem) => (
              <ProblemNote key={`${problem.code} ${problem.field}`} problem={problem} />
            ))}
          </ul>
        )}
        {manifest && <p className="text-[13px] leading-[18px] text-muted">{manifest.docs}</p>}
        {ui ? (
          <ui.Form data={node.data} onChange={onChange} problemOf={problemOf} />
        ) : (
          <p className="text-sm text-danger">
            This kind of step belongs to a newer version of Parley. Load the page again.
          </p>
        )}
        {ui && (
          <Field label="Name of the step" hint="Shown on the card and to operators; people never see it.">
            <Input
              value={node.data.label ?? ''}
              maxLength={80}
              placeholder={manifest?.title}
              onChange={(event) => {
                const { label: _label, ...rest } = node.data;
                const label = event.target.value;
                onChange(label ? { ...rest, label } : rest);
              }}
            />
          </Field>
        )}
      </div>
    </>
  );
}

function ProblemNote({ problem }: { problem: Problem }) {
  const isError = problem.severity === 'error';
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <li
      className={cn(
        'flex items-start gap-2 rounded-lg px-2.5 py-2 text-[13px] leading-[18px]',
        isError ? 'bg-danger-soft text-danger' : 'bg-warn-soft text-warn',
      )}
    >
      <Icon aria-hidden className="mt-px size-4 shrink-0" />
      <span className="min-w-0 flex-1">{problem.message}</span>
      <QuickFixButton problem={problem} />
    </li>
  );
}
