import { MAX_RANGE_DAYS } from '../../core/api/analytics.ts';
import { findRange } from '../analytics/range.ts';
import { countByName } from '../analytics/counts-by-name.ts';
import { countNow } from '../analytics/now.ts';
import { countSeries } from '../analytics/series.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';

export const getAnalyticsOverview = operation('getAnalyticsOverview', {
  async handle({ tx, params: { org }, query }) {
    const { bucket, phoneNumberId = null } = query;
    const range = await findRange(tx, org, query);
    if (range.days < 1) throw invalidField('to', 'The last day is before the first one.');
    if (range.days > MAX_RANGE_DAYS[bucket])
      throw invalidField('from', `At most ${MAX_RANGE_DAYS[bucket]} days by ${bucket}.`);
    const names = await countByName(tx, org, range, phoneNumberId);
    const series = await countSeries(tx, org, range, phoneNumberId);
    const { from, to, timeZone } = range;
    return {
      ...{ from, to, timeZone, bucket },
      totals: { ...series.totals, ...names.durations },
      series: series.entries,
      failures: names.failures,
      templates: names.templates,
      flows: names.flows,
      now: await countNow(tx, org, phoneNumberId),
    };
  },
});
