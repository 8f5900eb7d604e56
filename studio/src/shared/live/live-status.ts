import { create } from 'zustand';

/** `down`: the channel is broken, so what the server changes isn't heard; the inbox polls meanwhile. */
export const useLiveStatus = create<{ status: 'connecting' | 'live' | 'down' }>(() => ({
  status: 'connecting',
}));
