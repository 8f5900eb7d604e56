import { Check, Gauge, Pause, PencilLine, Play, X } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import { isOver, mayDo } from '../../../../../core/campaigns/statuses.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { useMay } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { funnelOf } from '../counts.ts';
import { SpeedDialog } from './speed-dialog.tsx';
import { useCourse, type CourseStep } from './use-course.ts';

/** What can be done with a campaign that was started, as its state allows. */
export function CourseButtons({ campaign }: { campaign: Campaign }) {
  const mayEdit = useMay('campaigns:write');
  const course = useCourse(campaign.id);
  const [open, setOpen] = useState<'cancel' | 'approve' | 'speed' | null>(null);
  if (!mayEdit) return null;
  const { status, counts, name } = campaign;
  const step = (next: CourseStep) =>
    course.mutate(next, {
      onError: (error) => toast.error('That did not work', { description: errorText(error) }),
    });
  const left = counts === null ? null : funnelOf(counts).left;
  return (
    <>
      {mayDo('approve', status) && (
        <Button variant="primary" onClick={() => setOpen('approve')}>
          <Check aria-hidden /> Approve…
        </Button>
      )}
      {mayDo('resume', status) && (
        <Button variant="primary" isBusy={course.isPending} onClick={() => step('resumeCampaign')}>
          <Play aria-hidden /> Resume
        </Button>
      )}
      {mayDo('pause', status) && (
        <Button isBusy={course.isPending} onClick={() => step('pauseCampaign')}>
          <Pause aria-hidden /> Pause
        </Button>
      )}
      {mayDo('withdraw', status) && (
        <Button isBusy={course.isPending} onClick={() => step('withdrawCampaign')}>
          <PencilLine aria-hidden /> Back to draft
        </Button>
      )}
      {!isOver(status) && status !== 'awaitingApproval' && (
        <Button onClick={() => setOpen('speed')}>
          <Gauge aria-hidden /> Speed…
        </Button>
      )}
      {mayDo('cancel', status) && (
        <Button variant="dangerGhost" onClick={() => setOpen('cancel')}>
          <X aria-hidden /> Cancel…
        </Button>
      )}
      {open === 'cancel' && (
        <ConfirmDialog
          title={`Cancel “${name}” for good?`}
          description={
            left === null
              ? 'Whoever has not got it yet gets nothing. What was sent stays sent.'
              : `${peopleText(left)} who ${left === 1 ? 'has' : 'have'} not got it yet ${left === 1 ? 'gets' : 'get'} nothing. What was sent stays sent.`
          }
          confirm="Cancel the campaign"
          cancel="Keep it"
          change={{
            ...course,
            mutate: () => course.mutate('cancelCampaign', { onSuccess: () => setOpen(null) }),
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'approve' && (
        <FormDialog
          isOpen
          onClose={() => setOpen(null)}
          title={`Approve “${name}”?`}
          description={`Started by ${campaign.requestedBy ?? 'somebody'}. Once approved it is sent at its time, without asking again.`}
          className="max-w-md"
          action="Approve"
          isBusy={course.isPending}
          error={course.error}
          onSubmit={() => course.mutate('approveCampaign', { onSuccess: () => setOpen(null) })}
        />
      )}
      {open === 'speed' && <SpeedDialog campaign={campaign} onClose={() => setOpen(null)} />}
    </>
  );
}
