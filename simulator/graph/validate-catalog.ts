import type { Catalog, Json } from '../model.ts';
import { isObject, optionalText, requiredText } from './check.ts';
import { invalidParameter, invalidValue } from './errors.ts';

const ACTION = "interactive['action']";
const MAX_ID = 256;
const MAX_PRODUCTS = 30;

/** One product; also the action of a card of a product carousel. */
export function checkProduct(action: Json, catalog: Catalog): void {
  checkProducts(catalog, requiredText(action, 'catalog_id', ACTION, MAX_ID), [
    requiredText(action, 'product_retailer_id', ACTION, MAX_ID),
  ]);
}

export function checkProductList(action: Json, catalog: Catalog): void {
  const catalogId = requiredText(action, 'catalog_id', ACTION, MAX_ID);
  const { sections } = action;
  if (!Array.isArray(sections) || sections.length < 1 || sections.length > 10) {
    throw invalidValue('Invalid sections count. Min allowed sections: 1, Max allowed sections: 10');
  }
  const ids = sections.flatMap((section: unknown, at) => {
    const path = `${ACTION}['sections'][${at}]`;
    if (!isObject(section)) throw invalidParameter(`Param ${path} must be an object.`);
    if (sections.length > 1 && (typeof section.title !== 'string' || section.title === '')) {
      throw invalidValue('Section title is required when there is more than one section.');
    }
    optionalText(section, 'title', path, 24);
    const items = section.product_items;
    if (!Array.isArray(items) || items.length === 0)
      throw invalidValue('Each section needs at least one product.');
    return items.map((item: unknown, index) => {
      const itemPath = `${path}['product_items'][${index}]`;
      if (!isObject(item)) throw invalidParameter(`Param ${itemPath} must be an object.`);
      return requiredText(item, 'product_retailer_id', itemPath, MAX_ID);
    });
  });
  if (ids.length > MAX_PRODUCTS)
    throw invalidValue(`Total product count exceed max allowed count: ${MAX_PRODUCTS}`);
  checkProducts(catalog, catalogId, ids);
}

/** The whole catalogue: Meta takes no id of it, it is the account's. */
export function checkCatalogMessage(action: Json, catalog: Catalog): void {
  if (action.name !== 'catalog_message') throw invalidValue(`${ACTION}['name'] must be "catalog_message".`);
  if (action.parameters === undefined) return;
  if (!isObject(action.parameters))
    throw invalidParameter(`Param ${ACTION}['parameters'] must be an object.`);
  const key = 'thumbnail_product_retailer_id';
  if (action.parameters[key] === undefined) return;
  checkProducts(catalog, catalog.id, [requiredText(action.parameters, key, 'parameters', MAX_ID)]);
}

/** Meta's pages name no code for these: 131009 as for other values that don't fit, the sentences are the simulator's. */
function checkProducts(catalog: Catalog, catalogId: string, ids: readonly string[]): void {
  if (catalogId !== catalog.id)
    throw invalidValue(`The catalog ${catalogId} is not connected to this WhatsApp Business Account.`);
  const missing = ids.filter((id) => !catalog.products.some((product) => product.id === id));
  if (missing.length > 0)
    throw invalidValue(`Products not found in catalog ${catalogId}: ${missing.join(', ')}.`);
}
