/** What a fault is looked up by. For webhooks `kind` adds the status name, and `status` or `inbound`. */
export interface FaultSubject {
  to: string;
  type: string;
  metaPhoneNumberId: string;
  kinds?: readonly string[];
}

export interface ErrorAnswer {
  status: number;
  code?: number;
  subcode?: number;
  /** Seconds for a Retry-After header. */
  retryAfter?: number;
  details?: string;
  /** Sent instead of Meta's JSON, as a proxy in between would. */
  text?: string;
}

export type RequestAction =
  | { error: ErrorAnswer }
  | { delayMs: number }
  | { dropBefore: true }
  | { timeoutAfterAccept: true }
  | { failAfterAccept: { code: number; details?: string } };

export interface WebhookAction {
  webhook: 'duplicate' | 'reorder' | 'batch' | 'drop' | 'delay';
  ms?: number;
  n?: number;
}

export type FaultAction = RequestAction | WebhookAction;

export interface Fault {
  id: string;
  match: { to?: string; type?: string; metaPhoneNumberId?: string };
  /** How often it still strikes; null means until it is deleted. */
  timesLeft: number | null;
  action: FaultAction;
}

/** The faults that somebody asked for. */
export interface FaultBook {
  add(fault: Omit<Fault, 'id'>): Fault;
  remove(id: string): boolean;
  clear(): void;
  list(): Fault[];
  /** False while no fault can strike a request: the hot path then skips the look-up. */
  readonly hasRequestFaults: boolean;
  /**
   * The oldest matching fault for a request; taking it uses up one of its times. Faults mean sends: a read mark
   * (`isRead`) is struck only by a fault that names its type.
   */
  takeForRequest(subject: FaultSubject, isRead: boolean): RequestAction | undefined;
  /** All matching faults for one webhook item, each used once. */
  takeForWebhook(subject: FaultSubject): { id: string; action: WebhookAction }[];
}

export function createFaultBook(): FaultBook {
  const requestFaults = new Map<string, Fault>();
  const webhookFaults = new Map<string, Fault>();
  let lastId = 0;

  function use(book: Map<string, Fault>, fault: Fault): void {
    if (fault.timesLeft === null) return;
    fault.timesLeft -= 1;
    if (fault.timesLeft <= 0) book.delete(fault.id);
  }

  return {
    add(input) {
      lastId += 1;
      const fault = { ...input, id: `fault-${lastId}` };
      ('webhook' in fault.action ? webhookFaults : requestFaults).set(fault.id, fault);
      return fault;
    },
    remove(id) {
      return requestFaults.delete(id) || webhookFaults.delete(id);
    },
    clear() {
      requestFaults.clear();
      webhookFaults.clear();
    },
    list() {
      return [...requestFaults.values(), ...webhookFaults.values()];
    },
    get hasRequestFaults() {
      return requestFaults.size > 0;
    },
    takeForRequest(subject, isRead) {
      for (const fault of requestFaults.values()) {
        if (!matches(fault, subject) || (isRead && fault.match.type === undefined)) continue;
        use(requestFaults, fault);
        return fault.action as RequestAction;
      }
      return undefined;
    },
    takeForWebhook(subject) {
      if (webhookFaults.size === 0) return [];
      const taken: { id: string; action: WebhookAction }[] = [];
      for (const fault of webhookFaults.values()) {
        if (!matches(fault, subject)) continue;
        use(webhookFaults, fault);
        taken.push({ id: fault.id, action: fault.action as WebhookAction });
      }
      return taken;
    },
  };
}

function matches({ match }: Fault, subject: FaultSubject): boolean {
  if (match.to !== undefined && match.to !== subject.to) return false;
  if (match.metaPhoneNumberId !== undefined && match.metaPhoneNumberId !== subject.metaPhoneNumberId)
    return false;
  if (match.type === undefined || match.type === subject.type) return true;
  return subject.kinds?.includes(match.type) ?? false;
}
