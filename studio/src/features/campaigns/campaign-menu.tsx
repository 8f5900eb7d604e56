import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Copy, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { CampaignSummary } from '../../../../core/api/campaigns.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../shared/ui/menu.tsx';
import { copyOf } from './copies.ts';
import { useNewCampaign } from './use-new-campaign.ts';

export interface CampaignMenuProps {
  campaign: Pick<CampaignSummary, 'id' | 'name' | 'status'>;
  className?: string;
}

/** What can be done to a whole campaign, by those who may. */
export function CampaignMenu({ campaign, className }: CampaignMenuProps) {
  const mayEdit = useMay('campaigns:write');
  const { orgId } = useWorkspace();
  const create = useNewCampaign();
  const [isDeleting, setDeleting] = useState(false);
  const duplicate = useMutation({
    mutationFn: () => api.call('getCampaign', { params: { org: orgId, campaign: campaign.id } }),
    onSuccess: (whole) => create.mutate(copyOf(whole)),
    onError: (error) => toast.error('It was not duplicated', { description: errorText(error) }),
  });
  if (!mayEdit) return null;
  return (
    <>
      <Menu
        trigger={
          <Button
            variant="ghost"
            size="iconSm"
            aria-label={`Actions for ${campaign.name}`}
            className={className}
            isBusy={duplicate.isPending || create.isPending}
          >
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => duplicate.mutate()}>
          <Copy aria-hidden /> Duplicate
        </MenuItem>
        {campaign.status === 'draft' && (
          <>
            <MenuSeparator />
            <MenuItem tone="danger" onSelect={() => setDeleting(true)}>
              <Trash2 aria-hidden /> Delete
            </MenuItem>
          </>
        )}
      </Menu>
      {isDeleting && <DeleteDialog campaign={campaign} onClose={() => setDeleting(false)} />}
    </>
  );
}

function DeleteDialog({ campaign, onClose }: CampaignMenuProps & { onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.call('deleteCampaign', { params: { org: orgId, campaign: campaign.id } }),
    onSuccess: async () => {
      toast.success(`“${campaign.name}” was deleted`);
      onClose();
      await navigate({ to: '/campaigns' });
      queryClient.removeQueries({ queryKey: keys.campaign(orgId, campaign.id) });
      await queryClient.invalidateQueries({ queryKey: keys.campaigns(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={`Delete “${campaign.name}”?`}
      description="Nothing of it was sent. The draft can't be brought back."
      confirm="Delete"
      cancel="Keep it"
      change={remove}
      onClose={onClose}
    />
  );
}
