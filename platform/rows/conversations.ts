/** Table `conversations` with its contact's name and phone. */
import type { Conversation } from '../../core/api/schemas.ts';
import type { Sql, Tx } from '../db/pool.ts';
import { contactPhone } from './contacts.ts';
import { toTimeOrNull } from './time.ts';

export interface ConversationRow {
  id: string;
  contact_id: string;
  contact_name: string | null;
  contact_phone: string | null;
  phone_number_id: string;
  mode: Conversation['mode'];
  status: Conversation['status'];
  assignee_id: string | null;
  team_id: string | null;
  last_inbound_at: Date | null;
  window_expires_at: Date | null;
  unread_count: number;
  last_message_at: Date | null;
  last_message_text: string | null;
  last_message_direction: Conversation['lastMessageDirection'];
  foreground_run_id: string | null;
  last_message_key: string | null;
}

/** For a query in which `conversations` is `v` and `contacts` is `c`. */
export function conversationColumns(tx: Sql | Tx) {
  return tx`
    v.id, v.contact_id, c.name as contact_name, ${contactPhone(tx)} as contact_phone, v.phone_number_id, v.mode,
    v.status, v.assignee_id, v.team_id, v.last_inbound_at, v.window_expires_at, v.unread_count, v.last_message_at,
    v.last_message_text, v.last_message_direction, v.foreground_run_id, v.last_message_at::text as last_message_key`;
}

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    contactId: row.contact_id,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    phoneNumberId: row.phone_number_id,
    mode: row.mode,
    status: row.status,
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    lastInboundAt: toTimeOrNull(row.last_inbound_at),
    windowExpiresAt: toTimeOrNull(row.window_expires_at),
    unreadCount: row.unread_count,
    lastMessageAt: toTimeOrNull(row.last_message_at),
    lastMessageText: row.last_message_text,
    lastMessageDirection: row.last_message_direction,
    foregroundRunId: row.foreground_run_id,
  };
}
