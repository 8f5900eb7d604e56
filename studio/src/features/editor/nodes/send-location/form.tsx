import type { SendLocationData } from '../../../../../../core/flow/nodes/send-location/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { PlaceFields } from '../shared/place-fields.tsx';
import { FallbackField } from '../shared/template-fields.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendLocationData>) {
  return (
    <>
      <PlaceFields data={data} onChange={onChange} prefix="" problemOf={problemOf} />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
