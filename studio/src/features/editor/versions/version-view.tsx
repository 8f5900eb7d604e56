import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from 'reactflow';
import { useEffect, useState } from 'react';
import type { Flow } from '../../../../../core/api/schemas.ts';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Waiting } from '../../../shared/ui/spinner.tsx';
import { ErrorState } from '../../../shared/ui/states.tsx';
import { FlowCanvas } from '../canvas/flow-canvas.tsx';
import { Inspector } from '../panels/inspector.tsx';
import { Outline } from '../panels/outline.tsx';
import { createEditorStore, EditorContext, useEditor, useEditorStore } from '../store/editor-store.ts';
import { ComparePanel } from './compare-panel.tsx';
import { versionQuery } from './queries.ts';

/** A published version on the canvas, to look at. The draft stays behind it, untouched. */
export function VersionView({ flow, number }: { flow: Flow; number: number }) {
  const { orgId } = useWorkspace();
  const version = useQuery(versionQuery(orgId, flow.id, number));
  if (version.isPending) return <Waiting label={`Opening version ${number}`} />;
  if (version.isError) return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  return <VersionCanvas flow={flow} number={number} doc={version.data.doc} />;
}

function VersionCanvas({ flow, number, doc }: { flow: Flow; number: number; doc: FlowDoc }) {
  const draftStore = useEditorStore();
  const view = useEditor((state) => state.view);
  // A store of its own makes the whole editor below read the version, and lets nobody change it.
  const [store] = useState(() =>
    createEditorStore({ flowId: flow.id, name: flow.name, doc, draftRev: 0, mayEdit: false }),
  );
  useEffect(() => draftStore.getState().select([]), [draftStore]);
  const close = () => draftStore.setState({ viewedVersion: null });
  return (
    <EditorContext value={store}>
      <ReactFlowProvider>
        <section aria-label={`Version ${number}, read-only`} className="flex h-full min-w-0">
          <div className="min-w-0 flex-1">{view === 'canvas' ? <FlowCanvas /> : <Outline />}</div>
          <SidePanel flow={flow} number={number} draftStore={draftStore} onClose={close} />
        </section>
      </ReactFlowProvider>
    </EditorContext>
  );
}

interface SidePanelProps {
  flow: Flow;
  number: number;
  draftStore: ReturnType<typeof useEditorStore>;
  onClose: () => void;
}

function SidePanel(props: SidePanelProps) {
  const store = useEditorStore();
  const hasSelection = useEditor((state) => state.selectedNodes.length + state.selectedNotes.length === 1);
  return (
    <div className="w-full max-w-[340px] shrink-0 max-md:absolute max-md:inset-y-0 max-md:right-0 max-md:z-20">
      {hasSelection && <Inspector onClose={() => store.getState().select([])} />}
      <div className={hasSelection ? 'hidden' : 'h-full'}>
        <ComparePanel {...props} />
      </div>
    </div>
  );
}
