import type { TemplateUseData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { isSendableTemplate } from '../../../../../../core/messaging/policy.ts';
import { placeholdersOf } from '../../../../../../core/messaging/template-parts.ts';
import { Badge } from '../../../../shared/ui/badge.tsx';
import { Button } from '../../../../shared/ui/button.tsx';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import { Switch } from '../../../../shared/ui/switch.tsx';
import { WhatsAppText } from '../../../../shared/ui/whatsapp-text.tsx';
import { templateUseFor } from '../../document/template-use.ts';
import type { NodeFormProps } from '../contract.ts';
import { TemplateHeaderFields } from './template-header-fields.tsx';
import type { TemplateFieldsProps } from './template-header-fields.tsx';
import { TextField } from './text-field.tsx';
import { useTemplates } from './use-template.ts';
import { without } from './without.ts';

/**
 * Which template, and what its placeholders are filled with.
 * @param props.isPreviewed its words stand beside the form already
 */
export function TemplateFields({
  isPreviewed = false,
  ...props
}: TemplateFieldsProps & { isPreviewed?: boolean }) {
  const { use, onChange, prefix, problemOf } = props;
  const { templates, chosen, parts } = useTemplates(use);
  const value = use.name === '' ? '' : `${use.name}/${use.language}`;
  const placeholders = placeholdersOf(parts?.body ?? '');
  const isMisfit = ['header', 'body', 'urls'].some((part) => problemOf(`${prefix}${part}`) !== null);

  function choose(next: string) {
    const template = templates.find((one) => `${one.name}/${one.language}` === next);
    onChange(templateUseFor(template ?? { name: '', language: use.language, components: [] }, use));
  }

  return (
    <div className="space-y-4">
      <Field
        label="Template"
        error={problemOf(`${prefix}name`) ?? problemOf(`${prefix}language`)}
        aside={
          chosen && (
            <Badge tone={isSendableTemplate(chosen.status) ? 'primary' : 'warn'}>
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
      {use.name !== '' && (
        <Switch
          label="In the contact’s language"
          hint={`Where the template is approved in it; else in ${use.language}.`}
          checked={use.useContactLanguage ?? false}
          onChange={(isOn) =>
            onChange(isOn ? { ...use, useContactLanguage: true } : without(use, 'useContactLanguage'))
          }
        />
      )}
      {isMisfit && chosen && (
        <Button size="sm" onClick={() => onChange(templateUseFor(chosen, use))}>
          Fit to the template
        </Button>
      )}
      {parts?.body && !isPreviewed && (
        <div className="rounded-lg rounded-tl-none bg-bubble-out px-3 py-2 text-[13px] leading-[18px] whitespace-pre-wrap text-bubble-text">
          <WhatsAppText text={parts.body} hasVariables />
        </div>
      )}
      <TemplateHeaderFields {...props} />
      {use.body.map((text, index) => (
        <TextField
          key={index}
          label={`Value of {{${placeholders[index] ?? index + 1}}}`}
          value={text}
          hasVariables
          error={problemOf(`${prefix}body.${index}`)}
          onChange={(next) =>
            onChange({ ...use, body: use.body.map((old, at) => (at === index ? next : old)) })
          }
        />
      ))}
      <UrlFields {...props} />
    </div>
  );
}

/** Ends of the addresses behind URL buttons. */
function UrlFields({ use, onChange, prefix, problemOf }: TemplateFieldsProps) {
  const { parts } = useTemplates(use);
  const { urls = [] } = use;
  return urls.map((url, at) => {
    const button = parts?.buttons.find((one) => one.index === url.index);
    return (
      <TextField
        key={url.index}
        label={`Address behind “${button?.title || `button ${url.index + 1}`}”`}
        value={url.value}
        hasVariables
        hint={button?.kind === 'url' && button.start ? `Continues ${button.start}` : undefined}
        error={problemOf(`${prefix}urls.${at}.value`)}
        onChange={(value) =>
          onChange({ ...use, urls: urls.map((old) => (old.index === url.index ? { ...old, value } : old)) })
        }
      />
    );
  });
}

interface WithFallback {
  fallback?: TemplateUseData;
}

/** A template for people whose 24-hour window has closed by the time this step is reached. */
export function FallbackField<Data extends WithFallback>(props: NodeFormProps<Data>) {
  const { data, onChange, problemOf } = props;
  const { fallback } = data;
  const change = (next: TemplateUseData) => onChange({ ...data, fallback: next });
  return (
    <div className="space-y-3 rounded-lg border border-border p-3">
      <Switch
        label="Template when the window is closed"
        hint="Free text reaches people for 24 hours after they wrote. Later only an approved template does."
        checked={fallback !== undefined}
        onChange={(isOn) =>
          isOn
            ? change({ name: '', language: 'en_US', header: [], body: [] })
            : onChange(without(data, 'fallback'))
        }
      />
      {fallback && (
        <TemplateFields use={fallback} onChange={change} prefix="fallback." problemOf={problemOf} />
      )}
    </div>
  );
}
