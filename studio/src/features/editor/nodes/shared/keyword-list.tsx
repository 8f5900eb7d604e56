import type { KeywordRuleData } from '../../../../../../core/flow/nodes/keyword-rule/manifest.ts';
import { PatternList } from './pattern-list.tsx';

export interface KeywordListProps {
  title: string;
  keywords: KeywordRuleData['keywords'];
  onChange: (keywords: KeywordRuleData['keywords']) => void;
  /** A word that somebody might write. */
  example: string;
  problemOf: (field: string) => string | null;
}

/** The words that a step of a flow listens to, in its field `keywords`. */
export function KeywordList({ title, keywords, onChange, example, problemOf }: KeywordListProps) {
  return (
    <PatternList
      title={title}
      noun="keyword"
      textLabel="Keyword"
      patterns={keywords}
      onChange={onChange}
      matches={{
        exact: 'is the whole message',
        contains: 'occurs in the message',
        regex: 'is a pattern (regular expression)',
      }}
      placeholder={(match) => (match === 'regex' ? 'order\\s+\\d+' : example)}
      maxLength={200}
      max={50}
      field="keywords"
      problemOf={problemOf}
    />
  );
}
