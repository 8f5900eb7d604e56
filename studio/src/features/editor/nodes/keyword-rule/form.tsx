import type { KeywordRuleData } from '../../../../../../core/flow/nodes/keyword-rule/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { Note } from '../shared/note.tsx';
import { KeywordList } from '../shared/keyword-list.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<KeywordRuleData>) {
  return (
    <>
      <KeywordList
        title="Leads here when somebody answers"
        keywords={data.keywords}
        onChange={(keywords) => onChange({ ...data, keywords })}
        example="help"
        problemOf={problemOf}
      />
      <Note>
        At every question of this flow. What was answered before is kept; put “Go back” at the end to ask the
        question again.
      </Note>
    </>
  );
}
