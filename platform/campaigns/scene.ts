/** What messages of a campaign are filled from, beside the person: the templates of its number, and how people see it. */
import type { CampaignScene } from '../../core/campaigns/message.ts';
import { templateFacts } from '../../core/flow/template-facts.ts';
import type { Sql, Tx } from '../db/pool.ts';

/** Without a number there are no templates: which there are depends on its account. Works with the caller's own rights. */
export async function loadScene(
  sql: Sql | Tx,
  orgId: string,
  phoneNumberId: string | null,
  now: Date,
): Promise<CampaignScene> {
  const [row] = await sql<{ timeZone: string; number: string | null }[]>`
    select o.time_zone as "timeZone", p.display_phone_number as number
    from organizations o left join phone_numbers p on p.org_id = o.id and p.id = ${phoneNumberId} where o.id = ${orgId}`;
  const templates = await sql<({ name: string; language: string } & Parameters<typeof templateFacts>[0])[]>`
    select t.name, t.language, t.status, t.category, t.components
    from templates t join phone_numbers p on p.org_id = t.org_id and p.waba_account_id = t.waba_account_id
    where t.org_id = ${orgId} and p.id = ${phoneNumberId}`;
  return {
    templates: Object.fromEntries(
      templates.map((template) => [`${template.name}/${template.language}`, templateFacts(template)]),
    ),
    ...{ timeZone: row?.timeZone ?? 'UTC', number: row?.number ?? '', now },
  };
}
