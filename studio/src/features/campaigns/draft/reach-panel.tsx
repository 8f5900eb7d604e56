import { RotateCw } from 'lucide-react';
import type { Preflight } from '../../../../../core/api/campaigns.ts';
import type { CampaignDoc } from '../../../../../core/campaigns/document.ts';
import { exclusions } from '../../../../../core/campaigns/recipients.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Spinner } from '../../../shared/ui/spinner.tsx';
import { Skeleton } from '../../../shared/ui/states.tsx';
import { costText, finishText, headroomText, moneyText } from './reach-text.ts';
import type { PreflightView } from './use-draft.ts';

export interface ReachPanelProps {
  preflight: PreflightView;
  doc: CampaignDoc;
}

/** Who gets it, what it costs, when it is done. */
export function ReachPanel({ preflight, doc: { audience, variants } }: ReachPanelProps) {
  const { data, error, isBehind, refetch } = preflight;
  const isEmpty = audience.include.length === 0;
  const hasTemplate = variants[0]?.template.name !== '';
  return (
    <section
      aria-label="Who gets it"
      aria-busy={isBehind}
      className="space-y-4 rounded-xl border border-border bg-surface p-5 shadow-card"
    >
      <div>
        <h2 className="flex items-center gap-2 text-sm font-semibold">
          Reach {isBehind && !isEmpty && <Spinner className="size-3.5 text-muted" />}
        </h2>
        {isEmpty ? (
          <p className="mt-2 text-[13px] text-muted">Add a group of people to see how many get it.</p>
        ) : error && !data ? (
          <div role="alert" className="mt-2 space-y-2">
            <p className="text-[13px] text-danger">{errorText(error)}</p>
            <Button size="sm" onClick={refetch}>
              <RotateCw aria-hidden /> Count again
            </Button>
          </div>
        ) : data ? (
          <Total preflight={data} />
        ) : (
          <div role="status" aria-label="Counting" className="mt-2 space-y-2">
            <Skeleton className="h-9 w-28" />
            <Skeleton className="h-4 w-40" />
          </div>
        )}
      </div>
      {data && !isEmpty && (
        <>
          <Excluded preflight={data} />
          {hasTemplate ? (
            <Facts preflight={data} />
          ) : (
            <p className="border-t border-border pt-3 text-[13px] text-muted">
              Whether people have agreed, and what it costs, is known once a template is chosen: that depends
              on its category.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Total({ preflight: { recipients, audience } }: { preflight: Preflight }) {
  return (
    <p role="status" className="mt-1">
      <span className="text-3xl leading-10 font-semibold tracking-tight tabular-nums">
        {recipients.toLocaleString('en')}
      </span>{' '}
      <span className="text-sm">{recipients === 1 ? 'person gets it' : 'people get it'}</span>
      {audience !== recipients && (
        <span className="block text-[13px] text-muted tabular-nums">
          of {audience.toLocaleString('en')} in the audience
        </span>
      )}
    </p>
  );
}

function Excluded({ preflight: { excluded, recipients, valuesChecked } }: { preflight: Preflight }) {
  const some = excluded.filter(({ count }) => count > 0);
  if (some.length === 0) return null;
  return (
    <div className="border-t border-border pt-3">
      <h3 className="text-xs font-medium text-muted">Left out</h3>
      <ul className="mt-1.5 space-y-1.5">
        {some.map(({ reason, count }) => (
          <li key={reason} className="flex items-baseline justify-between gap-3 text-[13px]">
            <span>{exclusions[reason]}</span>
            <span className="font-medium tabular-nums">−{count.toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
      {valuesChecked > 0 && valuesChecked < recipients && (
        <p className="mt-2 text-xs text-muted">
          Whether all values are there was looked at for {valuesChecked.toLocaleString('en')} people; the
          others are looked at when it is sent.
        </p>
      )}
    </div>
  );
}

function Facts({ preflight }: { preflight: Preflight }) {
  const { cost, recipients } = preflight;
  if (recipients === 0) return null;
  const headroom = headroomText(preflight);
  return (
    <dl className="space-y-3 border-t border-border pt-3 text-[13px]">
      <div>
        <dt className="text-xs font-medium text-muted">Cost at Meta’s list prices</dt>
        <dd className="mt-0.5 font-medium tabular-nums">{costText(cost)}</dd>
        {cost && cost.markets.length > 0 && (
          <dd>
            <details className="mt-1 text-xs text-muted">
              <summary className="cursor-pointer hover:text-text">By country</summary>
              <ul className="mt-1 space-y-0.5">
                {cost.markets.map(({ market, recipients: count, each }) => (
                  <li key={market} className="flex justify-between gap-3 tabular-nums">
                    <span className="truncate">{market}</span>
                    <span>
                      {count.toLocaleString('en')} × {moneyText(each, cost.currency, 4)}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          </dd>
        )}
      </div>
      <div>
        <dt className="text-xs font-medium text-muted">When</dt>
        <dd className="mt-0.5 font-medium">{finishText(preflight, new Date())}</dd>
      </div>
      {headroom && (
        <div>
          <dt className="text-xs font-medium text-muted">Room at this number</dt>
          <dd className="mt-0.5">{headroom}</dd>
        </div>
      )}
    </dl>
  );
}
