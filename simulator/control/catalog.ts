import type { z } from 'zod';

import { isObject, typeName } from '../graph/check.ts';
import { parametersList } from '../graph/validate-template.ts';
import type { Catalog, Json, Product } from '../model.ts';
import type { State } from '../state.ts';
import { ControlError } from './problem.ts';
import type { catalogSchema, inboundSchema } from './schemas.ts';

/** What the phone opens under a message that shows products. */
export interface Shelf {
  button: string;
  /** The product whose picture stands in the message; the first one when left out. */
  cover?: Product;
  sections: { title: string; products: Product[] }[];
}

/** The products that an interactive message shows; undefined when it shows none. */
export function shelfOf(interactive: Json, catalog: Catalog): Shelf | undefined {
  const action = isObject(interactive.action) ? interactive.action : {};
  switch (typeName(interactive.type)) {
    case 'product':
      return { button: 'View', sections: [{ title: '', products: named([action], catalog) }] };
    case 'product_list':
      return {
        button: 'View items',
        sections: parametersList(action.sections).map((section) => ({
          title: typeof section.title === 'string' ? section.title : '',
          products: named(parametersList(section.product_items), catalog),
        })),
      };
    case 'catalog_message': {
      const parameters = isObject(action.parameters) ? action.parameters : {};
      const id = parameters.thumbnail_product_retailer_id;
      const [cover] = named([{ product_retailer_id: id }], catalog);
      const sections = [{ title: '', products: catalog.products }];
      return { button: 'View catalog', ...(cover && { cover }), sections };
    }
    case 'carousel': {
      const products = named(
        parametersList(action.cards).flatMap((card) => (isObject(card.action) ? [card.action] : [])),
        catalog,
      );
      return products.length === 0
        ? undefined
        : { button: 'View items', sections: [{ title: '', products }] };
    }
  }
  return undefined;
}

function named(items: readonly Json[], { products }: Catalog): Product[] {
  return items.flatMap(({ product_retailer_id: id }) => products.find((product) => product.id === id) ?? []);
}

/** What a cart sends. It belongs to the chat, so it quotes no message. */
export function orderMessage(
  catalog: Catalog,
  { items, note }: NonNullable<z.output<typeof inboundSchema>['order']>,
): Json {
  const product_items = items.map(({ productId, quantity }, index) => {
    const [product] = named([{ product_retailer_id: productId }], catalog);
    if (product === undefined) {
      const message = `The catalogue ${catalog.id} has no product "${productId}".`;
      throw new ControlError(422, 'unknown_product', message, `order.items.${index}.productId`);
    }
    const { price: item_price, currency } = product;
    return { product_retailer_id: productId, quantity, item_price, currency };
  });
  return {
    type: 'order',
    order: { catalog_id: catalog.id, ...(note !== undefined && { text: note }), product_items },
  };
}

/** Connects another catalogue to an account. */
export function setCatalog(state: State, input: z.output<typeof catalogSchema>): Catalog {
  const wabaId = input.wabaId ?? state.identity.wabaId;
  const waba = state.wabas.get(wabaId);
  if (!waba) throw new ControlError(422, 'unknown_waba', `There is no account ${wabaId}.`, 'wabaId');
  waba.catalog = { id: input.catalogId, products: input.products };
  return waba.catalog;
}
