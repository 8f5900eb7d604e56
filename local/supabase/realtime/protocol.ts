/** Phoenix channel frames as supabase-js exchanges them: version 1.0.0 objects, 2.0.0 arrays, and two binary kinds. */
export type Version = '1.0.0' | '2.0.0';

export type Frame = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
};

/** A broadcast's content: JSON already as text, so that it is made once for all receivers, or bytes. */
export type Content = { json: string } | { bytes: Uint8Array };

export type Broadcast = { topic: string; event: string; content: Content; id: string };

/** Kind of a broadcast that a client pushes, and of one that the server fans out. */
const CLIENT_BROADCAST = 3;
const SERVER_BROADCAST = 4;
const ENCODING_BYTES = 0;
const ENCODING_JSON = 1;

/** @returns `undefined` for anything that is not a frame */
export function parseFrame(data: string | Uint8Array): Frame | undefined {
  if (typeof data !== 'string') return parseBinary(data);
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  const record = Array.isArray(value)
    ? {
        join_ref: value[0] as unknown,
        ref: value[1] as unknown,
        topic: value[2] as unknown,
        event: value[3] as unknown,
        payload: value[4] as unknown,
      }
    : ((value ?? {}) as Record<string, unknown>);
  if (typeof record.topic !== 'string' || typeof record.event !== 'string') return undefined;
  return {
    joinRef: text(record.join_ref),
    ref: text(record.ref),
    topic: record.topic,
    event: record.event,
    payload: record.payload ?? {},
  };
}

export function formatFrame(version: Version, frame: Frame): string {
  const { joinRef, ref, topic, event, payload } = frame;
  return version === '2.0.0'
    ? JSON.stringify([joinRef, ref, topic, event, payload])
    : JSON.stringify({ topic, event, payload, ref, join_ref: joinRef });
}

/** The same broadcast in the form each kind of client reads; made once, sent to many. */
export function formatBroadcast(version: Version, broadcast: Broadcast): string | Uint8Array {
  const { topic, event, content, id } = broadcast;
  if ('bytes' in content) return binaryBroadcast(broadcast, content.bytes);
  const envelope = JSON.stringify({ type: 'broadcast', event, meta: { id } });
  const payload = `${envelope.slice(0, -1)},"payload":${content.json}}`;
  const name = JSON.stringify(topic);
  return version === '2.0.0'
    ? `[null,null,${name},"broadcast",${payload}]`
    : `{"topic":${name},"event":"broadcast","payload":${payload},"ref":null}`;
}

/** What a client's broadcast frame says, whichever way it was sent. */
export function readClientBroadcast(payload: unknown): { event: string; content: Content } | undefined {
  const { event, payload: content } = (payload ?? {}) as { event?: unknown; payload?: unknown };
  if (typeof event !== 'string') return undefined;
  return {
    event,
    content: content instanceof Uint8Array ? { bytes: content } : { json: JSON.stringify(content ?? {}) },
  };
}

/** Header: kind, five lengths in bytes, encoding; then the strings in the same order, then the content. */
function parseBinary(data: Uint8Array): Frame | undefined {
  const [kind, joinRefLength = 0, refLength = 0, topicLength = 0, eventLength = 0, metaLength = 0, encoding] =
    data;
  if (kind !== CLIENT_BROADCAST) return undefined;
  let offset = 7;
  const take = (length: number): string =>
    new TextDecoder().decode(data.subarray(offset, (offset += length)));
  const joinRef = take(joinRefLength);
  const ref = take(refLength);
  const topic = take(topicLength);
  const event = take(eventLength);
  take(metaLength);
  const rest = data.subarray(offset);
  try {
    const payload: unknown = encoding === ENCODING_JSON ? JSON.parse(new TextDecoder().decode(rest)) : rest;
    return { joinRef, ref, topic, event: 'broadcast', payload: { type: 'broadcast', event, payload } };
  } catch {
    return undefined;
  }
}

function binaryBroadcast({ topic, event, id }: Broadcast, bytes: Uint8Array): Uint8Array {
  const parts = [topic, event, JSON.stringify({ id })].map((part) => new TextEncoder().encode(part));
  const header = [SERVER_BROADCAST, ...parts.map((part) => part.length), ENCODING_BYTES];
  return Buffer.concat([Uint8Array.from(header), ...parts, bytes]);
}

/** Refs are strings by protocol; numbers come from older clients. */
const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;
