import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      The flow starts with whatever a person writes, pictures and files included, when no keyword, button or
      other trigger is more special and no flow is talking with the person.
    </Note>
  );
}
