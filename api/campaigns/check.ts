/** What is wrong with a campaign, with all of the organisation that it names. */
import type { CampaignDoc, CampaignGroup } from '../../core/campaigns/document.ts';
import type { CampaignScene } from '../../core/campaigns/message.ts';
import { campaignProblems, problem, type CampaignProblem } from '../../core/campaigns/problems.ts';
import { startProblems } from '../../core/campaigns/start.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadFileKinds } from '../flows/surroundings.ts';
import { isReadable } from './audience.ts';

export interface CheckedCampaign {
  phoneNumberId: string | null;
  doc: CampaignDoc;
}

/** Errors and warnings; those that need its people counted are told by the preflight only. */
export async function checkCampaign(
  tx: Tx,
  org: string,
  { phoneNumberId, doc }: CheckedCampaign,
  { templates, timeZone, now }: CampaignScene,
): Promise<CampaignProblem[]> {
  return [
    ...campaignProblems(doc, { phoneNumberId, templates, files: await loadFileKinds(tx, org) }),
    ...(await audienceProblems(tx, org, doc)),
    ...((await isReadable(tx, org, doc)) ? [] : [problem('audience_too_deep', 'audience', TOO_DEEP)]),
    ...startProblems(doc.delivery, timeZone, now),
  ];
}

const TOO_DEEP = 'Its segments hold too many others: take out some, or make flatter ones.';

type NamedGroup = Extract<CampaignGroup, { kind: 'segment' | 'campaign' | 'contacts' }>;

async function audienceProblems(
  tx: Tx,
  org: string,
  { audience: { include, exclude } }: CampaignDoc,
): Promise<CampaignProblem[]> {
  const groups = [
    ...include.map((group, at) => ({ group, field: `audience.include.${at}` })),
    ...exclude.map((group, at) => ({ group, field: `audience.exclude.${at}` })),
  ].flatMap(({ group, field }) =>
    group.kind === 'segment' || group.kind === 'campaign' || group.kind === 'contacts'
      ? { group, field, ids: idsOf(group) }
      : [],
  );
  if (groups.length === 0) return [];
  const ids = [...new Set(groups.flatMap((group) => group.ids))];
  const rows = await tx<{ kind: NamedGroup['kind']; id: string }[]>`
    select 'segment' as kind, id from public.segments where org_id = ${org} and id = any (${ids}::uuid[])
    union all select 'campaign', id from public.campaigns where org_id = ${org} and id = any (${ids}::uuid[])
    union all select 'contacts', id from public.contacts where org_id = ${org} and id = any (${ids}::uuid[])
    union all select 'contacts', merged_contact_id from public.contact_merges
      where org_id = ${org} and merged_contact_id = any (${ids}::uuid[])`;
  const known = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  return groups.flatMap(({ group, field, ids: named }) => {
    const gone = named.filter((id) => !known.has(`${group.kind} ${id.toLowerCase()}`)).length;
    return gone === 0 ? [] : [unknownProblem(group, field, gone)];
  });
}

function idsOf(group: NamedGroup): string[] {
  if (group.kind === 'contacts') return group.contactIds;
  return [group.kind === 'segment' ? group.segmentId : group.campaignId];
}

/** A person who is gone gets nothing, which is what should be; what a whole group hangs on must be there. */
function unknownProblem(group: NamedGroup, field: string, gone: number): CampaignProblem {
  switch (group.kind) {
    case 'segment':
      return problem('audience_unknown', `${field}.segmentId`, 'This segment does not exist any more.');
    case 'campaign':
      return problem('audience_unknown', `${field}.campaignId`, 'This campaign does not exist any more.');
    case 'contacts': {
      const place = `${field}.contactIds`;
      if (gone === group.contactIds.length)
        return problem('audience_unknown', place, 'None of these contacts exists any more.');
      return problem('contacts_gone', place, `${gone} of these contacts exist no more.`);
    }
  }
}
