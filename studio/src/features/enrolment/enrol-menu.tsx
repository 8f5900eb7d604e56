import { useState } from 'react';
import type { FlowSummary } from '../../../../core/api/schemas.ts';
import { FlowMenu } from '../../shared/ui/flow-menu.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import { EnrolItem } from './enrol-item.tsx';

export interface EnrolMenuProps {
  flow: Pick<FlowSummary, 'id' | 'name' | 'status' | 'manualEntry'>;
  className?: string;
}

/** What can be done to a whole flow, and with people in it. */
export function EnrolMenu({ flow, className }: EnrolMenuProps) {
  const [isEnrolling, setEnrolling] = useState(false);
  const { id, name, status, manualEntry } = flow;
  return (
    <>
      <FlowMenu flow={flow} className={className}>
        {status !== 'archived' && <EnrolItem flow={flow} onEnrol={() => setEnrolling(true)} />}
      </FlowMenu>
      {isEnrolling && manualEntry && (
        <EnrolDialog flow={{ id, name, manualEntry }} onClose={() => setEnrolling(false)} />
      )}
    </>
  );
}
