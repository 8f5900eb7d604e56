import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FlowStanding } from '../../../../../core/api/flow-versions.ts';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { diffFlows, type FlowChange } from '../../../../../core/flow/diff.ts';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { previewMove } from '../../../../../core/flow/move.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { useEditor } from '../store/editor-store.ts';
import { ChangeList } from '../versions/change-list.tsx';
import { MoveOutcomes, peopleText, type MovePlace } from '../versions/move-outcomes.tsx';
import { standingQuery, versionQuery } from '../versions/queries.ts';

export type Impact = 'finish' | 'move';

export interface PublishImpactProps {
  flow: Flow;
  impact: Impact;
  onImpact: (impact: Impact) => void;
}

/** What publishing changes, in words, and for whom of those who are on their way. */
export function PublishImpact({ flow, impact, onImpact }: PublishImpactProps) {
  const { orgId } = useWorkspace();
  const draft = useEditor((state) => state.history.doc);
  const live = flow.publishedVersion;
  const published = useQuery({ ...versionQuery(orgId, flow.id, live ?? 0), enabled: live !== null });
  const before = published.data?.doc;
  const changes = useMemo(() => before && diffFlows(before, draft), [before, draft]);
  if (live === null) return null;
  return (
    <>
      <section aria-label="What changes" className="space-y-1.5">
        <h3 className="text-[13px] font-medium">What changes in version {live}</h3>
        {changes ? <ChangeList changes={changes} className="-mx-2" /> : <Skeleton className="h-12" />}
      </section>
      {changes && <OnTheWay flow={flow} changes={changes} impact={impact} onImpact={onImpact} />}
    </>
  );
}

interface OnTheWayProps extends PublishImpactProps {
  changes: readonly FlowChange[];
}

function OnTheWay({ flow, changes, impact, onImpact }: OnTheWayProps) {
  const { orgId } = useWorkspace();
  const draft = useEditor((state) => state.history.doc);
  const standing = useQuery(standingQuery(orgId, flow.id)).data;
  const numbers = [...new Set(standing?.places.map(({ version }) => version))];
  const docs = new Map(
    useQueries({ queries: numbers.map((number) => versionQuery(orgId, flow.id, number)) }).flatMap(
      ({ data }) => (data ? [[data.number, data.doc] as const] : []),
    ),
  );
  if (!standing || standing.total === 0) return null;
  const touched = touchedPlaces(standing.places, changes, docs);
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1.5 text-[13px] font-medium">
        {peopleText(standing.total)} {standing.total === 1 ? 'is' : 'are'} on their way
      </legend>
      {touched.length > 0 && (
        <ul aria-label="People on changed steps" className="text-[13px] text-muted">
          {touched.map(({ key, title, people, isGone }) => (
            <li key={key}>
              {peopleText(people)} at “{title}”, which {isGone ? 'is taken out' : 'changes'}
            </li>
          ))}
        </ul>
      )}
      <Choice
        value="finish"
        label="They finish on the version they began with"
        hint="Nothing changes for anybody in the middle of a conversation."
        impact={impact}
        onImpact={onImpact}
      />
      <Choice
        value="move"
        label="Move them now"
        hint="They go on with the new version from where they stand."
        impact={impact}
        onImpact={onImpact}
      />
      {impact === 'move' && <MoveOutcomes places={plannedPlaces(standing.places, docs, draft)} />}
    </fieldset>
  );
}

interface ChoiceProps extends Pick<PublishImpactProps, 'impact' | 'onImpact'> {
  value: Impact;
  label: string;
  hint: string;
}

function Choice({ value, label, hint, impact, onImpact }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2 rounded-lg border border-border px-3 py-2 text-[13px] has-checked:border-primary has-checked:bg-primary-soft/40">
      <input
        type="radio"
        name="impact"
        value={value}
        checked={impact === value}
        onChange={() => onImpact(value)}
        className="mt-0.5 size-4 accent-primary"
      />
      <span>
        <span className="font-medium">{label}</span>
        <span className="block text-xs text-muted">{hint}</span>
      </span>
    </label>
  );
}

type Places = FlowStanding['places'];

interface Touched {
  key: string;
  title: string;
  people: number;
  /** The step is taken out. */
  isGone: boolean;
}

/** Steps that change and that somebody stands on, over all versions. */
function touchedPlaces(
  places: Places,
  changes: readonly FlowChange[],
  docs: ReadonlyMap<number, FlowDoc>,
): Touched[] {
  const changed = new Set(changes.flatMap(({ kind, nodeId }) => (kind === 'nodeAdded' ? [] : [nodeId])));
  const removed = new Set(changes.flatMap(({ kind, nodeId }) => (kind === 'nodeRemoved' ? [nodeId] : [])));
  const byNode = new Map<string, Touched>();
  for (const { version, nodeId, people } of places) {
    if (nodeId === null || !changed.has(nodeId)) continue;
    const node = docs.get(version)?.nodes[nodeId];
    const known = byNode.get(nodeId);
    byNode.set(nodeId, {
      key: nodeId,
      title: node ? nodeTitle(node) : (known?.title ?? nodeId),
      people: people + (known?.people ?? 0),
      isGone: removed.has(nodeId),
    });
  }
  return [...byNode.values()];
}

function plannedPlaces(places: Places, docs: ReadonlyMap<number, FlowDoc>, draft: FlowDoc): MovePlace[] {
  return places.flatMap(({ version, nodeId, startsAt, people }) => {
    const doc = docs.get(version);
    return doc ? [{ ...previewMove(doc, draft, { nodeId, startsAt }), people }] : [];
  });
}
