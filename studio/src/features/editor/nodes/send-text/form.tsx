import type { SendTextData } from '../../../../../../core/flow/nodes/send-text/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { without } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendTextData>) {
  return (
    <>
      <TextField
        label="Text"
        value={data.text}
        onChange={(text) => onChange({ ...data, text })}
        limit={WHATSAPP_LIMITS.text}
        isMultiline
        hasVariables
        placeholder="Hello! What can we do for you?"
        error={problemOf('text')}
        hint="*bold*, _italic_, ~struck~ and ```code``` work as on the phone."
      />
      <Switch
        label="Show a preview of the first link"
        checked={data.previewUrl ?? false}
        onChange={(isOn) => onChange(isOn ? { ...data, previewUrl: true } : without(data, 'previewUrl'))}
      />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
