/**
 * Who gets which variant and who gets it first: by hashes of campaign and contact, so that counting once more gives the same, whoever
 * else is in the audience.
 */
import { createHash } from 'node:crypto';
import type { CampaignDoc } from '../../core/campaigns/document.ts';

export interface Share {
  isTest: boolean;
  /** Null: what wins the test. */
  variant: string | null;
}

export function shareOf(
  { variants, delivery: { test } }: CampaignDoc,
  campaignId: string,
  contactId: string,
): Share {
  const isTest = test !== null && chance('test', campaignId, contactId) * 100 < test.percent;
  const waits = test !== null && test.winner !== 'none' && !isTest;
  return {
    isTest,
    variant: waits ? null : weighted(variants, chance('variant', campaignId, contactId)),
  };
}

/** From 0 to 1, without 1. */
function chance(about: string, campaignId: string, contactId: string): number {
  const hash = createHash('sha256').update(`${about} ${campaignId} ${contactId}`).digest();
  return hash.readUInt32BE() / 2 ** 32;
}

function weighted(variants: CampaignDoc['variants'], at: number): string {
  let left = at * variants.reduce((sum, { weight }) => sum + weight, 0);
  for (const { key, weight } of variants) {
    left -= weight;
    if (left < 0) return key;
  }
  return variants.at(-1)!.key;
}
