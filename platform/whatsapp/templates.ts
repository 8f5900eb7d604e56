/**
 * Message templates at Meta: read in full, made, changed and deleted.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
 */
import { z } from 'zod';
import {
  parameterFormats,
  templateCategories,
  type ParameterFormat,
  type TemplateCategory,
  type TemplateComponent,
  type TemplateDefinition,
} from '../../core/messaging/template-definition.ts';
import { askMeta, MetaError } from './ask-meta.ts';
import { refusalOf } from './refusals.ts';

/** Meta reviews some templates while it answers. */
const DEFAULT_TIMEOUT_MS = 20_000;
const PAGE = 250;
/** Meta's limit is 6,000 templates an account; more pages than this are a loop. */
const MAX_PAGES = 200;

export interface MetaTemplate {
  metaId: string;
  name: string;
  language: string;
  category: TemplateCategory;
  status: string;
  quality: string | null;
  components: Record<string, unknown>[];
  parameterFormat: ParameterFormat;
  rejectedReason: string | null;
}

/** A page as Meta gave it; `unreadable` counts what isn't a template as we know them. */
export interface TemplatePage {
  templates: MetaTemplate[];
  unreadable: number;
}

/** What Meta answers to a new one; it may have chosen another category. */
export interface CreatedTemplate {
  metaId: string;
  status: string;
  category: TemplateCategory;
}

/** All throw MetaError: `token_refused`, `refused` with Meta's reason, `throttled`, `whatsapp_unavailable`. */
export interface TemplateApi {
  /** Page by page until the last one. */
  list(metaWabaId: string, accessToken: string): AsyncGenerator<TemplatePage>;
  create(metaWabaId: string, accessToken: string, definition: TemplateDefinition): Promise<CreatedTemplate>;
  update(
    metaTemplateId: string,
    accessToken: string,
    change: {
      category?: TemplateCategory | undefined;
      components?: readonly TemplateComponent[] | undefined;
    },
  ): Promise<void>;
  remove(metaWabaId: string, accessToken: string, template: { metaId: string; name: string }): Promise<void>;
}

const listed = z.object({
  id: z.string(),
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(64),
  status: z.string().min(1).max(64),
  category: z.enum(templateCategories),
  parameter_format: z.enum(parameterFormats).catch('POSITIONAL'),
  quality_score: z
    .object({ score: z.string().max(64) })
    .nullish()
    .catch(null),
  rejected_reason: z.string().max(256).nullish().catch(null),
  components: z.array(z.record(z.string(), z.unknown())).catch([]),
});
const page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).partial().nullish(), next: z.string().nullish() })
    .nullish(),
});
const created = z.object({
  id: z.string(),
  status: z.string().max(64).default('PENDING'),
  category: z.enum(templateCategories).optional(),
});
const FIELDS = 'id,name,language,status,category,parameter_format,quality_score,rejected_reason,components';

/**
 * @param graphUrl base without version
 * @param version for example `v25.0`
 * @param options.timeoutMs of one request to Meta
 */
export function createTemplateApi(
  graphUrl: string,
  version: string,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: { timeoutMs?: number } = {},
): TemplateApi {
  const base = `${graphUrl.replace(/\/$/, '')}/${version}`;
  const edge = (metaWabaId: string) => `${base}/${encodeURIComponent(metaWabaId)}/message_templates`;

  async function ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    accessToken: string,
    body?: object,
  ): Promise<unknown> {
    const { statusCode, body: stream } = await askMeta(url, accessToken, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await stream.json().catch((cause: unknown) => {
      throw new MetaError('whatsapp_unavailable', 'Meta gave no answer.', { cause });
    });
    if (statusCode >= 200 && statusCode < 300) return answer;
    throw refusalOf(statusCode, answer);
  }

  return {
    async *list(metaWabaId, accessToken) {
      let after: string | undefined;
      for (let n = 0; n < MAX_PAGES; n++) {
        const query = new URLSearchParams({
          fields: FIELDS,
          limit: String(PAGE),
          ...(after ? { after } : {}),
        });
        const answer = page.safeParse(await ask('GET', `${edge(metaWabaId)}?${query}`, accessToken));
        if (!answer.success)
          throw new MetaError('whatsapp_unavailable', 'Meta’s list of templates could not be read.');
        const { data, paging } = answer.data;
        const templates = data.flatMap((one) => {
          const template = listed.safeParse(one);
          return template.success ? [toTemplate(template.data)] : [];
        });
        yield { templates, unreadable: data.length - templates.length };
        // NOTE: the cursor, not the address that Meta gives: the token goes nowhere else.
        if (!paging?.next) return;
        after = paging.cursors?.after;
        if (after === undefined)
          throw new MetaError(
            'whatsapp_unavailable',
            'Meta’s list of templates goes on without saying where.',
          );
      }
      throw new MetaError('whatsapp_unavailable', 'Meta’s list of templates has no end.');
    },

    async create(metaWabaId, accessToken, { name, language, category, parameterFormat, components }) {
      const definition = { name, language, category, parameter_format: parameterFormat, components };
      const answer = created.safeParse(await ask('POST', edge(metaWabaId), accessToken, definition));
      if (!answer.success)
        throw new MetaError(
          'whatsapp_unavailable',
          'Meta’s answer about the new template could not be read.',
        );
      return {
        metaId: answer.data.id,
        status: answer.data.status,
        category: answer.data.category ?? category,
      };
    },

    async update(metaTemplateId, accessToken, change) {
      await ask('POST', `${base}/${encodeURIComponent(metaTemplateId)}`, accessToken, change);
    },

    async remove(metaWabaId, accessToken, { metaId, name }) {
      const query = new URLSearchParams({ hsm_id: metaId, name });
      await ask('DELETE', `${edge(metaWabaId)}?${query}`, accessToken);
    },
  };
}

function toTemplate(one: z.output<typeof listed>): MetaTemplate {
  const { rejected_reason: reason } = one;
  return {
    metaId: one.id,
    name: one.name,
    language: one.language,
    category: one.category,
    status: one.status,
    quality: one.quality_score?.score ?? null,
    components: one.components,
    parameterFormat: one.parameter_format,
    rejectedReason: !reason || reason === 'NONE' ? null : reason,
  };
}
