/**
 * Reads all templates of a WhatsApp account from Meta and keeps them. It may be called at any time and twice at once: what was written
 * since Meta was asked is newer and stays. A template that Meta no longer lists is DELETED, once the whole list could be read.
 */
import { json, type Sql } from '../../platform/db/pool.ts';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import type { MetaTemplate, TemplateApi } from '../../platform/whatsapp/templates.ts';
import type { TemplateSyncInput, TemplateSyncReport } from '../../workflows/housekeeping-contract.ts';
import { ofLivingOrganization } from '../living-organization.ts';

export interface TemplateSyncContext {
  sql: Sql;
  templates: TemplateApi;
  accessToken(orgId: string, wabaAccountId: string): Promise<string | null>;
  onProgress(): void;
}

/** @throws MetaError while it is worth another try; the account's row says then what is wrong */
export async function readTemplates(
  { sql, templates, accessToken, onProgress }: TemplateSyncContext,
  { orgId, wabaAccountId }: TemplateSyncInput,
): Promise<TemplateSyncReport> {
  // As text: a JavaScript date would lose the microseconds that tell before from after.
  const [account] = await sql<{ metaWabaId: string; readAt: string }[]>`
    select w.meta_waba_id as "metaWabaId", clock_timestamp()::text as "readAt" from waba_accounts w
    where w.org_id = ${orgId} and w.id = ${wabaAccountId} and ${ofLivingOrganization(sql, orgId)}`;
  if (!account) return { status: 'gone' };
  const { metaWabaId, readAt } = account;
  try {
    const token = await accessToken(orgId, wabaAccountId);
    if (token === null) throw new MetaError('token_refused', 'The WhatsApp account has no token.');
    return await readAll(token);
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const isFinal = error.code === 'token_refused' || error.code === 'refused';
    const code = isFinal ? 'token_refused' : 'whatsapp_unavailable';
    await sql`update waba_accounts set templates_error = ${code} where id = ${wabaAccountId}`;
    if (!isFinal) throw error;
    return { status: 'refused' };
  }

  async function readAll(token: string): Promise<TemplateSyncReport> {
    const names: string[] = [];
    let [changed, unreadable] = [0, 0];
    for await (const page of templates.list(metaWabaId, token)) {
      unreadable += page.unreadable;
      const templates = eachOnce(page.templates);
      names.push(...templates.keys());
      const [row] = await sql<{ changed: number }[]>`
        select private.write_templates(${orgId}, ${wabaAccountId}, ${json(sql, [...templates.values()])}, ${readAt}::text::timestamptz) as changed`;
      changed += row!.changed;
      onProgress();
    }
    // NOTE: one that could not be read has no name here, and may be any of ours.
    const deleted = unreadable > 0 ? 0 : await markDeleted(names);
    await sql`
      update waba_accounts set templates_read_at = ${readAt}::text::timestamptz, templates_error = null where id = ${wabaAccountId}`;
    return { status: 'read', templates: names.length, changed, deleted, unreadable };
  }

  async function markDeleted(names: string[]): Promise<number> {
    const { count } = await sql`
      update templates set status = 'DELETED', next_category = null
      where waba_account_id = ${wabaAccountId} and status <> 'DELETED' and updated_at < ${readAt}::text::timestamptz
        and not (name || '/' || language = any(${names}::text[]))`;
    return count;
  }
}

/** By name and language: Postgres refuses a statement that would write a row twice. The last one counts. */
const eachOnce = (templates: readonly MetaTemplate[]) =>
  new Map(templates.map((one) => [`${one.name}/${one.language}`, one]));
