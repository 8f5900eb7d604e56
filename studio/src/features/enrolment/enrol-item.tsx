import { UserPlus } from 'lucide-react';
import type { FlowSummary } from '../../../../core/api/schemas.ts';
import { cn } from '../../shared/lib/cn.ts';
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
    <MenuItem
      disabled={refusal !== null}
      onSelect={onEnrol}
      // The reason has to be readable, so only what can't be chosen is pale.
      className="items-start data-disabled:opacity-100"
    >
      <UserPlus aria-hidden className={cn('mt-0.5', refusal !== null && 'opacity-50')} />
      <span className="min-w-0">
        <span className={cn(refusal !== null && 'opacity-50')}>Enrol people…</span>
        {refusal && <span className="block max-w-56 text-xs text-muted">{refusal}</span>}
      </span>
    </MenuItem>
  );
}
