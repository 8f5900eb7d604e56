import { useState } from 'react';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import { NumberField } from '../../editor/nodes/shared/number-field.tsx';
import { useCourse } from './use-course.ts';

const DEFAULT_RATE = 10;

/** Faster or slower, also while it sends. */
export function SpeedDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const [rate, setRate] = useState(campaign.ratePerSecond);
  const course = useCourse(campaign.id);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Speed"
      description="It holds within a second, also while the campaign sends."
      className="max-w-sm"
      action="Set the speed"
      isBusy={course.isPending}
      error={course.error}
      onSubmit={() => course.mutate({ ratePerSecond: rate }, { onSuccess: onClose })}
    >
      <Switch
        label="As fast as the number may send"
        hint="With room left for replies."
        checked={rate === null}
        onChange={(isOn) => setRate(isOn ? null : DEFAULT_RATE)}
      />
      {rate !== null && (
        <NumberField label="Messages a second, at most" value={rate} min={1} max={1_000} onChange={setRate} />
      )}
    </FormDialog>
  );
}
