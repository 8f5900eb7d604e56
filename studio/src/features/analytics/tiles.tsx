import type { AnalyticsOverview } from '../../../../core/api/analytics.ts';
import { changeOf, countText, durationText, share, shareText } from './number-text.ts';
import { StatTile } from './stat-tile.tsx';

type Totals = AnalyticsOverview['totals'];

/** What WhatsApp has answered for: the rest may still become anything. */
function written(totals: Totals): number {
  return totals.sent + totals.delivered + totals.read + totals.failed;
}
const arrived = (totals: Totals) => totals.delivered + totals.read;

export interface TilesProps {
  totals: Totals;
  /** Of as many days before; null while they are loading. */
  before: Totals | null;
  now: AnalyticsOverview['now'];
}

export function Tiles({ totals, before, now }: TilesProps) {
  const change = (of: (totals: Totals) => number | null) =>
    changeOf(of(totals), before === null ? null : of(before));
  const deliveredShare = (of: Totals) => share(arrived(of), written(of));
  const readShare = (of: Totals) => share(of.read, arrived(of));
  const completedShare = share(
    totals.runsCompleted,
    totals.runsCompleted + totals.runsExited + totals.runsFailed,
  );
  const { peopleReplies, flowReplies, resolutions } = totals;
  return (
    <ul aria-label="Totals" className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <StatTile
        label="Messages received"
        value={countText(totals.received)}
        change={change((of) => of.received)}
      />
      <StatTile
        label="Messages sent"
        value={countText(written(totals))}
        change={change(written)}
        note={totals.waiting > 0 ? `${countText(totals.waiting)} more are waiting` : undefined}
      />
      <StatTile
        label="Delivered"
        value={shareText(deliveredShare(totals))}
        change={change(deliveredShare)}
        note={`${countText(totals.failed)} failed`}
      />
      <StatTile
        label="Read"
        value={shareText(readShare(totals))}
        change={change(readShare)}
        note="Of those delivered"
      />
      <StatTile
        label="Open conversations now"
        value={countText(now.open)}
        note={`${countText(now.unassigned)} assigned to nobody`}
      />
      <StatTile
        label="Conversations opened"
        value={countText(totals.opened)}
        change={change((of) => of.opened)}
        note={`${countText(totals.resolved)} resolved${resolutions.medianSeconds === null ? '' : `, after ${durationText(resolutions.medianSeconds)}`}`}
      />
      <StatTile
        label="First answer by people"
        value={durationText(peopleReplies.medianSeconds)}
        change={change((of) => of.peopleReplies.medianSeconds)}
        isBetterLow
        note={
          peopleReplies.count === 0
            ? 'Nobody answered'
            : `Median of ${countText(peopleReplies.count)}; 9 of 10 within ${durationText(peopleReplies.p90Seconds)}`
        }
      />
      <StatTile
        label="First answer by flows"
        value={durationText(flowReplies.medianSeconds)}
        change={change((of) => of.flowReplies.medianSeconds)}
        isBetterLow
        note={
          flowReplies.count === 0
            ? 'No flow answered'
            : `Median of ${countText(flowReplies.count)}; 9 of 10 within ${durationText(flowReplies.p90Seconds)}`
        }
      />
      {totals.newContacts !== null && (
        <StatTile
          label="New contacts"
          value={countText(totals.newContacts)}
          change={change((of) => of.newContacts)}
          note={`${countText(totals.optIns ?? 0)} opt-ins, ${countText(totals.optOuts ?? 0)} opt-outs`}
        />
      )}
      <StatTile
        label="Flow runs started"
        value={countText(totals.runsStarted)}
        change={change((of) => of.runsStarted)}
        note={`${completedShare === null ? 'None ended' : `${shareText(completedShare)} of those that ended completed`}; ${countText(now.needAttention)} need attention now`}
      />
    </ul>
  );
}
