import type { KeywordRuleData } from '../../../../../../core/flow/nodes/keyword-rule/manifest.ts';
import type { NodeFormProps } from '../contract.ts';
import { Note } from '../shared/note.tsx';
import { PatternList } from '../shared/pattern-list.tsx';

export function Form({ data, onChange, problemOf }: NodeFormProps<KeywordRuleData>) {
  return (
    <>
      <PatternList
        title="Leads here when somebody answers"
        noun="keyword"
        textLabel="Keyword"
        patterns={data.keywords}
        onChange={(keywords) => onChange({ ...data, keywords })}
        matches={{
          exact: 'is the whole message',
          contains: 'occurs in the message',
          regex: 'is a pattern (regular expression)',
        }}
        placeholder={(match) => (match === 'regex' ? 'order\\s+\\d+' : 'help')}
        maxLength={200}
        max={50}
        field="keywords"
        problemOf={problemOf}
      />
      <Note>
        At every question of this flow. What was answered before is kept; put “Go back” at the end to ask the
        question again.
      </Note>
    </>
  );
}
