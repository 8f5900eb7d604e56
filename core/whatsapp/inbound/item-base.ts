import type { Json } from './sanitise.ts';

/** Where an item came from. */
export interface ItemBase {
  /** `entry[].id`; null when missing or empty. */
  wabaId: string | null;
  /** `metadata.phone_number_id`; null when missing or empty. Routing goes by this, never by the display number. */
  metaPhoneNumberId: string | null;
  displayPhoneNumber: string | null;
  /** `changes[].field` as it came; null when missing. What an item is was decided by its content, not by this. */
  field: string | null;
  /** `entry[].time`, on management events only. */
  entryTime: Date | null;
  /** The piece that this item was made from, sanitised. */
  raw: Json;
}
