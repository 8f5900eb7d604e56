/** What somebody is writing to people, by conversation: it outlives a switch of conversations, and of what is written. */
import { create } from 'zustand';
import type { MediaFile } from '../../../../core/api/media.ts';

export interface ReplyDraft {
  text: string;
  file: MediaFile | null;
  /** Name of the file that is on its way. */
  busyWith: string | null;
}

const empty: ReplyDraft = { text: '', file: null, busyWith: null };

const useDrafts = create<Partial<Record<string, ReplyDraft>>>(() => ({}));

export const useReplyDraft = (conversationId: string): ReplyDraft =>
  useDrafts((drafts) => drafts[conversationId] ?? empty);

export const replyDraft = (conversationId: string): ReplyDraft =>
  useDrafts.getState()[conversationId] ?? empty;

export function changeReplyDraft(conversationId: string, change: Partial<ReplyDraft>): void {
  useDrafts.setState({ [conversationId]: { ...replyDraft(conversationId), ...change } });
}
