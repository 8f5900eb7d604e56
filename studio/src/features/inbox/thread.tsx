import type { Conversation } from '../../../../core/api/schemas.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { ThreadHeader } from './thread-header.tsx';
import { useMarkRead } from './use-conversation-changes.ts';

export interface ThreadProps {
  conversation: Conversation;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
}

export function Thread({ conversation, isPanelOpen, onTogglePanel }: ThreadProps) {
  useMarkRead(conversation);
  return (
    <div className="flex h-full min-w-0 flex-1 flex-col">
      <ThreadHeader conversation={conversation} isPanelOpen={isPanelOpen} onTogglePanel={onTogglePanel} />
      <MessageList conversation={conversation} />
      <Composer conversation={conversation} />
    </div>
  );
}
