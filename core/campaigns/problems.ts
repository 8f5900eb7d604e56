/** What a campaign lacks before it can go out: pure, so that the studio says it while one types and the server before it starts. */
import { fileSourceProblems } from '../flow/nodes/shared/files.ts';
import type { TemplateFacts } from '../flow/run.ts';
import { checkTemplate } from '../flow/templating.ts';
import { misfitText, UNKNOWN_FILE } from '../flow/validation/file-misfit.ts';
import type { MediaKind } from '../messaging/content.ts';
import { isSendableTemplate } from '../messaging/policy.ts';
import { placeholdersOf } from '../messaging/template-parts.ts';
import type { CampaignDoc, CampaignVariant } from './document.ts';

export interface CampaignProblem {
  code: keyof typeof severities;
  severity: 'error' | 'warning';
  /** Path in the document, for example `variants.0.template.body.1`; `phoneNumberId` beside it. */
  field: string;
  message: string;
}

/** What it is checked against. */
export interface CampaignFacts {
  phoneNumberId: string | null;
  /** Of the number's account, by `name/language`. */
  templates: Readonly<Record<string, TemplateFacts>>;
  /** What the files are that are kept to be sent, by their ids; null where that isn't known, so that none of them is a problem. */
  files: Readonly<Record<string, MediaKind>> | null;
}

const severities = {
  number_missing: 'error',
  audience_empty: 'error',
  template_missing: 'error',
  template_unknown: 'error',
  template_not_approved: 'error',
  template_values: 'error',
  template_header: 'error',
  template_file: 'error',
  bad_template: 'error',
  mixed_categories: 'error',
  winner_without_variants: 'warning',
  local_time_without_time: 'error',
  // Found where the rest of the organisation is known (api/campaigns), too.
  audience_unknown: 'error',
  audience_too_deep: 'error',
  contacts_gone: 'warning',
  start_in_the_past: 'error',
  time_passed_for_some: 'warning',
  no_recipients: 'warning',
  over_headroom: 'warning',
} as const;

export function campaignProblems(doc: CampaignDoc, facts: CampaignFacts): CampaignProblem[] {
  const { audience, delivery, variants } = doc;
  return [
    ...(facts.phoneNumberId === null
      ? [problem('number_missing', 'phoneNumberId', 'Choose the number it is sent from.')]
      : []),
    ...(audience.include.length === 0
      ? [problem('audience_empty', 'audience.include', 'Say whom it goes to.')]
      : []),
    ...variants.flatMap((variant, at) => variantProblems(variant, `variants.${at}.template`, facts)),
    ...categoryProblems(doc, facts),
    ...(delivery.timing === 'localTime' && delivery.startsAt === null
      ? [problem('local_time_without_time', 'delivery.startsAt', 'Say the time at which people get it.')]
      : []),
    ...(delivery.test !== null && delivery.test.winner !== 'none' && variants.length === 1
      ? [
          problem(
            'winner_without_variants',
            'delivery.test.winner',
            'There is one message only: no other one can win.',
          ),
        ]
      : []),
  ];
}

function variantProblems(
  { template }: CampaignVariant,
  field: string,
  { templates, phoneNumberId, files }: CampaignFacts,
): CampaignProblem[] {
  if (template.name === '') return [problem('template_missing', `${field}.name`, 'Choose a template.')];
  const facts = templates[`${template.name}/${template.language}`];
  if (facts === undefined) {
    // Which templates there are depends on the number.
    if (phoneNumberId === null) return [];
    const message = `The account of this number has no template “${template.name}” in ${template.language}.`;
    return [problem('template_unknown', `${field}.name`, message)];
  }
  const found: CampaignProblem[] = [];
  if (!isSendableTemplate(facts.status)) {
    const message = `Meta has not approved this template, or not any more (${facts.status}).`;
    found.push(problem('template_not_approved', `${field}.name`, message));
  }
  const texts = [
    ...texted(template.body, placeholdersOf(facts.body).length, `${field}.body`),
    ...texted(template.header, headerValues(facts), `${field}.header`),
    ...texted(urlEnds(template, facts), (facts.urlButtons ?? []).length, `${field}.urls`),
  ];
  found.push(...headerProblems(template, field, facts));
  if (template.headerMedia !== undefined)
    found.push(...fileProblems(template.headerMedia, `${field}.headerMedia.source`, files));
  return [...found, ...texts];
}

type TemplateUse = CampaignVariant['template'];

/** Ends of the addresses that take one, in their order; then those that no button takes. */
function urlEnds({ urls = [] }: TemplateUse, { urlButtons = [] }: TemplateFacts): string[] {
  const taken = urlButtons.map((index) => urls.find((url) => url.index === index));
  const left = urls.filter((url) => !taken.includes(url));
  return [...taken.map((url) => url?.value ?? ''), ...left.map(({ value }) => value)];
}

/** What stands above the words must be there, and nothing else: Meta refuses both. */
function headerProblems(
  { headerMedia, headerLocation }: TemplateUse,
  field: string,
  { header }: TemplateFacts,
): CampaignProblem[] {
  if (header === undefined) return [];
  const media = `${field}.headerMedia`;
  const location = `${field}.headerLocation`;
  const found: CampaignProblem[] = [];
  if (header.kind === 'media' && headerMedia?.kind !== header.media)
    found.push(problem('template_header', media, 'Choose the file that stands above it.'));
  if (header.kind !== 'media' && headerMedia !== undefined)
    found.push(problem('template_header', media, 'The template has no place for this file.'));
  if (header.kind === 'location' && headerLocation === undefined)
    found.push(problem('template_header', location, 'Say the place that stands above it.'));
  if (header.kind !== 'location' && headerLocation !== undefined)
    found.push(problem('template_header', location, 'The template shows no place on a map.'));
  return found;
}

function fileProblems(
  { kind, source }: NonNullable<TemplateUse['headerMedia']>,
  field: string,
  files: CampaignFacts['files'],
): CampaignProblem[] {
  const own = fileSourceProblems(source, field).map((one) =>
    problem('template_file', one.field ?? field, one.message),
  );
  if (own.length > 0 || source.by !== 'file' || files === null) return own;
  const found = Object.hasOwn(files, source.fileId) ? files[source.fileId] : undefined;
  if (found === kind) return [];
  const message = found === undefined ? UNKNOWN_FILE : misfitText(found, kind);
  return [problem('template_file', `${field}.fileId`, message)];
}

function headerValues({ header }: TemplateFacts): number {
  return header?.kind === 'text' ? placeholdersOf(header.text).length : 0;
}

/** Each place of the template needs a value, each value a place, and every text must be one that can be read. */
function texted(values: readonly string[], wanted: number, field: string): CampaignProblem[] {
  const places = Math.max(values.length, wanted);
  return Array.from({ length: places }, (_, at): CampaignProblem[] => {
    const value = values[at] ?? '';
    const place = `${field}.${at}`;
    if (at >= wanted) return [problem('template_values', place, 'The template has no place for this value.')];
    if (value.trim() === '') return [problem('template_values', place, 'Say what stands here.')];
    const bad = checkTemplate(value);
    return bad === null ? [] : [problem('bad_template', place, bad.message)];
  }).flat();
}

/** Consent and cost go by category: a test between two would compare different things. */
function categoryProblems({ variants }: CampaignDoc, { templates }: CampaignFacts): CampaignProblem[] {
  const categories = variants.flatMap(
    ({ template }) => templates[`${template.name}/${template.language}`]?.category ?? [],
  );
  return new Set(categories).size < 2
    ? []
    : [
        problem(
          'mixed_categories',
          'variants',
          'All variants must be of one category: marketing, utility or authentication.',
        ),
      ];
}

export function problem(code: CampaignProblem['code'], field: string, message: string): CampaignProblem {
  return { code, severity: severities[code], field, message };
}
