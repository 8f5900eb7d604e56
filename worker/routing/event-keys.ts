/** Events of contacts as flows name them. */
import { CONVERSATION_EVENTS } from '../../core/flow/events.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';

/** The key of a row of `contact_events`, called `alias`: of an event about a conversation it says `this` in place of its id. */
export function eventKeyOf(sql: Sql | Tx, alias: string) {
  const { kind, name } = { kind: sql(`${alias}.kind`), name: sql(`${alias}.name`) };
  return sql`${kind} || ':' || case when ${isAboutConversation(sql, alias)} then 'this' else ${name} end`;
}

export function isAboutConversation(sql: Sql | Tx, alias: string) {
  return sql`${sql(`${alias}.kind`)} = any (${[...CONVERSATION_EVENTS]}::text[])`;
}
