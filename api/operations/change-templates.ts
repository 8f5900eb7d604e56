/** Making, changing and deleting message templates: Meta is asked first, and what it says is kept. */
import type { NewTemplate, Template } from '../../core/api/templates.ts';
import {
  templateProblems,
  type TemplateComponent,
  type TemplateDefinition,
} from '../../core/messaging/template-definition.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import type { MetaTemplate } from '../../platform/whatsapp/templates.ts';
import { askingMeta } from '../meta-problems.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findTemplate } from '../rows/templates.ts';
import { findWabas } from '../rows/wabas.ts';
import { openWabaToken } from '../waba-token.ts';

export const createTemplate = operation('createTemplate', {
  async handle({ tx, params: { org }, body, templates, vault }) {
    const { wabaId, ...definition } = body;
    const { metaWabaId } = await findWaba(tx, org, wabaId, 'wabaId');
    check(definition);
    const token = await openWabaToken(tx, vault, org, wabaId);
    const made = await askingMeta(() => templates.create(metaWabaId, token, definition));
    const id = await save(tx, org, wabaId, {
      ...definition,
      ...made,
      components: [...definition.components],
      quality: null,
      rejectedReason: null,
    });
    return findTemplate(tx, org, id);
  },
});

/** States in which Meta takes changes. */
const CHANGEABLE = ['APPROVED', 'REJECTED', 'PAUSED'];

export const updateTemplate = operation('updateTemplate', {
  async handle({ tx, params: { org, template: id }, body: { category, components }, templates, vault }) {
    const { template, known } = await findKnown(tx, org, id);
    const { status } = template;
    if (!CHANGEABLE.includes(status))
      throw new ApiError('wrong_template_status', {
        detail: `A template that is ${status.toLowerCase().replaceAll('_', ' ')} can't be changed: Meta takes changes of approved, rejected and paused ones.`,
      });
    if (status === 'APPROVED' && category !== undefined && category !== template.category)
      throw new ApiError('wrong_template_status', {
        detail: 'An approved template keeps its category: make another template.',
      });
    if (components !== undefined) check({ ...template, category: category ?? template.category, components });
    const token = await openWabaToken(tx, vault, org, template.wabaId);
    await askingMeta(() => templates.update(known.metaId, token, { category, components }));
    await save(tx, org, template.wabaId, {
      ...known,
      category: category ?? template.category,
      components: components ?? template.components,
      status: 'PENDING',
      rejectedReason: null,
    });
    return findTemplate(tx, org, id);
  },
});

/** Meta's word for a template that isn't there. */
const NOT_THERE = 2593002;

/** The row stays, as DELETED: flows may name it. */
export const deleteTemplate = operation('deleteTemplate', {
  async handle({ tx, params: { org, template: id }, templates, vault }) {
    const { template, known } = await findKnown(tx, org, id);
    const { metaWabaId } = await findWaba(tx, org, template.wabaId, 'template');
    const token = await openWabaToken(tx, vault, org, template.wabaId);
    await askingMeta(() =>
      templates.remove(metaWabaId, token, known).catch((error: unknown) => {
        if (!(error instanceof MetaError) || error.subcode !== NOT_THERE) throw error;
      }),
    );
    await save(tx, org, template.wabaId, { ...known, status: 'DELETED' });
    return { id };
  },
});

export const syncTemplates = operation('syncTemplates', {
  async handle({ tx, params: { org, waba } }) {
    await findWaba(tx, org, waba);
    await tx`select private.request_template_sync(${org}, ${waba}, true)`;
    return { id: waba };
  },
});

/** What Meta would refuse anyway, said at once and by field. */
function check(definition: TemplateDefinition): void {
  const errors = templateProblems(definition).map(({ part, message }) => ({
    field: fieldOf(part, definition.components),
    message,
  }));
  const [first] = errors;
  if (first) throw new ApiError('invalid_input', { detail: `${first.field}: ${first.message}`, errors });
}

/** `buttons.0` is `components.2.buttons.0` in the body. */
function fieldOf(part: string, components: readonly TemplateComponent[]): string {
  const [type = '', ...rest] = part.split('.');
  const at = components.findIndex((one) => one.type === type.toUpperCase());
  const ofComponent = ['header', 'body', 'footer', 'buttons'].includes(type);
  if (!ofComponent) return part;
  if (at < 0) return 'components';
  return [`components.${at}`, ...(rest.length > 0 ? ['buttons', ...rest] : [])].join('.');
}

async function findWaba(tx: Tx, org: string, waba: string, field?: keyof NewTemplate | 'template') {
  const [found] = await findWabas(tx, org, waba);
  if (found) return found;
  if (field !== 'wabaId') throw new ApiError('not_found');
  const message = 'There is no such WhatsApp account.';
  throw new ApiError('invalid_input', { detail: message, errors: [{ field, message }] });
}

/** A template with what Meta knows it by. */
async function findKnown(
  tx: Tx,
  org: string,
  id: string,
): Promise<{ template: Template; known: MetaTemplate }> {
  const template = await findTemplate(tx, org, id);
  const [row] = await tx<{ metaId: string | null }[]>`
    select meta_template_id as "metaId" from public.templates where org_id = ${org} and id = ${id}`;
  if (!row?.metaId)
    throw new ApiError('wrong_template_status', {
      detail: 'It isn’t known yet what Meta calls this template: read the templates from Meta first.',
    });
  const { name, language, category, status, quality, rejectedReason, parameterFormat, components } = template;
  const known = { name, language, category, status, quality, rejectedReason, parameterFormat, components };
  return { template, known: { ...known, metaId: row.metaId } };
}

/** And has it read again soon: Meta changes what it is given, its category for example. */
async function save(tx: Tx, org: string, waba: string, template: MetaTemplate): Promise<string> {
  const [row] = await tx<{ id: string }[]>`
    select private.save_template(${org}, ${waba}, ${json(tx, template)}) as id`;
  await tx`select private.request_template_sync(${org}, ${waba}, false)`;
  return row!.id;
}
