import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';

/** Contacts that one request changes: its transaction stays short, and flows that listen aren't flooded at once. */
const SLICE = 2_000;

export const renameTag = operation('renameTag', {
  handle({ tx, params: { org }, body: { tag, newTag } }) {
    if (tag === newTag) throw invalidField('newTag', 'is the name it has already');
    return replaceTag(tx, org, tag, newTag);
  },
});

export const removeTag = operation('removeTag', {
  handle: ({ tx, params: { org }, body }) => replaceTag(tx, org, body.tag, null),
});

async function replaceTag(tx: Tx, org: string, tag: string, newTag: string | null) {
  const [row] = await tx<{ changed: number }[]>`
    select private.replace_tag(${org}, ${tag}, ${newTag}, ${SLICE}) as changed`;
  return { changed: row!.changed, isDone: row!.changed < SLICE };
}
