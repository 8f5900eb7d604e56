/** A campaign in sentences, as somebody would tell it. Pure. */
import type { CampaignDelivery, CampaignDoc, CampaignGroup } from '../../../../../core/campaigns/document.ts';
import { counted, peopleText } from '../../../shared/lib/counted.ts';
import { splitDuration } from '../../editor/nodes/shared/duration.ts';
import type { Step } from './steps.ts';
import { shareOf } from './variants.ts';

/** Names of what a document names by id; null: not known (any more). */
export interface Names {
  segment: (id: string) => string | null;
  campaign: (id: string) => string | null;
  number: (id: string) => string | null;
  /** Of the organisation. */
  zone: string;
}

export interface ReviewLine {
  step: Step;
  title: string;
  text: string;
}

const results: Record<Extract<CampaignGroup, { kind: 'campaign' }>['result'], string> = {
  'was-sent': 'who were sent {}',
  'was-not-sent': 'who were not sent {}',
  'was-delivered': 'who received {}',
  'was-not-delivered': 'who did not receive {}',
  'was-read': 'who read {}',
  'was-not-read': 'who did not read {}',
  failed: 'whom {} did not reach',
  replied: 'who answered {}',
  'not-replied': 'who did not answer {}',
};

/** "everybody with the tag “vip”" */
export function groupText(group: CampaignGroup, names: Names): string {
  switch (group.kind) {
    case 'all':
      return 'everybody';
    case 'tag':
      return `people with the tag “${group.tag}”`;
    case 'segment':
      return `the segment “${names.segment(group.segmentId) ?? 'that is gone'}”`;
    case 'contacts':
      return `${peopleText(group.contactIds.length)} chosen one by one`;
    case 'campaign': {
      const days = group.replyDays === undefined ? '' : ` within ${counted(group.replyDays, 'day')}`;
      const name = `“${names.campaign(group.campaignId) ?? group.campaignId}”`;
      return `people ${results[group.result].replace('{}', () => name)}${days}`;
    }
  }
}

export function reviewLines(doc: CampaignDoc, phoneNumberId: string | null, names: Names): ReviewLine[] {
  const { audience, variants, delivery } = doc;
  const { include, exclude } = audience;
  const list = (groups: readonly CampaignGroup[]) => sentence(groups.map((group) => groupText(group, names)));
  const line = (step: Step, title: string, text: string): ReviewLine => ({ step, title, text });
  return [
    line('audience', 'Goes to', include.length === 0 ? 'Nobody yet' : list(include)),
    ...(exclude.length > 0 ? [line('audience', 'Without', list(exclude))] : []),
    line('message', 'From', (phoneNumberId && names.number(phoneNumberId)) ?? 'No number yet'),
    ...variants.map((variant) =>
      line(
        'message',
        variants.length > 1 ? `Message ${variant.key}` : 'Message',
        [
          variant.template.name === ''
            ? 'No template yet'
            : `“${variant.template.name}” (${variant.template.language})`,
          variants.length > 1 && `to ${shareOf(variants, variant)}% of them`,
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    line('delivery', 'Start', startText(delivery, names.zone)),
    line(
      'delivery',
      'Quiet hours',
      delivery.quietHours === null
        ? 'None: it is sent at any hour'
        : `Nothing between ${delivery.quietHours.from} and ${delivery.quietHours.to} where they are`,
    ),
    line(
      'delivery',
      'Speed',
      delivery.ratePerSecond === null
        ? 'As fast as the number may send'
        : `${counted(delivery.ratePerSecond, 'message')} a second at most`,
    ),
    ...(delivery.frequencyCap === null
      ? []
      : [
          line(
            'delivery',
            'Rest',
            `Not to those who got ${counted(delivery.frequencyCap.max, 'message')} or more in the last ${durationText(delivery.frequencyCap.periodMs)}`,
          ),
        ]),
    ...(delivery.test === null ? [] : [line('delivery', 'A part first', testText(delivery.test))]),
    line(
      'delivery',
      'Stops',
      delivery.stopRule === null
        ? 'Only by hand'
        : `Pauses when ${delivery.stopRule.failedPercent}% have failed, from ${counted(delivery.stopRule.minSent, 'message')} on`,
    ),
    line('delivery', 'Held back', retryText(delivery.retriesWhenCapped)),
  ];
}

function startText({ startsAt, timing }: CampaignDelivery, zone: string): string {
  if (startsAt === null) return 'As soon as it is started';
  const at = wallTimeText(startsAt);
  return timing === 'localTime' ? `${at}, on the clock of each person` : `${at} (${zone})`;
}

/** "Thu, 24 Dec 2026, 09:30" of a wall time, which belongs to no zone here. */
export function wallTimeText(local: string, locale?: string): string {
  return new Date(`${local}Z`).toLocaleString(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' },
  });
}

function testText({ percent, waitMs, winner }: NonNullable<CampaignDelivery['test']>): string {
  const rest = {
    none: 'then the others get theirs',
    reads: 'then the others get what most have read',
    replies: 'then the others get what most have answered',
  }[winner];
  return `${percent}% first, ${durationText(waitMs)} later ${rest}`;
}

function retryText(retries: number): string {
  return retries === 0
    ? 'Whom WhatsApp holds back is not tried again'
    : `Whom WhatsApp holds back is tried again ${retries === 1 ? 'once' : retries === 2 ? 'twice' : `${retries} times`}, a day apart`;
}

/** "4 hours", "1 day" */
export function durationText(durationMs: number): string {
  const { count, unit } = splitDuration(durationMs);
  return counted(count, unit.replace(/s$/, ''));
}

/** "A, b and c" */
function sentence(parts: readonly string[]): string {
  const text = new Intl.ListFormat('en', { type: 'conjunction' }).format(parts);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
