import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { diffFlows } from '../../../../../core/flow/diff.ts';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { fullTime } from '../../../shared/lib/time.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { CloseButton } from '../panels/close-button.tsx';
import { EditorContext, useEditor, useEditorStore, type EditorStore } from '../store/editor-store.ts';
import { ChangeList } from './change-list.tsx';
import { marksOf } from './marks.ts';
import { versionQuery, versionsQuery } from './queries.ts';
import { RollbackDialog } from './rollback-dialog.tsx';

const DRAFT = 'draft';

export interface ComparePanelProps {
  flow: Flow;
  /** The version that is shown. */
  number: number;
  /** The store of the draft; the nearest one holds the version. */
  draftStore: EditorStore;
  onClose: () => void;
}

/** Beside a version: who published it and what tells it from another one, in words and on the canvas. */
export function ComparePanel({ flow, number, draftStore, onClose }: ComparePanelProps) {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('flows:write');
  const versions = useQuery(versionsQuery(orgId, flow.id)).data?.items ?? [];
  const version = versions.find((one) => one.number === number);
  const [other, setOther] = useState(DRAFT);
  const [isRollingBack, setRollingBack] = useState(false);
  const isLive = flow.publishedVersion === number;
  return (
    <aside
      aria-label={`Version ${number}`}
      className="scroll-thin h-full w-full overflow-y-auto border-l border-border bg-surface"
    >
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b border-border bg-surface px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-semibold">
            Version {number}
            {isLive && ', published now'}
          </h2>
          {version && (
            <p className="text-xs text-muted">
              {[version.authorName, fullTime(version.createdAt)].filter(Boolean).join(', ')}
            </p>
          )}
        </div>
        <CloseButton onClose={onClose} />
      </header>
      <div className="space-y-4 px-4 py-4">
        {version?.note && <p className="text-[13px] whitespace-pre-wrap">{version.note}</p>}
        <p className="rounded-lg bg-surface-2 px-3 py-2 text-xs text-muted">
          To look at only. Your draft waits behind it.
        </p>
        <Field label="Compare with">
          <Select value={other} onChange={(event) => setOther(event.target.value)}>
            <option value={DRAFT}>The draft</option>
            {versions
              .filter((one) => one.number !== number)
              .map((one) => (
                <option key={one.id} value={one.number}>
                  Version {one.number}
                  {one.number === flow.publishedVersion ? ' (published)' : ''}
                </option>
              ))}
          </Select>
        </Field>
        {other === DRAFT ? (
          <AgainstDraft number={number} draftStore={draftStore} />
        ) : (
          <AgainstVersion flowId={flow.id} number={number} other={Number(other)} />
        )}
        <div className="flex flex-wrap gap-2 border-t border-border pt-4">
          {mayEdit && !isLive && (
            <Button size="sm" onClick={() => setRollingBack(true)}>
              <RotateCcw aria-hidden /> Go back to this version
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={onClose}>
            Back to the draft
          </Button>
        </div>
      </div>
      {isRollingBack && (
        <EditorContext value={draftStore}>
          <RollbackDialog flow={flow} number={number} onClose={() => setRollingBack(false)} />
        </EditorContext>
      )}
    </aside>
  );
}

function AgainstDraft({ number, draftStore }: Pick<ComparePanelProps, 'number' | 'draftStore'>) {
  const draft = useStore(draftStore, (state) => state.history.doc);
  return <Comparison title={`From version ${number} to the draft`} other={draft} isOtherNewer />;
}

function AgainstVersion({ flowId, number, other }: { flowId: string; number: number; other: number }) {
  const { orgId } = useWorkspace();
  const version = useQuery(versionQuery(orgId, flowId, other));
  if (version.isPending) return <Skeleton className="h-16" />;
  if (version.isError)
    return <ErrorState className="h-auto" error={version.error} onRetry={() => void version.refetch()} />;
  const title = `From version ${Math.min(number, other)} to version ${Math.max(number, other)}`;
  return <Comparison title={title} other={version.data.doc} isOtherNewer={other > number} />;
}

/** Always told from the older to the newer one. */
function Comparison({
  title,
  other,
  isOtherNewer,
}: {
  title: string;
  other: FlowDoc;
  isOtherNewer: boolean;
}) {
  const store = useEditorStore();
  const shown = useEditor((state) => state.history.doc);
  const changes = useMemo(
    () => (isOtherNewer ? diffFlows(shown, other) : diffFlows(other, shown)),
    [shown, other, isOtherNewer],
  );
  useEffect(() => {
    store.setState({ marks: marksOf(changes, shown, other) });
    return () => store.setState({ marks: {} });
  }, [store, changes, shown, other]);
  return (
    <section aria-label={title} className="space-y-2">
      <h3 className="text-[13px] font-medium">{title}</h3>
      <ChangeList
        changes={changes}
        canShow={(nodeId) => nodeId in shown.nodes}
        onShow={(nodeId) => {
          // Into sight, but without its settings over this list.
          store.setState((state) => ({ reveal: { cardId: nodeId, wish: (state.reveal?.wish ?? 0) + 1 } }));
        }}
        className="-mx-2"
      />
    </section>
  );
}
