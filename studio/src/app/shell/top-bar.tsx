import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Check, ChevronDown, CircleUser, LogOut, Monitor, Moon, Plus, Sun } from 'lucide-react';
import { useState } from 'react';
import { CreateWorkspaceDialog } from '../../features/workspaces/create-workspace-dialog.tsx';
import { configQuery, numbersQuery } from '../../shared/api/queries.ts';
import { useLiveStatus } from '../../shared/live/live-status.ts';
import { useTheme, type ThemeChoice } from '../../shared/lib/theme.ts';
import { signOut } from '../../shared/session/session.ts';
import { useWorkspace, useWorkspaceChoice } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { SampleBadge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../../shared/ui/menu.tsx';
import { TestPhoneLink } from '../../shared/ui/test-phone-link.tsx';
import { Tooltip } from '../../shared/ui/tooltip.tsx';

export function TopBar() {
  return (
    <header className="z-20 flex h-12 shrink-0 items-center gap-2 border-b border-border bg-surface px-2 sm:px-3">
      <WorkspaceMenu />
      <PhoneNumber />
      <div className="flex-1" />
      <LiveDot />
      <SimulatorLink />
      <ThemeMenu />
      <UserMenu />
    </header>
  );
}

function WorkspaceMenu() {
  const { orgId, orgName, memberships } = useWorkspace();
  const choose = useWorkspaceChoice((state) => state.choose);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button variant="ghost" size="sm" className="text-text">
            <span className="sr-only">Workspace</span>
            <span
              aria-hidden
              className="grid size-5 place-items-center rounded bg-primary-soft text-[11px] font-semibold text-primary"
            >
              {orgName.slice(0, 1).toUpperCase()}
            </span>
            <span className="max-w-32 truncate sm:max-w-48">{orgName}</span>
            <ChevronDown aria-hidden className="text-muted" />
          </Button>
        }
      >
        <MenuLabel>Workspaces</MenuLabel>
        {memberships.map(({ org, role }) => (
          <MenuChoice
            key={org.id}
            isChosen={org.id === orgId}
            onSelect={() => {
              if (org.id === orgId) return;
              queryClient.removeQueries({ predicate: (query) => query.queryKey[0] === orgId });
              choose(org.id);
              void navigate({ to: '/inbox' });
            }}
          >
            <span className="truncate">{org.name}</span>
            <span className="ml-auto text-xs text-muted">{role}</span>
          </MenuChoice>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setCreating(true)}>
          <Plus aria-hidden /> New workspace
        </MenuItem>
      </Menu>
      {isCreating && <CreateWorkspaceDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function PhoneNumber() {
  const { orgId } = useWorkspace();
  const [number] = useQuery(numbersQuery(orgId)).data?.items ?? [];
  if (!number) return null;
  const quality = number.qualityRating?.toUpperCase() ?? null;
  const dot = quality === 'RED' ? 'bg-danger' : quality === 'YELLOW' ? 'bg-warn' : 'bg-primary';
  return (
    <Tooltip
      label={`${number.verifiedName ?? 'WhatsApp number'}${quality ? `, quality ${quality.toLowerCase()}` : ''}`}
    >
      <span
        tabIndex={0}
        className="hidden items-center gap-2 rounded-md px-1.5 py-1 text-[13px] text-muted sm:flex"
      >
        <span aria-hidden className={`size-2 rounded-full ${dot}`} />
        <span className="tabular-nums">{number.displayPhoneNumber}</span>
        {number.isSample && <SampleBadge />}
      </span>
    </Tooltip>
  );
}

/** Says so when updates don't come by themselves; the inbox polls meanwhile. */
function LiveDot() {
  const status = useLiveStatus((state) => state.status);
  if (status !== 'down') return null;
  return (
    <span
      role="status"
      className="hidden items-center gap-1.5 rounded-full bg-warn-soft px-2.5 py-1 text-xs text-warn sm:flex"
    >
      <span aria-hidden className="size-1.5 rounded-full bg-warn" />
      Reconnecting, updates every 5 s
    </span>
  );
}

function SimulatorLink() {
  const url = useQuery(configQuery()).data?.simulatorUrl;
  if (!url) return null;
  return <TestPhoneLink url={url} variant="ghost" size="sm" isCompact />;
}

const themes = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'System', icon: Monitor },
] as const satisfies readonly { value: ThemeChoice; label: string; icon: unknown }[];

function ThemeMenu() {
  const { choice, choose } = useTheme();
  const current = themes.find((item) => item.value === choice) ?? themes[2];
  return (
    <Menu
      className="min-w-36"
      trigger={
        <Button variant="ghost" size="iconSm" aria-label={`Theme: ${current.label}`}>
          <current.icon aria-hidden />
        </Button>
      }
    >
      {themes.map(({ value, label, icon: Icon }) => (
        <MenuItem key={value} onSelect={() => choose(value)}>
          <Icon aria-hidden /> {label}
          {value === choice && <Check aria-label="chosen" className="ml-auto" />}
        </MenuItem>
      ))}
    </Menu>
  );
}

function UserMenu() {
  const { userName, email, role } = useWorkspace();
  return (
    <Menu
      trigger={
        <button type="button" className="ml-1 rounded-full">
          <span className="sr-only">Account of {userName}</span>
          <Avatar name={userName} className="size-8 text-xs" />
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate text-sm font-medium">{userName}</p>
        <p className="truncate text-xs text-muted">
          {email} · {role}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/settings/$section" params={{ section: 'profile' }}>
          <CircleUser aria-hidden /> Your profile
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
