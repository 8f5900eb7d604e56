import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Me } from '../../../../core/api/schemas.ts';
import { useLostWorkspace, wasLeftOnPurpose } from '../../shared/session/lost-workspace.ts';
import { useWorkspaceChoice } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';

interface Place {
  id: string;
  name: string;
}

/** Notices that the workspace on the screen is no longer the user's, moves to the inbox of another one, and says so. */
export function LostWorkspaceNotice({ me }: { me: Me }) {
  const chosen = useWorkspaceChoice((state) => state.orgId);
  const here = (me.memberships.find(({ org }) => org.id === chosen) ?? me.memberships[0])?.org ?? null;
  const before = useRef<Place | null>(here);
  const [lost, setLost] = useState<Place | null>(null);
  const navigate = useNavigate();

  useEffect(() => {
    const last = before.current;
    before.current = here;
    if (!last || me.memberships.some(({ org }) => org.id === last.id)) return;
    if (!wasLeftOnPurpose(last.id)) setLost(last);
    void navigate({ to: '/inbox', replace: true }).then(() =>
      useLostWorkspace.setState({ isLeaving: false }),
    );
  }, [here, me.memberships, navigate]);

  if (!lost) return null;
  return (
    <Dialog
      isOpen
      onClose={() => setLost(null)}
      title={`You are no longer in “${lost.name}”`}
      description={
        here
          ? `Somebody there ended your membership. You are in “${here.name}” now.`
          : 'Somebody there ended your membership. You can make a workspace of your own.'
      }
      className="max-w-md"
      footer={
        <Button variant="primary" onClick={() => setLost(null)}>
          Go on
        </Button>
      }
    />
  );
}
