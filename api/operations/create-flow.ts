import { randomUUID } from 'node:crypto';
import { FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { json } from '../../platform/db/pool.ts';
import { loadFlow } from '../flows/load-flow.ts';
import { readDraft } from '../flows/read-draft.ts';
import { operation } from '../operation.ts';

const emptyFlow: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes: {},
  edges: {},
  variables: {},
  rules: { reentry: 'whenIdle', priority: 0, exitOnReply: false },
  notes: {},
};

export const createFlow = operation('createFlow', {
  async handle({ tx, params: { org }, body }) {
    const { doc, hash } = await readDraft(body.draft ?? emptyFlow);
    const id = randomUUID();
    await tx`
      insert into public.flows (id, org_id, name, draft, draft_hash)
      values (${id}, ${org}, ${body.name}, ${json(tx, doc)}, ${hash})`;
    return loadFlow(tx, org, id);
  },
});
