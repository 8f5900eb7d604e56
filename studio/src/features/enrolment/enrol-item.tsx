import { UserPlus } from 'lucide-react';
import type { FlowSummary } from '../../../../core/api/schemas.ts';
import { MenuItem } from '../../shared/ui/menu.tsx';
import { enrolmentRefusal } from './reentry-text.ts';

export interface EnrolItemProps {
  flow: Pick<FlowSummary, 'status' | 'manualEntry'>;
  onEnrol: () => void;
}

/** In the menu of a flow; says why it can't be chosen. */
export function EnrolItem({ flow, onEnrol }: EnrolItemProps) {
  const refusal = enrolmentRefusal(flow);
  return (
    <MenuItem disabled={refusal !== null} onSelect={onEnrol}>
      <UserPlus aria-hidden />
      <span className="min-w-0">
        Enrol people…
        {refusal && <span className="block max-w-56 text-xs text-muted">{refusal}</span>}
      </span>
    </MenuItem>
  );
}
