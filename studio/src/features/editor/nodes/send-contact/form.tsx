import type { SendContactData } from '../../../../../../core/flow/nodes/send-contact/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Switch } from '../../../../shared/ui/switch.tsx';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { withText } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<SendContactData>) {
  return (
    <>
      <TextField
        label="Name"
        value={data.name}
        limit={WHATSAPP_LIMITS.contactName}
        hasVariables
        placeholder="Ana Lima"
        error={problemOf('name')}
        onChange={(name) => onChange({ ...data, name })}
      />
      <TextField
        label="Organisation"
        value={data.organisation ?? ''}
        hasVariables
        placeholder="None"
        error={problemOf('organisation')}
        onChange={(organisation) => onChange(withText(data, 'organisation', organisation))}
      />
      <Group title="Telephone numbers" error={problemOf('phones')}>
        <ListEditor
          noun="number"
          items={data.phones}
          max={10}
          create={() => ({ number: '', isOnWhatsApp: true })}
          onChange={(phones) => onChange({ ...data, phones })}
        >
          {(phone, index, change) => (
            <div className="space-y-2 rounded-lg border border-border p-2.5">
              <TextField
                label={`Number ${index + 1}`}
                value={phone.number}
                hasVariables
                placeholder="+49 151 1234567"
                error={problemOf(`phones.${index}.number`)}
                onChange={(number) => change({ ...phone, number })}
              />
              <Switch
                label="Has WhatsApp"
                checked={phone.isOnWhatsApp}
                onChange={(isOnWhatsApp) => change({ ...phone, isOnWhatsApp })}
              />
            </div>
          )}
        </ListEditor>
      </Group>
      <Group title="E-mail addresses" error={problemOf('emails')}>
        <ListEditor
          noun="address"
          items={data.emails}
          max={10}
          create={() => ''}
          onChange={(emails) => onChange({ ...data, emails })}
        >
          {(email, index, change) => (
            <TextField
              label={`Address ${index + 1}`}
              value={email}
              hasVariables
              placeholder="ana@example.com"
              error={problemOf(`emails.${index}`)}
              onChange={change}
            />
          )}
        </ListEditor>
      </Group>
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
