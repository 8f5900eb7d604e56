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
import { takeMailLink } from '../shared/session/mail-link.ts';
import { startSession, useSession } from '../shared/session/session.ts';
import { Waiting } from '../shared/ui/spinner.tsx';
import { NotFoundPage, RouteErrorPage } from './error-pages.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

interface CampaignSearch {
  step?: 'audience' | 'message' | 'delivery' | 'review';
  show?: 'people';
  result?: string;
  reason?: string;
  error?: string;
  variant?: string;
  replied?: true;
}

/** NOTE: a parameter that is left out of the answer keeps what the address says, so a refused one is set to undefined. */
function textOf(value: unknown, pattern = /./): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/** 2026-11-24 */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: RouteErrorPage,
  notFoundComponent: NotFoundPage,
});

/** Only a path of our own: an address of somebody else's would make the sign-in a trap. */
function nextOf(search: Record<string, unknown>): { next?: string } {
  return { next: textOf(search.next, /^\/(?![/\\])/) };
}

function goOnIfSignedIn({ search }: { search: { next?: string } }): void {
  if (useSession.getState().status === 'signedIn')
    redirect({ href: search.next ?? '/inbox', replace: true, throw: true });
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: nextOf,
  beforeLoad: goOnIfSignedIn,
  component: lazyRouteComponent(() => import('../features/auth/sign-in-page.tsx'), 'SignInPage'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  validateSearch: nextOf,
  beforeLoad: goOnIfSignedIn,
  component: lazyRouteComponent(() => import('../features/auth/sign-up-page.tsx'), 'SignUpPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../features/auth/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  loader: () => takeMailLink(),
  component: lazyRouteComponent(
    () => import('../features/auth/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
});

const confirm = createRoute({
  getParentRoute: () => root,
  path: '/auth/confirm',
  validateSearch: nextOf,
  loaderDeps: ({ search }) => search,
  loader: async ({ deps: { next } }) => {
    const outcome = await takeMailLink();
    const isIn = outcome.kind !== 'failed' && useSession.getState().status === 'signedIn';
    if (isIn) redirect({ href: next ?? '/inbox', replace: true, throw: true });
    return outcome;
  },
  component: lazyRouteComponent(() => import('../features/auth/confirm-page.tsx'), 'ConfirmPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/$token',
  loader: () => startSession(),
  component: lazyRouteComponent(() => import('../features/auth/invitation-page.tsx'), 'InvitationPage'),
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
  validateSearch: (search): { filter?: string; team?: string } => ({
    filter: textOf(search.filter),
    team: textOf(search.team, /^[\da-f-]{36}$/i),
  }),
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

const contact = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/$contactId',
  component: lazyRouteComponent(() => import('../features/contacts/page/contact-page.tsx'), 'ContactPage'),
});

const duplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/duplicates',
  component: lazyRouteComponent(
    () => import('../features/contacts/duplicates/duplicates-page.tsx'),
    'DuplicatesPage',
  ),
});

const segments = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/segments',
  component: lazyRouteComponent(() => import('../features/segments/segments-page.tsx'), 'SegmentsPage'),
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/import',
  component: lazyRouteComponent(() => import('../features/contacts/import/imports-page.tsx'), 'ImportsPage'),
});

const importOne = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/import/$importId',
  component: lazyRouteComponent(() => import('../features/contacts/import/import-page.tsx'), 'ImportPage'),
});

const templates = createRoute({
  getParentRoute: () => signedIn,
  path: '/templates',
  component: lazyRouteComponent(() => import('../features/templates/templates-page.tsx'), 'TemplatesPage'),
});

const campaigns = createRoute({
  getParentRoute: () => signedIn,
  path: '/campaigns',
  validateSearch: (search): { status?: string } => ({ status: textOf(search.status, /^\w+$/) }),
  component: lazyRouteComponent(() => import('../features/campaigns/campaigns-page.tsx'), 'CampaignsPage'),
});

/** Of a draft the step of its making; of one that was started whom of its people to list. */
const CAMPAIGN_STEPS = ['audience', 'message', 'delivery', 'review'] as const;

const campaign = createRoute({
  getParentRoute: () => signedIn,
  path: '/campaigns/$campaignId',
  validateSearch: (search): CampaignSearch => ({
    step: CAMPAIGN_STEPS.find((step) => step === search.step),
    show: search.show === 'people' ? 'people' : undefined,
    result: textOf(search.result, /^\w+$/),
    reason: textOf(search.reason, /^\w+$/),
    error: textOf(search.error),
    variant: textOf(search.variant, /^[A-E]$/),
    replied: search.replied === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../features/campaigns/campaign-page.tsx'), 'CampaignPage'),
});

const flows = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows',
  component: lazyRouteComponent(() => import('../features/flows/flows-page.tsx'), 'FlowsPage'),
});

const SHOWN = ['people', 'jobs', 'numbers'] as const;

const editor = createRoute({
  getParentRoute: () => signedIn,
  path: '/flows/$flowId',
  validateSearch: (search): { run?: string; show?: 'people' | 'jobs' | 'numbers' } => ({
    run: textOf(search.run),
    show: SHOWN.find((shown) => shown === search.show),
  }),
  component: lazyRouteComponent(() => import('../features/editor/editor-page.tsx'), 'EditorPage'),
});

const analytics = createRoute({
  getParentRoute: () => signedIn,
  path: '/analytics',
  validateSearch: (search): { from?: string; to?: string; number?: string } => ({
    from: textOf(search.from, DAY),
    to: textOf(search.to, DAY),
    number: textOf(search.number, /^[\da-f-]{36}$/i),
  }),
  component: lazyRouteComponent(() => import('../features/analytics/analytics-page.tsx'), 'AnalyticsPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

const settingsSection = createRoute({
  getParentRoute: () => settings,
  path: '$section',
});

const routeTree = root.addChildren([
  signIn,
  signUp,
  forgotPassword,
  resetPassword,
  confirm,
  invitation,
  signedIn.addChildren([
    home,
    inbox.addChildren([conversation]),
    contacts,
    contact,
    duplicates,
    segments,
    imports,
    importOne,
    campaigns,
    campaign,
    templates,
    flows,
    editor,
    analytics,
    settings.addChildren([settingsSection]),
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
