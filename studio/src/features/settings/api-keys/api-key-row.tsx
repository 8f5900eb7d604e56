import type { ApiKey } from '../../../../../core/api/api-keys.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { Badge, SampleBadge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { roleLabels } from './roles.ts';

export interface ApiKeyRowProps {
  apiKey: ApiKey;
  /** Null when the reader may not. */
  onRevoke: (() => void) | null;
  onTakeOver: (() => void) | null;
}

export function ApiKeyRow({ apiKey, onRevoke, onTakeOver }: ApiKeyRowProps) {
  const now = useNow('halfMinute');
  const {
    name,
    lastFour,
    role,
    effectiveRole,
    scopes,
    createdByName,
    createdByKey,
    createdAt,
    expiresAt,
    lastUsedAt,
  } = apiKey;
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
  const isEnded = apiKey.revokedAt !== null || isExpired;
  const maker = createdByName ?? (createdByKey ? 'another key' : null);
  return (
    <li className="flex items-center gap-3 px-3 py-3">
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className={isEnded ? 'truncate text-muted' : 'truncate font-medium'}>{name}</span>
          {lastFour && <code className="font-mono text-xs text-muted">pk_…{lastFour}</code>}
          <Badge title={roleLabels[role].hint}>{roleLabels[role].label}</Badge>
          {scopes && (
            <Badge tone="info" title={scopes.join(', ')}>
              {scopes.length === 1 ? scopes[0] : `${scopes.length} scopes`}
            </Badge>
          )}
          {apiKey.revokedAt ? (
            <Badge tone="danger">Revoked</Badge>
          ) : (
            isExpired && <Badge tone="warn">Expired</Badge>
          )}
          {!isEnded && effectiveRole !== role && <LostRights role={effectiveRole} />}
          {apiKey.isSample && <SampleBadge />}
        </p>
        <p className="text-[13px] text-muted">
          <span title={fullTime(createdAt)}>
            Made {relativeTime(createdAt, now)}
            {maker && ` by ${maker}`}
          </span>
          {' · '}
          <span title={lastUsedAt ? fullTime(lastUsedAt) : undefined}>
            {lastUsedAt ? `last used ${relativeTime(lastUsedAt, now)}` : 'never used'}
          </span>
          {expiresAt && !isEnded && (
            <>
              {' · '}
              <span title={fullTime(expiresAt)}>ends {relativeTime(expiresAt, now)}</span>
            </>
          )}
        </p>
      </div>
      {onTakeOver && !isEnded && effectiveRole !== role && (
        <Button size="sm" aria-label={`Take over ${name}`} onClick={onTakeOver}>
          Take over
        </Button>
      )}
      {onRevoke && !isEnded && (
        <Button size="sm" variant="dangerGhost" aria-label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke
        </Button>
      )}
    </li>
  );
}

function LostRights({ role }: { role: ApiKey['effectiveRole'] }) {
  if (role === null)
    return (
      <Badge tone="danger" title="Programs that use it are refused until somebody takes it over.">
        Stopped: its maker left
      </Badge>
    );
  return (
    <Badge tone="warn" title="It can do no more than its maker, whose role was lowered.">
      Acts as {roleLabels[role].label.toLowerCase()}
    </Badge>
  );
}
