import { Plus } from 'lucide-react';
import { Panel } from 'reactflow';
import { Button } from '../../../shared/ui/button.tsx';
import { NodeIcon } from '../nodes/node-icon.tsx';
import { palette } from '../nodes/registry.ts';
import { useEditorActions } from '../store/editor-store.ts';
import { usePlaceInView } from './use-place-in-view.ts';

/** How a new flow begins. */
export function EmptyCanvas() {
  const actions = useEditorActions();
  const placeInView = usePlaceInView();
  return (
    <Panel position="top-center" className="top-1/4!">
      <div className="w-80 rounded-xl border border-border bg-surface p-6 text-center shadow-card">
        <span className="mx-auto mb-3 grid size-11 place-items-center rounded-xl bg-primary-soft text-primary">
          <Plus aria-hidden className="size-5" />
        </span>
        <h2 className="text-base font-semibold">What starts this flow?</h2>
        <p className="mt-1 text-[13px] text-muted">
          Begin with a trigger, then pull a line from it to what comes next.
        </p>
        <div className="mt-4 space-y-2">
          {palette
            .filter((item) => item.family === 'trigger')
            .map(({ type, title }) => {
              return (
                <Button
                  key={type}
                  className="w-full justify-start"
                  onClick={() => actions.addStep(type, { kind: 'at', position: placeInView() })}
                >
                  <NodeIcon type={type} className="text-trigger" /> {title}
                </Button>
              );
            })}
        </div>
      </div>
    </Panel>
  );
}
