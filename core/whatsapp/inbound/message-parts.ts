/** The parts of a message that point elsewhere: to another message or to a group. */
import { readContent } from './content.ts';
import { asId, asObject } from './json.ts';
import { isGroupId } from './people.ts';
import type { JsonObject } from './sanitise.ts';

/** The new content of an edit and the message it replaces. */
export function readEdit(message: JsonObject) {
  const changed = asObject(asObject(message.edit)?.message);
  const inner = changed === null ? null : readContent(changed);
  return {
    targetWamid: targetOf(message),
    text: inner?.text ?? null,
    edited: inner === null ? null : { type: inner.type, text: inner.text, content: inner.content },
  };
}

/** The message that an edit, a revoke or a reaction is about. */
export function targetOf(message: JsonObject): string | null {
  const body = asObject(message.edit) ?? asObject(message.revoke) ?? asObject(message.reaction);
  return asId(body?.original_message_id) ?? asId(body?.message_id) ?? asId(asObject(message.context)?.id);
}

/** The group that a message was written in, also when a broken sender puts it into `from`. */
export function groupOf(message: JsonObject): string | null {
  const from = asId(message.from);
  return asId(message.group_id) ?? (from !== null && isGroupId(from) ? from : null);
}
