import { Play } from 'lucide-react';
import { useState } from 'react';
import type { Contact } from '../../../../core/api/schemas.ts';
import { useMay } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { StartFlowDialog } from './start-flow-dialog.tsx';

/** On the page of a contact: enrols this one person. */
export function StartFlowButton({ contact }: { contact: Contact }) {
  const mayEnrol = useMay('flows:write');
  const [isOpen, setOpen] = useState(false);
  if (!mayEnrol) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Play aria-hidden /> Start a flow…
      </Button>
      {isOpen && <StartFlowDialog contact={contact} onClose={() => setOpen(false)} />}
    </>
  );
}
