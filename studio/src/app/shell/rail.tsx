import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import {
  ChartColumn,
  LayoutTemplate,
  Megaphone,
  MessagesSquare,
  Settings,
  Users,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { unreadQuery } from '../../shared/api/queries.ts';
import { cn } from '../../shared/lib/cn.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Logo } from '../../shared/ui/logo.tsx';

const places = [
  { to: '/inbox', label: 'Inbox', icon: MessagesSquare },
  { to: '/contacts', label: 'Contacts', icon: Users },
  { to: '/flows', label: 'Flows', icon: Workflow },
  { to: '/campaigns', label: 'Campaigns', icon: Megaphone },
  { to: '/templates', label: 'Templates', icon: LayoutTemplate },
  { to: '/analytics', label: 'Analytics', icon: ChartColumn },
  { to: '/settings', label: 'Settings', icon: Settings },
] as const satisfies readonly { to: string; label: string; icon: LucideIcon }[];

/** Where one can go: a rail at the left, with words on wide screens; at the bottom on phones. */
export function Rail() {
  const { orgId } = useWorkspace();
  const unread = useQuery(unreadQuery(orgId)).data ?? 0;
  // The canvas needs the room more than the rail needs words.
  const isWide = useParams({ strict: false }).flowId === undefined;
  return (
    <nav
      aria-label="Main"
      className={cn(
        'z-20 flex shrink-0 items-center border-t border-border bg-surface sm:w-14 sm:flex-col sm:border-t-0 sm:border-r',
        isWide && 'xl:w-44 xl:items-stretch',
      )}
    >
      <Link
        to="/inbox"
        aria-label="Parley"
        className={cn(
          'hidden h-12 items-center justify-center gap-2 text-text sm:flex',
          isWide && 'xl:justify-start xl:px-4',
        )}
      >
        <Logo className="size-7" />
        {isWide && <span className="hidden text-base font-semibold tracking-tight xl:inline">Parley</span>}
      </Link>
      <ul
        className={cn(
          'flex w-full justify-around p-1.5 max-sm:px-0.5 sm:flex-col sm:justify-start sm:gap-1',
          isWide && 'xl:px-2.5',
        )}
      >
        {places.map(({ to, label, icon: Icon }) => (
          <li key={to} className="flex-1 sm:flex-none">
            <Link
              to={to}
              title={label}
              className={cn(
                'relative flex h-11 flex-col items-center justify-center gap-0.5 rounded-lg text-[11px] font-medium max-sm:text-[10px] max-sm:tracking-tight text-muted transition-colors hover:bg-surface-2 hover:text-text data-[status=active]:bg-primary-soft data-[status=active]:text-primary',
                isWide && 'xl:h-9 xl:flex-row xl:justify-start xl:gap-2.5 xl:px-2.5 xl:text-sm',
              )}
            >
              <Icon aria-hidden className="size-5" />
              <span className={cn('sm:sr-only', isWide && 'xl:not-sr-only')}>{label}</span>
              {to === '/inbox' && unread > 0 && (
                <span
                  className={cn(
                    'absolute top-1 left-1/2 ml-1 min-w-4 rounded-full bg-primary px-1 text-center text-[10px] leading-4 font-semibold text-on-primary',
                    isWide && 'xl:static xl:ml-auto xl:min-w-5 xl:text-[11px] xl:leading-5',
                  )}
                >
                  {unread > 99 ? '99+' : unread}
                  <span className="sr-only"> unread conversations</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
