import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { OperatorNeeds } from '../../../../core/segments/operators.ts';
import { valueTitles } from '../../../../core/segments/summary.ts';
import { MAX_AMOUNT, MAX_DAYS, MAX_TEXT_LENGTH, type SegmentTest } from '../../../../core/segments/tests.ts';
import { contactFieldsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Input } from '../../shared/ui/input.tsx';
import { Choice, COMPARED_WITH, DatesInput, NumberInput } from './controls.tsx';

export interface ValueFieldProps {
  test: SegmentTest;
  needs: Exclude<OperatorNeeds, 'nothing'>;
  suffix?: string;
  onChange: (test: SegmentTest) => void;
}

/** What a test compares with, in the control that fits its type. */
export function ValueField({ test, needs, suffix, onChange }: ValueFieldProps) {
  const change = (values: Record<string, unknown>) => onChange({ ...test, ...values });
  const given = test as Record<string, unknown>;
  if (needs === 'dates') {
    const { from, to } = given as { from?: string; to?: string };
    return <DatesInput from={from} to={to} onChange={change} />;
  }
  if (needs === 'days' || needs === 'replyDays') {
    return (
      <span className="inline-flex items-center gap-1.5 text-xs text-muted">
        <NumberInput
          label={needs === 'days' ? 'Days' : 'Days to answer in'}
          className="w-20"
          min={0}
          max={MAX_DAYS}
          value={given[needs] as number | undefined}
          onChange={(days) => change({ [needs]: days })}
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
  if (test.kind === 'conversation' && (test.type === 'status' || test.type === 'mode')) {
    const options: Record<string, string> = Object.fromEntries(
      conversationValues[test.type].map((value) => [value, valueTitles[value] ?? value]),
    );
    return <Choice<string> value={test.value} options={options} onChange={(value) => change({ value })} />;
  }
  if (test.kind === 'messages' || (test.kind === 'conversation' && test.type === 'count')) {
    return (
      <NumberInput
        label={COMPARED_WITH}
        className="w-20"
        min={test.op === 'at-least' ? 1 : 0}
        max={MAX_AMOUNT}
        value={test.value}
        onChange={(value) => change({ value })}
      />
    );
  }
  if (test.kind === 'phone') {
    return (
      <Input
        inputMode="numeric"
        aria-label={COMPARED_WITH}
        placeholder="49"
        className="h-8 w-32 text-xs tabular-nums"
        maxLength={20}
        value={test.value}
        onChange={(event) => change({ value: event.target.value.replaceAll(/\D/g, '') })}
      />
    );
  }
  if (test.kind === 'tag') {
    return <TagInput value={test.value ?? ''} onChange={(value) => change({ value })} />;
  }
  if (test.kind === 'attribute' && test.type === 'number') {
    return (
      <NumberInput
        label={COMPARED_WITH}
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
      aria-label={COMPARED_WITH}
      className="h-8 w-44 text-xs"
      maxLength={MAX_TEXT_LENGTH}
      value={'value' in test ? String(test.value ?? '') : ''}
      onChange={(event) => change({ value: event.target.value })}
    />
  );
}

const conversationValues = {
  status: ['open', 'pending', 'snoozed', 'resolved'],
  mode: ['bot', 'human'],
} as const;

const consents = {
  granted: 'given',
  denied: 'refused',
  pending: 'asked, not confirmed',
  unknown: 'not known',
};

function TagInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { orgId } = useWorkspace();
  const tags = useQuery(contactFieldsQuery(orgId)).data?.tags;
  const listId = useId();
  return (
    <>
      <Input
        aria-label={COMPARED_WITH}
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
      aria-label={COMPARED_WITH}
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
