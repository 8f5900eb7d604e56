import { Input, Select } from '../../../../shared/ui/input.tsx';
import { Group } from './group.tsx';
import { ListEditor } from './list-editor.tsx';

interface Pattern<Match extends string> {
  match: Match;
  text: string;
}

export interface PatternListProps<Match extends string> {
  title: string;
  /** What one of them is called: "keyword", "button". */
  noun: string;
  /** What its text is, for those who don't see the field: "Keyword". */
  textLabel: string;
  patterns: readonly Pattern<Match>[];
  onChange: (patterns: Pattern<Match>[]) => void;
  /** Ways to compare, the usual one first, each as the end of the sentence "the text ...". */
  matches: Record<Match, string>;
  placeholder: (match: Match) => string;
  maxLength: number;
  max: number;
  /** Path of the list in the step's data. */
  field: string;
  problemOf: (field: string) => string | null;
}

/** Texts that something is compared with, each in its own way; at least one. */
export function PatternList<Match extends string>(props: PatternListProps<Match>) {
  const { title, noun, textLabel, patterns, onChange, matches, placeholder, field, problemOf } = props;
  const ways = Object.entries(matches) as [Match, string][];
  return (
    <Group title={title} error={problemOf(field)}>
      <ListEditor<Pattern<Match>>
        noun={noun}
        items={patterns}
        max={props.max}
        min={1}
        create={() => ({ match: ways[0]![0], text: '' })}
        onChange={onChange}
      >
        {(pattern, index, change) => {
          const error = problemOf(`${field}.${index}.text`);
          return (
            <div className="space-y-1">
              <Input
                aria-label={`${textLabel} ${index + 1}`}
                aria-invalid={error ? true : undefined}
                maxLength={props.maxLength}
                placeholder={placeholder(pattern.match)}
                value={pattern.text}
                onChange={(event) => change({ ...pattern, text: event.target.value })}
              />
              <Select
                aria-label={`How ${noun} ${index + 1} is compared`}
                className="h-8 text-[13px]"
                value={pattern.match}
                onChange={(event) => change({ ...pattern, match: event.target.value as Match })}
              >
                {ways.map(([match, words]) => (
                  <option key={match} value={match}>
                    {words}
                  </option>
                ))}
              </Select>
              {error && <p className="text-xs text-danger">{error}</p>}
            </div>
          );
        }}
      </ListEditor>
    </Group>
  );
}
