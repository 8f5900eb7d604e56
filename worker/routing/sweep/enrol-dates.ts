/** Dates of contacts that are due: each date, or each of its anniversaries, enrols its contact once. */
import type { VariableValue } from '../../../core/flow/basics.ts';
import { candidateDays, dueMoment } from '../../../core/flow/nodes/date-trigger/moments.ts';
import type { DateTriggerData } from '../../../core/flow/nodes/date-trigger/manifest.ts';
import { clockMsOf } from '../../../core/flow/nodes/shared/time-of-day.ts';
import { nextTimeOfDay, EVERY_DAY } from '../../../core/flow/nodes/shared/time-next.ts';
import { json, type Sql, type Tx } from '../../../platform/db/pool.ts';
import { advanceClocks, timedTriggers, type TimedTrigger } from './clocks.ts';
import { queueEnrolments } from './enrolment-jobs.ts';

/** A birthday greeting that comes later than this is better not sent. */
const MAX_LATE_MS = 2 * 24 * 60 * 60 * 1000;
const PAGE = 1_000;
/** Of what has been done; longer than anything can come late. */
const MEMORY_DAYS = 60;

type DateTrigger = TimedTrigger<DateTriggerData>;

/**
 * Queues jobs for contacts whose date is due after `from` (or since the trigger was looked at last, if that is later), up to `to`.
 * Each thousand contacts are one transaction.
 *
 * @returns how many contacts were enrolled
 */
export async function enrolDates(sql: Sql, from: Date, to: Date): Promise<number> {
  const triggers = await timedTriggers<DateTriggerData>(sql, 'date-trigger');
  const zonesByOrg = new Map<string, string[]>();
  let enrolled = 0;
  for (const trigger of triggers) {
    const since = new Date(
      Math.max(from.getTime(), trigger.checkedUntil.getTime(), to.getTime() - MAX_LATE_MS),
    );
    if (trigger.isLive && since < to) {
      const zones = zonesByOrg.get(trigger.orgId) ?? (await zonesOf(sql, trigger.orgId));
      zonesByOrg.set(trigger.orgId, zones);
      enrolled += await enrolDue(sql, trigger, zones, since, to);
    }
    await advanceClocks(sql, [trigger], to);
  }
  await sql`delete from private.trigger_occurrences where created_at < ${to}::timestamptz - make_interval(days => ${MEMORY_DAYS})`;
  return enrolled;
}

/** Zones that contacts of the organisation name, '' for those without one; hops over the index from one to the next. */
async function zonesOf(sql: Sql, orgId: string): Promise<string[]> {
  const rows = await sql<{ zone: string }[]>`
    with recursive zones as (
      (select coalesce(c.time_zone, '') as zone from contacts c where c.org_id = ${orgId} order by 1 limit 1)
      union all
      select (select coalesce(c.time_zone, '') from contacts c where c.org_id = ${orgId} and coalesce(c.time_zone, '') > z.zone
        order by 1 limit 1)
      from zones z where z.zone is not null
    )
    select zone from zones where zone is not null`;
  return rows.map(({ zone }) => zone);
}

async function enrolDue(
  sql: Sql,
  trigger: DateTrigger,
  allZones: string[],
  from: Date,
  to: Date,
): Promise<number> {
  const clockMs = clockMsOf(trigger.data.time);
  if (clockMs === null) return 0;
  // In most minutes it is that time of day nowhere, and nobody has to be looked for.
  const zones = allZones.filter((zone) => {
    const next = nextTimeOfDay(from, clockMs, EVERY_DAY, zone || trigger.timeZone);
    return next !== null && next <= to;
  });
  if (zones.length === 0) return 0;
  const pattern = datePattern(candidateDays(trigger.data, from, to));
  let enrolled = 0;
  for (let after: string | null = null; ;) {
    const page: Candidate[] = await candidates(sql, trigger, zones, pattern, after);
    const due = page.flatMap(({ id, zone, value }) => {
      const moment = dueMoment(value, trigger.data, zone || trigger.timeZone, from, to);
      return moment === null ? [] : [{ contactId: id, day: moment.day }];
    });
    if (due.length > 0) enrolled += await sql.begin((tx) => enrolNew(tx, trigger, due, to));
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE || after === null) return enrolled;
  }
}

interface Candidate {
  id: string;
  zone: string;
  value: VariableValue;
}

function candidates(sql: Sql, trigger: DateTrigger, zones: string[], pattern: string, after: string | null) {
  const attribute = trigger.data.attribute.trim();
  return sql<Candidate[]>`
    select c.id, coalesce(c.time_zone, '') as zone, c.attributes -> ${attribute} as value from contacts c
    where c.org_id = ${trigger.orgId} and coalesce(c.time_zone, '') = any(${zones}) and c.attributes ->> ${attribute} ~ ${pattern}
      and (${after}::uuid is null or c.id > ${after}) order by c.id limit ${PAGE}`;
}

/** The forms of a calendar day that core reads (`parseDate`); that it is one of these days core then checks itself. */
function datePattern(days: ReturnType<typeof candidateDays>): string {
  const forms = days.map(({ year, month, day }) => {
    const y = year === null ? '\\d{4}' : String(year).padStart(4, '0');
    return `${y}[-/]0?${month}[-/]0?${day}([T ]|$)|0?${day}[./-]0?${month}[./-]${y}`;
  });
  return `^\\s*(${forms.join('|')})`;
}

/** Those who haven't been enrolled for that day yet: remembered and queued together, so that neither comes without the other. */
async function enrolNew(
  tx: Tx,
  trigger: DateTrigger,
  due: { contactId: string; day: string }[],
  now: Date,
): Promise<number> {
  const { orgId, flowId, nodeId } = trigger;
  const added = await tx<{ contactId: string; day: string }[]>`
    insert into private.trigger_occurrences (org_id, flow_id, node_id, contact_id, day, created_at)
    select ${orgId}, ${flowId}, ${nodeId}, d."contactId", d.day, ${now}
    from jsonb_to_recordset(${json(tx, due)}) as d ("contactId" uuid, day date) order by d."contactId"
    on conflict (flow_id, node_id, contact_id, day) do nothing
    returning contact_id as "contactId", day::text as day`;
  const byDay = Map.groupBy(added, ({ day }) => day);
  await queueEnrolments(
    tx,
    [...byDay].map(([day, contacts]) => ({
      orgId,
      flowId,
      triggerNodeId: nodeId,
      audience: { contactIds: contacts.map(({ contactId }) => contactId) },
      detail: { date: day, attribute: trigger.data.attribute.trim() },
      dedupeKey: `date/${flowId}/${nodeId}/${day}/${contacts[0]!.contactId}`,
    })),
  );
  return added.length;
}
