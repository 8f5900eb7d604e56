import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { isWhenSent, subjectTitles } from '../../../../core/segments/summary.ts';
import { hasPeriod, operatorsOf, type SegmentTest, type TestKind } from '../../../../core/segments/tests.ts';
import { contactFieldsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Input, Select } from '../../shared/ui/input.tsx';
import {
  attributeTypeOf,
  newAttributeTest,
  newTest,
  testKindGroups,
  withOperator,
  type AttributeTest,
  type AttributeType,
} from './draft.ts';
import { PeriodFields } from './period-fields.tsx';
import { SubjectFields } from './subject-fields.tsx';
import { ValueField } from './value-field.tsx';

export interface TestFieldsProps {
  test: SegmentTest;
  onChange: (test: SegmentTest) => void;
  error: string | null;
}

/** One test: what is looked at, how, and with what. */
export function TestFields({ test, onChange, error }: TestFieldsProps) {
  const errorId = useId();
  const operators = operatorsOf(test);
  const operator = operators[test.op];
  return (
    <div
      role="group"
      aria-label={subjectTitles[test.kind]}
      aria-describedby={error ? errorId : undefined}
      className="min-w-0 flex-1 space-y-1"
    >
      <div className="flex flex-wrap gap-1">
        <Select
          aria-label="What is looked at"
          className="h-8 w-full text-xs sm:w-48"
          value={test.kind}
          onChange={(event) => onChange(newTest(event.target.value as TestKind))}
        >
          {Object.entries(testKindGroups).map(([title, kinds]) => (
            <optgroup key={title} label={title}>
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {subjectTitles[kind]}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        {test.kind === 'attribute' && <AttributeFields test={test} onChange={onChange} />}
        <SubjectFields test={test} onChange={onChange} />
        <Select
          aria-label="Comparison"
          className="h-8 w-48 text-xs"
          value={test.op}
          onChange={(event) => onChange(withOperator(test, event.target.value))}
        >
          {Object.entries(operators).map(([id, { title, suffix, needs }]) => (
            <option key={id} value={id}>
              {suffix && needs !== 'replyDays' ? `${title} … ${suffix}` : title}
            </option>
          ))}
        </Select>
        {operator && operator.needs !== 'nothing' && (
          <ValueField test={test} needs={operator.needs} suffix={operator.suffix} onChange={onChange} />
        )}
        {test.kind === 'flow' && test.op.endsWith('goal') && (
          <Input
            aria-label="Name of the goal"
            placeholder="Any goal"
            className="h-8 w-36 text-xs"
            maxLength={200}
            value={test.goal ?? ''}
            onChange={(event) => onChange({ ...test, goal: event.target.value || undefined })}
          />
        )}
        {hasPeriod(test) && (
          <PeriodFields
            period={test}
            isSent={isWhenSent(test)}
            onChange={(period) => onChange({ ...test, ...period })}
          />
        )}
      </div>
      {error && (
        <p id={errorId} className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

const attributeTypes: Record<AttributeType, string> = {
  text: 'as text',
  number: 'as number',
  boolean: 'as yes or no',
  date: 'as date',
};

function AttributeFields({ test, onChange }: { test: AttributeTest; onChange: (test: SegmentTest) => void }) {
  const { orgId } = useWorkspace();
  const fields = useQuery(contactFieldsQuery(orgId)).data;
  const listId = useId();
  return (
    <>
      <Input
        aria-label="Attribute"
        placeholder="Attribute"
        list={listId}
        className="h-8 w-36 text-xs"
        spellCheck={false}
        maxLength={64}
        value={test.name}
        onChange={(event) => {
          const name = event.target.value;
          const type = attributeTypeOf(fields, name);
          // A text may be written as a date or a number: what somebody chose for it stays.
          const isOther = type !== null && type !== 'text' && type !== test.type;
          onChange(isOther ? newAttributeTest(name, type) : { ...test, name });
        }}
      />
      <datalist id={listId}>
        {fields?.attributes.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Select
        aria-label="How the attribute is read"
        className="h-8 w-32 text-xs"
        value={test.type}
        onChange={(event) => onChange(newAttributeTest(test.name, event.target.value as AttributeType))}
      >
        {Object.entries(attributeTypes).map(([type, title]) => (
          <option key={type} value={type}>
            {title}
          </option>
        ))}
      </Select>
    </>
  );
}
