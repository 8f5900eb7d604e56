import type { ProductListContent } from '../../../messaging/content.ts';
import type { StepFault, StepInput } from '../contract.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { isDynamic, renderField, renderOptional } from '../shared/render.ts';
import type { Composed } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import type { SendProductsData } from './manifest.ts';

type Fault = { problem: StepFault };

/** The message that shows the products. */
export function compose(data: SendProductsData, input: StepInput): Composed {
  const body =
    data.show === 'one'
      ? renderOptional(input, data.body, WHATSAPP_LIMITS.interactiveBody)
      : renderField(input, data.body, WHATSAPP_LIMITS.interactiveBody);
  if ('problem' in body) return body;
  const footer = renderOptional(input, data.footer, WHATSAPP_LIMITS.footer);
  if ('problem' in footer) return footer;
  const words = { body: body.text, ...(footer.text !== '' && { footer: footer.text }) };
  if (data.show === 'catalog') {
    const thumbnail = renderOptional(input, data.thumbnailId, WHATSAPP_LIMITS.productId);
    if ('problem' in thumbnail) return thumbnail;
    const { text: thumbnailRetailerId } = thumbnail;
    return {
      content: { type: 'catalog', ...words, ...(thumbnailRetailerId !== '' && { thumbnailRetailerId }) },
    };
  }
  const catalog = renderId(input, data.catalogId, noCatalog);
  if ('problem' in catalog) return catalog;
  if (data.show === 'one') {
    const product = renderId(input, data.productId, noProduct);
    if ('problem' in product) return product;
    const { body: text, ...rest } = words;
    return {
      content: {
        ...{ type: 'product', catalogId: catalog.text, retailerId: product.text },
        ...(text !== '' && { body: text }),
        ...rest,
      },
    };
  }
  const header = renderField(input, data.header ?? '', WHATSAPP_LIMITS.header);
  if ('problem' in header) return header;
  const list = renderSections(data, input);
  if ('problem' in list) return list;
  return {
    content: {
      type: 'productList',
      ...{ header: header.text, ...words },
      catalogId: catalog.text,
      sections: list.sections,
    },
  };
}

/** Sections in which no product is left are left out. */
function renderSections(
  data: SendProductsData,
  input: StepInput,
): { sections: ProductListContent['sections'] } | Fault {
  const sections: ProductListContent['sections'] = [];
  for (const { title, products } of data.sections) {
    const retailerIds: string[] = [];
    for (const product of products) {
      const rendered = renderIds(input, product);
      if ('problem' in rendered) return rendered;
      retailerIds.push(...rendered.ids.filter((id) => !retailerIds.includes(id)));
    }
    if (retailerIds.length === 0) continue;
    if (data.sections.length === 1 && title.trim() === '') return withinLimits([{ retailerIds }]);
    const named = renderTitle(input, title, WHATSAPP_LIMITS.sectionTitle);
    if ('problem' in named) return named;
    sections.push({ title: named.text, retailerIds });
  }
  return withinLimits(sections);
}

/** A placeholder may stand for nothing, and for several with commas or lines between them. */
function renderIds(input: StepInput, template: string): { ids: string[] } | Fault {
  const rendered = renderOptional(input, template, MAX_IDS_LENGTH);
  if ('problem' in rendered) return rendered;
  const parts = isDynamic(template) ? rendered.text.split(/[,\n]/) : [rendered.text];
  const ids = parts.map((part) => part.trim()).filter((part) => part !== '');
  const isTooLong = ids.some((id) => id.length > WHATSAPP_LIMITS.productId);
  return isTooLong ? { problem: idTooLong } : { ids: [...new Set(ids)] };
}

const MAX_IDS_LENGTH = WHATSAPP_LIMITS.products * (WHATSAPP_LIMITS.productId + 2);
const idTooLong: StepFault = {
  code: 'text_too_long',
  message: `The id of a product has more than ${WHATSAPP_LIMITS.productId} characters.`,
};

function withinLimits(sections: ProductListContent['sections']) {
  const count = sections.reduce((sum, { retailerIds }) => sum + retailerIds.length, 0);
  if (count === 0) return { problem: noProduct };
  if (count > WHATSAPP_LIMITS.products || sections.length > WHATSAPP_LIMITS.productSections) {
    return {
      problem: {
        code: 'too_many_products',
        message: `WhatsApp shows at most ${WHATSAPP_LIMITS.products} products in ${WHATSAPP_LIMITS.productSections} sections.`,
      },
    };
  }
  return { sections };
}

const noCatalog: StepFault = {
  code: 'catalog_missing',
  message: 'The id of the catalogue is empty once its variables are filled in.',
};
const noProduct: StepFault = {
  code: 'product_missing',
  message: 'No product is left once the variables are filled in.',
};

function renderId(input: StepInput, template: string, missing: StepFault): { text: string } | Fault {
  const rendered = renderOptional(input, template, WHATSAPP_LIMITS.productId);
  return 'problem' in rendered || rendered.text !== '' ? rendered : { problem: missing };
}
