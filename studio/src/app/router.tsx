/** Every address of the studio. Features are loaded when they are first visited. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { startSession, useSession } from '../shared/session/session.ts';
import { Waiting } from '../shared/ui/spinner.tsx';
import { NotFoundPage, RouteErrorPage } from './error-pages.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

/** NOTE: a parameter that is left out of the answer keeps what the address says, so a refused one is set to undefined. */
function textOf(value: unknown, pattern = /./): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: RouteErrorPage,
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({
    // Only a path of our own: an address of somebody else's would make the sign-in a trap.
    next: textOf(search.next, /^\/(?![/\\])/),
  }),
  beforeLoad: ({ search }) => {
    if (useSession.getState().status === 'signedIn')
      redirect({ href: search.next ?? '/inbox', replace: true, throw: true });
  },
  component: lazyRouteComponent(() => import('../features/auth/sign-in-page.tsx'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    await startSession();
    if (useSession.getState().status === 'signedIn') return;
    const next = location.href === '/' ? undefined : location.href;
    redirect({ to: '/sign-in', search: { next }, replace: true, throw: true });
  },
  pendingComponent: () => (
    <main className="h-full">
      <Waiting />
    </main>
  ),
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/inbox', replace: true, throw: true });
  },
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  validateSearch: (search): { filter?: string } => ({ filter: textOf(search.filter) }),
  component: lazyRouteComponent(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
});

const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '$conversationId',
});

const contacts = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts',
  component: lazyRouteComponent(() => import('../features/contacts/contacts-page.tsx'), 'ContactsPage'),
});

const segments = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/segments',
  component: lazyRouteComponent(() => import('../features/segments/segments-page.tsx'), 'SegmentsPage'),
});

const flows = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows',
  component: lazyRouteComponent(() => import('../features/flows/flows-page.tsx'), 'FlowsPage'),
});

const editor = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows/$flowId',
  validateSearch: (search): { run?: string } => ({ run: textOf(search.run) }),
  component: lazyRouteComponent(() => import('../features/editor/editor-page.tsx'), 'EditorPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    home,
    inbox.addChildren([conversation]),
    contacts,
    segments,
    flows,
    editor,
    settings,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: () => <Waiting />,
    defaultErrorComponent: RouteErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
