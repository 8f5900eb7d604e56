/**
 * Keeps what is on the screen up to date: one private Realtime channel per organisation says what changed, and
 * only that is read again. While the channel is down the studio polls.
 */
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { loadSupabase } from '../session/supabase.ts';
import { keys } from '../api/queries.ts';
import { loseWorkspace } from '../session/lost-workspace.ts';
import { useWorkspace } from '../session/workspace.ts';
import {
  addChange,
  hasChanges,
  invalidateAllLive,
  invalidateChanges,
  liveEvents,
  noChanges,
  type LiveEvent,
} from './events.ts';
import { useLiveStatus } from './live-status.ts';

/** Broadcasts of one burst are acted upon together. */
const COALESCE_MS = 60;
const POLL_MS = 5_000;
const REJOIN_MS = 5_000;

export function LiveUpdates() {
  const queryClient = useQueryClient();
  const { orgId, userId } = useWorkspace();

  useEffect(() => {
    let pending = noChanges();
    let flush: ReturnType<typeof setTimeout> | null = null;
    let isReading = false;

    function scheduleFlush(): void {
      if (isReading) return;
      flush ??= setTimeout(() => {
        flush = null;
        const changes = pending;
        pending = noChanges();
        isReading = true;
        void invalidateChanges(queryClient, orgId, changes).then(() => {
          isReading = false;
          if (hasChanges(pending)) scheduleFlush();
        });
      }, COALESCE_MS);
    }

    const stop = subscribe(orgId, {
      onStatus(status) {
        useLiveStatus.setState({ status });
        if (status === 'live') void invalidateAllLive(queryClient, orgId);
        // It may be down because the user no longer belongs.
        else void queryClient.invalidateQueries({ queryKey: keys.me });
      },
      onMembership(event, changedUserId) {
        if (changedUserId === userId && event === 'membership_revoked') {
          stop();
          loseWorkspace(queryClient, orgId);
          return;
        }
        if (changedUserId === userId) void queryClient.invalidateQueries({ queryKey: keys.me });
        void queryClient.invalidateQueries({ queryKey: keys.members(orgId) });
        void queryClient.invalidateQueries({ queryKey: keys.teams(orgId) });
        void queryClient.invalidateQueries({ queryKey: keys.invitations(orgId) });
      },
      onEvent(event, payload) {
        addChange(pending, event, payload);
        scheduleFlush();
      },
    });

    const poll = setInterval(() => {
      const isDown = useLiveStatus.getState().status === 'down';
      if (isDown && document.visibilityState === 'visible') void invalidateAllLive(queryClient, orgId);
    }, POLL_MS);
    const onFocus = () => {
      if (document.visibilityState === 'visible') void invalidateAllLive(queryClient, orgId);
    };
    document.addEventListener('visibilitychange', onFocus);

    return () => {
      stop();
      if (flush) clearTimeout(flush);
      clearInterval(poll);
      document.removeEventListener('visibilitychange', onFocus);
    };
  }, [orgId, userId, queryClient]);

  return null;
}

/** `members`: somebody joined or has another role. */
const membershipEvents = ['members', 'membership_revoked'] as const;
type MembershipEvent = (typeof membershipEvents)[number];

interface LiveHandlers {
  onStatus: (status: 'connecting' | 'live' | 'down') => void;
  onEvent: (event: LiveEvent, payload: unknown) => void;
  onMembership: (event: MembershipEvent, userId: unknown) => void;
}

/** Joins the organisation's channel and joins again whenever it breaks, until stopped. */
function subscribe(orgId: string, handlers: LiveHandlers): () => void {
  let stopped = false;
  let supabase: SupabaseClient | null = null;
  let channel: RealtimeChannel | null = null;
  let rejoin: ReturnType<typeof setTimeout> | null = null;

  async function join(): Promise<void> {
    supabase = await loadSupabase();
    const { data } = await supabase.auth.getSession();
    if (stopped || !data.session) return;
    // Private channels ask for the user's token, not the publishable key.
    await supabase.realtime.setAuth(data.session.access_token);
    if (stopped) return;
    const current = supabase.channel(`org:${orgId}:inbox`, { config: { private: true } });
    channel = current;
    for (const event of liveEvents) {
      current.on('broadcast', { event }, (message) => handlers.onEvent(event, message.payload));
    }
    for (const event of membershipEvents) {
      current.on('broadcast', { event }, (message) => {
        if (!stopped) handlers.onMembership(event, (message.payload as { userId?: unknown }).userId);
      });
    }
    current.subscribe((status: string) => {
      if (stopped || channel !== current) return;
      if (status === 'SUBSCRIBED') return handlers.onStatus('live');
      handlers.onStatus('down');
      scheduleRejoin();
    });
  }

  /** A channel that was refused or closed doesn't come back by itself, so it is left and joined anew. */
  function scheduleRejoin(): void {
    rejoin ??= setTimeout(() => {
      rejoin = null;
      leave();
      start();
    }, REJOIN_MS);
  }

  function leave(): void {
    const old = channel;
    channel = null;
    if (old) void supabase?.removeChannel(old);
  }

  function start(): void {
    join().catch(() => {
      if (stopped) return;
      handlers.onStatus('down');
      scheduleRejoin();
    });
  }

  start();
  return () => {
    stopped = true;
    if (rejoin) clearTimeout(rejoin);
    leave();
  };
}
