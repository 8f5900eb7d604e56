import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      Back to the step that a rule has interrupted: its question is asked again with all that was answered
      before, and a step that failed is tried once more.
    </Note>
  );
}
