import { expect, it } from 'vitest';
import type { TemplateUseData } from '../flow/nodes/shared/fields.ts';
import { templateFacts } from '../flow/template-facts.ts';
import { newCampaignDoc } from './document.ts';
import { campaignProblems } from './problems.ts';

const parts: Record<string, object[]> = {
  plain: [],
  words: [{ type: 'HEADER', format: 'TEXT', text: 'For {{1}}' }],
  picture: [{ type: 'HEADER', format: 'IMAGE' }],
  place: [{ type: 'HEADER', format: 'LOCATION' }],
  address: [
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'URL', text: 'Menu', url: 'https://shop.example/menu' },
        { type: 'URL', text: 'Order', url: 'https://shop.example/{{1}}' },
      ],
    },
  ],
};
const templates = Object.fromEntries(
  Object.entries(parts).map(([name, components]) => [
    `${name}/en`,
    templateFacts({
      ...{ status: 'APPROVED', category: 'MARKETING' },
      components: [...components, { type: 'BODY', text: 'Today' }] as never,
    }),
  ]),
);

function problemsOf(name: string, use: Partial<TemplateUseData>): string[] {
  const doc = newCampaignDoc();
  doc.audience.include = [{ kind: 'all' }];
  doc.variants = [{ key: 'A', weight: 1, template: { name, language: 'en', header: [], body: [], ...use } }];
  return campaignProblems(doc, { phoneNumberId: 'n', templates, files: {} }).map(
    ({ code, field }) => `${code} ${field.replace('variants.0.template.', '')}`,
  );
}

const picture = {
  headerMedia: { kind: 'image', source: { by: 'link', link: 'https://shop.example/a.jpg' } },
} as const;
const place = { headerLocation: { coordinates: '52.5, 13.4' } };
const words = { header: ['Maya'] };

it.each<[string, string, Partial<TemplateUseData>, string[]]>([
  ['nothing', 'plain', {}, []],
  ['a picture above a template without a header', 'plain', picture, ['template_header headerMedia']],
  ['a place above a template without a header', 'plain', place, ['template_header headerLocation']],
  ['words above a template without a header', 'plain', words, ['template_values header.0']],
  ['its picture', 'picture', picture, []],
  ['a picture and words', 'picture', { ...picture, ...words }, ['template_values header.0']],
  ['a picture and a place', 'picture', { ...picture, ...place }, ['template_header headerLocation']],
  ['its place', 'place', place, []],
  ['a picture above the place', 'place', { ...picture, ...place }, ['template_header headerMedia']],
  ['its words', 'words', words, []],
  ['a picture above words', 'words', { ...words, ...picture }, ['template_header headerMedia']],
  ['the end of its address', 'address', { urls: [{ index: 1, value: 'o/1' }] }, []],
  [
    'the end of an address that takes none',
    'address',
    {
      urls: [
        { index: 1, value: 'o/1' },
        { index: 0, value: 'm' },
      ],
    },
    ['template_values urls.1'],
  ],
  [
    'the end of an address without buttons',
    'plain',
    { urls: [{ index: 0, value: 'm' }] },
    ['template_values urls.0'],
  ],
])('%s', (_, name, use, expected) => {
  expect(problemsOf(name, use)).toEqual(expected);
});
