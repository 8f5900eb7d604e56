import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      The conversation leaves the list of open ones until the person writes again. People who were assigned
      stay assigned.
    </Note>
  );
}
