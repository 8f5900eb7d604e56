import { type Broadcast, type Content, formatBroadcast, type Version } from './protocol.ts';
import { Presence, type PresenceDiff } from './presence.ts';

/** A joined channel, as the hub sees it. */
export type Member = {
  version: Version;
  receivesPresence: boolean;
  /** Of a signed-in person. */
  userId: string | undefined;
  sendRaw(data: string | Uint8Array): void;
  sendEvent(event: string, payload: unknown): void;
  /** Asks the policies anew, and ends the channel when they no longer let it listen. */
  judgeAgain(): Promise<void>;
};

type Room = { members: Set<Member>; presence: Presence };

/** Who is joined to what. A private and a public channel of the same name are two rooms, as on hosted. */
export class Hub {
  readonly #rooms = new Map<string, Room>();

  join(topic: string, isPrivate: boolean, member: Member): void {
    const key = roomKey(topic, isPrivate);
    const room = this.#rooms.get(key) ?? { members: new Set(), presence: new Presence() };
    room.members.add(member);
    this.#rooms.set(key, room);
  }

  leave(topic: string, isPrivate: boolean, member: Member): void {
    const key = roomKey(topic, isPrivate);
    const room = this.#rooms.get(key);
    if (!room?.members.delete(member)) return;
    this.#announce(room, room.presence.untrack(member));
    if (room.members.size === 0) this.#rooms.delete(key);
  }

  /** @param except a member that doesn't get its own broadcast back */
  broadcast(
    topic: string,
    isPrivate: boolean,
    message: { event: string; content: Content; id: string },
    except?: Member,
  ): void {
    const room = this.#rooms.get(roomKey(topic, isPrivate));
    if (!room) return;
    const broadcast: Broadcast = { ...message, topic: `realtime:${topic}` };
    const formatted = new Map<Version, string | Uint8Array>();
    for (const member of room.members) {
      if (member === except) continue;
      const data = formatted.get(member.version) ?? formatBroadcast(member.version, broadcast);
      formatted.set(member.version, data);
      member.sendRaw(data);
    }
  }

  /** Counts how often somebody's rights may have ended: who was judged meanwhile is judged again. */
  endings = 0;

  /** Asks the policies anew for all private channels of a person. */
  async judgeAgain(userId: string): Promise<void> {
    this.endings += 1;
    const rooms = [...this.#rooms].filter(([key]) => key.startsWith('private:'));
    const members = rooms.flatMap(([, room]) =>
      [...room.members].filter((member) => member.userId === userId),
    );
    await Promise.all(members.map((member) => member.judgeAgain()));
  }

  presenceState(topic: string, isPrivate: boolean): unknown {
    return this.#rooms.get(roomKey(topic, isPrivate))?.presence.state() ?? {};
  }

  track(
    topic: string,
    isPrivate: boolean,
    member: Member,
    key: string,
    payload: Record<string, unknown>,
  ): void {
    const room = this.#rooms.get(roomKey(topic, isPrivate));
    if (room) this.#announce(room, room.presence.track(member, key, payload));
  }

  untrack(topic: string, isPrivate: boolean, member: Member): void {
    const room = this.#rooms.get(roomKey(topic, isPrivate));
    if (room) this.#announce(room, room.presence.untrack(member));
  }

  #announce(room: Room, diff: PresenceDiff | undefined): void {
    if (!diff) return;
    for (const member of room.members) if (member.receivesPresence) member.sendEvent('presence_diff', diff);
  }
}

const roomKey = (topic: string, isPrivate: boolean): string => `${isPrivate ? 'private' : 'public'}:${topic}`;
