import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ReactFlowProvider, useReactFlow } from 'reactflow';
import { useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { Flow } from '../../../../core/api/schemas.ts';
import { subflowKey, subflowsOf } from '../../../../core/flow/library.ts';
import type { FlowDoc } from '../../../../core/flow/document.ts';
import { parseFlow } from '../../../../core/flow/parse.ts';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import { cn } from '../../shared/lib/cn.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { ConflictDialog } from '../../shared/ui/conflict-dialog.tsx';
import { PlaceholderSource } from '../../shared/ui/variable-menu.tsx';
import { FlowCanvas } from './canvas/flow-canvas.tsx';
import { usePlaceInView } from './canvas/use-place-in-view.ts';
import { useTidy } from './canvas/use-tidy.ts';
import { EditorHeader } from './header/editor-header.tsx';
import { commandFor, editorCommands, isKeyTaken } from './keyboard.ts';
import { NumbersPanel } from './numbers/numbers-panel.tsx';
import { Drawer } from './panels/drawer.tsx';
import { Inspector } from './panels/inspector.tsx';
import { NodePicker } from './panels/node-picker.tsx';
import { Outline } from './panels/outline.tsx';
import { Palette } from './panels/palette.tsx';
import { RunsPanel, type RunsPanelProps } from './panels/runs-panel.tsx';
import {
  createEditorStore,
  EditorContext,
  useEditor,
  useEditorStore,
  type EditorStore,
} from './store/editor-store.ts';
import { forgetDraft, keptDraft } from './store/journal.ts';
import { startValidation } from './store/problems.ts';
import { createSaver, type Saver } from './store/saving.ts';
import { useFlowPlaceholders } from './store/use-flow-placeholders.ts';
import { surroundingsQuery } from './versions/queries.ts';
import { VersionView } from './versions/version-view.tsx';

export interface EditorWorkspaceProps {
  flow: Flow;
  doc: FlowDoc;
  onTakeTheirs: () => Promise<void>;
}

export function EditorWorkspace({ flow, doc, onTakeTheirs }: EditorWorkspaceProps) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('flows:write');
  const queryClient = useQueryClient();
  const [store] = useState(() =>
    createEditorStore({ flowId: flow.id, name: flow.name, doc, draftRev: flow.draftRev, mayEdit }),
  );
  const [saver] = useState(() =>
    createSaver({
      api,
      orgId,
      store,
      onSaved: (saved) => {
        queryClient.setQueryData(keys.flow(orgId, saved.id), saved);
        void queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
      },
    }),
  );
  const around = useQuery(surroundingsQuery(orgId, flow.id)).data;

  useEffect(() => startValidation(store, () => around ?? {}), [store, around]);
  useEffect(() => {
    // A flow that the draft has begun to call isn't known yet; the server names it once the draft is saved.
    const known = around?.subflows;
    if (!known) return;
    return store.subscribe(({ savedDoc }, before) => {
      if (savedDoc === before.savedDoc) return;
      if (subflowsOf(savedDoc).every((use) => Object.hasOwn(known, subflowKey(use)))) return;
      void queryClient.invalidateQueries({ queryKey: keys.flowSurroundings(orgId, flow.id) });
    });
  }, [store, around, queryClient, orgId, flow.id]);

  useEffect(() => {
    const stop = saver.start();
    bringBackKeptDraft(store);
    return () => {
      // Leaving the page is no reason to lose the last second of work.
      void saver.saveNow();
      stop();
    };
  }, [saver, store]);

  return (
    <EditorContext value={store}>
      <PlaceholderSource value={useFlowPlaceholders}>
        <ReactFlowProvider>
          <Editor flow={flow} saver={saver} onTakeTheirs={() => void onTakeTheirs()} />
        </ReactFlowProvider>
      </PlaceholderSource>
    </EditorContext>
  );
}

/** Changes that a reload or a crash left behind. Made upon an older draft they meet the conflict dialog when saved. */
function bringBackKeptDraft(store: EditorStore): void {
  const { flowId, mayEdit, savedDoc } = store.getState();
  const kept = keptDraft(flowId);
  if (!kept || !mayEdit) return;
  const parsed = parseFlow(kept.doc);
  if (
    !parsed.ok ||
    (JSON.stringify(parsed.doc) === JSON.stringify(savedDoc) && kept.name === store.getState().name)
  ) {
    forgetDraft(flowId);
    return;
  }
  store.setState((state) => ({
    history: { ...state.history, doc: parsed.doc },
    name: kept.name,
    draftRev: kept.draftRev,
  }));
  toast.info('Changes that were not saved yet are back');
}

interface EditorProps {
  flow: Flow;
  saver: Saver;
  onTakeTheirs: () => void;
}

function Editor({ flow, saver, onTakeTheirs }: EditorProps) {
  const { run, show } = useSearch({ from: '/signed-in/flows/$flowId' });
  const navigate = useNavigate();
  const store = useEditorStore();
  const mode = useEditor((state) => state.mode);
  const view = useEditor((state) => state.view);
  const mayEdit = useEditor((state) => state.mayEdit);
  const hasSelection = useEditor((state) => state.selectedNodes.length + state.selectedNotes.length > 0);
  const viewedVersion = useEditor((state) => state.viewedVersion);
  const isConflict = useEditor((state) => state.saveStatus === 'conflict');
  const [isPanelOpen, setPanelOpen] = useState(false);
  useShortcuts(saver);

  useEffect(() => {
    if (run || show) store.setState({ mode: show === 'numbers' ? 'numbers' : 'runs', viewedVersion: null });
  }, [run, show, store]);
  useEffect(
    () =>
      // Who leaves the runs leaves the one that the address names, so that the same address leads back to it.
      store.subscribe(({ mode: next }, before) => {
        if (next === 'edit' && before.mode !== 'edit')
          void navigate({ to: '/flows/$flowId', params: { flowId: flow.id }, search: {}, replace: true });
      }),
    [store, navigate, flow.id],
  );
  useEffect(() => {
    // A canvas on a phone is a picture; the list can be worked with.
    if (matchMedia('(max-width: 639px)').matches) store.setState({ view: 'outline' });
  }, [store]);

  const closePanel = () => {
    setPanelOpen(false);
    store.getState().select([]);
    if (run || show)
      void navigate({ to: '/flows/$flowId', params: { flowId: flow.id }, search: {}, replace: true });
  };
  // On wide screens the panel always stands there; on others it lies over the canvas while it is needed.
  const isOverlayShown =
    isPanelOpen || (mode === 'edit' && hasSelection) || (mode !== 'edit' && Boolean(run ?? show));
  return (
    <div className="flex h-full flex-col">
      <EditorHeader saver={saver} flow={flow} onTogglePanel={() => setPanelOpen((isOpen) => !isOpen)} />
      <div className="relative flex min-h-0 flex-1">
        {mayEdit && mode === 'edit' && view === 'canvas' && viewedVersion === null && (
          <div className="hidden min-h-0 lg:flex">
            <Palette />
          </div>
        )}
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="min-h-0 flex-1">
            {viewedVersion !== null ? (
              <VersionView key={viewedVersion} flow={flow} number={viewedVersion} />
            ) : view === 'canvas' ? (
              <FlowCanvas />
            ) : (
              <Outline />
            )}
          </div>
          <Drawer flow={flow} />
        </div>
        <div
          className={cn(
            'z-20 w-full max-w-[380px] shrink-0 max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:shadow-pop xl:block',
            !isOverlayShown && 'hidden',
            viewedVersion !== null && 'hidden xl:hidden',
          )}
        >
          <SidePanel
            flow={flow}
            runId={run ?? null}
            shown={show === 'jobs' ? 'jobs' : 'people'}
            onClose={closePanel}
          />
        </div>
      </div>
      <NodePicker />
      <ConflictDialog
        isOpen={isConflict}
        noun="flow"
        onTakeTheirs={onTakeTheirs}
        overwrite={saver.overwrite}
      />
    </div>
  );
}

function SidePanel({ flow, runId, shown, onClose }: Required<RunsPanelProps>) {
  const mode = useEditor((state) => state.mode);
  const isWide = useIsWide();
  const close = isWide ? undefined : onClose;
  if (mode === 'edit') return <Inspector onClose={close} />;
  if (mode === 'numbers') return <NumbersPanel flow={flow} onClose={close} />;
  return <RunsPanel flow={flow} runId={runId} shown={shown} onClose={close} />;
}

function useIsWide(): boolean {
  const query = useMemo(() => matchMedia('(min-width: 1280px)'), []);
  const [isWide, setWide] = useState(query.matches);
  useEffect(() => {
    const onChange = () => setWide(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [query]);
  return isWide;
}

function useShortcuts(saver: Saver): void {
  const store = useEditorStore();
  const { zoomTo, fitView } = useReactFlow();
  const tidy = useTidy();
  const placeInView = usePlaceInView();
  useEffect(() => {
    const commands = editorCommands({
      store,
      saver,
      tidy,
      placeInView,
      zoomFull: () => void zoomTo(1, { duration: 150 }),
      showAll: () => void fitView({ padding: 0.14, maxZoom: 1, duration: 200 }),
    });
    function onKeyDown(event: KeyboardEvent) {
      const command = commandFor(commands, event);
      if (!command || isKeyTaken(event, command.id)) return;
      const { mayEdit, mode, viewedVersion } = store.getState();
      // What is on the screen is an older version: the draft behind it stays as it is.
      if (viewedVersion !== null && command.id !== 'save') return;
      if (command.needsEdit && (!mayEdit || (mode !== 'edit' && command.id !== 'save'))) return;
      event.preventDefault();
      command.run();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [store, saver, tidy, placeInView, zoomTo, fitView]);
}
