import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CampaignAudience, CampaignGroup } from '../../../../../core/campaigns/document.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Menu, MenuItem } from '../../../shared/ui/menu.tsx';
import { GroupRow, groupKinds, type GroupKind } from './group-row.tsx';
import { Panel } from './panel.tsx';
import { useDraft, useDraftParts } from './use-draft.ts';

const MAX_GROUPS = 10;
const includedKinds: readonly GroupKind[] = ['segment', 'tag', 'campaign', 'contacts', 'all'];
const excludedKinds: readonly GroupKind[] = ['segment', 'tag'];

/** Who is in one of the first groups and in none of the second. */
export function AudienceStep() {
  const { shown } = useDraft();
  const { audience, setAudience } = useDraftParts();
  const { include, exclude } = audience;
  const problem = shown.find(({ field }) => field === 'audience.include');
  const isEverybody = include.some(({ kind }) => kind === 'all');
  return (
    <>
      <Panel
        title="Goes to"
        hint="Whoever is in one of these groups. Nobody gets it twice."
        field="audience.include"
      >
        <Groups
          label="Groups that get it"
          place="audience.include"
          kinds={includedKinds}
          groups={include}
          whenEmpty="Nobody yet. Add a group of people."
          onChange={(next) => setAudience({ ...audience, include: next })}
        />
        {isEverybody && include.length > 1 && (
          <p className="mt-3 text-[13px] text-muted">Everybody is in already: the other groups add nobody.</p>
        )}
        {problem && (
          <p role="alert" className="mt-3 text-[13px] text-danger">
            {problem.message}
          </p>
        )}
      </Panel>
      <Panel
        title="Without"
        hint="Who is in one of these is left out, also where they are named one by one."
        field="audience.exclude"
      >
        <Groups
          label="Groups that are left out"
          place="audience.exclude"
          kinds={excludedKinds}
          groups={exclude}
          whenEmpty="Nobody is left out by you."
          onChange={(next) => setAudience({ ...audience, exclude: next as CampaignAudience['exclude'] })}
        />
        <p className="mt-4 border-t border-border pt-3 text-[13px] text-muted">
          Whoever has stopped your messages, has not agreed to them, or has no WhatsApp is always left out.
          How many they are stands under Reach.
        </p>
      </Panel>
    </>
  );
}

interface GroupsProps {
  label: string;
  place: string;
  kinds: readonly GroupKind[];
  groups: readonly CampaignGroup[];
  whenEmpty: string;
  onChange: (groups: CampaignGroup[]) => void;
}

/** A group is kept once something is chosen in it: until then it stands at the end, on the screen only. */
function Groups({ label, place, kinds, groups, whenEmpty, onChange }: GroupsProps) {
  const { mayEdit } = useDraft();
  const [begun, setBegun] = useState<GroupKind | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (begun !== null)
      list.current?.querySelector<HTMLElement>('li:last-child :is(select, input, button)')?.focus();
  }, [begun]);
  function add(kind: GroupKind) {
    if (kind === 'all') onChange([...groups, { kind }]);
    else setBegun(kind);
  }
  return (
    <div className="space-y-3">
      {groups.length === 0 && begun === null && (
        <p className="rounded-lg border border-dashed border-border-strong px-3 py-4 text-center text-[13px] text-muted">
          {whenEmpty}
        </p>
      )}
      {(groups.length > 0 || begun !== null) && (
        <ul ref={list} aria-label={label} className="space-y-2">
          {groups.map((group, at) => (
            <GroupRow
              key={`${group.kind} ${at}`}
              group={group}
              place={`${place}.${at}`}
              onChange={(next) => onChange(groups.map((old, index) => (index === at ? next : old)))}
              onRemove={() => onChange(groups.filter((_, index) => index !== at))}
            />
          ))}
          {begun !== null && (
            <GroupRow
              key={`begun ${groups.length}`}
              group={begun}
              place={`${place}.${groups.length}`}
              onChange={(next) => {
                setBegun(null);
                onChange([...groups, next]);
              }}
              onRemove={() => setBegun(null)}
            />
          )}
        </ul>
      )}
      {mayEdit && (
        <Menu
          align="start"
          // The focus goes on to what was added.
          onCloseAutoFocus={(event) => begun !== null && event.preventDefault()}
          trigger={
            <Button size="sm" disabled={groups.length >= MAX_GROUPS || begun !== null}>
              <Plus aria-hidden /> Add a group
            </Button>
          }
        >
          {kinds
            .filter((kind) => kind !== 'all' || groups.every((group) => group.kind !== 'all'))
            .map((kind) => {
              const { icon: Icon, offer } = groupKinds[kind];
              return (
                <MenuItem key={kind} onSelect={() => add(kind)}>
                  <Icon aria-hidden /> {offer}
                </MenuItem>
              );
            })}
        </Menu>
      )}
    </div>
  );
}
