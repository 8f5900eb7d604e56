import { Link } from '@tanstack/react-router';
import {
  ArrowLeft,
  ChartColumn,
  Eye,
  Footprints,
  LayoutList,
  PencilRuler,
  Redo2,
  SlidersHorizontal,
  Undo2,
  Waypoints,
} from 'lucide-react';
import { useState } from 'react';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { keyHint } from '../../../shared/lib/key-hints.ts';
import { Badge, SampleBadge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { flowStatusText } from '../../../shared/ui/flow-status.ts';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { Tooltip } from '../../../shared/ui/tooltip.tsx';
import { EnrolMenu } from '../../enrolment/enrol-menu.tsx';
import type { Saver } from '../store/saving.ts';
import {
  useEditor,
  useEditorActions,
  useEditorStore,
  type EditorMode,
  type EditorView,
} from '../store/editor-store.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { FlowSaveState } from './save-state.tsx';

export interface EditorHeaderProps {
  saver: Saver;
  flow: Flow;
  onTogglePanel: () => void;
}

export function EditorHeader({ saver, flow, onTogglePanel }: EditorHeaderProps) {
  const mayEdit = useEditor((state) => state.mayEdit);
  const viewedVersion = useEditor((state) => state.viewedVersion);
  const [isPublishing, setPublishing] = useState(false);
  const status = flowStatusText(flow);
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 border-b border-border bg-surface px-2 py-1.5 sm:px-3">
      <Button asChild variant="ghost" size="iconSm">
        <Link to="/flows" aria-label="Back to the flows">
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <FlowName />
      <Badge tone={status.tone} className="max-md:hidden">
        {status.label}
      </Badge>
      {flow.isSample && (
        <span className="max-lg:hidden">
          <SampleBadge />
        </span>
      )}
      <FlowSaveState saver={saver} />
      <div className="flex-1 max-sm:hidden" />
      <UndoRedo />
      <Modes />
      <Views />
      <Tooltip label="Settings">
        <Button
          variant="ghost"
          size="iconSm"
          className="xl:hidden"
          aria-label="Show or hide the side panel"
          onClick={onTogglePanel}
        >
          <SlidersHorizontal aria-hidden />
        </Button>
      </Tooltip>
      <EnrolMenu flow={flow} />
      {mayEdit && viewedVersion === null && (
        <Button size="sm" variant="primary" onClick={() => setPublishing(true)}>
          Publish
        </Button>
      )}
      {isPublishing && <PublishDialog flow={flow} onClose={() => setPublishing(false)} saver={saver} />}
    </header>
  );
}

function FlowName() {
  const name = useEditor((state) => state.name);
  const savedName = useEditor((state) => state.savedName);
  const mayEdit = useEditor((state) => state.mayEdit);
  const { rename } = useEditorActions();
  if (!mayEdit) return <h1 className="truncate text-[15px] font-semibold">{name}</h1>;
  return (
    <h1 className="min-w-0 max-sm:flex-1">
      <input
        aria-label="Name of the flow"
        value={name}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => rename(event.target.value)}
        onBlur={() => {
          if (name.trim() === '') rename(savedName);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        className="field-sizing-content h-8 w-full max-w-64 min-w-20 truncate rounded-md border border-transparent bg-transparent px-1.5 text-[15px] font-semibold hover:border-border focus-visible:border-primary focus-visible:outline-none"
      />
    </h1>
  );
}

function UndoRedo() {
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const mayEdit = useEditor((state) => state.mayEdit);
  const { undo, redo } = useEditorActions();
  if (!mayEdit) return null;
  return (
    <div className="flex max-sm:hidden">
      <Tooltip label={`Undo (${keyHint(['mod', 'Z'])})`}>
        <Button variant="ghost" size="iconSm" aria-label="Undo" disabled={!canUndo} onClick={undo}>
          <Undo2 aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip label={`Redo (${keyHint(['mod', 'shift', 'Z'])})`}>
        <Button variant="ghost" size="iconSm" aria-label="Redo" disabled={!canRedo} onClick={redo}>
          <Redo2 aria-hidden />
        </Button>
      </Tooltip>
    </div>
  );
}

function Modes() {
  const store = useEditorStore();
  const mode = useEditor((state) => state.mode);
  const mayEdit = useEditor((state) => state.mayEdit);
  return (
    <Segmented<EditorMode>
      label="What to see"
      value={mode}
      onChange={(next) => store.setState({ mode: next })}
      options={[
        {
          value: 'edit',
          label: (
            <>
              {mayEdit ? <PencilRuler aria-hidden /> : <Eye aria-hidden />}{' '}
              <span className="max-sm:sr-only">{mayEdit ? 'Edit' : 'View'}</span>
            </>
          ),
        },
        {
          value: 'runs',
          label: (
            <>
              <Footprints aria-hidden /> <span className="max-sm:sr-only">Runs</span>
            </>
          ),
        },
        {
          value: 'numbers',
          label: (
            <>
              <ChartColumn aria-hidden /> <span className="max-sm:sr-only">Numbers</span>
            </>
          ),
        },
      ]}
    />
  );
}

function Views() {
  const store = useEditorStore();
  const view = useEditor((state) => state.view);
  return (
    <Segmented<EditorView>
      label="View"
      value={view}
      onChange={(next) => store.setState({ view: next })}
      className="max-sm:hidden"
      options={[
        {
          value: 'canvas',
          label: (
            <>
              <Waypoints aria-hidden /> <span className="sr-only">Canvas</span>
            </>
          ),
          hint: 'Canvas',
        },
        {
          value: 'outline',
          label: (
            <>
              <LayoutList aria-hidden /> <span className="sr-only">Outline</span>
            </>
          ),
          hint: 'Outline: the steps as a list',
        },
      ]}
    />
  );
}
