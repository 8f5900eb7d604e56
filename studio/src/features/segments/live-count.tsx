import { useQuery } from '@tanstack/react-query';
import type { SegmentRules } from '../../../../core/segments/rules.ts';
import { errorText } from '../../shared/api/errors.ts';
import { personName } from '../../shared/lib/phone.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { previewQuery } from './queries.ts';
import { countText, ESTIMATE_HINT } from './count-text.ts';

/** How many contacts the rules hold, while somebody builds them. */
export function LiveCount({ rules }: { rules: SegmentRules | null }) {
  const { orgId } = useWorkspace();
  const settled = useDebounced(rules, 400);
  const query = useQuery(previewQuery(orgId, settled));
  const { data } = query;
  const isBehind = query.isFetching || settled !== rules;
  return (
    <div className="mr-auto min-w-0 self-center text-[13px]">
      <p role="status" className="flex items-center gap-1.5 font-medium tabular-nums">
        {rules === null ? (
          <span className="font-normal text-muted">Finish the rules to see who belongs</span>
        ) : query.isError ? (
          <span className="text-danger">{errorText(query.error)}</span>
        ) : data ? (
          <span title={data.isEstimate ? ESTIMATE_HINT : undefined}>
            {countText(data.count, data.isEstimate)}
            {data.isEstimate && <span className="font-normal text-muted"> (estimated)</span>}
          </span>
        ) : (
          'Counting…'
        )}
        {isBehind && rules !== null && <Spinner />}
      </p>
      {rules !== null && data && data.contacts.length > 0 && (
        <p className="max-w-md truncate text-xs text-muted">
          {data.contacts.map((contact) => personName(contact.name, contact.phone)).join(', ')}
          {data.count > data.contacts.length && '…'}
        </p>
      )}
    </div>
  );
}
