import type { State } from '../state.ts';
import type { WebhookItem } from './items.ts';

const DEFAULT_DELAY_MS = 1_000;
const DEFAULT_HOLD_MS = 500;
const DEFAULT_REORDER_COUNT = 2;
const DEFAULT_BATCH_COUNT = 10;

/** Hands items over for posting. Calls with the same `orderKey` are posted one after the other. */
type Release = (items: WebhookItem[], orderKey?: string) => void;

interface Held {
  items: WebhookItem[];
  timer: NodeJS.Timeout;
}

/**
 * Applies webhook faults to items on their way out, in this order: drop, delay, duplicate, then reorder or batch.
 * Reorder and batch keep items until `n` have come or `ms` have passed since the first.
 */
export function createHoldBack(state: State, release: Release) {
  const held = new Map<string, Held>();
  const timers = new Set<NodeJS.Timeout>();

  function after(ms: number, run: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms).unref();
    timers.add(timer);
    return timer;
  }

  function pass(item: WebhookItem): void {
    const faults = state.faults.takeForWebhook(item.subject);
    if (faults.length === 0) return release([item]);
    if (faults.some(({ action }) => action.webhook === 'drop')) {
      state.stats.webhooks.dropped += 1;
      return;
    }
    let delayMs = 0;
    let copies = 1;
    let holder: (typeof faults)[number] | undefined;
    for (const fault of faults) {
      if (fault.action.webhook === 'delay') delayMs += fault.action.ms ?? DEFAULT_DELAY_MS;
      else if (fault.action.webhook === 'duplicate') copies += fault.action.n ?? 1;
      else holder ??= fault;
    }
    const go = () => {
      for (let copy = 0; copy < copies; copy += 1) {
        if (holder) hold(item, holder);
        else release([item]);
      }
    };
    if (delayMs > 0) after(delayMs, go);
    else go();
  }

  function hold(
    item: WebhookItem,
    { id, action }: ReturnType<State['faults']['takeForWebhook']>[number],
  ): void {
    const isBatch = action.webhook === 'batch';
    let group = held.get(id);
    if (!group) {
      group = { items: [], timer: after(action.ms ?? DEFAULT_HOLD_MS, () => letGo(id, isBatch)) };
      held.set(id, group);
    }
    group.items.push(item);
    if (group.items.length >= (action.n ?? (isBatch ? DEFAULT_BATCH_COUNT : DEFAULT_REORDER_COUNT)))
      letGo(id, isBatch);
  }

  function letGo(id: string, isBatch: boolean): void {
    const group = held.get(id);
    if (!group) return;
    held.delete(id);
    clearTimeout(group.timer);
    timers.delete(group.timer);
    if (isBatch) release(group.items);
    else for (const item of group.items.reverse()) release([item], `reorder:${id}`);
  }

  return {
    pass,
    /** Items that are kept back now. */
    get size(): number {
      let size = 0;
      for (const group of held.values()) size += group.items.length;
      return Math.max(size, timers.size);
    },
    clear(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      held.clear();
    },
  };
}
