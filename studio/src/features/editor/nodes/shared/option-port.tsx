import type { ReactNode } from 'react';
import { PortRow } from '../../canvas/port-row.tsx';

/** A button or row of a message, at the same time the way out that pressing it takes. */
export function OptionPort({ port, children }: { port: string; children: ReactNode }) {
  return (
    <PortRow
      port={port}
      className="step-option min-h-8 justify-center border-t border-black/10 text-center text-[13px] font-medium text-bubble-link dark:border-white/10"
    >
      <span className="min-w-0 truncate">{children}</span>
    </PortRow>
  );
}
