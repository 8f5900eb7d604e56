import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      The flow starts for contacts that a colleague or the API enrols: one contact, a list or a segment. They
      have not written just now, so check the 24-hour window before a free-form message.
    </Note>
  );
}
