import { Plus } from 'lucide-react';
import { templateLimits } from '../../../../../core/messaging/template-limits.ts';
import { placeholdersOf } from '../../../../../core/messaging/template-parts.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select, Textarea } from '../../../shared/ui/input.tsx';
import type { TemplateDraft } from '../draft.ts';
import type { TemplateFieldsProps } from './contract.ts';
import { Counter } from './counter.tsx';

export function WordFields({ draft, change, problemOf }: TemplateFieldsProps) {
  const next = placeholdersOf(draft.body).length + 1;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[9rem_1fr]">
        <Field label="Header">
          <Select
            value={draft.header}
            onChange={({ target }) => change({ header: target.value as TemplateDraft['header'] })}
          >
            <option value="none">None</option>
            <option value="text">Text</option>
            <option value="location">A place</option>
          </Select>
        </Field>
        {draft.header === 'text' && (
          <Field
            label="Text of the header"
            aside={<Counter text={draft.headerText} max={templateLimits.header} />}
            error={problemOf('header')}
          >
            <Input value={draft.headerText} onChange={({ target }) => change({ headerText: target.value })} />
          </Field>
        )}
      </div>
      <Field
        label="Message"
        hint="*bold*, _italic_, ~struck~. {{1}} or {{first_name}} stands for a value that each person gets."
        aside={<Counter text={draft.body} max={templateLimits.body} />}
        error={problemOf('body')}
      >
        <Textarea
          className="min-h-32"
          value={draft.body}
          onChange={({ target }) => change({ body: target.value })}
        />
      </Field>
      <Button size="sm" onClick={() => change({ body: `${draft.body}{{${next}}}` })}>
        <Plus aria-hidden /> Add variable {`{{${next}}}`}
      </Button>
      <Field
        label="Footer"
        hint="Small, under the message; for example how to stop messages"
        aside={<Counter text={draft.footer} max={templateLimits.footer} />}
        error={problemOf('footer')}
      >
        <Input value={draft.footer} onChange={({ target }) => change({ footer: target.value })} />
      </Field>
    </>
  );
}
