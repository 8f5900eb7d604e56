/**
 * What happens to a contact, named by one string each, so that triggers, waits and exit rules are looked up the same way:
 * `tag_added:vip`, `attribute_changed:city`, `api_event:order.paid`, `goal:booked`, `replied`.
 */
import type { VariableValue } from './basics.ts';

/** Kinds of table `contact_events`, and `replied`, which stands for any message of the person. */
export type ContactEventKind =
  | 'tag_added'
  | 'tag_removed'
  | 'attribute_changed'
  | 'consent_changed'
  | 'segment_entered'
  | 'segment_left'
  | 'api_event'
  | 'goal'
  | 'conversation_resolved'
  | 'window_closing'
  | 'taken_over';

export type EventKey = `${ContactEventKind}:${string}` | 'replied';

export interface ContactEvent {
  key: EventKey;
  /** What came with it, for example the fields of an API event or `value` of an attribute. */
  data: Record<string, VariableValue>;
  at: string;
}

/** Kinds that are about one conversation: table `contact_events` names it by its id, flows mean the one that they talk in. */
export const CONVERSATION_EVENTS = [
  'conversation_resolved',
  'window_closing',
  'taken_over',
] as const satisfies ContactEventKind[];

/** What a run or a trigger listens to when it means the conversation that it is about, whatever its id. */
export function ofThisConversation(kind: (typeof CONVERSATION_EVENTS)[number]): EventKey {
  return `${kind}:this`;
}

/** @param name tag, attribute, consent purpose, segment id, event or goal name */
export function eventKey(kind: ContactEventKind, name: string): EventKey {
  return `${kind}:${name}`;
}

/**
 * `message`: every message of a person. `schedule` and `date`: the sweeper looks at these. `manual`: enrolment by people or the
 * API. `call`: another flow's subflow step.
 */
export type TriggerKey = 'message' | 'schedule' | 'date' | 'manual' | 'call' | EventKey;

export type TriggerEvent =
  | {
      kind: 'message';
      /** What the person typed; null when there are no words. */
      text: string | null;
      press: { id: string; title: string } | null;
      /** No message of this person came before, on any number of the organisation. */
      isFirst: boolean;
      /** The ad or post whose button opened the chat. */
      referral: { sourceId: string; sourceType: string } | null;
      /** The campaign that the message answers. */
      campaignId: string | null;
      /** It is an order from a catalogue; its note is the text. */
      isOrder?: boolean;
    }
  | { kind: 'contact'; key: EventKey; data: Record<string, VariableValue> };
