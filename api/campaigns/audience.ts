/** The people of a campaign that is not out yet, counted by Postgres. */
import { audienceQuery } from '../../core/campaigns/audience.ts';
import type { CampaignDoc } from '../../core/campaigns/document.ts';
import { NO_MARKETING_TO } from '../../core/campaigns/message.ts';
import type { Exclusion } from '../../core/campaigns/recipients.ts';
import type { SendPurpose } from '../../core/messaging/content.ts';
import { currentContacts } from '../../platform/campaigns/people.ts';
import { json, type Tx } from '../../platform/db/pool.ts';

export interface CountedAudience {
  audience: number;
  /** Without `value_missing`. */
  excluded: Partial<Record<Exclusion, number>>;
  /** Of those who are left. */
  countries: { country: string | null; count: number }[];
  zones: { timeZone: string | null; count: number }[];
  /** Ids of some who are left, by chance. */
  sample: string[];
}

export const nobody: CountedAudience = { audience: 0, excluded: {}, countries: [], zones: [], sample: [] };

/** Whether Postgres can be asked for it: a segment may stand on others that stand on others, but not without end. */
export async function isReadable(tx: Tx, org: string, { audience }: CampaignDoc): Promise<boolean> {
  const { rules, limits } = audienceQuery(audience);
  const [row] = await tx<{ answer: boolean }[]>`
    select private.is_audience_readable(${org}, ${rules && json(tx, rules)}, ${limits && json(tx, limits)}) as answer`;
  return row!.answer;
}

/** Of one that is readable. */
export async function countAudience(
  tx: Tx,
  org: string,
  { audience, delivery: { frequencyCap } }: CampaignDoc,
  { purpose, now, samples }: { purpose: SendPurpose; now: Date; samples: number },
): Promise<CountedAudience> {
  const { rules, contactIds, limits } = audienceQuery(audience);
  const capSince = new Date(now.getTime() - (frequencyCap?.periodMs ?? 0));
  const [counted] = await tx<CountedAudience[]>`
    select audience, excluded, countries, zones, sample
    from private.preflight_campaign(${org}, ${rules && json(tx, rules)}, ${currentContacts(tx, org, contactIds)}, ${limits && json(tx, limits)},
      ${purpose}, ${NO_MARKETING_TO as string[]}, ${frequencyCap?.max ?? null}, ${capSince}, ${now}, ${samples})`;
  return counted!;
}
