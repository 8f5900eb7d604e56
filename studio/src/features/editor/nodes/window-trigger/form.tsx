import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      The flow starts two hours before the 24-hour window of a conversation closes, unless the person writes
      again before that. A message of this flow is the last one that needs no template.
    </Note>
  );
}
