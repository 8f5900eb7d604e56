import { useMutation } from '@tanstack/react-query';
import {
  ListChecks,
  Megaphone,
  Play,
  ShieldCheck,
  Tag,
  TagsIcon,
  UserX,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useState, type ComponentType } from 'react';
import type { Page } from '../../../../../core/api/schemas.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useMay } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { docFor, useNewCampaign } from '../../campaigns/use-new-campaign.ts';
import { AttributeDialog } from './attribute-dialog.tsx';
import { MOST_SELECTED } from './batches.ts';
import type { BulkDialogProps } from './bulk-form.tsx';
import { BulkConsentDialog } from './consent-dialog.tsx';
import { BulkEraseDialog } from './erase-dialog.tsx';
import { BulkFlowDialog } from './flow-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';
import type { Selection } from './use-selection.ts';

interface Action {
  label: string;
  icon: LucideIcon;
  needs: 'contacts:write' | 'flows:write' | 'contacts:erase';
  Dialog: ComponentType<BulkDialogProps>;
}

const actions: readonly Action[] = [
  {
    label: 'Add tag',
    icon: Tag,
    needs: 'contacts:write',
    Dialog: (props) => <TagDialog action="addTag" {...props} />,
  },
  {
    label: 'Remove tag',
    icon: TagsIcon,
    needs: 'contacts:write',
    Dialog: (props) => <TagDialog action="removeTag" {...props} />,
  },
  { label: 'Set attribute', icon: ListChecks, needs: 'contacts:write', Dialog: AttributeDialog },
  { label: 'Consent', icon: ShieldCheck, needs: 'contacts:write', Dialog: BulkConsentDialog },
  { label: 'Start a flow', icon: Play, needs: 'flows:write', Dialog: BulkFlowDialog },
  { label: 'Erase', icon: UserX, needs: 'contacts:erase', Dialog: BulkEraseDialog },
];

export interface BulkBarProps {
  selection: Selection;
  /** Everybody who is listed is chosen, and there are more that match. */
  hasMore: boolean;
  /** A page of ids that match, for choosing all of them. */
  readPage: (cursor: string | undefined) => Promise<Page<{ id: string }>>;
}

/** What can be done with those who are selected; there while somebody is. */
export function BulkBar({ selection, hasMore, readPage }: BulkBarProps) {
  const may = {
    'contacts:write': useMay('contacts:write'),
    'flows:write': useMay('flows:write'),
    'contacts:erase': useMay('contacts:erase'),
  };
  const [open, setOpen] = useState<Action | null>(null);
  const { ids, set, clear } = selection;
  const chooseAll = useMutation({
    mutationFn: async () => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readPage(cursor);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && found.length < MOST_SELECTED);
      return {
        found: found.slice(0, MOST_SELECTED),
        isAll: cursor === undefined && found.length <= MOST_SELECTED,
      };
    },
    onSuccess: ({ found }) => set(found, true),
  });
  if (ids.size === 0) return null;
  const isCut = chooseAll.data?.isAll === false && ids.size >= MOST_SELECTED;
  return (
    <div
      role="group"
      aria-label="Selected contacts"
      className="sticky top-0 z-20 mb-3 rounded-xl border border-primary/40 bg-surface px-3 py-2 shadow-card"
    >
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-2">
        <p role="status" className="mr-2 text-[13px] font-medium tabular-nums">
          {peopleText(ids.size)} selected
        </p>
        {actions
          .filter(({ needs }) => may[needs])
          .map((action) => (
            <Button
              key={action.label}
              size="sm"
              variant={action.label === 'Erase' ? 'dangerGhost' : 'secondary'}
              onClick={() => setOpen(action)}
            >
              <action.icon aria-hidden /> {action.label}
            </Button>
          ))}
        <CampaignButton ids={ids} />
        <Button size="sm" variant="ghost" className="ml-auto" onClick={clear}>
          <X aria-hidden /> Clear
        </Button>
      </div>
      {hasMore && !isCut && (
        <p className="mt-1 text-[13px] text-muted">
          More people match.{' '}
          <Button
            variant="link"
            size="xs"
            className="px-0 text-[13px]"
            isBusy={chooseAll.isPending}
            onClick={() => chooseAll.mutate()}
          >
            Select all that match
          </Button>
        </p>
      )}
      {isCut && (
        <p className="mt-1 text-[13px] text-muted">
          The first {MOST_SELECTED.toLocaleString('en')} that match. For more, make a segment and enrol it in
          a flow.
        </p>
      )}
      <RequestError error={chooseAll.error} className="mt-1" />
      {open && (
        <open.Dialog
          ids={ids}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            clear();
          }}
        />
      )}
    </div>
  );
}

function CampaignButton({ ids }: Pick<Selection, 'ids'>) {
  const may = useMay('campaigns:write');
  const campaign = useNewCampaign();
  if (!may) return null;
  return (
    <Button
      size="sm"
      isBusy={campaign.isPending}
      onClick={() =>
        campaign.mutate({
          name: `Campaign for ${peopleText(ids.size)}`,
          doc: docFor({ kind: 'contacts', contactIds: [...ids] }),
          step: 'message',
        })
      }
    >
      {!campaign.isPending && <Megaphone aria-hidden />} New campaign
    </Button>
  );
}
