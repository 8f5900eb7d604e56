import type { NodeProblem } from '../contract.ts';
import { countLimit, required, requiredText, textLimit } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { orderSaveProblems } from '../shared/order-saves.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendProductsData } from './manifest.ts';

export function validate(data: SendProductsData): NodeProblem[] {
  return [
    ...wordProblems(data),
    ...(data.show === 'catalog'
      ? []
      : requiredText(data.catalogId, 'catalogId', 'The id of the catalogue', WHATSAPP_LIMITS.productId)),
    ...productProblems(data),
    ...(data.waitsForOrder ? orderSaveProblems(data.saves) : []),
    ...fallbackFields(data.fallback),
  ];
}

function wordProblems({ show, header, body, footer }: SendProductsData): NodeProblem[] {
  return [
    ...(show === 'several' ? requiredText(header ?? '', 'header', 'The header', WHATSAPP_LIMITS.header) : []),
    ...(show === 'one' ? [] : required(body, 'body', 'The text')),
    ...textLimit(body, 'body', 'The text', WHATSAPP_LIMITS.interactiveBody),
    ...textLimit(footer ?? '', 'footer', 'The footer', WHATSAPP_LIMITS.footer),
  ];
}

function productProblems({ show, productId, sections, thumbnailId }: SendProductsData): NodeProblem[] {
  switch (show) {
    case 'one':
      return idProblems(productId, 'productId');
    case 'catalog':
      return textLimit(thumbnailId ?? '', 'thumbnailId', 'The product’s id', WHATSAPP_LIMITS.productId);
    case 'several': {
      const count = sections.reduce((sum, { products }) => sum + products.length, 0);
      return [
        ...countLimit(sections.length, 'sections', 'sections', WHATSAPP_LIMITS.productSections),
        ...(sections.length === 0 ? [] : countLimit(count, 'sections', 'products', WHATSAPP_LIMITS.products)),
        ...sections.flatMap((section, index) => sectionProblems(section, index, sections.length > 1)),
      ];
    }
  }
}

/** WhatsApp wants a title for each section as soon as there are two. */
function sectionProblems(
  { title, products }: SendProductsData['sections'][number],
  index: number,
  isTitled: boolean,
): NodeProblem[] {
  const field = `sections.${index}`;
  return [
    ...(isTitled ? required(title, `${field}.title`, 'The section’s title') : []),
    ...textLimit(title, `${field}.title`, 'The section’s title', WHATSAPP_LIMITS.sectionTitle),
    ...(isTitled && products.length === 0
      ? countLimit(0, `${field}.products`, 'products', WHATSAPP_LIMITS.products)
      : []),
    ...products.flatMap((id, at) => idProblems(id, `${field}.products.${at}`)),
  ];
}

function idProblems(id: string, field: string): NodeProblem[] {
  return requiredText(id, field, 'The product’s id', WHATSAPP_LIMITS.productId);
}
