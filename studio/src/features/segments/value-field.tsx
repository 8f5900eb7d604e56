import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { MAX_DAYS, MAX_TEXT_LENGTH, type SegmentTest } from '../../../../core/segments/rules.ts';
import { contactFieldsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Input, Select } from '../../shared/ui/input.tsx';

export interface ValueFieldProps {
  test: SegmentTest;
  needs: 'value' | 'values' | 'days';
  suffix?: string;
  onChange: (test: SegmentTest) => void;
}

const LABEL = 'Compared with';

/** What a test compares with, in the control that fits its type. */
export function ValueField({ test, needs, suffix, onChange }: ValueFieldProps) {
  const change = (values: Record<string, unknown>) => onChange({ ...test, ...values });
  if (needs === 'days') {
    return (
      <span className="inline-flex items-center gap-1.5 text-xs text-muted">
        <NumberInput
          label="Days"
          className="w-20"
          min={0}
          max={MAX_DAYS}
          value={'days' in test ? test.days : undefined}
          onChange={(days) => change({ days })}
        />
        {suffix}
      </span>
    );
  }
  if (test.kind === 'country') {
    return <CountriesInput values={test.values} onChange={(values) => change({ values })} />;
  }
  if (test.kind === 'consent') {
    return <Choice value={test.value} options={consents} onChange={(value) => change({ value })} />;
  }
  if (test.kind === 'tag') {
    return <TagInput value={test.value ?? ''} onChange={(value) => change({ value })} />;
  }
  if (test.kind === 'attribute' && test.type === 'number') {
    return (
      <NumberInput
        label={LABEL}
        className="w-28"
        value={test.value}
        onChange={(value) => change({ value })}
      />
    );
  }
  if (test.kind === 'attribute' && test.type === 'boolean') {
    return (
      <Choice
        value={test.value === false ? 'no' : 'yes'}
        options={{ yes: 'yes', no: 'no' }}
        onChange={(value) => change({ value: value === 'yes' })}
      />
    );
  }
  const isDate = test.kind === 'attribute' && test.type === 'date';
  return (
    <Input
      type={isDate ? 'date' : 'text'}
      aria-label={LABEL}
      className="h-8 w-44 text-xs"
      maxLength={MAX_TEXT_LENGTH}
      value={'value' in test ? String(test.value ?? '') : ''}
      onChange={(event) => change({ value: event.target.value })}
    />
  );
}

const consents = { granted: 'given', denied: 'refused', unknown: 'not known' };

function NumberInput({
  label,
  value,
  onChange,
  className,
  min,
  max,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  className: string;
  min?: number;
  max?: number;
}) {
  return (
    <Input
      type="number"
      aria-label={label}
      className={`h-8 text-xs tabular-nums ${className}`}
      step="any"
      min={min}
      max={max}
      value={value ?? ''}
      onChange={(event) =>
        onChange(Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)
      }
    />
  );
}

function Choice<Value extends string>({
  value,
  options,
  onChange,
}: {
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}) {
  return (
    <Select
      aria-label={LABEL}
      className="h-8 w-32 text-xs"
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {Object.entries<string>(options).map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  );
}

function TagInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { orgId } = useWorkspace();
  const tags = useQuery(contactFieldsQuery(orgId)).data?.tags;
  const listId = useId();
  return (
    <>
      <Input
        aria-label={LABEL}
        placeholder="Tag"
        list={listId}
        className="h-8 w-44 text-xs"
        maxLength={64}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {tags?.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </>
  );
}

/** Countries as two letters each. What is typed stays as it is; the rules get the codes in it. */
function CountriesInput({
  values,
  onChange,
}: {
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const [text, setText] = useState(values.join(', '));
  return (
    <Input
      aria-label={LABEL}
      placeholder="DE, AT"
      className="h-8 w-44 text-xs uppercase placeholder:normal-case"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange([
          ...new Set(
            event.target.value
              .toUpperCase()
              .split(/[\s,;]+/)
              .filter(Boolean),
          ),
        ]);
      }}
    />
  );
}
