import { Ellipsis } from 'lucide-react';
import type { WebhookEndpoint } from '../../../../../core/api/webhooks.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../shared/ui/menu.tsx';

export type WebhookAction = 'change' | 'test' | 'switch' | 'rotate' | 'delete';

export interface WebhookRowProps {
  webhook: WebhookEndpoint;
  mayWrite: boolean;
  onAct: (action: WebhookAction) => void;
  onOpen: () => void;
}

export function WebhookRow({ webhook, mayWrite, onAct, onOpen }: WebhookRowProps) {
  const now = useNow('halfMinute');
  const { url, description, events, status, lastDeliveredAt } = webhook;
  const isEnabled = status === 'enabled';
  const name = nameOf(webhook);
  return (
    <li className="flex items-center gap-2 px-3 py-3">
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className={isEnabled ? 'truncate font-medium' : 'truncate text-muted'}>{name}</span>
          <State webhook={webhook} />
        </p>
        {description && <p className="truncate font-mono text-xs text-muted">{url}</p>}
        <p className="text-[13px] text-muted">
          <span title={events.join(', ')}>{events.length === 1 ? events[0] : `${events.length} events`}</span>
          {' · '}
          <span title={lastDeliveredAt ? fullTime(lastDeliveredAt) : undefined}>
            {lastDeliveredAt ? `last taken ${relativeTime(lastDeliveredAt, now)}` : 'nothing taken yet'}
          </span>
        </p>
      </div>
      <Button size="sm" aria-label={`Deliveries to ${name}`} onClick={onOpen}>
        Deliveries
      </Button>
      {mayWrite && (
        <Menu
          trigger={
            <Button variant="ghost" size="iconSm" aria-label={`More for ${name}`}>
              <Ellipsis />
            </Button>
          }
        >
          {isEnabled && <MenuItem onSelect={() => onAct('test')}>Send a test</MenuItem>}
          <MenuItem onSelect={() => onAct('change')}>Change…</MenuItem>
          <MenuItem onSelect={() => onAct('rotate')}>New secret…</MenuItem>
          <MenuItem onSelect={() => onAct('switch')}>{isEnabled ? 'Disable' : 'Enable'}</MenuItem>
          <MenuSeparator />
          <MenuItem tone="danger" onSelect={() => onAct('delete')}>
            Delete…
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}

export function nameOf({ description, url }: WebhookEndpoint): string {
  return description ?? url.replace(/^https?:\/\//, '');
}

function State({ webhook }: { webhook: WebhookEndpoint }) {
  const { status, disabledReason, failingSince, previousSecretUntil } = webhook;
  if (status === 'disabled') {
    if (disabledReason === 'failing')
      return (
        <Badge tone="danger" title="Nothing got through for five days. Enable it when the server is mended.">
          Disabled: it failed for days
        </Badge>
      );
    if (disabledReason === 'gone')
      return (
        <Badge tone="danger" title="It answered 410 (Gone).">
          Disabled: it is gone
        </Badge>
      );
    return <Badge>Disabled</Badge>;
  }
  return (
    <>
      {failingSince && (
        <Badge tone="warn" title={`Every attempt has failed since ${fullTime(failingSince)}.`}>
          Failing
        </Badge>
      )}
      {previousSecretUntil && (
        <Badge
          tone="info"
          title={`Signed with the former secret, too, until ${fullTime(previousSecretUntil)}.`}
        >
          Two secrets
        </Badge>
      )}
    </>
  );
}
