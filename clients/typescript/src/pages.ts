export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/**
 * Every item of a list, page by page, as far as the loop goes:
 * `for await (const contact of itemsOf((query) => parley.listContacts({ path: { org }, query }))) …`
 * @param list asks for one page; what it is given belongs into the query
 */
export async function* itemsOf<Item>(
  list: (query: { cursor?: string }) => PromiseLike<{ data: Page<Item> }>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const { data } = await list(cursor === undefined ? {} : { cursor });
    yield* data.items;
    cursor = data.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
