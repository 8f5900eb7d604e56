import { ChevronDown, Repeat2 } from 'lucide-react';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import { useMay } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../../../shared/ui/menu.tsx';
import { retargetOf, retargets, type Retarget } from '../copies.ts';
import { useNewCampaign } from '../use-new-campaign.ts';

/** A new draft for a part of the people of this one. */
export function RetargetMenu({ campaign }: { campaign: Campaign }) {
  const mayEdit = useMay('campaigns:write');
  const create = useNewCampaign();
  // Before anything was sent there is nobody to write to again.
  if (!mayEdit || campaign.startedAt === null) return null;
  return (
    <Menu
      trigger={
        <Button isBusy={create.isPending}>
          {!create.isPending && <Repeat2 aria-hidden />} Retarget{' '}
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      }
    >
      <MenuLabel>New draft for</MenuLabel>
      {Object.entries(retargets).map(([result, { label }]) => (
        <MenuItem
          key={result}
          onSelect={() =>
            create.mutate({ ...retargetOf(campaign, result as Retarget, new Date()), step: 'audience' })
          }
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
