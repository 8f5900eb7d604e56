import { Link } from '@tanstack/react-router';
import type { ApiKey } from '../../../../../core/api/api-keys.ts';

/** Names the API keys that stop or lose rights together with the member they act for. */
export function KeysAtStake({ apiKeys, what }: { apiKeys: readonly ApiKey[]; what: string }) {
  if (apiKeys.length === 0) return null;
  return (
    <div role="note" className="space-y-1.5 rounded-lg bg-warn-soft px-3 py-2.5 text-sm">
      <p>
        {apiKeys.length === 1 ? 'An API key' : `${apiKeys.length} API keys`} {what}:
      </p>
      <ul aria-label="API keys at stake" className="scroll-thin max-h-40 overflow-y-auto">
        {apiKeys.map(({ id, name, lastFour }) => (
          <li key={id} className="truncate font-medium">
            {name}
            {lastFour && <code className="ml-2 font-mono text-xs text-muted">pk_…{lastFour}</code>}
          </li>
        ))}
      </ul>
      <p>
        An admin can take keys over, now or later, in{' '}
        <Link to="/settings/$section" params={{ section: 'api-keys' }} className="underline">
          API keys
        </Link>
        .
      </p>
    </div>
  );
}
