import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Eye, Megaphone, Pencil, Trash2, UsersRound } from 'lucide-react';
import type { Segment } from '../../../../core/api/segments.ts';
import { summariseRules } from '../../../../core/segments/summary.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../shared/ui/menu.tsx';
import { Skeleton } from '../../shared/ui/states.tsx';
import { docFor, useNewCampaign } from '../campaigns/use-new-campaign.ts';
import { countText, ESTIMATE_HINT } from './count-text.ts';
import { segmentCountQuery } from './queries.ts';
import { useSegmentNames } from './use-segment-names.ts';

export interface SegmentRowProps {
  segment: Segment;
  mayEdit: boolean;
  onShowPeople: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

export function SegmentRow({ segment, mayEdit, onShowPeople, onEdit, onDelete }: SegmentRowProps) {
  const mayCampaign = useMay('campaigns:write');
  const campaign = useNewCampaign();
  const summary = summariseRules(segment.rules, useSegmentNames(segment.rules));
  return (
    <li className="flex items-center gap-3 border-b border-border px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium" title={segment.name}>
            {segment.name}
          </span>
          {segment.isWatched && (
            <Badge tone="primary" title="A published flow notices who enters or leaves">
              <Eye aria-hidden /> Watched
            </Badge>
          )}
        </p>
        <p className="line-clamp-2 text-[13px] text-muted" title={summary}>
          {summary}
        </p>
      </div>
      <Count segment={segment} />
      <Menu
        trigger={
          <Button variant="ghost" size="iconSm" aria-label={`Actions for ${segment.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={onShowPeople}>
          <UsersRound aria-hidden /> Show its contacts
        </MenuItem>
        {mayCampaign && (
          <MenuItem
            onSelect={() =>
              campaign.mutate({
                name: segment.name,
                doc: docFor({ kind: 'segment', segmentId: segment.id }),
                step: 'message',
              })
            }
          >
            <Megaphone aria-hidden /> New campaign for it
          </MenuItem>
        )}
        {mayEdit && (
          <>
            <MenuItem onSelect={onEdit}>
              <Pencil aria-hidden /> Edit
            </MenuItem>
            <MenuSeparator />
            <MenuItem tone="danger" onSelect={onDelete}>
              <Trash2 aria-hidden /> Delete
            </MenuItem>
          </>
        )}
      </Menu>
    </li>
  );
}

/** Each row counts for itself, so that a slow one holds up no other. */
function Count({ segment }: { segment: Segment }) {
  const { orgId } = useWorkspace();
  const query = useQuery(segmentCountQuery(orgId, segment.id));
  if (query.isPending) return <Skeleton className="h-4 w-20" />;
  if (query.isError) {
    return (
      <Button size="xs" variant="ghost" onClick={() => void query.refetch()}>
        Count again
      </Button>
    );
  }
  const { count, isEstimate } = query.data;
  return (
    <span
      className="shrink-0 text-[13px] text-muted tabular-nums"
      title={isEstimate ? ESTIMATE_HINT : undefined}
    >
      {countText(count, isEstimate)}
    </span>
  );
}
