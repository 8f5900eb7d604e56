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
      hint={`A message that is one of these words, and nothing else, is noted. Understood in ${codes.length} languages, whatever the case, accents or emoji, and with a please around a word that stops.`}
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
      <Words title="Stop marketing" hint="At any time." words={consentWords.stop[code] ?? []} />
      <Words
        title="Stop marketing, in everyday words"
        hint="Unless a flow waits for the person’s answer: then the word is the answer."
        words={consentWords.everydayStop[code] ?? []}
      />
      <Words
        title="Take it up again"
        hint="Takes back an earlier stop, or confirms what the person was asked for. From anybody else it is an ordinary message and no consent."
        words={consentWords.start[code] ?? []}
      />
    </Section>
  );
}

function Words({ title, hint, words }: { title: string; hint: string; words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <div>
      <h3 className="text-[13px] font-medium">{title}</h3>
      <p className="mb-1.5 text-xs text-muted">{hint}</p>
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
