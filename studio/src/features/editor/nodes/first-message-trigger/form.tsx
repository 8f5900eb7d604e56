import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      The flow starts when a person writes to you for the first time, on any of your numbers. A keyword, a
      button or an ad that starts another flow comes before.
    </Note>
  );
}
