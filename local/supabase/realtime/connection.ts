import type { WebSocket } from 'ws';
import { AccessError, ALL_RIGHTS, type Caller, type Rights } from './access.ts';
import { Channel, joinPayload } from './channel.ts';
import type { Hub } from './hub.ts';
import { formatFrame, type Frame, parseFrame, type Version } from './protocol.ts';

export type ConnectionServices = {
  hub: Hub;
  /** @throws AccessError */
  identify(token: string | null | undefined): Promise<Caller>;
  probeRights(caller: Caller, topic: string): Promise<Rights>;
  /** Resolves when stored messages are being delivered. */
  watch(): Promise<void>;
  unwatch(): void;
  log(line: string): void;
};

const TOPIC_PREFIX = 'realtime:';

/** Serves one websocket until it closes. Frames are handled in the order they came. */
export function serveConnection(socket: WebSocket, version: Version, services: ConnectionServices): void {
  const channels = new Map<string, Channel>();
  let turn = Promise.resolve();

  const sendRaw = (data: string | Uint8Array): void => {
    if (socket.readyState === socket.OPEN) socket.send(data);
  };
  const send = (frame: Frame): void => sendRaw(formatFrame(version, frame));
  const reply = (to: Frame, status: 'ok' | 'error', response: unknown = {}): void =>
    send({ ...to, event: 'phx_reply', payload: { status, response } });

  function drop(topic: string): void {
    const channel = channels.get(topic);
    if (!channel) return;
    channels.delete(topic);
    channel.dispose();
    services.unwatch();
  }

  async function rightsOn(topic: string, isPrivate: boolean, caller: Caller): Promise<Rights> {
    return isPrivate ? services.probeRights(caller, topic) : ALL_RIGHTS;
  }

  async function join(frame: Frame): Promise<void> {
    const topic = frame.topic.slice(TOPIC_PREFIX.length);
    const payload = joinPayload.safeParse(frame.payload);
    if (!payload.success) return reply(frame, 'error', { reason: 'The join is not understood' });
    const { config, access_token: token } = payload.data;
    if (config.postgres_changes?.length) {
      return reply(frame, 'error', { reason: 'Postgres changes are not served locally: use broadcast' });
    }
    const { hub } = services;
    const probeRights = (who: Caller): Promise<Rights> => rightsOn(topic, config.private, who);
    // NOTE: before the policies are asked, so that an end of rights from here on is heard of.
    await services.watch();
    const endingsBefore = hub.endings;
    let caller: Caller;
    let rights: Rights;
    try {
      caller = await services.identify(token);
      rights = await probeRights(caller);
    } catch (error) {
      services.unwatch();
      throw error;
    }
    if (!rights.broadcast.read) {
      services.unwatch();
      const reason = `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`;
      return reply(frame, 'error', { reason });
    }
    drop(frame.topic); // joining again replaces
    if (socket.readyState !== socket.OPEN) return services.unwatch();
    const onClosed = (): void => {
      channels.delete(frame.topic);
      services.unwatch();
    };
    const { joinRef } = frame;
    const channel = new Channel({
      topic,
      joinRef,
      version,
      config,
      caller,
      rights,
      probeRights,
      hub,
      sendRaw,
      send,
      onClosed,
    });
    channels.set(frame.topic, channel);
    reply(frame, 'ok', { postgres_changes: [] });
    channel.greet();
    if (hub.endings !== endingsBefore) await channel.judgeAgain();
  }

  async function renew(channel: Channel, payload: unknown): Promise<void> {
    const { access_token: token } = payload as { access_token?: string | null };
    if (!token || token.startsWith('sb_')) return;
    const caller = await services.identify(token);
    channel.renew(caller, await rightsOn(channel.topic, channel.isPrivate, caller));
  }

  async function handle(frame: Frame): Promise<void> {
    if (frame.topic === 'phoenix' && frame.event === 'heartbeat') return reply(frame, 'ok');
    if (frame.event === 'phx_join' && frame.topic.startsWith(TOPIC_PREFIX)) return join(frame);
    const channel = channels.get(frame.topic);
    if (!channel) return reply(frame, 'error', { reason: 'unmatched topic' });
    switch (frame.event) {
      case 'phx_leave':
        drop(frame.topic);
        reply(frame, 'ok');
        return send({ ...frame, ref: frame.joinRef, event: 'phx_close', payload: {} });
      case 'access_token':
        return renew(channel, frame.payload);
      case 'broadcast': {
        const status = channel.broadcast(frame.payload);
        return status && reply(frame, status);
      }
      case 'presence':
        return reply(frame, channel.presence(frame.payload));
      default:
        return reply(frame, 'error', { reason: `unknown event ${frame.event}` });
    }
  }

  /** A refused token or a database error concerns one channel, not the connection. */
  function fail(frame: Frame, error: unknown): void {
    const reason =
      error instanceof AccessError ? error.message : 'RealtimeError: see the log of the local Supabase';
    if (!(error instanceof AccessError)) services.log(`${frame.event} on ${frame.topic}: ${String(error)}`);
    const channel = channels.get(frame.topic);
    if (frame.event === 'access_token' && channel) channel.close(reason);
    else reply(frame, 'error', { reason });
  }

  socket.on('message', (data: Buffer, isBinary) => {
    const frame = parseFrame(isBinary ? data : data.toString('utf8'));
    if (frame) turn = turn.then(() => handle(frame)).catch((error: unknown) => fail(frame, error));
  });
  socket.on('close', () => {
    turn = turn.then(() => [...channels.keys()].forEach(drop));
  });
  socket.on('error', () => socket.terminate());
}
