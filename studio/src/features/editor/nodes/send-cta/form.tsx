import type { SendCtaData } from '../../../../../../core/flow/nodes/send-cta/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import type { NodeFormProps } from '../contract.ts';
import { FrameFields } from '../shared/frame-fields.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendCtaData>) {
  return (
    <>
      <FrameFields data={data} onChange={onChange} problemOf={problemOf} />
      <TextField
        label="On the button"
        value={data.button}
        limit={WHATSAPP_LIMITS.ctaLabel}
        hasVariables
        maxLength={200}
        error={problemOf('button')}
        onChange={(button) => onChange({ ...data, button })}
      />
      <TextField
        label="Address"
        value={data.url}
        limit={WHATSAPP_LIMITS.url}
        hasVariables
        placeholder="https://"
        hint="Put values in with the filter url_encode: {{ contact.phone | url_encode }}."
        error={problemOf('url')}
        onChange={(url) => onChange({ ...data, url })}
      />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
