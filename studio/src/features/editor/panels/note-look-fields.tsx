import { Check } from 'lucide-react';
import { useState } from 'react';
import {
  NOTE_LIMITS_PX,
  noteColors,
  type FlowNote,
  type NoteColor,
  type NoteLook,
} from '../../../../../core/flow/document.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { colorOf, NOTE_WIDTH_PX } from '../document/notes.ts';

const colorNames: Record<NoteColor, string> = {
  yellow: 'Yellow',
  green: 'Green',
  blue: 'Blue',
  pink: 'Pink',
  grey: 'Grey',
};

export interface NoteLookFieldsProps {
  note: FlowNote;
  /** What is undefined becomes that of a new note. */
  onChange: (part: NoteLook) => void;
}

/** Colour and size of a note, for the keyboard as well. */
export function NoteLookFields({ note, onChange }: NoteLookFieldsProps) {
  const { minWidth, maxWidth, minHeight, maxHeight } = NOTE_LIMITS_PX;
  return (
    <>
      <fieldset>
        <legend className="mb-1.5 text-[13px] font-medium">Colour</legend>
        <div className="flex gap-2">
          {noteColors.map((color) => (
            <Swatch
              key={color}
              color={color}
              isChosen={colorOf(note) === color}
              onChoose={() => onChange({ color })}
            />
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <SizeField
          label="Width"
          value={note.ui.width}
          placeholder={String(NOTE_WIDTH_PX)}
          min={minWidth}
          max={maxWidth}
          onChange={(width) => onChange({ width })}
        />
        <SizeField
          label="Height"
          value={note.ui.height}
          placeholder="As its text"
          min={minHeight}
          max={maxHeight}
          onChange={(height) => onChange({ height })}
        />
      </div>
    </>
  );
}

function Swatch({
  color,
  isChosen,
  onChoose,
}: {
  color: NoteColor;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <label
      title={colorNames[color]}
      className={cn(
        `note-${color}`,
        'relative grid size-8 place-items-center rounded-lg border border-note-text/60 bg-note text-note-text has-checked:ring-2 has-checked:ring-primary has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-ring',
      )}
    >
      <input
        type="radio"
        name="note-color"
        aria-label={colorNames[color]}
        className="absolute inset-0 cursor-pointer opacity-0"
        checked={isChosen}
        onChange={onChoose}
      />
      {isChosen && <Check aria-hidden className="size-4" />}
    </label>
  );
}

interface SizeFieldProps {
  label: string;
  value: number | undefined;
  placeholder: string;
  min: number;
  max: number;
  onChange: (value: number | undefined) => void;
}

/** Pixels, or nothing. On the way to a number there are others that are too small: those are shown and not taken. */
function SizeField({ label, value, placeholder, min, max, onChange }: SizeFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const isOutside = typed !== null && typed !== '' && !isWithin(Number(typed), min, max);
  return (
    <Field
      label={label}
      error={isOutside ? `From ${min} to ${max.toLocaleString('en')}.` : null}
      hint={`From ${min} to ${max.toLocaleString('en')} pixels.`}
    >
      <Input
        type="number"
        min={min}
        max={max}
        step={20}
        placeholder={placeholder}
        value={typed ?? value ?? ''}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          if (text === '') onChange(undefined);
          else if (isWithin(Number(text), min, max)) onChange(Math.round(Number(text)));
        }}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
