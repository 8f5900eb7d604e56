import type { AnalyticsOverview } from '../../../../core/api/analytics.ts';
import { BarChart, type ChartEntry, type ChartSeries } from './bar-chart.tsx';
import { countText, durationText } from './number-text.ts';

type Entry = AnalyticsOverview['series'][number];

const messages: ChartSeries[] = [
  { id: 'received', label: 'Received', color: 'bg-info' },
  { id: 'read', label: 'Read', color: 'bg-primary' },
  { id: 'delivered', label: 'Delivered', color: 'bg-primary/60' },
  { id: 'sent', label: 'Sent', color: 'bg-primary/30' },
  { id: 'failed', label: 'Failed', color: 'bg-danger' },
];
const conversations: ChartSeries[] = [
  { id: 'opened', label: 'Opened', color: 'bg-info' },
  { id: 'resolved', label: 'Resolved', color: 'bg-primary' },
];
const answers: ChartSeries[] = [{ id: 'people', label: 'Median', color: 'bg-logic' }];
const runs: ChartSeries[] = [
  { id: 'runsCompleted', label: 'Completed', color: 'bg-primary' },
  { id: 'runsExited', label: 'Left early', color: 'bg-border-strong' },
  { id: 'runsFailed', label: 'Failed', color: 'bg-danger' },
];

export function Charts({ series, bucket, timeZone }: AnalyticsOverview) {
  const short = new Intl.DateTimeFormat('en', {
    timeZone,
    ...(bucket === 'day'
      ? { day: 'numeric', month: 'short' }
      : { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }),
  });
  const long = new Intl.DateTimeFormat('en', {
    timeZone,
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...(bucket === 'day'
      ? {}
      : { hour: 'numeric', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' }),
  });
  const entriesOf = (values: (entry: Entry) => ChartEntry['values']): ChartEntry[] =>
    series.map((entry) => {
      const at = new Date(entry.at);
      return { label: short.format(at), title: long.format(at), values: values(entry) };
    });
  const text = (value: number | null) => countText(value ?? 0);
  const counts = entriesOf(({ at: _, peopleReplies: __, flowReplies: ___, ...numbers }) => numbers);
  return (
    <>
      <BarChart title="Messages" series={messages} entries={counts} textOf={text} />
      <div className="grid gap-4 lg:grid-cols-2">
        <BarChart title="Conversations" series={conversations} entries={counts} textOf={text} />
        <BarChart
          title="First answer by people"
          series={answers}
          entries={entriesOf(({ peopleReplies }) => ({ people: peopleReplies.medianSeconds }))}
          textOf={durationText}
        />
      </div>
      <BarChart title="Flow runs that ended" series={runs} entries={counts} textOf={text} />
    </>
  );
}
