import { useQuery } from '@tanstack/react-query';
import { Filter, Megaphone, Tag, UserCheck, Users, X, type LucideIcon } from 'lucide-react';
import type { CampaignGroup } from '../../../../../core/campaigns/document.ts';
import { campaignOperators, needsOf } from '../../../../../core/segments/operators.ts';
import { contactFieldsQuery, segmentsQuery } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { CampaignSelect } from '../../../shared/ui/campaign-select.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { ChosenPeople } from './chosen-people.tsx';
import { useDraft } from './use-draft.ts';

export type GroupKind = CampaignGroup['kind'];
type Of<Kind extends GroupKind> = Extract<CampaignGroup, { kind: Kind }>;
type Result = Of<'campaign'>['result'];

const REPLY_DAYS = 3;

export const groupKinds: Record<GroupKind, { icon: LucideIcon; offer: string; title: string }> = {
  segment: { icon: Filter, offer: 'A segment', title: 'Segment' },
  tag: { icon: Tag, offer: 'People with a tag', title: 'Tag' },
  campaign: { icon: Megaphone, offer: 'People of an earlier campaign', title: 'Campaign' },
  contacts: { icon: UserCheck, offer: 'People chosen one by one', title: 'Chosen people' },
  all: { icon: Users, offer: 'Everybody', title: 'Everybody' },
};

export interface GroupRowProps {
  /** The kind alone while nothing is chosen yet. */
  group: CampaignGroup | GroupKind;
  place: string;
  onChange: (group: CampaignGroup) => void;
  onRemove: () => void;
}

export function GroupRow({ group, place, onChange, onRemove }: GroupRowProps) {
  const { mayEdit, shown } = useDraft();
  const kind = typeof group === 'string' ? group : group.kind;
  const { icon: Icon, title } = groupKinds[kind];
  const problem = shown.find(({ field }) => field === place || field.startsWith(`${place}.`));
  return (
    <li data-field={place} className="rounded-lg border border-border px-3 py-2.5">
      <div className="flex items-start gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-primary-soft text-primary max-sm:hidden">
          <Icon aria-hidden className="size-4.5" />
        </span>
        <div
          role="group"
          aria-label={title}
          className="flex min-h-9 min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-2 text-sm"
        >
          <span className="w-28 shrink-0 font-medium max-sm:w-full">{title}</span>
          <Fields kind={kind} group={typeof group === 'string' ? null : group} onChange={onChange} />
        </div>
        {mayEdit && (
          <Button variant="ghost" size="iconSm" aria-label={`Remove: ${title}`} onClick={onRemove}>
            <X aria-hidden />
          </Button>
        )}
      </div>
      {problem && <p className="mt-1.5 text-xs text-danger sm:pl-12">{problem.message}</p>}
    </li>
  );
}

interface FieldsProps {
  kind: GroupKind;
  group: CampaignGroup | null;
  onChange: (group: CampaignGroup) => void;
}

function Fields({ kind, group, onChange }: FieldsProps) {
  switch (kind) {
    case 'all':
      return <span className="text-muted">All contacts of this workspace</span>;
    case 'tag':
      return <TagFields group={group as Of<'tag'> | null} onChange={onChange} />;
    case 'segment':
      return <SegmentFields group={group as Of<'segment'> | null} onChange={onChange} />;
    case 'campaign':
      return <CampaignFields group={group as Of<'campaign'> | null} onChange={onChange} />;
    case 'contacts':
      return (
        <ChosenPeople
          ids={(group as Of<'contacts'> | null)?.contactIds ?? []}
          onChange={(contactIds) => onChange({ kind: 'contacts', contactIds })}
        />
      );
  }
}

interface KindProps<Kind extends GroupKind> {
  group: Of<Kind> | null;
  onChange: (group: CampaignGroup) => void;
}

function TagFields({ group, onChange }: KindProps<'tag'>) {
  const { orgId } = useWorkspace();
  const tags = useQuery(contactFieldsQuery(orgId)).data?.tags ?? [];
  const own = group && !tags.includes(group.tag) ? [group.tag] : [];
  return (
    <Select
      aria-label="Tag"
      className="min-w-40 flex-1"
      value={group?.tag ?? ''}
      onChange={({ target }) => target.value && onChange({ kind: 'tag', tag: target.value })}
    >
      {group === null && (
        <option value="">{tags.length === 0 ? 'Nobody has a tag yet' : 'Choose a tag'}</option>
      )}
      {[...own, ...tags].map((tag) => (
        <option key={tag}>{tag}</option>
      ))}
    </Select>
  );
}

function SegmentFields({ group, onChange }: KindProps<'segment'>) {
  const { orgId } = useWorkspace();
  const segments = useQuery(segmentsQuery(orgId)).data?.items;
  const isGone =
    group !== null && segments !== undefined && segments.every(({ id }) => id !== group.segmentId);
  return (
    <Select
      aria-label="Segment"
      className="min-w-40 flex-1"
      value={group?.segmentId ?? ''}
      onChange={({ target }) => target.value && onChange({ kind: 'segment', segmentId: target.value })}
    >
      {group === null && (
        <option value="">
          {segments?.length === 0 ? 'There is none yet: make one under Contacts' : 'Choose a segment'}
        </option>
      )}
      {isGone && <option value={group.segmentId}>A segment that is gone</option>}
      {segments?.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

/** What became of the message for whom it goes to now. */
const resultTitles: Record<Result, string> = {
  'was-sent': 'it was sent to them',
  'was-not-sent': 'it was not sent to them',
  'was-delivered': 'it was delivered',
  'was-not-delivered': 'it was not delivered',
  'was-read': 'they read it',
  'was-not-read': 'they did not read it',
  failed: 'it failed',
  replied: 'they answered within',
  'not-replied': 'they did not answer within',
};

function CampaignFields({ group, onChange }: KindProps<'campaign'>) {
  const result = group?.result ?? 'was-not-read';
  const needsDays = needsOf(campaignOperators, result) === 'replyDays';
  const change = (campaignId: string, next: Result, days?: number) =>
    onChange({
      ...{ kind: 'campaign', campaignId, result: next },
      ...(needsOf(campaignOperators, next) === 'replyDays' ? { replyDays: days ?? REPLY_DAYS } : {}),
    });
  return (
    <>
      <CampaignSelect
        label="Campaign"
        className="min-w-40 flex-1 basis-48"
        value={group?.campaignId ?? ''}
        onChange={(id) => change(id, result, group?.replyDays)}
      />
      <Select
        aria-label="What became of it"
        className="min-w-40 flex-1 basis-48"
        disabled={group === null}
        value={result}
        onChange={({ target }) => group && change(group.campaignId, target.value as Result, group.replyDays)}
      >
        {Object.entries(resultTitles).map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </Select>
      {group && needsDays && (
        <span className="inline-flex items-center gap-2">
          <Input
            type="number"
            aria-label="Days to answer in"
            className="w-18 tabular-nums"
            min={0}
            max={90}
            value={group.replyDays ?? REPLY_DAYS}
            onChange={({ target }) => {
              const days = Math.round(target.valueAsNumber);
              if (days >= 0 && days <= 90) change(group.campaignId, result, days);
            }}
          />
          {group.replyDays === 1 ? 'day' : 'days'}
        </span>
      )}
    </>
  );
}
