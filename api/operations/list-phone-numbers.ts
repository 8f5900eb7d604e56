import { decodeCursor, nameCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { toPhoneNumber, type PhoneNumberRow } from '../rows/phone-numbers.ts';

export const listPhoneNumbers = operation('listPhoneNumbers', {
  async handle({ tx, params, query }) {
    const after = decodeCursor(nameCursor, query.cursor);
    const rows = await tx<PhoneNumberRow[]>`
      select p.id, p.meta_phone_number_id, p.display_phone_number, p.verified_name, p.quality_rating, p.is_sample
      from public.phone_numbers p
      where p.org_id = ${params.org}
        ${after ? tx`and (p.display_phone_number, p.id) > (${after[0]}, ${after[1]}::uuid)` : tx``}
      order by p.display_phone_number, p.id limit ${query.limit + 1}`;
    return toPage(rows, query.limit, toPhoneNumber, (row) => [row.display_phone_number, row.id]);
  },
});
