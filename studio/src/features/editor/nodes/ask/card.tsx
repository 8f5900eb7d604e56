import type { AskData, AskValidation, ChoiceData } from '../../../../../../core/flow/nodes/ask/manifest.ts';
import { Bubble } from '../shared/bubble.tsx';

const kinds: Record<AskValidation['kind'], string> = {
  text: 'any text',
  number: 'a number',
  email: 'an email address',
  date: 'a date',
  phone: 'a phone number',
  choice: 'one of the options',
  choices: 'several of the options',
  regex: 'what fits a pattern',
  media: 'a file',
  location: 'a place',
};

export function Card({ data }: { data: AskData }) {
  return (
    <>
      <Bubble text={data.text} whenEmpty="Write the question" />
      {(data.validation.kind === 'choice' || data.validation.kind === 'choices') && (
        <p className="mx-3 mt-1 line-clamp-2 text-xs text-bubble-link">{optionsOf(data.validation)}</p>
      )}
      {data.validation.kind === 'location' && (
        <p className="mx-3 mt-1 text-xs text-bubble-link">Send location</p>
      )}
      <p className="px-3.5 pt-2 text-xs text-muted">
        Takes {kinds[data.validation.kind]}
        {data.saveAs && (
          <>
            , saved as <code className="font-mono text-text">{data.saveAs}</code>
          </>
        )}
      </p>
    </>
  );
}

function optionsOf({ options, from }: ChoiceData): string {
  if (from) return from.list === '' ? 'Rows of a list' : `Rows of ${from.list}`;
  return options.map((option) => option.title || 'Option').join(' · ') || 'No options yet';
}
