import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findConversation } from '../rows/conversations.ts';

export const getConversation = operation('getConversation', {
  async handle({ tx, params }) {
    const conversation = await findConversation(tx, params.org, params.conversation);
    if (!conversation) throw new ApiError('not_found');
    return conversation;
  },
});
