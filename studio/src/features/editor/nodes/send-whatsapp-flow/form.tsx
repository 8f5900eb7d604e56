import type { SendWhatsappFlowData } from '../../../../../../core/flow/nodes/send-whatsapp-flow/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { FrameFields } from '../shared/frame-fields.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { withText } from '../shared/without.ts';
import { SavedFields } from './saved-fields.tsx';
import { ScreenFields } from './screen-fields.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendWhatsappFlowData>) {
  return (
    <>
      <FrameFields data={data} onChange={onChange} problemOf={problemOf} />
      <TextField
        label="On the button"
        value={data.button}
        limit={WHATSAPP_LIMITS.flowLabel}
        hasVariables
        maxLength={200}
        error={problemOf('button')}
        onChange={(button) => onChange({ ...data, button })}
      />
      <TextField
        label="Id of the WhatsApp Flow"
        value={data.flowId}
        hasVariables
        maxLength={1000}
        placeholder="1234567890123456"
        hint="In WhatsApp Manager, under Flows."
        error={problemOf('flowId')}
        onChange={(flowId) => onChange({ ...data, flowId })}
      />
      <Switch
        label="Still a draft"
        hint="Opens only for people who test it."
        checked={data.mode === 'draft'}
        onChange={(isDraft) => onChange({ ...data, mode: isDraft ? 'draft' : 'published' })}
      />
      <ScreenFields data={data} onChange={onChange} problemOf={problemOf} />
      <SavedFields data={data} onChange={onChange} problemOf={problemOf} />
      <TextField
        label="Flow token"
        value={data.flowToken ?? ''}
        hasVariables
        maxLength={1000}
        placeholder="Made up"
        hint="Only for a form with an endpoint of its own that has to know this sending."
        error={problemOf('flowToken')}
        onChange={(flowToken) => onChange(withText(data, 'flowToken', flowToken))}
      />
      <TimeoutField data={data} onChange={onChange} problemOf={problemOf} />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
