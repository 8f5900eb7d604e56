import { useState } from 'react';
import { consentWords } from '../../../../../core/messaging/consent-words.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { Section } from '../section.tsx';

const languages = new Intl.DisplayNames(['en'], { type: 'language' });
const codes = Object.keys(consentWords.stop).sort((a, b) =>
  (languages.of(a) ?? a).localeCompare(languages.of(b) ?? b),
);

/** What people write to stop marketing or take it up again; understood in every language, whatever the reader chooses here. */
export function ConsentWords() {
  const [code, setCode] = useState('en');
  return (
    <Section
      title="STOP and START"
      hint={`A message that is one of these words, and nothing else, is noted as consent. Understood in ${codes.length} languages, whatever the case, accents or emoji.`}
    >
      <Field label="Language" className="max-w-xs">
        <Select value={code} onChange={({ target }) => setCode(target.value)}>
          {codes.map((language) => (
            <option key={language} value={language}>
              {languages.of(language)}
            </option>
          ))}
        </Select>
      </Field>
      <Words title="Stop marketing" words={consentWords.stop[code] ?? []} />
      <Words title="Agree to marketing" words={consentWords.start[code] ?? []} />
    </Section>
  );
}

function Words({ title, words }: { title: string; words: readonly string[] }) {
  return (
    <div>
      <h3 className="mb-1.5 text-[13px] font-medium">{title}</h3>
      <ul className="flex flex-wrap gap-1.5">
        {words.map((word) => (
          <li key={word} dir="auto" className="rounded-full bg-surface-2 px-2 py-0.5 text-xs">
            {word}
          </li>
        ))}
      </ul>
    </div>
  );
}
