import { json } from '../../platform/db/pool.ts';
import { readAttributes } from '../attribute-definitions.ts';
import { checkTimeZone, splitAttributes, uniqueTags } from '../contact-input.ts';
import { operation } from '../operation.ts';
import { requireContact } from '../rows/contacts.ts';

export const updateContact = operation('updateContact', {
  async handle({ tx, params: { org, contact: id }, body }) {
    const { set, remove } = splitAttributes(await readAttributes(tx, org, body.attributes));
    const changes = [
      body.name !== undefined && tx`name = ${body.name}`,
      body.timeZone !== undefined && tx`time_zone = ${body.timeZone && checkTimeZone(body.timeZone)}`,
      body.tags !== undefined && tx`tags = ${uniqueTags(body.tags)}`,
      // Merged in the database, so that two people changing two attributes both win.
      body.attributes !== undefined &&
        tx`attributes = (c.attributes || ${json(tx, set)}) - ${remove}::text[]`,
    ].filter((change) => change !== false);
    if (changes.length > 0) {
      const assignments = changes.flatMap((change, i) => (i === 0 ? change : tx`, ${change}`));
      await tx`update public.contacts c set ${assignments} where c.org_id = ${org} and c.id = ${id}`;
    }
    return requireContact(tx, org, id);
  },
});
