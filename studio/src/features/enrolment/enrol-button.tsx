import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { FlowSummary } from '../../../../core/api/schemas.ts';
import { useMay } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Tooltip } from '../../shared/ui/tooltip.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import { enrolmentRefusal } from './reentry-text.ts';

/** Beside the list of those who are in the flow. What refuses it is said on hover and to screen readers. */
export function EnrolButton({ flow }: { flow: Pick<FlowSummary, 'id' | 'name' | 'status' | 'manualEntry'> }) {
  const mayEnrol = useMay('flows:write');
  const [isEnrolling, setEnrolling] = useState(false);
  if (!mayEnrol || flow.status === 'archived') return null;
  const { id, name, manualEntry } = flow;
  const refusal = enrolmentRefusal(flow);
  // A button that is truly disabled gets no focus and so says no reason.
  if (refusal !== null) {
    return (
      <Tooltip label={refusal}>
        <Button size="sm" aria-disabled aria-description={refusal}>
          <UserPlus aria-hidden /> Enrol people…
        </Button>
      </Tooltip>
    );
  }
  return (
    <>
      <Button size="sm" onClick={() => setEnrolling(true)}>
        <UserPlus aria-hidden /> Enrol people…
      </Button>
      {isEnrolling && manualEntry && (
        <EnrolDialog flow={{ id, name, manualEntry }} onClose={() => setEnrolling(false)} />
      )}
    </>
  );
}
