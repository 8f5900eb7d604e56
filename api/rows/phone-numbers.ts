/** Table `phone_numbers`. */
import type { PhoneNumber } from '../../core/api/schemas.ts';

export interface PhoneNumberRow {
  id: string;
  meta_phone_number_id: string;
  display_phone_number: string;
  verified_name: string | null;
  quality_rating: string | null;
  is_sample: boolean;
}

export function toPhoneNumber(row: PhoneNumberRow): PhoneNumber {
  return {
    id: row.id,
    metaPhoneNumberId: row.meta_phone_number_id,
    displayPhoneNumber: row.display_phone_number,
    verifiedName: row.verified_name,
    qualityRating: row.quality_rating,
    isSample: row.is_sample,
  };
}
