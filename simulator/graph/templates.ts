import type { Json, Template, Waba } from '../model.ts';
import { nowMs } from '../state.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { later } from '../webhooks/statuses.ts';
import { setTemplateStatus } from '../webhooks/template-events.ts';
import { typeName } from './check.ts';
import { GraphError, invalidParameter } from './errors.ts';
import { parseComponents, parseTemplate } from './template-definition.ts';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_PAGE = 25;
const LARGEST_PAGE = 1000;
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];
const DEFAULT_FIELDS = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'];

/** The template that a send names. Throws 132001, 132015 or 132016 when it can't be sent. */
export function findSendableTemplate(waba: Waba, wanted: { name: string; language: string }): Template {
  const template = waba.templates.find((one) => one.name === wanted.name && one.language === wanted.language);
  if (template?.status === 'APPROVED') return template;
  if (template?.status === 'PAUSED')
    throw new GraphError(132015, `Template ${wanted.name} is paused because of low quality.`);
  if (template?.status === 'DISABLED') throw new GraphError(132016, `Template ${wanted.name} is disabled.`);
  throw new GraphError(132001, `template name (${wanted.name}) does not exist in ${wanted.language}`);
}

/** GET /{waba-id}/message_templates with filters and cursor paging (reference section 5.1). */
export function listTemplates(waba: Waba, query: URLSearchParams, pageUrl: string): Json {
  const matching = waba.templates.filter((template) => matchesFilters(template, query));
  const limit = Math.min(
    LARGEST_PAGE,
    Math.max(1, Number(query.get('limit') ?? DEFAULT_PAGE) || DEFAULT_PAGE),
  );
  const after = query.get('after');
  const before = query.get('before');
  let from = after === null ? 0 : readCursor(after);
  if (before !== null) from = Math.max(0, readCursor(before) - limit);
  const page = matching.slice(from, from + limit);
  const end = from + page.length;
  const linkTo = (key: 'after' | 'before', cursor: string) => {
    const next = new URLSearchParams(query);
    next.delete('after');
    next.delete('before');
    next.delete('access_token');
    next.set(key, cursor);
    return `${pageUrl}?${next.toString()}`;
  };
  const paging: Json = {};
  if (page.length > 0) paging.cursors = { before: makeCursor(from), after: makeCursor(end) };
  if (end < matching.length) paging.next = linkTo('after', makeCursor(end));
  if (from > 0) paging.previous = linkTo('before', makeCursor(from));
  return { data: page.map((template) => templateView(template, query.get('fields'))), paging };
}

/** GET /{template-id}. */
export function templateView(template: Template, fields: string | null): Json {
  const all: Json = {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    parameter_format: template.parameterFormat,
    components: template.components,
    quality_score: { score: template.qualityScore, date: Math.floor(template.changedAt / 1000) },
    rejected_reason: template.rejectedReason,
    ...(template.ttlSeconds === undefined ? {} : { message_send_ttl_seconds: template.ttlSeconds }),
  };
  const wanted =
    fields === null ? DEFAULT_FIELDS : [...fields.split(/[,{]/).map((field) => field.trim()), 'id'];
  return Object.fromEntries(Object.entries(all).filter(([key]) => wanted.includes(key)));
}

/** POST /{waba-id}/message_templates: PENDING at first, decided after `templateReviewMs`. */
export function createTemplate(simulation: Simulation, waba: Waba, body: Json): Json {
  const now = nowMs(simulation.state);
  const template = parseTemplate({ ...body, id: undefined }, now);
  if (waba.templates.some((other) => other.name === template.name && other.language === template.language)) {
    throw new GraphError(100, 'Content in this language already exists', {
      subcode: 2388024,
      userTitle: 'Content in this language already exists',
      userMessage: `There is already ${template.language} content for this template. You can create a new template and try again.`,
    });
  }
  if ((waba.blockedNames.get(template.name) ?? 0) > now) {
    throw new GraphError(100, 'Message template language is being deleted', {
      subcode: 2388023,
      userTitle: 'Message template language is being deleted',
      userMessage: 'The name of a deleted approved template can be used again after 30 days.',
    });
  }
  waba.templates.push(template);
  review(simulation, waba, template);
  return { id: template.id, status: template.status, category: template.category };
}

/** POST /{template-id}: replaces components, category or time to live; the result is reviewed again. */
export function editTemplate(simulation: Simulation, waba: Waba, template: Template, body: Json): Json {
  const now = nowMs(simulation.state);
  if (!EDITABLE.includes(template.status)) {
    throw new GraphError(100, 'Message template can not be edited while it is in review', {
      subcode: 2388039,
    });
  }
  const wasApproved = template.status === 'APPROVED';
  if (wasApproved) {
    const recent = template.editedAt.filter((at) => at > now - 30 * DAY_MS);
    if (recent.length >= 10 || recent.some((at) => at > now - DAY_MS)) {
      throw new GraphError(
        100,
        'An approved template can be edited once in 24 hours and ten times in 30 days',
        { subcode: 2593002 },
      );
    }
  }
  const category = body.category === undefined ? template.category : typeName(body.category).toUpperCase();
  if (category !== template.category && wasApproved)
    throw invalidParameter('The category of an approved template can not be changed.');
  if (category !== 'MARKETING' && category !== 'UTILITY' && category !== 'AUTHENTICATION') {
    throw invalidParameter('Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}.');
  }
  if (body.components !== undefined)
    template.components = parseComponents(body.components, category, template.parameterFormat);
  if (typeof body.message_send_ttl_seconds === 'number') template.ttlSeconds = body.message_send_ttl_seconds;
  template.category = category;
  template.status = 'PENDING';
  template.editedAt.push(now);
  review(simulation, waba, template);
  return { success: true };
}

/** POST /{template-id}/unpause lifts a pause at once. */
export function unpauseTemplate(simulation: Simulation, waba: Waba, template: Template): Json {
  if (template.status !== 'PAUSED') throw new GraphError(100, 'The template is not paused.');
  template.held = false;
  setTemplateStatus(simulation, waba, template, 'APPROVED');
  return { success: true };
}

/** DELETE /{waba-id}/message_templates by name, by id and name, or by up to 100 ids. */
export function deleteTemplates({ state }: Simulation, waba: Waba, query: URLSearchParams): Json {
  const name = query.get('name');
  const id = query.get('hsm_id');
  const ids = (query.get('hsm_ids') ?? '')
    .replace(/[[\]"\s]/g, '')
    .split(',')
    .filter(Boolean);
  if (name === null && ids.length === 0) throw invalidParameter('The parameter name is required.');
  const isMeant = (template: Template) =>
    ids.length > 0
      ? ids.includes(template.id)
      : template.name === name && (id === null || template.id === id);
  const doomed = waba.templates.filter(isMeant);
  if (doomed.length === 0) throw new GraphError(100, 'Message template was not found', { subcode: 2593002 });
  if (doomed.some((template) => template.status === 'DISABLED'))
    throw new GraphError(100, 'A disabled template can not be deleted.');
  waba.templates = waba.templates.filter((template) => !doomed.includes(template));
  for (const template of doomed) {
    const isLast = !waba.templates.some((other) => other.name === template.name);
    if (template.status === 'APPROVED' && isLast)
      waba.blockedNames.set(template.name, nowMs(state) + 30 * DAY_MS);
  }
  return { success: true };
}

function review(simulation: Simulation, waba: Waba, template: Template): void {
  const { templateReview, templateReviewMs } = simulation.state.settings;
  if (templateReview === 'manual') return;
  later(simulation.state, templateReviewMs, () => {
    if (template.status !== 'PENDING' || !waba.templates.includes(template)) return;
    if (templateReview === 'approve') setTemplateStatus(simulation, waba, template, 'APPROVED');
    else setTemplateStatus(simulation, waba, template, 'REJECTED', 'INVALID_FORMAT');
  });
}

function matchesFilters(template: Template, query: URLSearchParams): boolean {
  const among = (key: string, value: string) => {
    const wanted = query.get(key);
    return (
      wanted === null ||
      wanted
        .replace(/[[\]"\s]/g, '')
        .split(',')
        .some((one) => one.toUpperCase() === value.toUpperCase())
    );
  };
  const text = query.get('name_or_content')?.toLowerCase();
  if (
    text !== undefined &&
    !`${template.name} ${JSON.stringify(template.components)}`.toLowerCase().includes(text)
  )
    return false;
  const name = query.get('name');
  if (name !== null && !template.name.includes(name.toLowerCase())) return false;
  return (
    among('status', template.status) &&
    among('category', template.category) &&
    among('language', template.language) &&
    among('quality_score', template.qualityScore)
  );
}

function makeCursor(offset: number): string {
  return Buffer.from(`t${offset}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const match = /^t(\d{1,6})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) throw new GraphError(131059, 'The cursor is invalid or expired. Start again without one.');
  return Number(match[1]);
}
