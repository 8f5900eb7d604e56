import { expect, it } from 'vitest';
import type { TemplateUseData } from '../flow/nodes/shared/fields.ts';
import { templateFacts } from '../flow/template-facts.ts';
import { campaignProblems, type CampaignFacts } from './problems.ts';
import { newCampaignDoc, type CampaignDoc } from './document.ts';

const MENU = '0190a1b2-0000-7000-8000-00000000abcd';
const templates = {
  'menu/en': templateFacts({
    ...{ status: 'APPROVED', category: 'MARKETING' },
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Today' },
    ],
  }),
};
type Source = NonNullable<TemplateUseData['headerMedia']>['source'];

function problemsOf(source: Source, files: CampaignFacts['files']): string[] {
  const template = { name: 'menu', language: 'en', header: [], body: [] };
  const variant = {
    ...{ key: 'A', weight: 1 },
    template: { ...template, headerMedia: { kind: 'image', source } },
  };
  const doc = {
    ...newCampaignDoc(),
    audience: { include: [{ kind: 'all' }], exclude: [] },
    variants: [variant],
  } as CampaignDoc;
  return campaignProblems(doc, { phoneNumberId: 'n', templates, files }).map(
    ({ code, field }) => `${code} ${field}`,
  );
}

const kept = { by: 'file' as const, fileId: MENU };
const place = 'template_file variants.0.template.headerMedia.source';

it.each<[string, Source, CampaignFacts['files'], string[]]>([
  ['a picture that is kept', kept, { [MENU]: 'image' }, []],
  ['a file that is not known to be kept', kept, {}, [`${place}.fileId`]],
  ['a file of another kind', kept, { [MENU]: 'video' }, [`${place}.fileId`]],
  ['a kept file, where nobody says which there are', kept, null, []],
  ['no file yet', { by: 'file', fileId: '' }, {}, [`${place}.fileId`]],
  ['no address yet', { by: 'link', link: '' }, {}, [`${place}.link`]],
])('the header of a campaign’s template: %s', (_, source, files, problems) => {
  expect(problemsOf(source, files)).toEqual(problems);
});
