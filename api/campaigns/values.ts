/** Whether all values of the template are there, and what people read: looked at for some of the recipients. */
import type { Preflight } from '../../core/api/campaigns.ts';
import type { CampaignDoc, CampaignVariant } from '../../core/campaigns/document.ts';
import { campaignMessage, type CampaignPerson, type CampaignScene } from '../../core/campaigns/message.ts';
import { loadPeople } from '../../platform/campaigns/people.ts';
import type { Tx } from '../../platform/db/pool.ts';

const SAMPLES = 5;

export interface CheckedValues {
  checked: number;
  missing: number;
  samples: Preflight['samples'];
}

/** @param contactIds in the order of chance; each is looked at with one variant, by their shares */
export async function checkValues(
  tx: Tx,
  org: string,
  { variants, delivery }: CampaignDoc,
  scene: CampaignScene,
  contactIds: readonly string[],
): Promise<CheckedValues> {
  const people = await loadPeople(tx, org, contactIds, { ...delivery, frequencyCap: null }, scene.now);
  const seen = people.map((person, at) => {
    const variant = variantAt(variants, (at + 0.5) / people.length);
    return { person, variant, text: textFor(person, variant, scene) };
  });
  return {
    checked: seen.length,
    missing: seen.filter(({ text }) => text === null).length,
    samples: seen.slice(0, SAMPLES).map(({ person: { contact }, variant, text }) => ({
      ...{ contactId: contact.id, contactName: contact.name, variant: variant.key, text },
    })),
  };
}

function textFor(person: CampaignPerson, variant: CampaignVariant, scene: CampaignScene): string | null {
  const message = campaignMessage(variant, person, scene);
  return 'problem' in message ? null : (message.content.preview ?? null);
}

/** @param place from 0 to 1 */
function variantAt(variants: readonly CampaignVariant[], place: number): CampaignVariant {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let upTo = 0;
  for (const variant of variants) {
    upTo += variant.weight / total;
    if (place < upTo) return variant;
  }
  return variants.at(-1)!;
}
