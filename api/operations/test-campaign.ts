import { v7 as uuidv7 } from 'uuid';
import { campaignMessage, exclusionOf, type CampaignMessage } from '../../core/campaigns/message.ts';
import type { CampaignScene } from '../../core/campaigns/message.ts';
import type { CampaignVariant } from '../../core/campaigns/document.ts';
import { campaignProblems } from '../../core/campaigns/problems.ts';
import { exclusions } from '../../core/campaigns/recipients.ts';
import { plainText } from '../../core/messaging/content.ts';
import { loadPeople, type LoadedPerson } from '../../platform/campaigns/people.ts';
import { loadScene } from '../../platform/campaigns/scene.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import type { CheckedCampaign } from '../campaigns/check.ts';
import { refuseErrors } from '../campaigns/refuse.ts';
import { loadFileKinds } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';

/** What is not looked at here the gate looks at. How often somebody was written to lately doesn't count: a test is asked for. */
const TEST = { frequencyCap: null };

export const testCampaign = operation('testCampaign', {
  async handle({ tx, principal, params: { org, campaign }, body }) {
    const [tested] = await tx<CheckedCampaign[]>`
      select g.doc, g.phone_number_id as "phoneNumberId" from public.campaigns g
      where g.org_id = ${org} and g.id = ${campaign}`;
    if (!tested) throw new ApiError('not_found');
    const { doc, phoneNumberId } = tested;
    const at = doc.variants.findIndex(({ key }) => key === body.variant);
    if (at < 0) throw invalidField('variant', 'is none of this campaign');
    const now = new Date();
    const scene = await loadScene(tx, org, phoneNumberId, now);
    const files = await loadFileKinds(tx, org);
    refuseErrors(
      campaignProblems(doc, { phoneNumberId, templates: scene.templates, files }).filter(
        ({ field }) => field === 'phoneNumberId' || field.startsWith(`variants.${at}.`),
      ),
    );

    const people = await loadPeople(tx, org, body.contactIds, TEST, now);
    const byId = new Map(people.map((person) => [person.contact.id, person]));
    const source = principal.kind === 'user' ? 'agent' : 'api';
    const items = [];
    // In the order of ids, so that two who test at once don't wait for each other for ever.
    for (const contactId of [...new Set(body.contactIds.map((id) => id.toLowerCase()))].sort()) {
      const made = messageFor(byId.get(contactId), doc.variants[at]!, scene);
      if (typeof made === 'string') items.push({ contactId, messageId: null, problem: made });
      else {
        const messageId = await createTest(tx, { org, contactId, phoneNumberId, source, ...made });
        items.push({ contactId, messageId, problem: messageId === null ? GONE : null });
      }
    }
    return { items };
  },
});

const GONE = 'This contact does not exist any more.';

/** Or why nothing is sent, in one sentence. */
function messageFor(
  person: LoadedPerson | undefined,
  variant: CampaignVariant,
  scene: CampaignScene,
): CampaignMessage | string {
  if (person === undefined) return GONE;
  const message = campaignMessage(variant, person, scene);
  if ('problem' in message) return `${exclusions.value_missing}.`;
  const reason = exclusionOf(person, message.purpose, TEST);
  return reason === null ? message : `${exclusions[reason]}.`;
}

interface TestMessage extends CampaignMessage {
  org: string;
  contactId: string;
  phoneNumberId: string | null;
  source: 'agent' | 'api';
}

async function createTest(
  tx: Tx,
  { org, contactId, phoneNumberId, source, content, purpose }: TestMessage,
): Promise<string | null> {
  const [row] = await tx<{ id: string | null }[]>`
    select private.create_campaign_test(${org}, ${contactId}, ${phoneNumberId}, ${uuidv7()}, ${json(tx, content)}, ${plainText(content)},
      ${purpose}, ${source}) as id`;
  return row!.id;
}
