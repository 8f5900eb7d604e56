import { Link, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { isAllowed } from '../../../../core/api/permissions.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Skeleton } from '../../shared/ui/states.tsx';
import { settingsSections } from './sections.ts';

/** A menu of sections, and the chosen one beside it, or below it on narrow screens. */
export function SettingsPage() {
  const workspace = useWorkspace();
  const chosen = useParams({ strict: false }).section;
  const sections = settingsSections.filter(({ needs }) => isAllowed(workspace, needs));
  const section = sections.find(({ id }) => id === chosen) ?? sections[0]!;
  return (
    <Page title="Settings">
      <div className="flex flex-col gap-6 lg:flex-row">
        {sections.length > 1 && (
          <nav aria-label="Settings" className="lg:w-48 lg:shrink-0">
            <ul className="flex gap-1 overflow-x-auto lg:flex-col">
              {sections.map(({ id, label, icon: Icon }) => (
                <li key={id}>
                  <Link
                    to="/settings/$section"
                    params={{ section: id }}
                    aria-current={id === section.id ? 'page' : undefined}
                    className="flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:bg-surface-2 hover:text-text aria-[current=page]:bg-surface-2 aria-[current=page]:text-text"
                  >
                    <Icon aria-hidden className="size-4" />
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div className="min-w-0 flex-1">
          <Suspense fallback={<Skeleton className="h-96 max-w-2xl" />}>
            <section.component />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}
