import { useEffect, useRef, useState } from 'react';
import { Field } from '../../../../shared/ui/field.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { nameProblem } from '../../document/variable-edits.ts';
import { useEditor, useEditorActions } from '../../store/editor-store.ts';

export interface NameFieldProps {
  name: string;
  /** Begins with the caret in it and everything marked. */
  hasCaret: boolean;
  onRenamed: (to: string) => void;
}

/** The name of a variable. It is taken over once the field is left or Enter is pressed: every use is renamed with it. */
export function NameField({ name, hasCaret, onRenamed }: NameFieldProps) {
  const doc = useEditor((state) => state.history.doc);
  const { dispatch } = useEditorActions();
  const [typed, setTyped] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasCaret) box.current?.select();
  }, [hasCaret]);
  const error = typed === null ? null : nameProblem(doc, typed, name);

  function takeOver() {
    if (typed !== null && typed !== name && error === null) {
      dispatch({ kind: 'renameVariable', from: name, to: typed });
      onRenamed(typed);
    }
    setTyped(null);
  }
  return (
    <Field
      label="Name"
      hint={
        typed !== null && typed !== name ? 'Texts and steps that use it follow.' : `{{ answers.${name} }}`
      }
      error={error}
    >
      <Input
        ref={box}
        className="font-mono text-[13px]"
        spellCheck={false}
        maxLength={64}
        value={typed ?? name}
        onChange={(event) => setTyped(event.target.value.replace(/[\s-]+/g, '_'))}
        onBlur={takeOver}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null);
          // A name that can't be taken stays to be mended; leaving the field brings the old one back.
          if (event.key === 'Enter' && error === null) takeOver();
        }}
      />
    </Field>
  );
}
