import { Link } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { OperationResponse } from '../../../../core/api/operations.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';

export type Imported = OperationResponse<'importFlow'>;
type Need = Imported['needs'][number];

const kinds: Record<Need['kind'], string> = {
  template: 'Template',
  attribute: 'Attribute',
  tag: 'Tag',
  secret: 'Secret',
  segment: 'Segment',
  file: 'File',
  flow: 'Flow',
};

/** What a file from elsewhere named: found here by its name, or missing. */
export function isWorthTelling({ needs }: Imported): boolean {
  return needs.some(({ isMissing, counterpart }) => isMissing || counterpart !== null);
}

export function ImportedDialog({ imported, onClose }: { imported: Imported; onClose: () => void }) {
  const { flow, needs } = imported;
  const missing = needs.filter(({ isMissing }) => isMissing);
  const found = needs.filter(({ counterpart }) => counterpart !== null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`“${flow.name}” is imported as a draft`}
      description="It named things of the workspace that it comes from."
      footer={
        <>
          <Button onClick={onClose}>Stay here</Button>
          <Button asChild variant="primary">
            <Link to="/flows/$flowId" params={{ flowId: flow.id }}>
              Open the flow
            </Link>
          </Button>
        </>
      }
    >
      <div className="space-y-4 text-sm">
        {missing.length > 0 && (
          <section aria-label="Missing here">
            <h3 className="mb-1.5 flex items-center gap-1.5 font-medium text-warn">
              <TriangleAlert aria-hidden className="size-4" /> Missing here
            </h3>
            <ul className="divide-y divide-border rounded-lg border border-border">
              {missing.map((need) => (
                <li key={`${need.kind} ${need.key}`} className="px-3 py-2">
                  <p className="font-medium">
                    {kinds[need.kind]} {need.title}
                  </p>
                  <p className="text-[13px] text-muted">{need.advice}</p>
                </li>
              ))}
            </ul>
          </section>
        )}
        {found.length > 0 && (
          <section aria-label="Found by name">
            <h3 className="mb-1.5 flex items-center gap-1.5 font-medium">
              <CircleCheck aria-hidden className="size-4 text-primary" /> Found by name
            </h3>
            <ul className="divide-y divide-border rounded-lg border border-border">
              {found.map((need) => (
                <li key={`${need.kind} ${need.key}`} className="px-3 py-2">
                  {kinds[need.kind]} <span className="font-medium">{need.counterpart}</span>
                  {need.counterpart !== need.title && (
                    <span className="text-muted">, for {need.title} of the file</span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}
