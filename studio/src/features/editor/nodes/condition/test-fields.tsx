import { useId, useMemo } from 'react';
import type { ConditionTest } from '../../../../../../core/flow/nodes/condition/manifest.ts';
import { operatorIds, operators } from '../../../../../../core/flow/nodes/condition/operators.ts';
import type { Operator } from '../../../../../../core/flow/nodes/condition/operators.ts';
import {
  CONTACT_SUBJECTS,
  NOW_SUBJECTS,
  TAGS_SUBJECT,
  TRIGGER_SUBJECT,
} from '../../../../../../core/flow/nodes/condition/subjects.ts';
import { Input, Select } from '../../../../shared/ui/input.tsx';
import { filledVariables, listVariables, setAttributes } from '../../document/variables.ts';
import { useEditor } from '../../store/editor-store.ts';

export const newTest = (): ConditionTest => ({ subject: TAGS_SUBJECT, operator: 'contains', value: '' });

export interface TestFieldsProps {
  test: ConditionTest;
  onChange: (test: ConditionTest) => void;
  problemOf: (part: string) => string | null;
}

/** One comparison: what is looked at, how, and with what. */
export function TestFields({ test, onChange, problemOf }: TestFieldsProps) {
  const doc = useEditor((state) => state.history.doc);
  const listId = useId();
  const subjects = useMemo(
    () => [
      ...filledVariables(doc).map((name) => `answers.${name}`),
      ...listVariables(doc).map((name) => `answers.${name}.size`),
      TAGS_SUBJECT,
      ...setAttributes(doc).map((name) => `contact.attributes.${name}`),
      ...CONTACT_SUBJECTS,
      TRIGGER_SUBJECT,
      ...NOW_SUBJECTS,
    ],
    [doc],
  );
  const operator: Operator = operators[test.operator];
  const error = problemOf('subject') ?? problemOf('value') ?? problemOf('operator');
  return (
    <div className="min-w-0 flex-1 space-y-1">
      <Input
        aria-label="What is looked at"
        aria-invalid={problemOf('subject') ? true : undefined}
        list={listId}
        className="h-8 font-mono text-xs"
        spellCheck={false}
        maxLength={200}
        value={test.subject}
        onChange={(event) => onChange({ ...test, subject: event.target.value })}
      />
      <datalist id={listId}>
        {subjects.map((subject) => (
          <option key={subject} value={subject} />
        ))}
      </datalist>
      <div className="flex gap-1">
        <Select
          aria-label="Comparison"
          className="h-8 text-xs"
          value={test.operator}
          onChange={(event) =>
            onChange({ ...test, operator: event.target.value as ConditionTest['operator'] })
          }
        >
          {operatorIds.map((id) => (
            <option key={id} value={id}>
              {operators[id].title}
            </option>
          ))}
        </Select>
        {operator.takesValue && (
          <Input
            aria-label="Compared with"
            aria-invalid={problemOf('value') ? true : undefined}
            className="h-8 text-xs"
            maxLength={500}
            placeholder={operator.example}
            title={operator.example}
            value={test.value}
            onChange={(event) => onChange({ ...test, value: event.target.value })}
          />
        )}
      </div>
      {error && <p className="text-xs text-danger">{error}</p>}
    </div>
  );
}
