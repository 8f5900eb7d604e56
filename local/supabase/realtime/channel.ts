import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Rights } from './access.ts';
import type { Hub, Member } from './hub.ts';
import { type Frame, readClientBroadcast, type Version } from './protocol.ts';

export const joinPayload = z.object({
  config: z
    .object({
      broadcast: z.object({ ack: z.boolean().default(false), self: z.boolean().default(false) }).prefault({}),
      presence: z.object({ key: z.string().default(''), enabled: z.boolean().default(false) }).prefault({}),
      postgres_changes: z.array(z.unknown()).nullish(),
      private: z.boolean().default(false),
    })
    .prefault({}),
  access_token: z.string().nullish(),
});

export type JoinConfig = z.infer<typeof joinPayload>['config'];

type ChannelOptions = {
  topic: string;
  joinRef: string | null;
  version: Version;
  config: JoinConfig;
  caller: Caller;
  rights: Rights;
  /** What the policies say now. */
  probeRights(caller: Caller): Promise<Rights>;
  hub: Hub;
  sendRaw(data: string | Uint8Array): void;
  send(frame: Frame): void;
  /** Called once, when the server ends the channel. */
  onClosed(): void;
};

/** Timers of Node end at 2^31 ms; a token that lives longer is checked when it is refreshed. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One channel that one connection has joined. It lives until the client leaves, the connection ends, the
 * token expires, or a new token no longer may read.
 */
export class Channel implements Member {
  readonly joinRef: string | null;
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly version: Version;
  readonly receivesPresence: boolean;
  readonly #options: ChannelOptions;
  readonly #presenceKey: string;
  #rights: Rights;
  #caller: Caller;
  #expiry: NodeJS.Timeout | undefined;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.joinRef = options.joinRef;
    this.topic = options.topic;
    this.isPrivate = options.config.private;
    this.version = options.version;
    this.#presenceKey = options.config.presence.key || randomUUID();
    this.#rights = options.rights;
    this.#caller = options.caller;
    this.receivesPresence = options.config.presence.enabled && options.rights.presence.read;
    options.hub.join(this.topic, this.isPrivate, this);
    this.#watchExpiry(options.caller);
  }

  get userId(): string | undefined {
    const { sub } = this.#caller.claims;
    return typeof sub === 'string' ? sub : undefined;
  }

  async judgeAgain(): Promise<void> {
    try {
      this.renew(this.#caller, await this.#options.probeRights(this.#caller));
    } catch {
      // Better a channel too few than one too many; the client joins again.
      this.close('Unauthorized: The permissions could not be read');
    }
  }

  sendRaw(data: string | Uint8Array): void {
    this.#options.sendRaw(data);
  }

  sendEvent(event: string, payload: unknown): void {
    const topic = `realtime:${this.topic}`;
    this.#options.send({ joinRef: this.joinRef, ref: null, topic, event, payload });
  }

  /** The part of a join's answer that comes after its `ok`. */
  greet(): void {
    if (!this.receivesPresence) return;
    this.sendEvent('presence_state', this.#options.hub.presenceState(this.topic, this.isPrivate));
  }

  /** A refreshed token: its rights count from now on. */
  renew(caller: Caller, rights: Rights): void {
    this.#rights = rights;
    this.#caller = caller;
    if (!rights.broadcast.read) {
      this.close(`Unauthorized: You do not have permissions to read from this Channel topic: ${this.topic}`);
    } else this.#watchExpiry(caller);
  }

  /** @returns the status for the reply, or `undefined` when none is wanted */
  broadcast(payload: unknown): 'ok' | 'error' | undefined {
    const { hub, config } = this.#options;
    const message = readClientBroadcast(payload);
    const isAllowed = message !== undefined && this.#rights.broadcast.write;
    if (isAllowed) {
      const except = config.broadcast.self ? undefined : this;
      hub.broadcast(this.topic, this.isPrivate, { ...message, id: randomUUID() }, except);
    }
    return config.broadcast.ack ? (isAllowed ? 'ok' : 'error') : undefined;
  }

  presence(payload: unknown): 'ok' | 'error' {
    const { hub } = this.#options;
    const { event, payload: meta } = payload as { event?: string; payload?: Record<string, unknown> };
    if (!this.#rights.presence.write) return 'error';
    if (event?.toLowerCase() === 'track')
      hub.track(this.topic, this.isPrivate, this, this.#presenceKey, meta ?? {});
    else if (event?.toLowerCase() === 'untrack') hub.untrack(this.topic, this.isPrivate, this);
    else return 'error';
    return 'ok';
  }

  /** Ends the channel from our side and tells the client why. */
  close(message: string): void {
    this.sendEvent('system', { extension: 'system', status: 'error', message, channel: this.topic });
    this.sendEvent('phx_close', {});
    this.dispose();
    this.#options.onClosed();
  }

  /** Ends the channel without a word. */
  dispose(): void {
    clearTimeout(this.#expiry);
    this.#options.hub.leave(this.topic, this.isPrivate, this);
  }

  #watchExpiry({ expiresAtMs }: Caller): void {
    clearTimeout(this.#expiry);
    if (expiresAtMs === undefined || expiresAtMs - Date.now() > LONGEST_TIMER_MS) return;
    this.#expiry = setTimeout(() => this.close('Token has expired'), Math.max(0, expiresAtMs - Date.now()));
    this.#expiry.unref();
  }
}
