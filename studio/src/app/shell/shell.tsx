import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { meQuery } from '../../shared/api/queries.ts';
import { LiveUpdates } from '../../shared/live/live-updates.tsx';
import { signOut } from '../../shared/session/session.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Waiting } from '../../shared/ui/spinner.tsx';
import { ErrorState } from '../../shared/ui/states.tsx';
import { useLostWorkspace } from '../../shared/session/lost-workspace.ts';
import { FirstWorkspace } from '../../features/workspaces/first-workspace.tsx';
import { LostWorkspaceNotice } from './lost-workspace-notice.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame around every page of a signed-in user; below it `useWorkspace` always has an answer. */
export function Shell() {
  const me = useQuery(meQuery());
  const isLeaving = useLostWorkspace((state) => state.isLeaving);
  if (me.isPending) {
    return (
      <main className="h-full">
        <Waiting label="Opening your workspace" />
      </main>
    );
  }
  if (me.isError) {
    return (
      <div className="flex h-full flex-col items-center justify-center">
        <ErrorState className="h-auto" error={me.error} onRetry={() => void me.refetch()} />
        <Button variant="link" onClick={() => void signOut()}>
          Sign out
        </Button>
      </div>
    );
  }
  return (
    <>
      {isLeaving ? (
        <main className="h-full">
          <Waiting label="Leaving the workspace" />
        </main>
      ) : me.data.memberships.length === 0 ? (
        <FirstWorkspace email={me.data.email} />
      ) : (
        <Frame />
      )}
      <LostWorkspaceNotice me={me.data} />
    </>
  );
}

function Frame() {
  return (
    <div className="flex h-full flex-col-reverse sm:flex-row">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-primary px-3 py-2 text-sm font-medium text-on-primary focus:translate-y-0"
      >
        Skip to the content
      </a>
      <Rail />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <TopBar />
        <main id="main" className="min-h-0 flex-1" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <LiveUpdates />
    </div>
  );
}
