import { Plus, Trash2 } from 'lucide-react';
import { templateLimits } from '../../../../../core/messaging/template-limits.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import type { ButtonDraft, ButtonType } from '../draft.ts';
import type { TemplateFieldsProps } from './contract.ts';
import { Counter } from './counter.tsx';

const types: Record<ButtonType, { title: string; value: { label: string; placeholder: string } | null }> = {
  QUICK_REPLY: { title: 'Quick reply', value: null },
  URL: {
    title: 'Opens an address',
    value: { label: 'Address', placeholder: 'https://example.com/orders/{{1}}' },
  },
  PHONE_NUMBER: { title: 'Calls a number', value: { label: 'Number', placeholder: '+15550100001' } },
  COPY_CODE: { title: 'Copies a code', value: { label: 'Example of the code', placeholder: 'SPRING20' } },
};

export function ButtonFields({ draft, change, problemOf }: TemplateFieldsProps) {
  const { buttons } = draft;
  const set = (key: string, part: Partial<ButtonDraft>) =>
    change({ buttons: buttons.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  const add = () =>
    change({
      buttons: [
        ...buttons,
        { key: crypto.randomUUID(), type: 'QUICK_REPLY', text: '', value: '', example: '' },
      ],
    });
  const whole = problemOf('buttons');
  return (
    <fieldset className="space-y-3">
      <legend className="mb-1.5 text-[13px] font-medium">Buttons</legend>
      {buttons.map((button, at) => (
        <OneButton
          key={button.key}
          button={button}
          number={at + 1}
          problem={problemOf(`buttons.${at}`)}
          onChange={(part) => set(button.key, part)}
          onRemove={() => change({ buttons: buttons.filter(({ key }) => key !== button.key) })}
        />
      ))}
      {whole && <p className="text-xs text-danger">{whole}</p>}
      {buttons.length < templateLimits.buttons && (
        <Button size="sm" onClick={add}>
          <Plus aria-hidden /> Add button
        </Button>
      )}
    </fieldset>
  );
}

interface OneButtonProps {
  button: ButtonDraft;
  number: number;
  problem: string | null;
  onChange: (part: Partial<ButtonDraft>) => void;
  onRemove: () => void;
}

function OneButton({ button, number, problem, onChange, onRemove }: OneButtonProps) {
  const { value } = types[button.type];
  const hasVariable = button.type === 'URL' && button.value.includes('{{');
  return (
    <div className="space-y-2 rounded-lg border border-border p-3">
      <div className="flex items-end gap-2">
        <Field label={`Kind of button ${number}`} className="w-44 shrink-0">
          <Select
            value={button.type}
            onChange={({ target }) => onChange({ type: target.value as ButtonType, value: '', example: '' })}
          >
            {Object.entries(types).map(([type, { title }]) => (
              <option key={type} value={type}>
                {title}
              </option>
            ))}
          </Select>
        </Field>
        {button.type !== 'COPY_CODE' && (
          <Field
            label={`Text of button ${number}`}
            className="min-w-0 flex-1"
            aside={<Counter text={button.text} max={templateLimits.buttonText} />}
          >
            <Input value={button.text} onChange={({ target }) => onChange({ text: target.value })} />
          </Field>
        )}
        <Button
          variant="ghost"
          size="icon"
          className="ml-auto"
          aria-label={`Remove button ${number}`}
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      {value && (
        <Field label={value.label}>
          <Input
            value={button.value}
            placeholder={value.placeholder}
            onChange={({ target }) => onChange({ value: target.value })}
          />
        </Field>
      )}
      {hasVariable && (
        <Field label="Example of the whole address">
          <Input
            value={button.example}
            placeholder={button.value.replace(/\{\{.*?\}\}/, 'A-1042')}
            onChange={({ target }) => onChange({ example: target.value })}
          />
        </Field>
      )}
      {problem && <p className="text-xs text-danger">{problem}</p>}
    </div>
  );
}
