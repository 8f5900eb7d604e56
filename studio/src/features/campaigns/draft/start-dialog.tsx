import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toast } from 'sonner';
import type { Preflight } from '../../../../../core/api/campaigns.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { campaignQuery } from '../queries.ts';
import type { DraftSaver } from './draft-store.ts';
import { refusalOf } from './refusal.ts';
import { costText, finishText } from './reach-text.ts';

export interface StartDialogProps {
  id: string;
  name: string;
  isTimed: boolean;
  needsApproval: boolean;
  preflight: Preflight;
  saver: DraftSaver;
  onClose: () => void;
}

/** The last look: so many people, so much money, at that time. */
export function StartDialog({
  id,
  name,
  isTimed,
  needsApproval,
  preflight,
  saver,
  onClose,
}: StartDialogProps) {
  const start = useStart(id, saver);
  const people = peopleText(preflight.recipients);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={needsApproval ? `Ask to send it to ${people}?` : `Send it to ${people}?`}
      description={`“${name}”`}
      className="max-w-md"
      action={needsApproval ? 'Ask for approval' : isTimed ? `Schedule for ${people}` : `Send to ${people}`}
      isBusy={start.isPending}
      error={refusalOf(start.error)}
      onSubmit={() => start.mutate()}
    >
      <dl className="space-y-2 text-sm">
        {[
          ['People', preflight.recipients.toLocaleString('en')],
          ['Cost', `${costText(preflight.cost)}, at list prices`],
          ['When', finishText(preflight, new Date())],
        ].map(([title, text]) => (
          <div key={title} className="flex gap-3">
            <dt className="w-16 shrink-0 text-muted">{title}</dt>
            <dd className="tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="text-[13px] text-muted">
        {needsApproval
          ? 'Somebody else who may send campaigns finds it under Campaigns and approves it.'
          : isTimed
            ? 'Until then you can make it a draft again. Once it sends you can pause and cancel it, but what was sent stays sent.'
            : 'You can pause and cancel it while it sends, but what was sent stays sent.'}
      </p>
    </FormDialog>
  );
}

function useStart(id: string, saver: DraftSaver) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      // What is started is what the server has.
      if (!(await saver.saveNow()))
        throw new Error('The last changes are not saved yet, so it was not started.');
      return api.call('startCampaign', { params: { org: orgId, campaign: id } });
    },
    onSuccess: async (campaign) => {
      toast.success(
        campaign.status === 'awaitingApproval'
          ? `“${campaign.name}” waits for approval`
          : `“${campaign.name}” is on its way`,
      );
      await navigate({ to: '/campaigns/$campaignId', params: { campaignId: id }, search: {}, replace: true });
      queryClient.setQueryData(campaignQuery(orgId, id).queryKey, { campaign, etag: null });
      await queryClient.invalidateQueries({ queryKey: keys.campaigns(orgId) });
    },
  });
}
