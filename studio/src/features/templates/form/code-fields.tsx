import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { Switch } from '../../../shared/ui/switch.tsx';
import type { TemplateFieldsProps } from './contract.ts';

export function CodeFields({ draft, change, problemOf }: TemplateFieldsProps) {
  return (
    <>
      <Switch
        label="Advise not to share the code"
        checked={draft.hasAdvice}
        onChange={(hasAdvice) => change({ hasAdvice })}
      />
      <Field label="The code holds for" hint="Minutes, 1 to 90" error={problemOf('footer')}>
        <Input
          type="number"
          min={1}
          max={90}
          className="w-28"
          value={draft.expiresMinutes}
          onChange={({ target }) => change({ expiresMinutes: Math.trunc(Number(target.value)) })}
        />
      </Field>
    </>
  );
}
