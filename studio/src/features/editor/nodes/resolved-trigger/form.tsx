import { Note } from '../shared/note.tsx';

export function Form() {
  return (
    <Note>
      The flow starts when a conversation is resolved, by a person or by another flow. It takes the
      conversation back, so that the answer comes to the flow instead of the inbox.
    </Note>
  );
}
