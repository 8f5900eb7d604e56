import type { Template } from '../../../../../core/api/templates.ts';
import type { Waba } from '../../../../../core/api/wabas.ts';
import { templateCategories } from '../../../../../core/messaging/template-definition.ts';
import { templateLimits } from '../../../../../core/messaging/template-limits.ts';
import { templateLanguages } from '../../../../../core/messaging/template-languages.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input, Select } from '../../../shared/ui/input.tsx';
import { nameOf } from '../draft.ts';
import { categoryWords, languageName } from '../template-words.ts';
import type { TemplateFieldsProps } from './contract.ts';

const meanings: Record<Template['category'], string> = {
  MARKETING: 'Offers, news, invitations. Only to people who agreed to marketing.',
  UTILITY: 'About something the person has asked for or bought: orders, visits, invoices.',
  AUTHENTICATION: 'A one-time code. Meta writes its words.',
};

interface BasicFieldsProps extends TemplateFieldsProps {
  template: Template | null;
  wabas: readonly Waba[];
}

export function BasicFields({ draft, change, problemOf, template, wabas }: BasicFieldsProps) {
  return (
    <>
      {wabas.length > 1 && template === null && (
        <Field label="WhatsApp account">
          <Select value={draft.wabaId} onChange={({ target }) => change({ wabaId: target.value })}>
            {wabas.map(({ id, name, metaWabaId }) => (
              <option key={id} value={id}>
                {name ?? metaWabaId}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {template === null && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" hint="For your team; people don’t see it" error={problemOf('name')}>
            <Input
              autoFocus
              autoComplete="off"
              spellCheck={false}
              maxLength={templateLimits.name}
              placeholder="order_shipped"
              className="font-mono text-[13px]"
              value={draft.name}
              onChange={({ target }) => change({ name: nameOf(target.value) })}
            />
          </Field>
          <Field label="Language" error={problemOf('language')}>
            <Select value={draft.language} onChange={({ target }) => change({ language: target.value })}>
              {templateLanguages.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)} ({code})
                </option>
              ))}
            </Select>
          </Field>
        </div>
      )}
      {template?.status !== 'APPROVED' && (
        <Field label="Category" hint={meanings[draft.category]}>
          <Select
            value={draft.category}
            onChange={({ target }) => change({ category: target.value as Template['category'] })}
          >
            {templateCategories
              .filter((category) => template === null || category !== 'AUTHENTICATION')
              .map((category) => (
                <option key={category} value={category}>
                  {categoryWords[category]}
                </option>
              ))}
          </Select>
        </Field>
      )}
    </>
  );
}
