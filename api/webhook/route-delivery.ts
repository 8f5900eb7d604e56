import { LANES, STATUSES_ONLY } from '../../platform/deliveries.ts';

/** Where a delivery waits for the relay. A wrong guess costs order or speed, never the delivery. */
export interface DeliveryRoute {
  /** Deliveries of one WhatsApp account stay in order because they share a lane. */
  lane: number;
  /** 0 carries messages, 1 anything else, 2 only statuses. */
  priority: number;
}

/** What can't be read goes where the relay finds it and notes why: lane 0, priority 1. */
const unreadable: DeliveryRoute = { lane: 0, priority: 1 };

/** Looks only as deep as it must; the relay does the real reading. Never throws. */
export function routeDelivery(body: Buffer): DeliveryRoute {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return unreadable;
  }
  const entries = listAt(parsed, 'entry');
  if (entries.length === 0) return unreadable;
  const wabaId = field(entries[0], 'id');
  const lane = typeof wabaId === 'string' || typeof wabaId === 'number' ? laneOf(String(wabaId)) : 0;
  return { lane, priority: priorityOf(entries) };
}

/** FNV-1a over UTF-16 units: small, spread well, and the same in every process and version. */
export function laneOf(wabaId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < wabaId.length; i += 1) {
    hash = Math.imul(hash ^ wabaId.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % LANES;
}

function priorityOf(entries: unknown[]): number {
  let onlyStatuses = true;
  for (const entry of entries) {
    for (const change of listAt(entry, 'changes')) {
      const value = field(change, 'value');
      if (listAt(value, 'messages').length > 0) return 0;
      if (listAt(value, 'statuses').length === 0) onlyStatuses = false;
    }
  }
  return onlyStatuses && entries.some((entry) => listAt(entry, 'changes').length > 0) ? STATUSES_ONLY : 1;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function listAt(value: unknown, key: string): unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
}
