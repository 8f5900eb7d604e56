import { useQuery } from '@tanstack/react-query';
import { contactFieldsQuery, segmentsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Field } from '../../shared/ui/field.tsx';
import { Select } from '../../shared/ui/input.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { countText, ESTIMATE_HINT } from '../segments/count-text.ts';
import { previewQuery, segmentCountQuery } from '../segments/queries.ts';
import { everybody, type AudienceDraft, type AudienceKind } from './audience.ts';
import { PeoplePicker } from './people-picker.tsx';

const kinds: { value: AudienceKind; label: string }[] = [
  { value: 'segment', label: 'A segment' },
  { value: 'tag', label: 'A tag' },
  { value: 'people', label: 'People' },
  { value: 'all', label: 'Everybody' },
];

export interface AudienceFieldsProps {
  draft: AudienceDraft;
  onChange: (draft: AudienceDraft) => void;
}

/** Who is enrolled: one of four ways to say it. */
export function AudienceFields({ draft, onChange }: AudienceFieldsProps) {
  const change = (part: Partial<AudienceDraft>) => onChange({ ...draft, ...part });
  return (
    <div className="space-y-4">
      <Segmented
        label="Who"
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        options={kinds}
        className="flex w-full"
      />
      {draft.kind === 'segment' && (
        <SegmentChoice value={draft.segmentId} onChange={(segmentId) => change({ segmentId })} />
      )}
      {draft.kind === 'tag' && <TagChoice value={draft.tag} onChange={(tag) => change({ tag })} />}
      {draft.kind === 'people' && (
        <PeoplePicker people={draft.people} onChange={(people) => change({ people })} />
      )}
      {draft.kind === 'all' && (
        <EverybodyChoice value={draft.isAllMeant} onChange={(isAllMeant) => change({ isAllMeant })} />
      )}
    </div>
  );
}

interface ChoiceProps {
  value: string;
  onChange: (value: string) => void;
}

function SegmentChoice({ value, onChange }: ChoiceProps) {
  const { orgId } = useWorkspace();
  const segments = useQuery(segmentsQuery(orgId)).data?.items;
  const count = useQuery({ ...segmentCountQuery(orgId, value), enabled: value !== '' }).data;
  const counted = count && countText(count.count, count.isEstimate);
  return (
    <Field
      label="Segment"
      hint={
        segments?.length === 0
          ? 'There is no segment yet. Make one under Contacts, Segments.'
          : hintOf(value, counted)
      }
    >
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose a segment</option>
        {segments?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function TagChoice({ value, onChange }: ChoiceProps) {
  const { orgId } = useWorkspace();
  const tags = useQuery(contactFieldsQuery(orgId)).data?.tags;
  const rules = { kind: 'all' as const, of: [{ kind: 'tag' as const, op: 'has' as const, value }] };
  const count = useQuery(previewQuery(orgId, value === '' ? null : rules));
  // While another tag is counted the last answer still stands there.
  const counted =
    count.data && !count.isPlaceholderData ? countText(count.data.count, count.data.isEstimate) : undefined;
  return (
    <Field label="Tag" hint={tags?.length === 0 ? 'Nobody has a tag yet.' : hintOf(value, counted)}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose a tag</option>
        {tags?.map((tag) => (
          <option key={tag}>{tag}</option>
        ))}
      </Select>
    </Field>
  );
}

function EverybodyChoice({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const { orgId } = useWorkspace();
  const { data, isError } = useQuery(previewQuery(orgId, everybody));
  return (
    <label className="flex cursor-pointer items-start gap-2 rounded-lg border border-border px-3 py-2.5 text-[13px] has-checked:border-primary has-checked:bg-primary-soft/40">
      <input
        type="checkbox"
        className="mt-0.5 size-4 accent-primary"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <span className="font-medium">I mean everybody</span>
        {!isError && (
          <span className="block tabular-nums" title={data?.isEstimate ? ESTIMATE_HINT : undefined}>
            {data ? countText(data.count, data.isEstimate) : 'Counting…'}
          </span>
        )}
        <span className="block text-xs text-muted">
          Every contact of this workspace starts the flow, also those who never wrote to you.
        </span>
      </span>
    </label>
  );
}

function hintOf(value: string, counted: string | undefined): string | undefined {
  return value === '' ? undefined : (counted ?? 'Counting…');
}
