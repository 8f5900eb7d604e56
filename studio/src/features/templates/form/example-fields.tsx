import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { variablesOf } from '../draft.ts';
import type { TemplateFieldsProps } from './contract.ts';

/** Meta's reviewers read the template with these. */
export function ExampleFields({ draft, change, problemOf }: TemplateFieldsProps) {
  const variables = variablesOf(draft);
  if (variables.length === 0) return null;
  return (
    <fieldset className="space-y-3 rounded-lg border border-border p-3">
      <legend className="px-1 text-[13px] font-medium">Examples for Meta’s review</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {variables.map(({ part, name, key }) => {
          const value = draft.examples[key] ?? '';
          const isMissing = value.trim() === '' && problemOf(part) !== null;
          return (
            <Field
              key={key}
              label={`${part === 'header' ? 'Header' : 'Message'} {{${name}}}`}
              error={isMissing ? 'Give an example.' : null}
            >
              <Input
                autoComplete="off"
                value={value}
                onChange={({ target }) => change({ examples: { ...draft.examples, [key]: target.value } })}
              />
            </Field>
          );
        })}
      </div>
      <p className="text-xs text-muted">Made-up values: no real person’s data.</p>
    </fieldset>
  );
}
