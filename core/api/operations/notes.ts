/** Notes beside the messages of a conversation. */
import * as notes from '../notes.ts';
import * as s from '../schemas.ts';
import { inOrg, list, orgPath, type OperationGroup } from './operation.ts';

const path = `${orgPath}/conversations/{conversation}/notes`;
const ofConversation = inOrg({ conversation: s.id });
const ofNote = inOrg({ conversation: s.id, note: s.id });

export const notesOperations = {
  listNotes: {
    method: 'get',
    path,
    summary: 'Notes of a conversation, newest first. They are for colleagues and are never sent',
    access: 'conversations:read',
    params: ofConversation,
    query: list({}),
    response: s.page(notes.note),
  },
  createNote: {
    method: 'post',
    path,
    summary: 'Write a note for colleagues beside the messages; it is never sent',
    access: 'conversations:write',
    params: ofConversation,
    body: notes.noteBody,
    example: { text: 'Prefers a call in the afternoon' },
    status: 201,
    response: notes.note,
  },
  getNote: {
    method: 'get',
    path: `${path}/{note}`,
    summary: 'One note',
    access: 'conversations:read',
    params: ofNote,
    response: notes.note,
  },
  updateNote: {
    method: 'patch',
    path: `${path}/{note}`,
    summary: 'Change a note that one has written',
    access: 'conversations:write',
    params: ofNote,
    body: notes.noteChange,
    example: { text: 'Prefers a call in the morning' },
    response: notes.note,
  },
  deleteNote: {
    method: 'delete',
    path: `${path}/{note}`,
    summary: 'Delete a note that one has written; admins delete anybody’s. Answers what it was',
    access: 'conversations:write',
    params: ofNote,
    response: notes.note,
  },
} as const satisfies OperationGroup;
