import { useQuery } from '@tanstack/react-query';
import type { TemplateUse } from '../../../../../../core/flow/nodes/contract.ts';
import { placeholderCount } from '../../../../../../core/flow/nodes/shared/sending.ts';
import { templatesQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';
import { Badge } from '../../../../shared/ui/badge.tsx';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { WhatsAppText } from '../../../../shared/ui/whatsapp-text.tsx';
import { templateBody } from '../../store/problems.ts';
import { TextField } from './text-field.tsx';

export interface TemplateFieldsProps {
  use: TemplateUse;
  onChange: (use: TemplateUse) => void;
  /** `` or `fallback.` */
  prefix: string;
  problemOf: (field: string) => string | null;
}

/** Which template, and what its placeholders are filled with. */
export function TemplateFields({ use, onChange, prefix, problemOf }: TemplateFieldsProps) {
  const { orgId } = useWorkspace();
  const templates = useQuery(templatesQuery(orgId)).data?.items ?? [];
  const chosen = templates.find((one) => one.name === use.name && one.language === use.language);
  const body = chosen ? templateBody(chosen.components) : '';
  const value = use.name === '' ? '' : `${use.name}/${use.language}`;

  function choose(next: string) {
    const template = templates.find((one) => `${one.name}/${one.language}` === next);
    if (!template) return onChange({ ...use, name: '', header: [], body: [] });
    const count = placeholderCount(templateBody(template.components));
    const values = Array.from({ length: count }, (_, index) => use.body[index] ?? '');
    onChange({ name: template.name, language: template.language, header: [], body: values });
  }

  return (
    <div className="space-y-4">
      <Field
        label="Template"
        error={problemOf(`${prefix}name`) ?? problemOf(`${prefix}language`)}
        aside={
          chosen && (
            <Badge tone={chosen.status === 'APPROVED' ? 'primary' : 'warn'}>
              {chosen.status.toLowerCase()}
            </Badge>
          )
        }
      >
        <Select value={value} onChange={(event) => choose(event.target.value)}>
          <option value="">Choose a template</option>
          {value !== '' && !chosen && <option value={value}>{value} (not in this workspace)</option>}
          {templates.map((one) => (
            <option key={one.id} value={`${one.name}/${one.language}`}>
              {one.name} ({one.language}, {one.category.toLowerCase()})
            </option>
          ))}
        </Select>
      </Field>
      {body && (
        <div className="rounded-lg rounded-tl-none bg-bubble-out px-3 py-2 text-[13px] leading-[18px] whitespace-pre-wrap text-bubble-text">
          <WhatsAppText text={body} hasVariables />
        </div>
      )}
      {use.body.map((text, index) => (
        <TextField
          key={index}
          label={`Value of {{${index + 1}}}`}
          value={text}
          hasVariables
          error={problemOf(`${prefix}body.${index}`)}
          onChange={(next) =>
            onChange({ ...use, body: use.body.map((old, at) => (at === index ? next : old)) })
          }
        />
      ))}
    </div>
  );
}

export interface FallbackFieldProps {
  value: TemplateUse | undefined;
  onChange: (value: TemplateUse | undefined) => void;
  problemOf: (field: string) => string | null;
}

/** A template for people whose 24-hour window has closed by the time this step is reached. */
export function FallbackField({ value, onChange, problemOf }: FallbackFieldProps) {
  return (
    <div className="space-y-3 rounded-lg border border-border p-3">
      <Switch
        label="Template when the window is closed"
        hint="Free text reaches people for 24 hours after they wrote. Later only an approved template does."
        checked={value !== undefined}
        onChange={(isOn) =>
          onChange(isOn ? { name: '', language: 'en_US', header: [], body: [] } : undefined)
        }
      />
      {value && <TemplateFields use={value} onChange={onChange} prefix="fallback." problemOf={problemOf} />}
    </div>
  );
}
