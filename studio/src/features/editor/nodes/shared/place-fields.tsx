import type { PlaceData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { TextField } from './text-field.tsx';
import { withText } from './without.ts';

export interface PlaceFieldsProps<Data extends PlaceData> {
  data: Data;
  onChange: (data: Data) => void;
  /** `` or `headerLocation.` */
  prefix: string;
  problemOf: (field: string) => string | null;
}

/** A place on a map with its words. */
export function PlaceFields<Data extends PlaceData>({
  data,
  onChange,
  prefix,
  problemOf,
}: PlaceFieldsProps<Data>) {
  return (
    <>
      <TextField
        label="Latitude and longitude"
        value={data.coordinates}
        hasVariables
        placeholder="52.5200, 13.4050"
        hint="As maps copy them, or a variable that holds a location."
        error={problemOf(`${prefix}coordinates`)}
        onChange={(coordinates) => onChange({ ...data, coordinates })}
      />
      <TextField
        label="Name"
        value={data.name ?? ''}
        limit={WHATSAPP_LIMITS.placeName}
        hasVariables
        placeholder="None"
        error={problemOf(`${prefix}name`)}
        onChange={(name) => onChange(withText(data, 'name', name))}
      />
      <TextField
        label="Address"
        value={data.address ?? ''}
        limit={WHATSAPP_LIMITS.placeAddress}
        hasVariables
        placeholder="None"
        error={problemOf(`${prefix}address`)}
        onChange={(address) => onChange(withText(data, 'address', address))}
      />
    </>
  );
}
