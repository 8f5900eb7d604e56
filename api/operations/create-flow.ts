import { emptyFlow } from '../flows/empty-flow.ts';
import { insertFlow } from '../flows/insert-flow.ts';
import { operation } from '../operation.ts';

export const createFlow = operation('createFlow', {
  handle: ({ tx, params: { org }, body }) => insertFlow(tx, org, body.name, body.draft ?? emptyFlow),
});
